"""How many rows each option of a filter would leave, counted in one statement."""

import pytest
import time_machine
from django.db.models import Case, CharField, F, Q, Value, When

from catalog.models import LearningResource, Offer
from tables import counting, facets
from tables.facets import Facet, count
from tests.cast import make_offer, make_resource


@pytest.fixture
def shelf(root):
    """Three in a classroom (two of them in Olten), one virtual."""
    for title, form, place in [
        ("A", "classroom", "Olten"),
        ("B", "classroom", "Olten"),
        ("C", "classroom", "Bern"),
        ("D", "virtual", ""),
    ]:
        make_resource(title, kind="course", format=form, location=place)


def told(counted: facets.Counted, name: str) -> dict[str, str]:
    return {option: str(number) for option, number in counted.options.get(name, {}).items()}


def by_format(condition: Q | None = None) -> Facet:
    return Facet("format", "format", condition=condition)


def by_place(condition: Q | None = None) -> Facet:
    return Facet("place", "location", condition=condition)


def test_each_option_has_its_number_of_rows(shelf):
    counted = count(LearningResource.objects.all(), [by_format(), by_place()])
    assert told(counted, "format") == {"classroom": "3", "virtual": "1"}
    assert told(counted, "place") == {"Olten": "2", "Bern": "1"}
    assert str(counted.total) == "4"


def test_what_is_chosen_narrows_the_other_filters_and_not_its_own(shelf):
    chosen = [by_format(), by_place(Q(location="Bern"))]
    counted = count(LearningResource.objects.all(), chosen)
    assert told(counted, "format") == {"classroom": "1"}
    assert told(counted, "place") == {"Olten": "2", "Bern": "1"}
    assert counted.total.number == 1


def test_several_chosen_filters_hold_together(shelf):
    chosen = [by_format(Q(format="virtual")), by_place(Q(location="Bern"))]
    counted = count(LearningResource.objects.all(), chosen)
    assert counted.total.number == 0
    assert told(counted, "format") == {"classroom": "1"}
    assert told(counted, "place") == {}


def test_a_condition_without_options_narrows_all_the_others(shelf):
    later = Facet("title", condition=Q(title__gt="B"))
    counted = count(LearningResource.objects.all(), [by_format(), later])
    assert told(counted, "format") == {"classroom": "1", "virtual": "1"}
    assert "title" not in counted.options


def test_a_condition_that_is_neither_true_nor_false_is_not_met(shelf):
    LearningResource.objects.filter(title="A").update(max_participants=3)
    small = Facet("small", condition=Q(seats_taken__lt=F("max_participants")))
    assert count(LearningResource.objects.all(), [small]).total.number == 1


def test_options_may_be_expressions(shelf):
    size = Case(When(title="A", then=Value("first")), default=Value(""), output_field=CharField())
    counted = count(LearningResource.objects.all(), [Facet("size", size)])
    assert told(counted, "size") == {"first": "1"}


def test_rows_count_once_per_option_of_another_table(root):
    both = make_resource("Both")
    for method in ("free", "code", "code"):
        make_offer(both, method=method)
    make_offer(make_resource("One"), method="code")
    pairs = Offer.objects.order_by().values_list("resource_id", "method")

    counted = count(LearningResource.objects.all(), [Facet("type", pairs=pairs)])
    assert told(counted, "type") == {"free": "1", "code": "2"}


def test_pairs_may_come_from_several_queries(root):
    resource = make_resource("One")
    rows = LearningResource.objects.order_by()
    pairs = rows.values_list("pk", "kind").union(rows.values_list("pk", "status"), all=True)
    counted = count(LearningResource.objects.filter(pk=resource.pk), [Facet("any", pairs=pairs)])
    assert told(counted, "any") == {"implementation": "1", "confirmed": "1"}


@pytest.mark.parametrize("rows", [Q(pk__in=[]), Q(title="not there")])
def test_nothing_found_counts_nothing(shelf, rows):
    counted = count(LearningResource.objects.filter(rows), [by_format(), by_place(Q(pk=1))])
    assert counted.total.number == 0
    assert told(counted, "format") == {}


def test_values_stand_in_the_order_of_the_statement(shelf):
    """Rows, pairs and conditions all bring values along; none is taken for another's."""
    make_offer(LearningResource.objects.get(title="C"), method="code")
    pairs = Offer.objects.filter(method="code").order_by().values_list("resource_id", "method")
    chosen = [
        Facet("type", pairs=pairs, condition=Q(title__in=["B", "C"])),
        by_place(Q(location__in=["Bern", "Olten"])),
        by_format(Q(format="classroom")),
    ]
    counted = count(LearningResource.objects.exclude(title="A"), chosen)
    assert counted.total.number == 2
    assert told(counted, "type") == {"code": "1"}
    assert told(counted, "place") == {"Olten": "1", "Bern": "1"}


def test_all_of_it_is_one_statement(shelf, django_assert_num_queries):
    chosen = [by_format(Q(format="virtual")), by_place(), Facet("kind", "kind")]
    with django_assert_num_queries(1):
        count(LearningResource.objects.all(), chosen)


def test_beyond_the_cap_every_number_is_a_minimum(shelf, monkeypatch):
    monkeypatch.setattr(facets, "CAP", 2)
    counted = count(LearningResource.objects.order_by("title"), [by_format()])
    assert str(counted.total) == "3+"
    assert set(told(counted, "format").values()) <= {"1+", "2+", "3+"}


def test_up_to_the_cap_numbers_are_exact(shelf, monkeypatch):
    monkeypatch.setattr(facets, "CAP", 4)
    assert str(count(LearningResource.objects.all(), [by_format()]).total) == "4"
    assert facets.CAP != counting.CAP


def test_a_percent_sign_in_a_value_is_nothing_special(shelf):
    make_resource("100 % sicher", kind="course", location="100%s Olten")
    counted = count(
        LearningResource.objects.filter(title__contains="%"), [by_place(Q(location="100%s Olten"))]
    )
    assert told(counted, "place") == {"100%s Olten": "1"}


def test_numbers_of_many_rows_are_remembered_for_a_while(shelf, monkeypatch):
    monkeypatch.setattr(facets, "MANY_ROWS", 3)
    rows = LearningResource.objects.all()
    with time_machine.travel("2027-03-01 12:00:10+01:00", tick=False) as clock:
        first = count(rows, [by_format()])
        make_resource("E", kind="course", format="virtual")
        assert count(rows, [by_format()]) == first
        clock.shift(facets.REMEMBERED_FOR + 1)
        assert told(count(rows, [by_format()]), "format") == {"classroom": "3", "virtual": "2"}


def test_numbers_of_few_rows_are_never_remembered(shelf):
    count(LearningResource.objects.all(), [by_format()])
    make_resource("E", kind="course", format="virtual")
    counted = count(LearningResource.objects.all(), [by_format()])
    assert told(counted, "format")["virtual"] == "2"


def test_what_is_remembered_of_one_search_answers_no_other(shelf, monkeypatch):
    monkeypatch.setattr(facets, "MANY_ROWS", 0)
    rows = LearningResource.objects.all()
    count(rows, [by_format()])
    other = count(rows.filter(location="Bern"), [by_format()])
    assert told(other, "format") == {"classroom": "1"}
