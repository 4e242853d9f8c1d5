"""What the README suggests to a newcomer, walked through the pages of the story."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story")]

ACCOUNTING = {"Cost center", "Account", "PO number"}


@pytest.fixture
def sign_in_as(client):
    def sign_in(name: str):
        person = User.objects.get(email=f"{name}@example.org")
        person.language = "en"
        person.save(update_fields=["language"])
        client.force_login(person)
        return client

    return sign_in


def resource(title: str, status: str = "confirmed") -> LearningResource:
    found = LearningResource.objects.filter(title__startswith=title, status=status)
    return found.order_by("begin").first()


def booking_url(offer: Offer) -> str:
    return reverse("bookings:book", kwargs={"slug": offer.resource.slug, "offer": offer.pk})


def book(client, offer: Offer, **answers):
    given = {"seen": offer.terms_seen} | answers
    return client.post(booking_url(offer), given, follow=True)


def latest() -> BookingOrder:
    return BookingOrder.objects.order_by("-pk").first()


def header(answer) -> list[str]:
    """The first row of a downloaded workbook."""
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    return [cell.value for cell in next(book.worksheets[0].iter_rows())]


def rows(answer) -> list[tuple]:
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    return list(book.worksheets[0].iter_rows(min_row=2, values_only=True))


def test_a_visitor_reads_the_catalog(client):
    page = client.get(reverse("catalog:index"))
    assert "Erste Hilfe im Betrieb" in page.content.decode()


def test_a_visitor_does_not_find_what_is_for_members(client):
    hygiene = resource("Händehygiene", status="published")
    assert hygiene.title not in client.get(reverse("catalog:index")).content.decode()
    assert client.get(hygiene.get_absolute_url()).status_code == 404


def test_a_member_finds_what_is_for_members(sign_in_as):
    hygiene = resource("Händehygiene", status="published")
    page = sign_in_as("learner").get(hygiene.get_absolute_url())
    assert hygiene.title in page.content.decode()


def test_every_page_of_the_catalog_can_be_read(sign_in_as):
    client = sign_in_as("admin")
    for one in LearningResource.objects.exclude(offers=None):
        assert client.get(one.get_absolute_url()).status_code in {200, 404}


def test_the_learner_books_freely(sign_in_as):
    free = resource("Reanimation").offers.get(method="free")
    page = book(sign_in_as("learner"), free)
    assert latest().status == "done"
    assert latest().number in page.content.decode()


def test_the_learner_books_with_the_code_of_the_description(sign_in_as):
    offer = resource("Brandschutz-Grundlagen", status="published").offers.get()
    page = book(sign_in_as("learner"), offer, code="feuer-112 ")
    assert latest().method == "code"
    assert latest().number in page.content.decode()


def test_the_learner_is_refused_with_a_wrong_code(sign_in_as):
    before = latest()
    offer = resource("Brandschutz-Grundlagen", status="published").offers.get()
    page = book(sign_in_as("learner"), offer, code="FEUER-118")
    assert "Wrong access code" in page.content.decode()
    assert latest() == before


def test_the_learner_books_on_invoice_of_the_hospital(sign_in_as):
    client = sign_in_as("learner")
    offer = resource("Excel").offers.get(label="O-01")
    address = next(
        one.pk
        for one in client.get(booking_url(offer)).context["form"].on_file
        if one.identifier == "STA-KRED"
    )
    book(client, offer, address=address, po_number="4410-77")
    assert latest().status == "open"
    assert latest().address.organisation_name == "Spital Thurmatt AG"
    assert latest().po_number == "4410-77"


def test_the_learner_is_told_that_a_full_course_is_full(sign_in_as):
    full = resource("Schwierige Gespräche")
    before = latest()
    book(sign_in_as("learner"), full.offers.get(), address="1")
    assert full.is_full
    assert latest() == before


def test_the_learner_finds_her_bookings_and_only_those(sign_in_as):
    page = sign_in_as("learner").get(reverse("bookings:index")).content.decode()
    mine = BookingOrder.objects.filter(person__email="learner@example.org")
    assert all(order.number in page for order in mine)
    assert "Medication safety" not in page  # entered by hand
    assert "Händehygiene" not in page  # by group


def test_the_learner_takes_her_bookings_along(sign_in_as):
    answer = sign_in_as("learner").get(reverse("bookings:export"))
    assert (
        len(rows(answer))
        == BookingOrder.objects.filter(person__email="learner@example.org").count()
    )


def test_the_learner_reads_the_details_of_every_booking(sign_in_as):
    client = sign_in_as("learner")
    for order in BookingOrder.objects.filter(person__email="learner@example.org"):
        assert order.resource_title in client.get(order.get_absolute_url()).content.decode()


def test_the_learner_is_no_planner(sign_in_as):
    client = sign_in_as("learner")
    assert client.get(reverse("courseplanner:orders")).status_code in {403, 404}


def test_the_manager_sees_the_learner_and_no_accounting(sign_in_as):
    client = sign_in_as("manager")
    page = client.get(reverse("courseplanner:orders"), {"q": "Rüegg"}).content.decode()
    assert "Noëmi" in page
    exported = header(client.get(reverse("courseplanner:accounting")))
    assert not ACCOUNTING & set(exported)


def test_the_manager_does_not_see_another_hospital(sign_in_as):
    client = sign_in_as("manager")
    elsewhere = BookingOrder.objects.filter(person__email__endswith="@rs-saentis.example").first()
    url = reverse("courseplanner:order", kwargs={"number": elsewhere.number})
    assert client.get(url).status_code == 404


def test_the_planner_confirms_who_waits(sign_in_as):
    client = sign_in_as("planner")
    waiting = Participation.objects.filter(status="pending").first()
    url = reverse("courseplanner:confirm", kwargs={"number": waiting.order.number})
    client.post(url, {"tell": "standard", "note": "Bis bald."})
    waiting.refresh_from_db()
    assert waiting.status == "active"


def test_the_planner_declines_who_waits(sign_in_as):
    client = sign_in_as("planner")
    waiting = Participation.objects.filter(status="pending", confirm_by="staff").last()
    url = reverse("courseplanner:decline", kwargs={"number": waiting.order.number})
    client.post(url, {"tell": "standard", "note": "Bis bald."})
    waiting.refresh_from_db()
    assert waiting.status == "declined"
    assert waiting.order.state == "cancelled"


def test_the_planner_sets_an_invoice_as_paid_and_takes_it_back(sign_in_as):
    client = sign_in_as("planner")
    order = BookingOrder.objects.filter(status="open").first()
    for step, expected in (("paid", "paid"), ("reopen", "open")):
        client.post(reverse(f"courseplanner:{step}", kwargs={"number": order.number}))
        order.refresh_from_db()
        assert order.state == expected


def test_the_planner_opens_every_implementation(sign_in_as):
    client = sign_in_as("planner")
    for run in LearningResource.objects.filter(kind="implementation"):
        page = client.get(run.implementation.get_absolute_url(), follow=True)
        assert run.title in page.context["head"].title if "head" in page.context else page


def test_the_planner_exports_what_accounting_books_from(sign_in_as):
    client = sign_in_as("planner")
    exported = client.get(reverse("courseplanner:accounting"))
    assert set(header(exported)) >= ACCOUNTING
    everything = rows(client.get(reverse("courseplanner:accounting")))
    assert len(everything) == BookingOrder.objects.count()


def test_the_administrator_may_look_into_djangos_admin(sign_in_as):
    assert sign_in_as("admin").get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("name", ["learner", "manager", "planner"])
def test_nobody_else_may_look_into_djangos_admin(name, sign_in_as):
    assert sign_in_as(name).get(reverse("admin:index")).status_code == 302
