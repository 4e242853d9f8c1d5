"""Another billing address for an order: proposals kept, replaced, corrected."""

import pytest

from accounts import history
from accounts.models import BillingAddress, Event, Setting
from accounts.templatetags.kursbuch import icon
from bookings import actions
from bookings.models import BookingOrder
from tests.cast import book, make_address, make_offer, make_order, make_person
from tests.courseplanner.addresses import change, filled, propose, says, text_of, url

LIST = "/planner/orders/"


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def order(alice) -> BookingOrder:
    return propose(alice)


def changes_of(order: BookingOrder) -> list[Event]:
    return list(history.of(order).filter(verb="billing address changed"))


# Proposals in the list and on the order


def test_a_proposal_is_marked_and_stands_in_its_tab(planner, alice, order):
    make_order(alice)
    page = planner.get(LIST, {"preset": "proposal"})

    assert [row.data["number"] for row in page.context["table"].rows] == [order.number]
    assert says(page, f"{icon('pin-map')} Address proposal")


@pytest.mark.parametrize("of_one", [False, True])
def test_the_way_to_the_page_stands_in_menu_and_details(planner, order, of_one):
    kwargs = {"pk": order.resource.implementation.pk} if of_one else {}
    page = url(order, **kwargs)
    behind = page.removesuffix(f"{order.number}/address/")

    assert says(planner.get(behind), f'href="{page}"', "Change billing address…")
    assert says(planner.get(url(order, "order", **kwargs)), f'href="{page}"')


@pytest.mark.parametrize("state", ["paid", "cancelled", "written_off"])
def test_where_it_cannot_be_changed_no_way_is_shown(planner, order, state):
    put(order, state)

    for page in (LIST, url(order, "order")):
        assert not says(planner.get(page), "Change billing address")


def test_free_bookings_show_no_way_and_have_no_page(planner, alice):
    free = make_order(alice, method="free")

    assert not says(planner.get(LIST), "Change billing address")
    assert planner.get(url(free)).status_code == 404


def put(order: BookingOrder, state: str) -> None:
    times = {
        "paid": {"paid_at": order.created_at},
        "cancelled": {"cancelled_at": order.created_at},
    }
    BookingOrder.objects.filter(pk=order.pk).update(state=state, **times.get(state, {}))


# The page


def test_the_page_shows_the_present_address_and_the_choices(
    planner, alice, care, elsewhere, order
):
    make_address(organisation=care, name_line_1="Pflege AG")
    make_address(person=alice, name_line_1="Alice zu Hause")
    make_address(organisation=elsewhere, name_line_1="Fremde AG")
    make_address(organisation=care, name_line_1="Alt AG", is_active=False)

    page = planner.get(url(order))

    assert says(page, "Spital Thurmatt AG", "Rosenbergstrasse 114", "Keep it as it is")
    assert says(page, "Pflege AG", "Alice zu Hause", "New or corrected address")
    assert not says(page, "Fremde AG")
    assert not says(page, "Alt AG")


def test_only_active_organisations_of_the_person_and_above_can_be_chosen(
    planner, root, care, tech, elsewhere, order
):
    root.is_active = False
    root.save()

    form = planner.get(url(order)).context["form"]

    choices = form.groups["kept"].fields["organisation"].choices
    assert [pk for pk, _name in choices] == ["", str(care.pk)]
    assert form.groups["kept"]["organisation"].value() == care.pk
    assert form.groups["kept"]["identifier"].value() == "Spital Thurmatt AG, St. Gallen"


# Keep the proposal


def test_a_proposal_is_kept_as_an_address_of_an_organisation(planner, care, bob, order):
    page = change(planner, order, **{"kept-identifier": "THU-KRED"})

    [kept] = BillingAddress.objects.all()
    assert (kept.organisation, kept.person, kept.identifier) == (care, None, "THU-KRED")
    assert (kept.name_line_2, kept.house_number, kept.zip) == ("Kreditoren", "114", "9000")
    said = text_of(order)
    assert (said.source, said.billing_address) == ("organisation", kept)
    assert (said.organisation_identifier, said.organisation_name) == ("bza-pflege", "Pflege")
    assert says(page, f"The invoice of {order.number} goes to Spital Thurmatt AG, St. Gallen.")


def test_the_organisation_above_can_be_chosen_and_gives_its_numbers(planner, root, order):
    change(planner, order, **{"kept-organisation": str(root.pk)})

    said = text_of(order)
    assert said.organisation_identifier == "bza"
    assert said.organisation_customer_number == "400100"


def test_who_belongs_to_no_organisation_keeps_it_as_a_personal_address(planner, bob, root):
    order = propose(make_person("Xaver"))
    page = planner.get(url(order))
    assert says(page, "belongs to no organisation: it becomes a personal address")

    change(planner, order)

    [kept] = BillingAddress.objects.all()
    assert (kept.person, kept.organisation) == (order.person, None)
    assert text_of(order).source == "personal"


def test_an_address_like_it_is_pointed_out_before_a_second_one_is_kept(planner, care, order):
    make_address(organisation=care, identifier="OLD", **{**_like(order), "zip": "9001"})

    page = change(planner, order)
    assert says(page, "There is an address like this already", "OLD")
    assert text_of(order).source == "proposal"

    planner.post(url(order), filled(page))
    assert text_of(order).source == "organisation"
    assert BillingAddress.objects.filter(organisation=care).count() == 2


def _like(order: BookingOrder) -> dict[str, str]:
    said = order.address
    names = ("name_line_1", "address_line_1", "house_number", "city")
    return {name: getattr(said, name) for name in names}


# Replace it


