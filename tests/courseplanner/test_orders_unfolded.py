"""Booking orders unfold where they stand: what is not a column, what was adjusted, what waits."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from bookings.models import BookingOrder
from tests.cast import book, make_address, make_offer, make_order, make_resource

ALL = "/planner/orders/"
_UNFOLDED = re.compile(r'<tr role="row" class="kb-unfolded">(.*?)</tr>', re.DOTALL)


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


def unfolded(client, url: str = ALL) -> list[str]:
    return [unescape(row) for row in _UNFOLDED.findall(client.get(url).content.decode())]


def change(order: BookingOrder, **fields) -> None:
    BookingOrder.objects.filter(pk=order.pk).update(**fields)


def test_each_row_holds_back_what_is_no_column(planner, alice, care):
    order = book(make_offer(method="invoice"), alice, po_number="PO 7", comment="Bitte\nvegan")
    row = unfolded(planner)[0]

    for said in (alice.email, "PO 7", "Bitte<br>vegan", order.address.name_line_1, "P.O. number"):
        assert said in row, said
    assert "<dt>Booking number</dt>" not in row


def test_column_that_is_shown_is_not_said_twice(planner, alice):
    make_order(alice)
    table = planner.get(ALL).context["table"]
    names = [place.column.name for place in table.placed]
    planner.post(f"{ALL}columns/", {"order": names, "columns": [*names]})

    assert "<dt>E-mail</dt>" not in unfolded(planner)[0]


def test_row_leads_to_everything_even_without_script(planner, alice):
    order = make_order(alice)
    row = unfolded(planner, f"{ALL}?status=open")[0]

    assert f'href="{ALL}{order.number}/?status=open"' in row
    assert planner.get(f"{ALL}{order.number}/?status=open").status_code == 200


def test_accounting_is_not_unfolded_for_a_manager(client, line_manager, alice):
    order = make_order(alice)
    change(order, cost_center_name="Weiterbildung", po_number="PO 7")
    client.force_login(line_manager)
    html = client.get(ALL).content.decode()

    assert order.number in html
    assert "PO 7" not in html
    assert "Weiterbildung" not in html


def test_unfolding_costs_no_statement_a_row(planner, alice, django_assert_max_num_queries):
    for _number in range(3):
        make_order(alice)
    planner.get(ALL)
    with django_assert_max_num_queries(12):
        assert len(unfolded(planner)) == 3


def test_my_bookings_do_not_unfold(client, alice):
    make_order(alice)
    client.force_login(alice)

    assert "kb-unfolded" not in client.get("/bookings/").content.decode()


def test_what_was_typed_is_shown_as_typed(planner, alice):
    order = make_order(alice)
    change(order, comment="<script>alert(1)</script>", po_number="{{ 7*7 }}")
    html = planner.get(ALL).content.decode()

    assert "<script>alert(1)" not in html
    assert "{{ 7*7 }}" in html


# What waits


@pytest.mark.parametrize(
    ("by", "said"),
    [("staff", "Waits for confirmation"), ("person", "Waits for the participant")],
)
@pytest.mark.parametrize("tab", ["", "?preset=confirm"])
def test_row_says_that_it_waits_and_for_whom(planner, alice, by, said, tab):
    order = make_order(alice, confirmation=True)
    order.participation.confirm_by = by
    order.participation.save()

    assert said in planner.get(f"{ALL}{tab}").content.decode()


def test_row_that_waits_for_nobody_says_nothing(planner, alice):
    make_order(alice, confirmation=False)

    assert "Waits for" not in planner.get(ALL).content.decode()


# What was adjusted


def test_adjusted_price_and_fee_show_what_they_were(planner, alice):
    order = make_order(alice, price=Decimal("490.00"))
    change(order, price=Decimal("400.00"))
    html = planner.get(f"{ALL}?preset=adjusted").content.decode()

    assert 'aria-label="Adjusted"' in html
    assert "400.00" in html
    assert re.search(r"<del>.*490\.00.*</del>", html)


def test_adjusted_fee_shows_what_it_was(planner, alice):
    order = make_order(alice)
    fee = {"cancellation_fee": Decimal("60.00"), "cancellation_fee_original": Decimal("120.00")}
    change(order, state="cancelled", cancelled_at=timezone.now(), **fee)
    html = planner.get(f"{ALL}?preset=adjusted").content.decode()

    assert "60.00" in html
    assert re.search(r"<del>.*120\.00.*</del>", html)


def test_fee_that_stands_is_not_marked(planner, alice):
    order = make_order(alice)
    fee = {"cancellation_fee": Decimal("120.00"), "cancellation_fee_original": Decimal("120.00")}
    change(order, state="cancelled", cancelled_at=timezone.now(), **fee)

    assert "<del>" not in planner.get(ALL).content.decode()


def test_address_proposal_is_marked_in_the_row_and_unfolded(planner, alice):
    offer = make_offer(make_resource(), method="invoice")
    order = book(offer, alice)
    type(order.address).objects.filter(pk=order.address.pk).update(source="proposal")
    make_address(person=alice)

    assert "Address proposal" in unfolded(planner, f"{ALL}?preset=proposal")[0]
    assert planner.get(ALL).content.decode().count("Address proposal") >= 2
