"""The people of the story: how they are called, found, and where they belong."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import BillingAddress, Organisation, PersonWord, User
from demo import house, people
from demo.reading import read
from demo.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return house.build()


@pytest.fixture
def empty() -> Stage:
    return Stage()


def invited(stage: Stage, **told) -> User:
    return people._invite(stage, {"domain": "spital.example"} | told)


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Müller, Käthi", "kaethi.mueller@spital.example"),
        ("Weiß, Gökhan", "goekhan.weiss@spital.example"),
        ("Nguyễn, Thị Lan", "thilan.nguyen@spital.example"),
        ("O’Brien, Siobhán", "siobhan.obrien@spital.example"),
        ("Bösch, Anna-Lena", "anna-lena.boesch@spital.example"),
        ("Yıldırım, Elif", "elif.yildirim@spital.example"),
    ],
)
def test_addresses_are_spelled_as_in_swiss_offices(empty, name, email):
    assert invited(empty, name=name).email == email


def test_names_are_told_last_name_first(empty):
    person = invited(empty, name="da Silva Pereira, João")
    assert (person.first_name, person.last_name) == ("João", "da Silva Pereira")
    assert person.sort_name.startswith("da silva")


def test_everybody_has_a_verified_address(stage):
    verified = EmailAddress.objects.filter(verified=True, primary=True)
    assert verified.count() == User.objects.count()


def test_everybody_is_found_by_name(stage):
    assert set(PersonWord.objects.values_list("owner", flat=True)) == {
        person.pk for person in stage.people.values()
    }
    assert PersonWord.objects.filter(word="ruegg", owner=stage.people["learner@example.org"])
    assert PersonWord.objects.filter(word="rueegg", owner=stage.people["learner@example.org"])


def test_everybody_reads_german(stage):
    assert {person.language for person in stage.people.values()} == {"de"}


def test_people_of_a_hospital_have_its_domain(stage):
    top = Organisation.objects.get(identifier="STA")
    at_work = User.objects.filter(roles__organisation__identifier__startswith="STA-")
    theirs = [one for one in at_work if not one.email.endswith("@example.org")]
    assert len(theirs) > 20
    assert all(one.email.endswith(top.email_domains.get().domain) for one in theirs)


def test_private_people_belong_nowhere_and_have_an_address(stage):
    private = [one for one in stage.learners if one.email.endswith("@example.net")]
    assert len(private) >= 10
    assert all(stage.reach[one.pk] == set() for one in private)
    assert all(stage.own_addresses[one.pk].person == one for one in private)


def test_only_learners_are_drawn(stage):
    drawn = {person.email for person in stage.learners}
    assert not drawn & {one["email"] for one in read("people")["person"]}


def test_who_works_on_a_ward_belongs_to_everything_above(stage):
    learner = stage.people["learner@example.org"]
    above = Organisation.objects.filter(pk__in=stage.reach[learner.pk])
    assert set(above.values_list("identifier", flat=True)) == {"STA-PFL-CH3", "STA-PFL", "STA"}


def test_addresses_to_choose_from_are_active_and_end_with_ones_own(stage):
    learner = stage.people["learner@example.org"]
    choice = stage.choosable(learner)
    assert all(one.is_active for one in choice)
    assert choice[-1] == stage.own_addresses[learner.pk]
    assert "STA-ALT" not in {one.identifier for one in choice}


def test_a_private_person_can_only_be_billed_at_home(stage):
    private = next(one for one in stage.learners if not stage.reach[one.pk])
    assert [one.person for one in stage.choosable(private)] == [private]


def test_proposals_are_handed_out_and_stored(stage):
    assert len(stage.proposals) == 3
    assert all(BillingAddress.objects.filter(pk=one.pk).exists() for one in stage.proposals)


def test_the_planner_is_known_by_role(stage):
    assert stage.planner.roles.get().role == "planner"


def test_subjects_have_german_names_and_two_levels(stage):
    assert all(subject.name_de for subject in stage.subjects.values())
    assert stage.subjects["Nursing"].parent == stage.subjects["Health and care"]


def test_one_cost_center_is_closed(stage):
    assert [one.is_active for one in stage.cost_centers.values()].count(False) == 1
