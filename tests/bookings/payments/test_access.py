"""Every role at every address of payments: yes, or as if it did not exist."""

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bookings.models import UnassignedMoney
from bookings.payments import urls
from tests.bookings.payments.conftest import pay, payment_of
from tests.cast import make_person

SEES = {"administrator", "principal"}
KEEPS = {"administrator"}
REFUNDS = {"administrator", "planner"}
PAYER = {"payer"}
ROLES = ("administrator", "planner", "principal", "line_manager", "education_manager", "user")

# Whoever is not named gets 404. A new address without an entry fails.
TABLE = {
    "index": SEES,
    "columns": SEES,
    "export": SEES,
    "settings": KEEPS,
    "test": KEEPS,
    "unassigned": SEES,
    "unassigned_columns": SEES,
    "unassigned_export": SEES,
    "item": SEES,
    "take_on": KEEPS,
    "assign": KEEPS,
    "move": KEEPS,
    "pay_back": KEEPS,
    "close": KEEPS,
    "pay": PAYER,
    "start": PAYER,
    "back": PAYER,
    "not_paid": PAYER,
    "give_up": PAYER,
    "refund": REFUNDS,
}
POSTS = {
    "columns", "test", "unassigned_columns", "take_on", "assign", "move", "pay_back", "close",
    "start", "give_up",
}  # fmt: skip


@pytest.fixture
def world(standin, order):
    """A paid order, and something on the desk."""
    standin.control.next_capture(amount="55.00")
    pay(standin, order)
    return order


@pytest.fixture
def paid(standin, order):
    pay(standin, order)
    return order


def address(name: str, order) -> str:
    payment = payment_of(order)
    items = UnassignedMoney.objects.values_list("pk", flat=True)
    known = {"number": order.number, "token": payment.token, "pk": items.first()}
    pattern = next(one for one in urls.urlpatterns if one.name == name)
    wanted = pattern.pattern.regex.groupindex
    return reverse(f"payments:{name}", kwargs={key: known[key] for key in wanted})


def ask(client, name: str, order) -> int:
    url = address(name, order)
    return (client.post(url) if name in POSTS else client.get(url)).status_code


def test_every_address_is_in_the_table():
    named = {pattern.name for pattern in urls.urlpatterns}
    assert named - {"webhook"} == set(TABLE)


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"refund"}))
def test_who_is_answered(client, world, name):
    for role in (*ROLES, "payer"):
        person = world.person if role == "payer" else make_person(f"Some{role}", role)
        client.force_login(person)
        answered = ask(client, name, world) != 404
        assert answered == (role in TABLE[name]), role


def test_who_may_pay_back(client, paid):
    for role in ROLES:
        client.force_login(make_person(f"Some{role}", role))
        assert (ask(client, "refund", paid) == 200) == (role in REFUNDS), role


def test_planners_elsewhere_pay_nothing_back(client, paid, dora):
    client.force_login(dora)
    assert ask(client, "refund", paid) == 404


def test_administrators_elsewhere_see_nothing_of_it(client, world, elsewhere):
    person = make_person("Elsa", "administrator", elsewhere)
    client.force_login(person)
    assert world.number not in client.get(reverse("payments:index")).content.decode()
    assert ask(client, "item", world) == 404
    assert ask(client, "settings", world) == 404


def test_visitors_are_led_to_sign_in(client, world):
    for name in ("index", "pay", "back"):
        assert client.get(address(name, world)).status_code == 302


def test_nobody_pays_with_the_link_of_another(client, order, charlie):
    client.force_login(charlie)
    assert client.get(address("back", order)).status_code == 404
    assert client.get(address("pay", order)).status_code == 404


def test_the_list_shows_the_columns_of_the_original_and_comes_as_a_workbook(
    client, admin, paid, tmp_path
):
    client.force_login(admin)
    page = client.get(reverse("payments:index")).content.decode()
    for label in ("Date", "PayPal order", "Booking number", "Buyer", "Status", "Amount"):
        assert f">{label}" in page or label in page
    path = tmp_path / "payments.xlsx"
    path.write_bytes(b"".join(client.get(reverse("payments:export")).streaming_content))
    rows = list(load_workbook(path).worksheets[0].values)
    assert payment_of(paid).checkout_id in rows[1]
    assert paid.number in rows[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=completed", 1), ("state=pending", 0), ("q=KB-", 1), ("q=nothing", 0)],
)
def test_the_list_is_filtered_and_searched(client, admin, paid, query, found):
    client.force_login(admin)
    page = client.get(f"{reverse('payments:index')}?{query}").content.decode()
    assert page.count(payment_of(paid).checkout_id) == found


def test_the_list_asks_as_often_for_many_as_for_one(
    client, admin, paid, django_assert_max_num_queries
):
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        client.get(reverse("payments:index"))
    with django_assert_max_num_queries(12):
        client.get(reverse("payments:unassigned"))
