"""Offers are made, changed and deleted by planners: each type with what it asks for."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.utils import timezone

from accounts.models import CostCenter, Event
from accounts.refusal import Refusal
from bookings.methods.terms import TermsForm
from bookings.models import BookingOrder
from catalog import methods
from catalog.models import AccessCode, LearningResource, Offer
from courseplanner.models import Implementation
from courseplanner.offers import actions
from courseplanner.offers.editing import mark
from tests.cast import book, make_offer, make_person, make_resource
from tests.courseplanner.offers.pages import adder, card, changer, fault, relative, tab
from tests.courseplanner.pages import events_of, make_run, says, typed, url


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def run(root) -> Implementation:
    return make_run(begin=date(2027, 3, 31), end=date(2027, 4, 2), organisation=root)


@pytest.fixture
def offer(run) -> Offer:
    return make_offer(run.resource, label="O-01")


class Gift(methods.AccessMethod):
    """A way to book that a house has written itself."""

    key, label, icon, button, form_class = "gift", "Gift", "gift", "Redeem", TermsForm

    def option_fields(self):
        return {"shop": forms.CharField(label="Shop", max_length=20)}

    def faults_of(self, offer):
        return (
            {"option_shop": "There is no such shop."} if offer["option_shop"] == "nowhere" else {}
        )


def only() -> Offer:
    return Offer.objects.get()


def test_a_free_offer_is_made_of_what_is_proposed(planner, run, care):
    page = adder(planner, run, "free")(organisations=[care.pk])

    made = only()
    assert (made.label, made.method, made.price) == ("O-01", "free", 0)
    assert (made.internal, made.external, made.receipt) == (True, False, True)
    assert list(made.organisations.all()) == [care]
    assert made.state_at(timezone.now()) == "bookable"
    assert says(page, "Offer “O-01” is saved.", "O-01")


def test_an_invoice_has_price_terms_and_cost_center(planner, run, care):
    center = CostCenter.objects.create(name="Kurse", account="3400")
    adder(planner, run, "invoice")(
        price="1’200,50", cancellation_fee="120", free_until_days="14", cost_center=center.pk,
        organisations=[care.pk], confirmation="True", confirmation_days="10",
    )  # fmt: skip

    made = only()
    assert (made.price, made.currency) == (Decimal("1200.50"), "CHF")
    assert (made.cancellation_fee, made.free_until_days) == (Decimal(120), 14)
    assert (made.cost_center, made.confirmation, made.confirmation_days) == (center, True, 10)


def test_an_offer_with_a_code_is_made_with_its_first_code(planner, run, care, alice):
    adder(planner, run, "code")(code="Feuer-112", organisations=[care.pk])

    assert AccessCode.objects.get().code == "Feuer-112"
    assert book(only(), alice, code="FEUER-112").method == "code"


@pytest.mark.parametrize(("code", "told"), [("", "Enter the access code."), ("x", "at least two")])
def test_a_code_offer_needs_a_code(planner, run, care, code, told):
    page = adder(planner, run, "code")(code=code, organisations=[care.pk])

    assert told in fault(page, "code")
    assert not Offer.objects.exists()


def test_a_type_asks_for_its_own_fields_only(planner, run):
    free = planner.get(url("offer_create", pk=run.pk, method="free")).context["form"]
    invoice = planner.get(url("offer_create", pk=run.pk, method="invoice")).context["form"]

    assert "auto_booking" in free.fields
    assert "price" not in free.fields
    assert "auto_booking" not in invoice.fields
    assert {"price", "cancellation_fee", "cost_center"} <= invoice.fields.keys()


def test_an_unknown_type_is_not_found(planner, run):
    assert planner.get(url("offer_create", pk=run.pk, method="barter")).status_code == 404


def test_the_proposed_label_is_the_next_that_no_order_names(planner, run):
    for label in ("O-01", "O-03"):
        make_offer(run.resource, label=label)
    Offer.objects.filter(label="O-01").update(deleted_at=timezone.now())

    page = planner.get(url("offer_create", pk=run.pk, method="free"))

    assert page.context["form"].initial["label"] == "O-02"


def test_a_label_stands_once_per_implementation(planner, run, offer, care):
    page = adder(planner, run, "free")(label="O-01", organisations=[care.pk])

    assert "There is already an offer “O-01”." in fault(page, "label")
    assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("price", "NaN", "This is no amount."),
        ("price", "1e9", "This is no amount."),
        ("price", "-1", "zero or more"),
        ("price", "12.345", "at most two decimals"),
        ("price", "99999999999", "too large"),
        ("price", "", "Enter the price"),
        ("cancellation_fee", "500", "The fee lies above the price."),
        ("free_until_days", "zehn", "no whole number"),
        ("free_until_days", "99999", "from 0 to 3650"),
        ("free_until_days", "14", "needs a cancellation fee"),
        ("confirmation_days", "0", "from 1 to 3650"),
        ("label", "x" * 129, "At most 128 characters"),
        ("description", "x" * 2001, "At most 2000 characters"),
        ("currency", "XAU", "Select a valid choice"),
        ("cost_center", "99999", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed(planner, run, care, name, value, told):
    page = adder(planner, run, "invoice")(
        **{"price": "490", "organisations": [care.pk], "description": "Mit Mittagessen"}
        | {name: value}
    )

    assert told in fault(page, name)
    assert says(page, "Nothing was saved.")
    assert not Offer.objects.exists()
    form = page.context["form"]
    assert str(form[name].value()) == value
    assert name == "description" or form["description"].value() == "Mit Mittagessen"


def test_twelve_comma_five_is_a_price(planner, run, care):
    adder(planner, run, "invoice")(price="12,50", organisations=[care.pk])
    assert only().price == Decimal("12.50")


def test_published_externally_means_internally_too(planner, run):
    page = adder(planner, run, "free")(internal="", external="on")
    assert "published internally as well" in fault(page, "external")


def test_internal_needs_somebody_it_is_released_for(planner, run):
    page = adder(planner, run, "free")()
    assert "Choose for whom" in fault(page, "organisations")

    adder(planner, run, "free")(external="on")
    assert only().external


def test_it_can_be_kept_unpublished(planner, run):
    adder(planner, run, "free")(internal="")

    assert not only().internal
    assert says(tab(planner, run), "It is published nowhere, so nobody can book it.")


def test_organisations_of_another_house_cannot_be_chosen(planner, run, elsewhere):
    page = adder(planner, run, "free")(organisations=[elsewhere.pk])

    assert "cannot be chosen" in fault(page, "organisations")
    assert not Offer.objects.exists()


def test_an_organisation_released_by_others_stays(planner, offer, care, elsewhere):
    offer.organisations.set([care, elsewhere])
    changer(planner, offer)(description="Neu")

    offer.refresh_from_db()
    assert offer.description == "Neu"
    assert set(offer.organisations.all()) == {care, elsewhere}


def test_a_deactivated_cost_center_stays_and_says_so(planner, run):
    offer = make_offer(run.resource, method="invoice")
    CostCenter.objects.update(is_active=False)

    page = planner.get(url("offer", pk=run.pk, offer=offer.pk))
    assert says(page, "(deactivated)")
    changer(planner, offer)(description="Neu")

    offer.refresh_from_db()
    assert offer.cost_center is not None


def test_a_change_is_told_in_the_history(planner, offer, care, bob):
    changer(planner, offer)(
        description="Neu", organisations=[care.pk], available="custom", statuses=["active"],
        **relative("until", 2, "weeks", "before_begin"),
    )  # fmt: skip

    until = "until 17 Mar 2027 (2 weeks before the begin)"
    [event] = events_of(offer)
    assert (event.verb, event.by) == ("changed", bob)
    assert event.note.splitlines() == [
        "description: – → Neu",
        f"Availability: Provisional, Confirmed → Active, {until}",
        "Released for: – → Pflege",
    ]
    page = planner.get(url("offer", pk=offer.resource.implementation.pk, offer=offer.pk))
    assert says(page, "description: – → Neu")


def test_saving_without_a_change_leaves_no_trace(planner, offer):
    changer(planner, offer)(
        available="custom", statuses=["active"], **relative("until", 1, "weeks", "before_begin")
    )
    changer(planner, offer)()

    assert len(events_of(offer)) == 1


def test_the_second_of_two_planners_is_told_and_loses_nothing(planner, offer):
    address = url("offer", pk=offer.resource.implementation.pk, offer=offer.pk)
    mine = typed(planner.get(address), description="Mine")
    changer(planner, offer)(description="Theirs", available="custom")

    page = planner.post(address, mine, follow=True)

    assert says(page, "Somebody else has changed this", "Stored now: Theirs")
    assert page.context["form"]["description"].value() == "Mine"
    offer.refresh_from_db()
    assert offer.description == "Theirs"

    planner.post(address, typed(page))
    offer.refresh_from_db()
    assert offer.description == "Mine"


def test_other_organisations_are_a_change_by_somebody_else(planner, offer, care, bob):
    seen = mark(offer)
    offer.organisations.add(care)

    with pytest.raises(Refusal, match="Somebody else"):
        actions.change(offer=offer, organisations=[], seen=seen, by=bob)
    assert list(offer.organisations.all()) == [care]


def test_moved_dates_are_no_change_by_somebody_else(planner, offer, bob):
    """The day moves with the course while the offer is edited; what was decided is the same."""
    offer.relative = {"until": {"amount": 1, "unit": "weeks", "reference": "before_begin"}}
    offer.save()
    seen = mark(Offer.objects.get(pk=offer.pk))
    Offer.objects.update(valid_until=datetime(2027, 3, 1, tzinfo=UTC))

    offer.description = "Neu"
    actions.change(offer=offer, organisations=[], seen=seen, by=bob)

    offer.refresh_from_db()
    assert timezone.localdate(offer.valid_until) == date(2027, 3, 25)


def test_a_deleted_offer_cannot_be_changed(planner, offer, bob):
    seen = mark(offer)
    Offer.objects.update(deleted_at=timezone.now())

    with pytest.raises(Refusal, match="Somebody else has deleted this offer"):
        actions.change(offer=offer, organisations=[], seen=seen, by=bob)


def test_who_has_booked_keeps_what_was_promised(planner, run, alice):
    offer = make_offer(run.resource, method="invoice")
    order = book(offer, alice)
    address = url("offer", pk=run.pk, offer=offer.pk)
    assert says(planner.get(address), "This offer has already been booked, 1 time.")

    changer(planner, offer)(price="700")

    order.refresh_from_db()
    assert (order.price, order.price_original) == (490, 490)


def test_deleting_asks_and_hides_and_orders_stay(planner, run, alice):
    offer = make_offer(run.resource)
    order = book(offer, alice)
    address = url("offer_delete", pk=run.pk, offer=offer.pk)

    assert says(planner.get(address), "1 booking order stays as it is")
    assert Offer.objects.existing().exists()
    page = planner.post(address, follow=True)

    assert says(page, f"Offer “{offer.label}” is deleted.", "There is no offer yet")
    assert BookingOrder.objects.get() == order
    assert planner.get(url("order", pk=run.pk, number=order.number)).status_code == 200
    assert planner.post(address).status_code == 404


def test_an_offer_of_another_implementation_is_not_found(planner, run, root):
    other = make_offer(make_resource("Töpfern"))
    for name in ("offer", "offer_delete", "offer_links"):
        assert planner.get(url(name, pk=run.pk, offer=other.pk)).status_code == 404


def test_a_planner_of_another_house_finds_nothing(client, run, offer, dora):
    client.force_login(dora)
    assert tab(client, run).status_code == 404
    assert client.post(url("offer_delete", pk=run.pk, offer=offer.pk)).status_code == 404
    assert Offer.objects.existing().exists()


def test_a_principal_reads_and_changes_nothing(client, run, offer, root):
    client.force_login(make_person("Paula", "principal", root))

    page = tab(client, run)

    assert says(page, "O-01")
    assert "Edit" not in page.content.decode()
    assert "Delete…" not in page.content.decode()


def test_the_number_of_orders_leads_to_just_those(planner, run, offer, alice):
    order = book(offer, alice)
    book(make_offer(run.resource), make_person("Emil"))

    assert card(planner, offer).offer.number_of_orders == 1
    listed = planner.get(f"{url('orders', pk=run.pk)}?offer={offer.pk}")
    assert [row.data["number"] for row in listed.context["table"].rows] == [order.number]


def test_the_tab_costs_the_same_for_one_offer_and_for_ten(
    planner, run, care, django_assert_max_num_queries
):
    make_offer(run.resource, method="code", organisations=[care])
    with django_assert_max_num_queries(12) as one:
        tab(planner, run)
    for _one in range(9):
        make_offer(run.resource, method="code", organisations=[care])
    with django_assert_max_num_queries(len(one)):
        assert len(tab(planner, run).context["cards"]) == 10


def test_one_more_method_asks_for_its_own_options(planner, run, settings):
    settings.ACCESS_METHODS = [*settings.ACCESS_METHODS, f"{__name__}.Gift"]
    methods.installed.cache_clear()
    try:
        refused = adder(planner, run, "gift")(external="on", option_shop="nowhere")
        adder(planner, run, "gift")(external="on", option_shop="Bern")
    finally:
        methods.installed.cache_clear()

    assert fault(refused, "option_shop") == "There is no such shop."
    assert only().options == {"shop": "Bern"}


def test_the_copy_of_an_implementation_has_its_relative_days_placed(planner, run):
    offer = make_offer(
        run.resource,
        relative={"until": {"amount": 1, "unit": "months", "reference": "before_begin"}},
    )
    planner.post(
        url("implementation_copy", pk=run.pk),
        {"title": "Wieder", "reference": "", "begin": "2027-10-31"},
    )

    copied = Offer.objects.exclude(pk=offer.pk).get()
    assert timezone.localtime(copied.valid_until).date() == date(2027, 10, 1)
    assert LearningResource.objects.count() == 2
    assert Event.objects.filter(subject_type="offer").count() == 1


def test_no_offer_leads_into_what_was_cancelled(planner, run):
    page = adder(planner, run, "free")(
        external=True, available="custom", statuses=["confirmed", "cancelled"]
    )

    assert "cancelled is not one" in fault(page, "statuses")
    assert not Offer.objects.exists()
