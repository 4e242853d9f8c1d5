"""What a row is held against: other organisations, what is inactive, what is there already."""

import pytest

from accounts.models import CostCenter
from catalog.models import LearningResource
from courseplanner.models import Product
from tests.cast import make_person
from tests.courseplanner.imports.conftest import ROW

INVOICED = ROW | {
    "kind": "implementation",
    "offer_type": "invoice",
    "price": "490",
    "internal": "yes",
    "released_for": "",
    "product_title": "Wunden",
}


def test_one_file_may_hold_the_same_reference_of_two_organisations(run, elsewhere):
    other = ROW | {"organisation": elsewhere.identifier, "title": "Fremd"}

    done = run([ROW, other], "--commit")

    assert done.refusal == ""
    assert LearningResource.objects.filter(reference="PF-1").count() == 2


def test_two_rows_cannot_call_one_product_by_two_titles(run):
    shared = INVOICED | {"product_reference": "P-1"}
    other = shared | {"reference": "PF-2", "product_title": "Anders"}

    done = run([shared, other], "--commit")

    assert "Row 3, product_title: the product is called “Wunden” already." in done
    assert not Product.objects.exists()


@pytest.mark.parametrize("column", ["organisation", "released_for"])
def test_an_inactive_organisation_is_refused(run, elsewhere, column):
    elsewhere.is_active = False
    elsewhere.save()

    done = run([INVOICED | {column: elsewhere.identifier}], "--commit")

    assert f"Row 2, {column}: there is no active organisation" in done
    assert not LearningResource.objects.exists()


def test_an_inactive_cost_center_is_refused(run):
    CostCenter.objects.create(identifier="4200", name="Kurse", is_active=False)

    done = run([INVOICED | {"cost_center": "4200"}], "--commit")

    assert "Row 2, cost_center: there is no active cost center “4200”." in done


def test_a_name_of_several_cost_centers_is_refused(run):
    for identifier in ("4200", "4300"):
        CostCenter.objects.create(identifier=identifier, name="Kurse")

    done = run([INVOICED | {"cost_center": "Kurse"}], "--commit")

    assert "several cost centers are called “Kurse”; write the identifier" in done
    assert run([INVOICED | {"cost_center": "4300"}], "--commit").refusal == ""


def test_nobody_inactive_imports(run):
    gone = make_person("Gone", is_active=False)

    done = run([ROW], "--commit", "--as", gone.email)

    assert "There is no active person" in done.refusal
    assert not LearningResource.objects.exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [("released_for", "bza"), ("product_title", "Anders"), ("product_reference", "P-9")],
)
def test_an_implementation_that_differs_from_what_is_there_is_an_error(run, column, value):
    before = INVOICED | {"product_reference": "P-1"}
    run([before], "--commit")

    done = run([before | {column: value}], "--commit")

    assert f"Row 2, {column}: differs from what was imported already." in done


def test_another_offer_type_than_what_is_there_is_an_error(run):
    run([ROW | {"offer_type": "free"}], "--commit")

    done = run([ROW | {"offer_type": "code", "code": "AARE"}], "--commit")

    assert "Row 2, offer_type: differs from what was imported already." in done


def test_another_code_than_those_that_are_there_is_an_error(run):
    row = ROW | {"offer_type": "code", "code": "AARE"}
    run([row], "--commit")

    assert "Unchanged: 1" in run([row])
    done = run([row | {"code": "REUSS"}], "--commit")
    assert "Row 2, code: differs from what was imported already." in done
