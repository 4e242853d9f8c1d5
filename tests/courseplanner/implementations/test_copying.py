"""A copy: offers come along, dates shift together, and nothing that was booked does."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.refusal import Refusal
from bookings.models import BookingOrder, Participation
from catalog.models import AccessCode, LearningResource, Offer
from courseplanner.implementations import copying
from courseplanner.models import Implementation, Product, Session
from tests.cast import book, make_code, make_offer, make_person, make_subject
from tests.courseplanner.implementations.test_settings import picture
from tests.courseplanner.pages import day, make_run, says, sender, url, verbs

HERE = ZoneInfo("Europe/Zurich")


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def run(root) -> Implementation:
    """From the 1st to the 5th of March, before summer time."""
    return make_run(
        reference="WUN-1",
        begin=day("2027-03-01"),
        end=day("2027-03-05"),
        max_participants=12,
        min_participants=4,
        priority=1234,
        description="Am Modell",
        course_url="https://lms.example.org/1",
        subjects=(make_subject("Nursing"),),
        organisation=root,
    )


@pytest.fixture
def send(planner, run):
    return sender(planner, url("implementation_copy", pk=run.pk))


def the_copy(run: Implementation) -> Implementation:
    return Implementation.objects.exclude(pk=run.pk).select_related("resource").get()


def test_what_must_be_another_one_is_asked_and_the_rest_comes_along(send, run):
    page = send(title="Wunden im Mai", reference="WUN-2", begin="2027-05-03")

    made = the_copy(run)
    copied = made.resource
    assert says(page, "“Wound care” is copied: this is the copy, in preparation.")
    assert (copied.title, copied.reference) == ("Wunden im Mai", "WUN-2")
    assert (copied.begin, copied.end) == (day("2027-05-03"), day("2027-05-07"))
    assert (copied.status, copied.seats_taken, copied.course_url) == ("preparation", 0, "")
    assert (made.product, made.type, made.needs_order) == (run.product, run.type, run.needs_order)
    same = ("kind", "max_participants", "min_participants", "priority", "description")
    assert [getattr(copied, name) for name in same] == [
        getattr(run.resource, name) for name in same
    ]
    assert list(copied.subjects.all()) == list(run.resource.subjects.all())
    assert verbs(made) == ["copied"]


def test_the_copy_is_found_under_its_own_words(send, planner):
    send(title="Dekubitus", begin="2027-05-03")

    table = planner.get(f"{url('index')}?q=dekub nurs").context["table"]
    assert [row.data["resource__title"] for row in table.rows] == ["Dekubitus"]


def test_events_shift_by_the_same_days(send, run):
    given = {"start": time(9), "end": time(17), "topic": "Verband", "teachers": "Sükrü Yıldırım"}
    for number in (0, 3):
        Session.objects.create(
            implementation=run, date=run.resource.begin + timedelta(days=number), **given
        )

    send(begin="2027-05-03")

    copied = the_copy(run).sessions.all()
    assert [event.date for event in copied] == [day("2027-05-03"), day("2027-05-06")]
    assert {name: getattr(copied[0], name) for name in given} == given
    assert run.sessions.count() == 2


def test_offers_come_along_with_their_terms(send, run, care):
    source = make_offer(
        run.resource,
        method="invoice",
        label="O-01",
        description="Mit Rechnung",
        confirmation=True,
        organisations=(care,),
    )

    send(begin="2027-05-03")

    copied = the_copy(run).resource.offers.get()
    assert copied.pk != source.pk
    assert copied.label == "O-01"
    assert copied.terms_seen == source.terms_seen
    assert (copied.description, copied.confirmation) == ("Mit Rechnung", True)
    assert copied.cost_center == source.cost_center
    assert list(copied.organisations.all()) == [care]


def test_periods_of_offers_keep_their_time_of_day_over_summer_time(send, run):
    opens = datetime(2027, 2, 1, 8, tzinfo=HERE)
    make_offer(run.resource, valid_from=opens, valid_until=opens + timedelta(days=20, minutes=1))

    send(begin="2027-05-03")  # 63 days later, the clock an hour forward meanwhile

    copied = the_copy(run).resource.offers.get()
    told = [timezone.localtime(at, HERE) for at in (copied.valid_from, copied.valid_until)]
    assert [f"{at:%Y-%m-%d %H:%M}" for at in told] == ["2027-04-05 08:00", "2027-04-25 08:01"]


RELATIVE = {"until": {"amount": 2, "unit": "weeks", "reference": "before_begin"}}


def test_relative_days_count_from_the_dates_of_the_copy(send, run):
    make_offer(run.resource, relative=RELATIVE, valid_until=datetime(2027, 2, 16, tzinfo=HERE))

    send(begin="2027-05-03")

    copied = the_copy(run).resource.offers.get()
    assert copied.relative == RELATIVE
    assert timezone.localtime(copied.valid_until, HERE).isoformat() == "2027-04-20T00:00:00+02:00"


def test_relative_days_find_the_date_their_source_did_not_have(planner, root):
    run = make_run(begin=None, end=None, organisation=root)
    make_offer(run.resource, relative=RELATIVE, is_undated=True)

    sender(planner, url("implementation_copy", pk=run.pk))(begin="2027-05-03")

    copied = the_copy(run).resource.offers.get()
    assert not copied.is_undated
    assert timezone.localtime(copied.valid_until, HERE).date() == day("2027-04-20")


def test_access_codes_come_along_unused(send, run):
    expires = datetime(2027, 2, 20, 12, tzinfo=HERE)
    offer = make_offer(run.resource, method="code", code="FEUER-112")
    make_code(offer, "Zwölf", usage_limit=12, uses=7, expires_at=expires)

    send(begin="2027-03-02")

    copied = AccessCode.objects.filter(offer__resource=the_copy(run).resource).order_by("pk")
    assert [(one.code, one.usage_limit, one.uses) for one in copied] == [
        ("FEUER-112", None, 0),
        ("Zwölf", 12, 0),
    ]
    assert copied[1].code_folded == "zwolf"
    assert copied[1].expires_at == expires + timedelta(days=1)


def test_withdrawn_offers_stay_behind(send, run):
    make_offer(run.resource, deleted_at=timezone.now())

    send(begin="2027-05-03")

    assert Offer.objects.count() == 1


def test_nothing_booked_is_copied(send, run, alice):
    book(make_offer(run.resource), alice)

    send(begin="2027-05-03")

    assert (BookingOrder.objects.count(), Participation.objects.count()) == (1, 1)
    assert the_copy(run).resource.seats_taken == 0


def test_the_picture_of_the_copy_is_its_own(
    send, planner, run, django_capture_on_commit_callbacks
):
    setting = sender(planner, url("implementation_settings", pk=run.pk))
    setting(image=picture())
    send(begin="2027-05-03")
    copied = the_copy(run).resource

    with django_capture_on_commit_callbacks(execute=True):
        setting(**{"image-clear": "on"})

    assert not LearningResource.objects.get(pk=run.resource_id).image
    assert copied.image.storage.exists(copied.image.name)


def test_a_run_without_dates_takes_the_begin_and_shifts_nothing(planner, root):
    run = make_run(begin=None, end=None, organisation=root)
    opens = datetime(2027, 2, 1, 8, tzinfo=HERE)
    make_offer(run.resource, valid_from=opens)

    sender(planner, url("implementation_copy", pk=run.pk))(begin="2027-05-03")

    copied = the_copy(run).resource
    assert (copied.begin, copied.end) == (day("2027-05-03"), None)
    assert copied.offers.get().valid_from == opens


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Enter the title of the implementation."),
        ({"begin": ""}, "Enter the day on which the copy begins."),
        ({"begin": "31.2.2027"}, "“31.2.2027” is no day."),
        ({"begin": "12027-01-01"}, "“12027-01-01” is no day."),
    ],
)
def test_a_faulty_answer_copies_nothing(send, changes, sentence):
    page = send(**{"reference": "WUN-2"} | changes)

    assert says(page, sentence, 'value="WUN-2"')
    assert Implementation.objects.count() == 1


def test_under_an_archived_product_nothing_is_copied(send, run):
    Product.objects.update(archived_at=timezone.now())

    page = send(begin="2027-05-03")

    assert says(page, "“Wound care” is archived and takes no new implementations")
    assert LearningResource.objects.count() == 1


def test_a_copy_that_fails_leaves_nothing_half(run, bob):
    make_offer(run.resource)
    Session.objects.create(implementation=run, date=day("2027-03-01"), start="9:00", end="10:00")

    with pytest.raises(OverflowError):
        copying.copy(implementation=run, title="x", reference="", begin=day("9999-12-31"), by=bob)

    assert (Implementation.objects.count(), Session.objects.count()) == (1, 1)
    assert Offer.objects.count() == 1


def test_a_product_owner_copies_and_a_principal_does_not(client, run, root):
    owner = make_person("Olga")
    run.product.owners.add(owner)
    path = url("implementation_copy", pk=run.pk)
    client.force_login(owner)
    sender(client, path)(begin="2027-05-03")
    client.force_login(make_person("Petra", "principal", root))

    assert client.get(path).status_code == 404
    assert Implementation.objects.count() == 2


def test_copying_is_refused_by_the_action_as_well(run, bob):
    Product.objects.update(archived_at=timezone.now())

    with pytest.raises(Refusal):
        copying.copy(implementation=run, title="x", reference="", begin=None, by=bob)
