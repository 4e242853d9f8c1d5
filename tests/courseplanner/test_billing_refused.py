"""When an order keeps its address: settled, changed meanwhile, foreign addresses, bad input."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import history
from accounts.models import BillingAddress
from bookings import actions
from bookings.models import BookingOrder, OrderAddress
from tests.cast import give_role, make_address, make_order, make_person
from tests.courseplanner.addresses import change, filled, propose, says, text_of, url

LINES = (
    "identifier", "name_line_1", "name_line_2", "address_line_1", "house_number",
    "address_line_2", "address_line_3", "address_line_4", "po_box", "city", "region",
    "customer_number",
)  # fmt: skip


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def order(alice) -> BookingOrder:
    return propose(alice)


def is_untouched(order: BookingOrder) -> bool:
    said = text_of(order)
    verbs = {event.verb for event in history.of(order)}
    proposal = said.billing_address
    return (
        (said.source, said.city) == ("proposal", "St. Gallen")
        and proposal.organisation_id is proposal.person_id is None
        and "billing address changed" not in verbs
    )


# Settled


def test_a_paid_order_keeps_its_address_and_says_the_way_out(planner, bob, order):
    page = planner.get(url(order))
    actions.mark_paid(order=order, by=bob)

    answer = planner.post(url(order), filled(page))

    assert says(answer, "is paid, so its billing address stays as it is", "set it as open first")
    assert is_untouched(order)
    assert not says(planner.get(url(order)), '<form method="post" novalidate>')


@pytest.mark.parametrize(
    ("state", "word"), [("cancelled", "Cancelled"), ("written_off", "Written off")]
)
def test_what_has_ended_keeps_its_address(planner, order, state, word):
    page = planner.get(url(order))
    cancelled_at = timezone.now() if state == "cancelled" else None
    BookingOrder.objects.update(state=state, cancelled_at=cancelled_at)

    answer = planner.post(url(order), filled(page))

    assert says(answer, f"is “{word}”. Nothing was changed.")
    assert is_untouched(order)


def test_set_as_open_again_it_can_be_changed(planner, bob, order):
    actions.mark_paid(order=order, by=bob)
    actions.mark_open(order=order, by=bob)

    change(planner, order)

    assert text_of(order).source == "organisation"


# Two planners


def test_the_second_planner_is_told_and_sees_what_it_says_now(planner, care, order):
    known = make_address(organisation=care, name_line_1="Pflege AG")
    stale = filled(planner.get(url(order)))
    change(planner, order, address=str(known.pk))

    page = planner.post(url(order), stale | {"address": "new", "new-name_line_2": "Mine"})

    assert says(page, "Somebody else has changed this while you were editing", "Pflege AG")
    assert says(page, 'value="Mine"')
    assert text_of(order).billing_address == known
    assert history.of(order).filter(verb="billing address changed").count() == 1


def test_told_once_the_second_planner_can_insist(planner, care, order):
    known = make_address(organisation=care, name_line_1="Pflege AG")
    stale = filled(planner.get(url(order)))
    change(planner, order, address=str(known.pk))
    page = planner.post(url(order), stale | {"address": "new"})

    planner.post(
        url(order), stale | {"address": "new", "seen": page.context["form"]["seen"].value()}
    )

    assert text_of(order).name_line_1 == "Spital Thurmatt AG"


def test_of_two_who_keep_the_proposal_the_second_is_told(planner, order):
    stale = filled(planner.get(url(order)))
    planner.post(url(order), stale)

    page = planner.post(url(order), stale)

    assert says(page, "Somebody else has changed this")
    assert BillingAddress.objects.count() == 1


def test_a_second_click_changes_nothing_more(planner, care, order):
    known = make_address(organisation=care)
    sent = filled(planner.get(url(order))) | {"address": str(known.pk)}
    planner.post(url(order), sent)

    planner.post(url(order), sent)

    assert history.of(order).filter(verb="billing address changed").count() == 1


# Foreign and lost addresses


def test_an_address_the_person_may_not_choose_is_refused(
    planner, charlie, bob, tech, elsewhere, care, order
):
    foreign = [
        make_address(person=charlie),
        make_address(person=bob),
        make_address(organisation=tech),
        make_address(organisation=elsewhere),
        make_address(),
        make_address(organisation=care, is_active=False),
    ]
    for address in foreign:
        page = change(planner, order, address=str(address.pk))

        assert says(page, "This billing address cannot be used any more. Choose another one.")
        assert is_untouched(order)


@pytest.mark.parametrize(
    "chosen", ["0", "-1", "9" * 30, "x", "1 OR 1=1", "\x00", "🏥", "x" * 9999]
)
def test_nonsense_instead_of_an_address_is_refused(planner, order, chosen):
    page = change(planner, order, address=chosen)

    assert page.status_code == 200
    assert is_untouched(order)


def test_an_address_deactivated_while_the_page_was_open_is_refused(planner, care, order):
    known = make_address(organisation=care)
    sent = filled(planner.get(url(order))) | {"address": str(known.pk)}
    BillingAddress.objects.filter(pk=known.pk).update(is_active=False)

    assert says(planner.post(url(order), sent), "cannot be used any more")
    assert is_untouched(order)


@pytest.mark.parametrize("group", ["kept", "new"])
def test_a_foreign_or_inactive_organisation_is_refused(
    planner, elsewhere, tech, root, order, group
):
    root.is_active = False
    root.save()
    for organisation in (elsewhere, tech, root):
        name = f"{group}-organisation"
        page = change(planner, order, address=group, **{name: str(organisation.pk)})

        assert says(page, "This organisation cannot be chosen. Choose one of the list.")
        assert is_untouched(order)
    assert BillingAddress.objects.count() == 1


@pytest.mark.parametrize("field", ["person", "pk", "id", "is_active", "seen"])
def test_what_the_form_does_not_ask_does_not_come_from_it(planner, charlie, order, field):
    foreign = make_address(person=charlie)

    change(planner, order, **{f"kept-{field}": str(foreign.pk)})

    foreign.refresh_from_db()
    assert foreign.person == charlie
    kept = text_of(order).billing_address
    assert kept.is_active
    assert kept.person is None


def test_an_order_is_found_in_its_own_implementation_only(planner, alice, order):
    other = make_order(alice).resource.implementation

    assert planner.get(url(order, pk=other.pk)).status_code == 404
    assert planner.post(url(order, pk=other.pk), {"address": "kept"}).status_code == 404
    assert is_untouched(order)


@pytest.mark.parametrize("role", ["principal", "line_manager", "education_manager", "user"])
def test_who_only_reads_cannot_send_it(client, root, order, role):
    client.force_login(make_person("Somebody", role, root))

    assert client.post(url(order), {"address": "kept"}).status_code == 404
    assert is_untouched(order)


def test_who_plans_elsewhere_and_manages_the_person_only_reads(client, alice, care, tech, order):
    both = make_person("Both", "planner", tech)
    give_role(both, "line_manager", care)
    client.force_login(both)

    assert says(client.get(url(order, "order")), order.number)
    assert not says(client.get(url(order, "order")), "Change billing address")
    assert client.get(url(order)).status_code == 404
    assert client.post(url(order), {"address": "kept"}).status_code == 404
    assert is_untouched(order)


def test_the_learner_cannot_readdress_their_own_order(client, alice, order):
    client.force_login(alice)

    assert client.post(url(order), {"address": "kept"}).status_code == 404
    assert is_untouched(order)


# Bad input


@pytest.mark.parametrize("field", LINES)
@pytest.mark.parametrize("text", ["two\nlines", "null\x00byte", "line\u2028separator"])
def test_a_line_stays_one_line(planner, order, field, text):
    page = change(planner, order, address="new", **{f"new-{field}": text})

    assert field in page.context["form"].groups["new"].errors
    assert is_untouched(order)


@pytest.mark.parametrize("field", [*LINES, "zip"])
def test_ten_thousand_characters_do_not_fit_and_are_not_lost(planner, order, field):
    page = change(planner, order, address="new", **{f"new-{field}": "x" * 10_000})

    assert says(page, "and these are 10000", "x" * 10_000)
    assert is_untouched(order)


@pytest.mark.parametrize(
    "text", ["🏥 Spital", "\u202eGA latipS", "<b>&amp;</b>", "=1+1", "' OR 1=1"]
)
def test_any_other_text_is_kept_and_shown_as_typed(planner, order, text):
    lines = {f"new-{field}": text for field in LINES if field != "house_number"}

    change(planner, order, address="new", **lines)

    said = text_of(order)
    assert {getattr(said, field) for field in LINES if field != "house_number"} == {text}
    page = planner.get(url(order, "order"))
    assert page.status_code == 200
    assert not says(page, "<b>&amp;</b>")


@pytest.mark.parametrize("text", ["two\nlines", "x" * 10_000])
def test_the_identifier_of_a_kept_proposal_is_a_line_too(planner, order, text):
    page = change(planner, order, **{"kept-identifier": text})

    assert "identifier" in page.context["form"].groups["kept"].errors
    assert is_untouched(order)


def test_an_empty_post_changes_nothing(planner, order):
    assert says(planner.post(url(order), {"x": "y"}), "Nothing was changed.")
    assert is_untouched(order)


# Cost


def _statements(client, page: str, **query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page, query).status_code == 200
    return len(asked)


def test_the_page_asks_the_same_for_one_and_fifty_addresses(planner, care, order):
    make_address(organisation=care)
    planner.get(url(order))
    one = _statements(planner, url(order))
    for _time in range(50):
        make_address(organisation=care)

    assert _statements(planner, url(order)) == one <= 12


def test_a_thousand_proposals_cost_what_one_does(planner, order):
    page = "/planner/orders/"
    planner.get(page)
    costs = [_statements(planner, page, preset="proposal"), _statements(planner, url(order))]
    _multiply(order, 1000)

    assert _statements(planner, page, preset="proposal") == costs[0] <= 12
    assert _statements(planner, url(order)) == costs[1]
    tabs = planner.get(page, {"preset": "proposal"}).context["table"].tabs
    assert {str(t.label): str(t.count) for t in tabs}["Address proposal"] == "1,001"


def _multiply(order: BookingOrder, times: int) -> None:
    generated = {"id", "status", "is_adjusted", "number"}
    fields = [f.attname for f in BookingOrder._meta.concrete_fields if f.attname not in generated]
    like = {name: getattr(order, name) for name in fields}
    made = BookingOrder.objects.bulk_create(
        BookingOrder(**like, pk=10_000 + n, number=f"KB-X-{n}") for n in range(times)
    )
    said = OrderAddress.objects.get(order=order)
    text = {name: getattr(said, name) for name in OrderAddress.TEXT_FIELDS}
    OrderAddress.objects.bulk_create(
        OrderAddress(order=one, source="proposal", **text) for one in made
    )
