"""Booking orders ticked in a list, set as paid or open: asked first, then told in words."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts import history
from accounts.models import Setting
from bookings import actions, jobs
from bookings.models import BookingOrder, Job
from courseplanner.settling import batch, work
from tests.cast import book, give_role, make_offer, make_order, make_person, make_resource
from tests.courseplanner.pages import says


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


def invoices(number: int) -> list[BookingOrder]:
    run = make_resource("Wound care", max_participants=100)
    offer = make_offer(run, method="invoice", receipt=False)
    return [book(offer, make_person(f"P{place:03}")) for place in range(number)]


@pytest.fixture
def orders(root) -> list[BookingOrder]:
    return invoices(3)


def url(name: str, of: BookingOrder | None = None) -> str:
    place = {"pk": of.resource.implementation.pk} if of else {}
    return reverse(f"courseplanner:{name}", kwargs=place)


def ask(client, orders, to="paid", **asked):
    rows = [order.pk for order in orders]
    return client.get(url(f"settle_{to}"), {"rows": rows, **asked}, follow=True)


def answer(client, page, to="paid", **given):
    """What the question posts."""
    chosen = page.context["form"]["chosen"].value()
    sent = {"chosen": chosen, "query": page.context["place"].query.urlencode(), **given}
    return client.post(url(f"settle_{to}"), sent, follow=True)


def states() -> list[str]:
    return list(BookingOrder.objects.order_by("pk").values_list("state", flat=True))


def said(page) -> str:
    return " ".join(str(message) for message in page.context["messages"])


def test_a_batch_asks_first_with_names_and_the_sum(planner, orders):
    page = ask(planner, orders[:2])

    assert says(page, "Set 2 booking orders as paid?", orders[0].number, "CHF\xa0980.00")
    assert not says(page, orders[2].number)
    assert states() == ["open"] * 3


def test_a_batch_is_set_as_paid_with_its_note(planner, orders, bob):
    page = answer(planner, ask(planner, orders[:2]), note="Statement of May")

    assert said(page) == "2 booking orders are set as paid."
    assert states() == ["paid", "paid", "open"]
    assert history.of(orders[0]).last().note == "Statement of May"


def test_a_batch_is_taken_back(planner, orders, bob):
    actions.mark_paid(order=orders[0], by=bob)

    page = answer(planner, ask(planner, orders[:1], "open"), "open")

    assert said(page) == "1 booking order is set as open."
    assert states() == ["open"] * 3


def test_a_second_click_says_that_it_was_so_already(planner, orders):
    question = ask(planner, orders)
    answer(planner, question)

    page = answer(planner, question)

    assert said(page) == "0 booking orders are set as paid. 3 were paid already."
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


def test_all_of_a_filter_are_more_than_a_page_shows(planner, orders, bob, monkeypatch):
    for order in orders[1:]:
        actions.change_price(order=order, price=Decimal(50), seen=Decimal(490), by=bob)
    monkeypatch.setattr("tables.table.Table.page_size", 1)

    page = ask(planner, orders[1:2], all="1", query="method=invoice&preset=adjusted")

    assert says(page, "Set 2 booking orders as paid?", "CHF\xa0100.00")
    after = answer(planner, page)
    assert after.request["QUERY_STRING"] == "method=invoice&preset=adjusted"
    assert states() == ["open", "paid", "paid"]


def test_what_does_not_fit_is_counted_and_stays(planner, orders, alice):
    free = make_order(alice, method="free")

    page = ask(planner, [*orders, free])

    assert says(page, "Set 3 booking orders as paid?", "1 other stays as it is")
    answer(planner, page)
    assert states() == ["paid"] * 3 + ["done"]


def test_where_nothing_fits_nothing_is_asked(planner, orders):
    page = ask(planner, orders, "open")
    assert "None of these booking orders is a paid invoice" in said(page)


def test_nothing_ticked_changes_nothing(planner, orders):
    assert "Nothing was changed" in said(ask(planner, []))


@pytest.mark.parametrize("rows", [["x"], ["-1"], ["9" * 30], ["0"], ["1", "2' OR 1=1"]])
def test_rows_nobody_could_tick_are_not_found(planner, orders, rows):
    assert planner.get(url("settle_paid"), {"rows": rows}).status_code == 404


def test_one_order_of_another_house_spoils_the_batch(client, orders, dora, alice, elsewhere):
    foreign = orders[0]
    mine = book(make_offer(make_resource("Yoga", organisation=elsewhere), method="invoice"), alice)
    client.force_login(dora)

    assert ask(client, [mine, foreign]).status_code == 404
    assert ask(client, [mine]).status_code == 200
    assert "paid" not in states()


def test_orders_of_another_implementation_are_not_in_this_list(planner, orders, alice):
    other = make_order(alice, method="invoice")
    page = planner.get(url("settle_paid", orders[0]), {"rows": [other.pk]})
    assert page.status_code == 404


@pytest.mark.parametrize("chosen", ["", "W1sxLCIwIl1d", "x:y:z"])
def test_what_the_question_did_not_choose_is_not_found(planner, orders, chosen):
    assert planner.post(url("settle_paid"), {"chosen": chosen}).status_code == 404
    assert states() == ["open"] * 3


def test_what_a_manager_may_only_read_is_not_settled(client, orders, bob, care):
    """Bob plans nothing at another house, but manages people who book there."""
    orders[0].person.roles.create(organisation=care, role="user")
    bob.roles.all().delete()
    give_role(bob, "line_manager", care)
    product = make_resource("Yoga").implementation.product
    product.owners.add(bob)
    client.force_login(bob)

    page = ask(client, orders[:1])

    assert "Nothing was changed" in said(page)
    assert states() == ["open"] * 3


def test_who_was_slower_is_told_and_the_others_go_on(planner, orders, admin):
    question = ask(planner, orders)
    actions.change_price(order=orders[0], price=Decimal(50), seen=Decimal(490), by=admin)
    actions.cancel(order=orders[1], by=admin)

    page = answer(planner, question)

    assert says(page, "What was not done", "changed its price to CHF\xa050.00")
    assert says(page, f"{orders[1].number} is “Cancelled", "1 booking order is set as paid.")
    assert states() == ["open", "cancelled", "paid"]


def test_a_note_too_long_loses_nothing(planner, orders):
    page = answer(planner, ask(planner, orders), note="x" * 2001)
    assert says(page, "x" * 2001, "Set 3 booking orders as paid?")
    assert answer(planner, page).status_code == 200
    assert states() == ["paid"] * 3


def test_too_many_are_asked_to_be_fewer(planner, orders, monkeypatch):
    monkeypatch.setattr(batch, "AT_MOST", 2)
    assert "more than 2 booking orders" in said(ask(planner, orders))


def test_only_who_may_settle_can_tick(client, planner, orders, root):
    assert says(planner.get(url("orders")), 'name="rows"', "Set as “Paid”…")
    reader = make_person("Reader")
    give_role(reader, "principal", root)
    client.force_login(reader)
    assert not says(client.get(url("orders")), 'name="rows"')


def test_whether_people_are_told_is_said_before(planner, orders):
    assert not says(ask(planner, orders), "told by e-mail")
    Setting(pk=1, mail_paid=True).save()
    assert says(ask(planner, orders), "Each participant is told by e-mail.")


def test_a_question_costs_the_same_for_one_and_for_many(
    planner, root, django_assert_max_num_queries
):
    many = invoices(20)
    ask(planner, many[:1])
    with django_assert_max_num_queries(12) as few:
        ask(planner, many[:1])
    with django_assert_max_num_queries(len(few)):
        ask(planner, many)


def test_more_than_a_few_are_worked_on_in_the_background(planner, orders, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 2)

    page = answer(planner, ask(planner, orders, query="preset=open"))

    assert says(page, "Set as paid")
    jobs.run_due()
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    page = planner.get(reverse("courseplanner:job", kwargs={"job": job.pk}))
    assert says(page, "3 booking orders are set as paid.", "/planner/orders/?preset=open")