def test_a_proposal_is_replaced_by_an_address_on_file(planner, care, order):
    known = make_address(organisation=care, customer_number="400888")
    proposal = order.address.billing_address_id

    page = change(planner, order, address=str(known.pk))

    said = text_of(order)
    assert (said.billing_address, said.source, said.zip) == (known, "organisation", "0312")
    assert (said.customer_number, said.organisation_name) == ("400888", "Pflege")
    assert not BillingAddress.objects.filter(pk=proposal).exists()
    assert says(page, "goes to Spital Aare AG, Zürich.")


def test_a_personal_address_leaves_nothing_of_the_organisation(planner, alice, care):
    order = book(make_offer(method="invoice"), alice, address=make_address(organisation=care))
    own = make_address(person=alice, customer_number="")

    change(planner, order, address=str(own.pk))

    said = text_of(order)
    assert (said.source, said.customer_number) == ("personal", "")
    assert said.organisation_identifier == said.organisation_name == ""
    assert BillingAddress.objects.count() == 2


def test_any_order_with_an_address_can_be_changed(planner, alice, care):
    order = make_order(alice)
    other = make_address(organisation=care, name_line_1="Pflege AG")
    page = planner.get(url(order))
    assert page.context["form"].chosen == str(order.address.billing_address_id)
    assert not says(page, "Keep it as it is")

    change(planner, order, address=str(other.pk))

    assert text_of(order).name_line_1 == "Pflege AG"
    assert BillingAddress.objects.filter(person=alice).exists()


def test_the_same_address_again_brings_what_was_corrected_in_it(planner, alice, care):
    address = make_address(organisation=care)
    order = book(make_offer(method="invoice"), alice, address=address)
    BillingAddress.objects.update(city="Olten")

    change(planner, order)

    assert text_of(order).city == "Olten"
    assert len(changes_of(order)) == 1


def test_the_same_address_unchanged_leaves_no_trace(planner, alice):
    order = make_order(alice)

    change(planner, order)

    assert changes_of(order) == []


# Type a new one


def test_a_corrected_address_is_kept_and_the_proposal_goes(planner, care, order):
    page = planner.get(url(order))
    assert page.context["form"].groups["new"]["city"].value() == "St. Gallen"

    change(
        planner, order, address="new", **{"new-house_number": "116", "new-customer_number": "7"}
    )

    [made] = BillingAddress.objects.all()
    assert (made.organisation, made.house_number, made.customer_number) == (care, "116", "7")
    said = text_of(order)
    assert (said.house_number, said.customer_number, said.source) == ("116", "7", "organisation")


def test_a_new_address_without_its_parts_changes_nothing(planner, order):
    page = change(planner, order, address="new", **{"new-city": "", "new-name_line_1": "Neu AG"})

    assert says(page, "Nothing was changed.", "Enter the city.", 'value="Neu AG"')
    assert text_of(order).source == "proposal"


def test_a_wrong_zip_is_told_beside_its_field(planner, order):
    page = change(planner, order, address="new", **{"new-zip": "90000"})

    assert "zip" in page.context["form"].groups["new"].errors
    assert text_of(order).zip == "9000"


def test_what_was_typed_into_the_other_group_is_not_lost(planner, order):
    page = change(planner, order, address="", **{"new-city": "Halb getippt"})

    assert says(page, "Choose who receives the invoice.", "Halb getippt")


# History


def test_the_history_says_from_what_to_what_and_by_whom(planner, bob, care, order):
    known = make_address(organisation=care)
    change(planner, order, address=str(known.pk))

    page = planner.get(url(order, "order"))

    [event] = changes_of(order)
    assert event.by == bob
    assert "Spital Thurmatt AG, Kreditoren, Rosenbergstrasse 114, 9000" in event.before
    assert "Spital Aare AG, Länggasse 12a, 0312, Zürich, CH, 400777" in event.after
    assert says(page, "Billing address changed · Bob Baumann", event.before, event.after, "→")


def test_states_stand_in_the_history_in_words(planner, bob, order):
    actions.mark_paid(order=order, by=bob)

    assert says(planner.get(url(order, "order")), "<bdi>Open</bdi> → <bdi>Paid</bdi>")


def test_a_very_long_address_still_fits_the_history(planner, alice):
    order = propose(alice, name_line_1="ä" * 255, name_line_2="🏥" * 255, city="ö" * 255)

    change(planner, order, **{"kept-identifier": "LONG"})

    [event] = changes_of(order)
    assert len(event.before) == 255
    assert event.before.endswith("…")


# The way back


def test_one_comes_back_to_the_list_as_it_was(planner, order):
    page = planner.get(url(order), {"preset": "proposal", "q": "alice"})
    assert says(page, 'name="query" value="preset=proposal&amp;q=alice"')

    answer = planner.post(url(order), filled(page) | {"query": "preset=proposal&q=alice"})

    assert answer.url == f"{LIST}?preset=proposal&q=alice"


def test_from_an_implementation_one_comes_back_to_it(planner, order):
    pk = order.resource.implementation.pk
    page = planner.get(url(order, pk=pk))

    answer = planner.post(url(order, pk=pk), filled(page))

    assert answer.url == f"/planner/implementations/{pk}/orders/"


def test_the_way_back_leads_to_no_other_house(planner, order):
    page = planner.get(url(order))

    answer = planner.post(url(order), filled(page) | {"query": "//evil.example"})

    assert answer.url.startswith("/planner/orders/")


def test_without_customer_numbers_none_is_asked_for(planner, order):
    Setting.objects.create(pk=1, customer_numbers=False)

    page = planner.get(url(order))
    change(planner, order)

    assert not says(page, "Customer number")
    assert text_of(order).source == "organisation"
