"""What is on: references, timetables, texts and terms as the story tells them."""

from datetime import date, time

import pytest

from accounts.models import CostCenter, Organisation
from catalog.models import LearningResource
from courseplanner.models import Product
from demo import house, programme
from demo.programme import Run
from demo.reading import Days, read, read_all
from tests.demo.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs() -> dict[str, Run]:
    return {run.key: run for run in programme.build(house.build(), Days(TODAY))}


def test_there_is_a_run_for_everything_told(runs):
    told = sum(len(product["run"]) for product in read_all("products", "product"))
    assert len(runs) == told + len(read("courses")["course"])


def test_a_run_stands_in_its_product(runs):
    implementation = runs["pfg-next"].resource.implementation
    assert implementation.product == Product.objects.get(reference="PFG")
    assert implementation.product.owners.get().last_name == "Fröhlich-Stürzenegger"


def test_a_reference_names_product_year_and_number(runs):
    assert runs["pfg-last"].resource.reference == "PFG-2026-1"
    assert runs["pfg-next"].resource.reference == "PFG-2027-1"


def test_a_weekly_timetable_stays_on_its_weekday(runs):
    sessions = list(runs["pfg-next"].resource.implementation.sessions.all())
    assert len(sessions) == 8
    assert {session.date.weekday() for session in sessions} == {1}
    assert (sessions[0].start, sessions[0].end) == (time(13, 30), time(17, 0))


def test_a_block_runs_day_by_day(runs):
    resource = runs["bbk-next"].resource
    dates = [session.date for session in resource.implementation.sessions.all()]
    assert dates == [resource.begin + (day - dates[0]) for day in dates]
    assert (resource.end - resource.begin).days == 4


def test_topics_are_spread_over_the_dates(runs):
    sessions = runs["bsb-next"].resource.implementation.sessions.all()
    topics = [session.topic for session in sessions]
    assert len(topics) == 12
    assert topics[0] == topics[1] == "Rechtliche Grundlagen"
    assert topics[-1] == "Praxistag"


def test_a_period_reaches_from_the_first_to_the_last_date(runs):
    for run in runs.values():
        if run.resource.kind == "implementation":
            dates = [session.date for session in run.resource.implementation.sessions.all()]
            assert (run.resource.begin, run.resource.end) == (min(dates), max(dates))


def test_courses_have_no_dates(runs):
    assert runs["datenschutz"].resource.begin is None
    assert runs["datenschutz"].resource.format == "self_paced"


def test_texts_are_told_in_german_french_and_english(runs):
    languages = {run.resource.language.split(",")[0] for run in runs.values()}
    assert {"Deutsch", "English", "Français"} <= languages


def test_everything_in_the_catalog_has_a_teaser_and_people(runs):
    assert all(run.resource.teaser and run.resource.authors for run in runs.values())


def test_texts_are_without_edges(runs):
    for run in runs.values():
        assert run.resource.description == run.resource.description.strip()


def test_subjects_are_kept_and_found(runs):
    found = LearningResource.objects.search("fuehrung projektarbeit")
    assert runs["pfg-next"].resource in found


def test_offers_are_labelled_in_their_order(runs):
    assert [offer.label for offer in runs["pfg-next"].offers] == ["O-01", "O-02", "O-03"]
    assert runs["pfg-next"].offer("O-03").method == "code"


def test_an_offer_for_members_is_not_external(runs):
    for run in runs.values():
        for offer in run.offers:
            assert offer.external != offer.organisations.exists()


def test_members_pay_less_than_everybody(runs):
    for run in runs.values():
        prices = {offer.external: offer.price for offer in run.offers if offer.price}
        assert len(prices) < 2 or prices[False] < prices[True]


def test_an_invoice_has_a_cost_center_with_an_account(runs):
    billed = [offer for run in runs.values() for offer in run.offers if offer.method == "invoice"]
    centers = CostCenter.objects.filter(offers__in=billed).distinct()
    assert all(offer.cost_center for offer in billed)
    assert all(center.account and center.is_active for center in centers)


def test_invoices_are_for_implementations_only(runs):
    courses = [run for run in runs.values() if run.resource.kind == "course"]
    assert all(offer.method != "invoice" for run in courses for offer in run.offers)


def test_an_offer_opens_and_closes_on_a_day(runs):
    assert runs["bop-soon"].offers[0].valid_from.date() == date(2026, 12, 12)
    assert runs["bop-closed"].offers[0].valid_until.date() == date(2026, 11, 19)


def test_a_code_is_compared_without_case(runs):
    code = runs["fwk-next"].offers[0].codes.get()
    assert (code.code, code.code_folded) == ("KITA-OLTEN", "kita-olten")
    assert code.usage_limit == 40


def test_departments_of_the_operator_run_the_courses(runs):
    operator = Organisation.objects.get(identifier="BZA")
    assert {run.resource.organisation.parent for run in runs.values()} == {operator}
