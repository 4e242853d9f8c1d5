"""The tree of subjects, to choose from and to look below."""

import pytest
from django.utils import translation

from catalog.models import LearningResource, Subject, conditions
from catalog.subjects import SubjectTree
from tests.cast import make_resource, make_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def subjects():
    law = make_subject("Law", "Recht")
    labour = make_subject("Labour law", "Arbeitsrecht", law)
    dismissal = make_subject("Dismissal", "Kündigung", labour)
    care = make_subject("Care", "Überwachung")
    return {"law": law, "labour": labour, "dismissal": dismissal, "care": care}


def walked() -> list[tuple[str, int]]:
    return [(subject.label, depth) for subject, depth in SubjectTree(Subject.objects.all()).walk()]


def test_tree_is_walked_from_the_top_each_subject_before_those_below(subjects):
    assert walked() == [("Care", 0), ("Law", 0), ("Labour law", 1), ("Dismissal", 2)]


def test_tree_is_in_the_order_of_the_readers_language(subjects):
    with translation.override("de"):
        assert walked() == [
            ("Recht", 0), ("Arbeitsrecht", 1), ("Kündigung", 2), ("Überwachung", 0),
        ]  # fmt: skip


def test_subject_without_a_german_name_keeps_its_own():
    with translation.override("de"):
        assert make_subject("Scrum").label == "Scrum"


def test_choosing_a_subject_means_all_below_it(subjects):
    tree = SubjectTree(Subject.objects.all())
    law, labour, dismissal = (subjects[name].pk for name in ("law", "labour", "dismissal"))
    assert tree.with_all_below([law]) == {law, labour, dismissal}
    assert tree.with_all_below([labour]) == {labour, dismissal}
    assert tree.with_all_below([]) == set()


def test_resource_in_several_chosen_subjects_is_there_once(subjects):
    resource = make_resource(subjects=(subjects["law"], subjects["care"]))
    make_resource("Elsewhere")
    chosen = [subjects["law"].pk, subjects["care"].pk]
    assert list(LearningResource.objects.filter(conditions.in_subjects(chosen))) == [resource]
