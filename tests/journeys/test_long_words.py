"""Words as long as German makes them: no page of the planner is wider than a phone."""

from datetime import date, time
from decimal import Decimal

import pytest

from courseplanner.models import Session
from tests.browser import assert_no_sideways_scroll
from tests.cast import book, make_address, make_offer, make_resource

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
SMALL = (390, 844)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order(alice, care):
    """Whatever has a name has this one."""
    alice.first_name = alice.last_name = care.name = LONG
    alice.save()
    care.save()
    given = {"location": LONG, "reference": LONG, "organisation": care, "max_participants": 300}
    resource = make_resource(LONG, **given)
    Session.objects.create(
        implementation=resource.implementation,
        date=date(2027, 3, 1),
        start=time(8),
        end=time(9),
        place=LONG,
        teachers=LONG,
        topic=LONG,
    )
    make_offer(resource, method="code", code=LONG[:64], label=LONG[1:])
    price = {"price": Decimal("9999999999.99"), "cancellation_fee": Decimal("9999999999.98")}
    offer = make_offer(resource, method="invoice", label=LONG, confirmation=True, **price)
    return book(offer, alice, address=make_address(person=alice, name_line_1=LONG, city=LONG))


def pages(order) -> list[str]:
    run, member = order.resource.implementation, order.participation.pk
    code = order.resource.offers.get(method="code").pk
    product, one = f"/planner/products/{run.product_id}/", f"/planner/implementations/{run.pk}/"
    rooms = ("settings", "copy", "offers", "events", "orders", "members", "members/pending")
    offers = (f"{order.offer_id}", f"{order.offer_id}/links", f"{code}/codes")
    changes = ("", "price/", "cancel/", "address/")
    return [
        *("/planner/", "/planner/products/", product, f"{product}edit/"),
        f"{product}owners/?q=alice",
        *(one, *(f"{one}{room}/" for room in rooms)),
        *(f"{one}offers/{offer}/" for offer in offers),
        *(f"{one}members/{verb}/?rows={member}" for verb in ("accept", "cancel")),
        *(f"{one}members/add/?q=alice", f"{one}status/cancelled/"),
        *(f"{one}orders/{order.number}/{change}" for change in changes),
        *(
            f"/planner/orders/set-paid/?rows={order.pk}",
            f"/planner/reports/?of=product-{run.product_id}",
        ),
    ]


def test_no_page_of_the_planner_is_wider_than_a_phone(page, go, as_person, bob, order):
    as_person(bob, SMALL, "dark")
    for path in pages(order):
        assert go(path).status == 200, path
        assert_no_sideways_scroll(page)
