"""manage.py load_demo: into an empty house, once, the same for the same seed and day."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from accounts.models import BillingAddress, PersonWord, User
from bookings.models import BookingOrder, Participation
from bookings.states import TAKES_A_SEAT
from catalog.models import AccessCode, LearningResource, Offer
from courseplanner.models import Implementation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
MANY = 2000


def load(**options) -> str:
    said = StringIO()
    call_command("load_demo", **{"today": TODAY, "stdout": said} | options)
    return said.getvalue()


def fingerprint() -> list[tuple]:
    """Everything that is drawn; serials from the first one on, since sequences go on."""
    orders = list(BookingOrder.objects.select_related("person").order_by("pk"))
    first = orders[0].pk
    return [
        (
            *(order.pk - first, order.number[:7], order.created_at, order.person.email),
            *(order.resource_title, order.offer_label, order.price, order.status),
            order.po_number,
        )
        for order in orders
    ]


def loaded_and_undone(**options) -> list[tuple]:
    with transaction.atomic():
        load(**options)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_and_day_load_the_same():
    assert loaded_and_undone(seed=3) == loaded_and_undone(seed=3)


def test_another_seed_draws_other_bookings():
    assert loaded_and_undone(seed=3) != loaded_and_undone(seed=4)


def test_another_day_moves_the_story():
    before = loaded_and_undone()
    after = loaded_and_undone(today=date(2027, 2, 1))
    assert after[0][2] > before[0][2]


@pytest.mark.parametrize(
    ("seed", "today"),
    [(2, date(2027, 1, 31)), (9, date(2028, 2, 29)), (31, date(2027, 12, 24))],
)
def test_the_story_holds_on_any_day_with_any_dice(seed, today):
    load(seed=seed, today=today)
    call_command("audit")
    found = BookingOrder.objects.values_list("status", flat=True)
    assert set(found) >= {"open", "paid", "done", "cancelled", "cancelled_fee", "written_off"}
    assert BookingOrder.objects.filter(cancellation_fee__lt=F("fee_agreed")).exists()


def test_loading_again_loads_nothing():
    load()
    before = BookingOrder.objects.count()
    assert "not loaded again" in load()
    assert BookingOrder.objects.count() == before


def test_a_house_with_people_is_left_alone(alice):
    load()
    assert list(User.objects.all()) == [alice]


def test_what_was_loaded_is_told():
    assert "booking orders" in load()


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """The story with a crowd around it: two thousand orders."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(orders=MANY)
        yield
        transaction.set_rollback(True)


def test_a_crowd_of_any_size_passes_the_audit(crowd):
    assert BookingOrder.objects.count() == MANY
    call_command("audit")


def test_a_crowd_keeps_the_proportions(crowd):
    assert User.objects.count() >= MANY / 6
    assert LearningResource.objects.count() >= 55 + (MANY - 600) / 45
    assert Offer.objects.filter(label="O-02").exists()
    assert Implementation.objects.count() >= 40


def test_nobody_in_a_crowd_sits_on_two_chairs(crowd):
    live = Participation.objects.filter(status__in=TAKES_A_SEAT)
    pairs = list(live.values_list("person", "resource"))
    assert len(pairs) == len(set(pairs))


def test_people_of_a_crowd_are_found_by_name(crowd):
    generated = User.objects.filter(email__endswith="@teilnehmende.example")
    one = generated.order_by("pk").last()
    assert PersonWord.objects.filter(owner=one, word=one.email.split(".")[0]).exists()
    assert one.sort_name


def test_resources_of_a_crowd_are_found_in_the_catalog(crowd):
    generated = LearningResource.objects.order_by("-pk").first()
    assert generated in LearningResource.objects.search(generated.title)
    assert generated.catalog_key


def test_a_crowd_is_billed_at_both_kinds_of_address(crowd):
    assert BillingAddress.objects.filter(person__email__contains="@teilnehmende").exists()
    invoices = BookingOrder.objects.filter(method="invoice")
    assert invoices.filter(address__source="personal").exists()
    assert invoices.filter(address__source="organisation").exists()
    assert not invoices.filter(address=None).exists()


def test_numbers_of_a_crowd_rise_with_time(crowd):
    generated = BookingOrder.objects.filter(person__email__endswith="@teilnehmende.example")
    by_time = list(generated.order_by("created_at").values_list("pk", flat=True))
    assert by_time == sorted(by_time)


def test_codes_in_a_crowd_were_used(crowd):
    assert AccessCode.objects.filter(uses__gt=0).count() > 5


def test_a_crowd_can_grow(crowd):
    load(orders=MANY + 150)
    assert BookingOrder.objects.count() == MANY + 150
    call_command("audit")


def test_a_crowd_does_not_shrink(crowd):
    before = BookingOrder.objects.count()
    load(orders=10)
    assert BookingOrder.objects.count() == before


def test_a_crowd_is_the_same_for_the_same_seed():
    assert loaded_and_undone(orders=900) == loaded_and_undone(orders=900)
