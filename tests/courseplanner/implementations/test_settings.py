"""Everything that can be set of an implementation, what is refused, and what happens meanwhile."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.refusal import Refusal
from bookings.models import Participation
from catalog.models import LearningResource
from courseplanner.implementations import actions
from courseplanner.implementations.editing import mark
from courseplanner.models import Implementation
from tests.cast import book, make_offer, make_person, make_subject
from tests.courseplanner.pages import events_of, make_run, says, sender, typed, url, verbs


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def run(root) -> Implementation:
    return make_run(reference="WUN-1", min_participants=4, max_participants=12, organisation=root)


@pytest.fixture
def send(planner, run):
    return sender(planner, url("implementation_settings", pk=run.pk))


def stored(run: Implementation) -> LearningResource:
    return LearningResource.objects.get(pk=run.resource_id)


def picture(name: str = "wound.png") -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/png")


def test_a_change_is_saved_and_told_in_the_history(send, run):
    page = send(title="Wunden", location="Aarau", type="structured", needs_order="False")

    run.refresh_from_db()
    assert (run.resource.title, run.resource.location) == ("Wunden", "Aarau")
    assert (run.type, run.needs_order) == ("structured", False)
    assert says(page, "“Wunden” is saved.")
    [event] = events_of(run)
    assert event.note.splitlines() == [
        "title: Wound care → Wunden",
        "place: – → Aarau",
        "type: Single course → Structured",
        "booking requires a booking order: yes → no",
    ]


def test_saving_without_a_change_leaves_no_trace(send, run):
    before = stored(run).catalog_key
    send()

    assert verbs(run) == []
    assert stored(run).catalog_key == before


def test_subjects_are_replaced_and_found(send, planner, run):
    nursing = make_subject("Nursing")
    wounds = make_subject("Wounds", parent=nursing)
    run.resource.subjects.add(nursing)

    send(subjects=[wounds.pk])

    assert list(run.resource.subjects.all()) == [wounds]
    assert [event.note for event in events_of(run)] == ["Subjects: Nursing → Wounds"]
    assert planner.get(f"{url('index')}?q=wounds").context["table"].rows


def test_subjects_stand_under_the_one_they_belong_to(planner, run):
    make_subject("Wounds", parent=make_subject("Nursing"))
    make_subject("Office")

    form = planner.get(url("implementation_settings", pk=run.pk)).context["form"]

    shown = [(box.choice_label, depth) for box, depth in form.subject_boxes]
    assert shown == [("Nursing", 0), ("Wounds", 1), ("Office", 0)]


REFUSED = [
    ({"title": " "}, "title", "Enter the title of the implementation."),
    ({"title": "x" * 256}, "title", "At most 255 characters fit here"),
    ({"title": "Wund\x07care"}, "title", "This is one line"),
    ({"description": "Bell\x07"}, "description", "Leave out control characters."),
    ({"objectives": "x" * 20_001}, "objectives", "At most 20000 characters fit here"),
    ({"location": "a\x00b"}, "location", "This is one line"),
    ({"end": "2020-01-01"}, "end", "The end lies before the begin."),
    ({"begin": "yesterday"}, "begin", "“yesterday” is no day."),
    ({"begin": "0999-01-01"}, "begin", "Choose a day between 1990 and 2999."),
    (
        {"min_participants": "13"},
        "min_participants",
        "The minimum of participants lies above the maximum.",
    ),
    ({"max_participants": "1e9"}, "max_participants", "This is no whole number."),
    ({"max_participants": "NaN"}, "max_participants", "This is no whole number."),
    ({"max_participants": "12,5"}, "max_participants", "This is no whole number."),
    ({"max_participants": "-1"}, "max_participants", "Enter 1 or more"),
    ({"max_participants": "9" * 20}, "max_participants", "100000 or less"),
    ({"priority": "own", "own_priority": ""}, "own_priority", "Enter a number from 0 to 9999."),
    ({"priority": "own", "own_priority": "10000"}, "own_priority", "from 0 to 9999"),
    ({"priority": "77"}, "priority", "77 is not one of the available choices"),
    ({"course_url": "javascript:alert(1)"}, "course_url", "This is no web address."),
    ({"subjects": ["4711"]}, "subjects", "A subject of the list is gone meanwhile."),
    ({"needs_order": "perhaps"}, "needs_order", "perhaps is not one of the available choices"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_beside_its_field(send, run, changes, field, sentence):
    page = send(**{"reference": "Kept as typed"} | changes)

    errors = page.context["form"].errors
    assert errors.keys() == {field}
    assert sentence in errors[field][0]
    assert says(page, "Nothing was saved.", 'value="Kept as typed"')
    assert stored(run).reference == "WUN-1"
    assert verbs(run) == []


@pytest.mark.parametrize(("text", "number"), [("own", 1234), ("own", 0), ("4000", 4000)])
def test_a_priority_is_one_of_the_named_or_an_own_one(send, planner, run, text, number):
    send(priority=text, own_priority=number)

    assert stored(run).priority == number
    shown = planner.get(url("implementation_settings", pk=run.pk)).context["form"]
    expected = text if number else "0"
    assert str(shown["priority"].value()) == expected
    assert stored(run).catalog_key.startswith(f"{9999 - number:05d}")


def test_a_course_added_later_opens_for_those_who_are_in(send, client, run, alice):
    book(make_offer(run.resource), alice)

    send(course_url="lms.example.org/course/1")

    client.force_login(alice)
    page = client.get(run.resource.get_absolute_url())
    assert says(page, 'href="https://lms.example.org/course/1"')


class TestOffersFollowTheDates:
    @pytest.fixture
    def offer(self, run):
        """Open until two weeks before the begin."""
        until = {"amount": 2, "unit": "weeks", "reference": "before_begin"}
        return make_offer(run.resource, relative={"until": until})

    def test_of_a_begin_that_moves(self, send, offer):
        send(begin="2027-05-17", end="2027-05-28")

        offer.refresh_from_db()
        assert timezone.localtime(offer.valid_until).isoformat() == "2027-05-04T00:00:00+02:00"

    def test_of_a_begin_that_is_taken_away_and_comes_back(self, send, offer):
        send(begin="", end="")
        offer.refresh_from_db()
        assert offer.is_undated

        send(begin="2027-05-17")
        offer.refresh_from_db()
        assert not offer.is_undated

    def test_a_new_title_moves_nothing(self, send, offer):
        send(title="Wunden")

        assert offer.valid_until is None
        offer.refresh_from_db()
        assert offer.valid_until is None


class TestMaximumBelowWhatIsBooked:
    @pytest.fixture
    def booked(self, run, alice, charlie):
        offer = make_offer(run.resource)
        for person in (alice, charlie):
            book(offer, person)
        return offer

    def test_it_is_saved_with_a_warning(self, send, planner, run, booked):
        page = send(min_participants="1", max_participants="1")

        assert stored(run).max_participants == 1
        assert says(page, "2 seats are taken, more than the maximum of 1.")
        again = planner.get(url("implementation_settings", pk=run.pk))
        assert says(again, "2 seats are taken, more than the maximum of 1.")

    def test_nobody_is_dropped_and_nobody_else_gets_in(self, send, run, booked):
        send(min_participants="1", max_participants="1")

        assert Participation.objects.live().count() == 2
        booked.refresh_from_db()
        with pytest.raises(Refusal):
            book(booked, make_person("Emil"))

    def test_as_many_as_are_booked_is_no_warning(self, send, booked):
        assert not says(send(min_participants="1", max_participants="2"), "more than the maximum")


class TestTwoPlanners:
    @pytest.fixture
    def path(self, run) -> str:
        return url("implementation_settings", pk=run.pk)

    def test_the_second_is_told_and_nothing_is_lost(self, planner, run, path):
        posted = typed(planner.get(path), title="Meine", type="bundle")
        LearningResource.objects.filter(pk=run.resource_id).update(title="Ihre")
        Implementation.objects.filter(pk=run.pk).update(type="structured")

        page = planner.post(path, posted)

        assert says(page, "Somebody else has changed this", 'value="Meine"')
        errors = page.context["form"].errors
        assert errors["title"] == ["Stored now: Ihre"]
        assert errors["type"] == ["Stored now: Structured"]
        assert stored(run).title == "Ihre"

    def test_sent_again_it_is_saved(self, planner, run, path):
        posted = typed(planner.get(path), title="Meine")
        LearningResource.objects.filter(pk=run.resource_id).update(title="Ihre")

        planner.post(path, typed(planner.post(path, posted), title="Meine"))

        assert stored(run).title == "Meine"

    def test_subjects_of_somebody_else_are_not_overwritten(self, planner, run, path):
        nursing = make_subject("Nursing")
        posted = typed(planner.get(path), location="Olten")
        run.resource.subjects.add(nursing)

        page = planner.post(path, posted)

        assert page.context["form"].errors["subjects"] == ["Stored now: Nursing"]
        assert list(run.resource.subjects.all()) == [nursing]

    def test_seats_taken_meanwhile_are_no_conflict_and_are_kept(self, planner, run, path, alice):
        posted = typed(planner.get(path), location="Olten")
        book(make_offer(run.resource), alice)

        planner.post(path, posted)

        assert (stored(run).location, stored(run).seats_taken) == ("Olten", 1)

    def test_a_status_moved_meanwhile_is_kept(self, bob, run):
        seen = mark(run)
        LearningResource.objects.filter(pk=run.resource_id).update(status="cancelled")
        run.resource.title = "Meine"

        with pytest.raises(Refusal, match="Somebody else"):
            actions.change(implementation=run, subjects=[], seen=seen, by=bob)
        assert (stored(run).status, stored(run).title) == ("cancelled", "Wound care")


class TestPicture:
    def test_it_is_drawn_anew_and_shown(self, send, planner, run):
        send(image=picture())

        assert stored(run).image.name.endswith(".webp")
        page = planner.get(url("implementation_settings", pk=run.pk))
        assert says(page, stored(run).image.url, "Take the picture away")

    def test_what_is_none_is_refused(self, send, run):
        page = send(image=SimpleUploadedFile("x.png", b"<svg onload=alert(1)>"))

        assert says(page, "it cannot be read", "Choose the picture again")
        assert not stored(run).image

    def test_it_is_taken_away_on_demand_only(self, send, run):
        send(image=picture())
        send(location="Olten")
        assert stored(run).image

        send(**{"image-clear": "on"})
        assert not stored(run).image


def test_who_may_only_read_sees_the_fields_and_sends_nothing(client, run, root):
    client.force_login(make_person("Petra", "principal", root))
    path = url("implementation_settings", pk=run.pk)

    page = client.get(path)

    assert says(page, "<fieldset disabled>", "Wound care")
    assert not says(page, "Save settings")
    assert client.post(path, typed(page, title="Petras")).status_code == 404
    assert stored(run).title == "Wound care"


@pytest.mark.parametrize(("place", "leads"), [("root", True), ("care", False)])
def test_the_way_to_the_product_is_shown_to_those_who_may_go_it(
    request, client, run, care, place, leads
):
    LearningResource.objects.update(organisation=care)
    client.force_login(make_person("Paul", "planner", request.getfixturevalue(place)))

    page = client.get(url("implementation_settings", pk=run.pk))

    assert says(page, run.product.get_absolute_url()) == leads
    assert client.get(run.product.get_absolute_url()).status_code == (200 if leads else 404)


def test_an_organisation_of_others_cannot_be_chosen(send, run, elsewhere):
    page = send(organisation=elsewhere.pk)

    assert page.context["form"].errors.keys() == {"organisation"}
    assert stored(run).organisation != elsewhere
