"""Reports: run in the background, kept for their owner, gone when they expire."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import OrganisationRole, Setting
from bookings import jobs
from bookings.models import BookingOrder, Job
from courseplanner.reports import actions
from tests.cast import book, make_offer, make_order, make_resource

INDEX = "/planner/reports/"


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


def run(client, template: str = "all", of: str = "") -> Job:
    client.post(f"{INDEX}run/", {"template": template, "of": of})
    jobs.run_due()
    return Job.objects.latest("pk")


def address(report: Job, name: str = "report_download") -> str:
    return reverse(f"courseplanner:{name}", kwargs={"job": report.pk})


def opened(client, url: str):
    return load_workbook(io.BytesIO(client.get(url).getvalue()))


def cells(workbook) -> list[tuple]:
    return list(workbook.worksheets[0].iter_rows(values_only=True))


def numbers(client, report: Job) -> set[str]:
    head, *rows = cells(opened(client, address(report)))
    return {row[head.index("Booking number")] for row in rows}


def ordered_on(order: BookingOrder, *moment: int) -> BookingOrder:
    at = datetime(*moment, tzinfo=ZoneInfo("Europe/Zurich"))
    BookingOrder.objects.filter(pk=order.pk).update(created_at=at)
    return order


def test_a_report_is_the_workbook_of_accounting(planner, alice):
    make_order(alice)
    make_order(alice, method="free")

    report = run(planner)

    assert (report.state, report.total, report.done) == ("done", 2, 2)
    asked_there = opened(planner, "/planner/orders/accounting.xlsx?columns=all")
    assert cells(opened(planner, address(report))) == cells(asked_there)


def test_a_report_says_what_it_is_of_which_days_by_whom(planner, alice):
    make_order(alice)
    report = run(planner, "7-days")

    about = dict(opened(planner, address(report)).worksheets[-1].iter_rows(values_only=True))

    assert about["Report"] == "New booking orders – last 7 days"
    assert about["By whom"] == "Bob Baumann"
    assert {"Ordered from", "Ordered until", "Rows"} <= set(about)


def test_a_year_begins_in_the_month_the_house_says_and_at_its_midnight(
    planner, alice, time_machine
):
    Setting.objects.create(pk=1, fiscal_year_month=7)
    time_machine.move_to(datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Europe/Zurich")))
    before = ordered_on(make_order(alice), 2026, 6, 30, 23, 59)
    within = ordered_on(make_order(alice), 2026, 7, 1, 0, 0)

    assert numbers(planner, run(planner, "fiscal-year")) == {within.number}
    assert numbers(planner, run(planner, "last-fiscal-year")) == {before.number}


def test_a_report_can_be_of_one_product_or_implementation(planner, alice):
    wound, fire = make_resource("Wound care"), make_resource("Fire")
    order = book(make_offer(wound), alice)
    book(make_offer(fire), alice)

    for of in (
        f"product-{wound.implementation.product_id}",
        f"implementation-{wound.implementation.pk}",
    ):
        assert numbers(planner, run(planner, of=of)) == {order.number}
        assert "Report about everything" in planner.get(INDEX, {"of": of}).content.decode()


def test_a_report_shows_what_its_owner_may_see(client, alice, charlie, line_manager):
    order, foreign = make_order(alice), make_order(charlie)
    client.force_login(line_manager)

    report = run(client)

    assert numbers(client, report) == {order.number} != {foreign.number}
    assert "Cost center" not in cells(opened(client, address(report)))[0]


@pytest.mark.parametrize(
    "of", ["product-999999", "implementation-999999", "product-", "organisation-1", "product-1'"]
)
def test_what_one_may_not_see_cannot_be_reported(planner, of):
    assert planner.get(INDEX, {"of": of}).status_code == 404
    assert planner.post(f"{INDEX}run/", {"template": "all", "of": of}).status_code == 404
    assert not Job.objects.exists()


def test_a_foreign_implementation_cannot_be_reported(client, dora, alice):
    run_of_others = make_order(alice).resource.implementation
    client.force_login(dora)
    asked = {"template": "all", "of": f"implementation-{run_of_others.pk}"}
    assert client.post(f"{INDEX}run/", asked).status_code == 404


def test_f31_who_loses_the_right_meanwhile_gets_nothing(planner, bob, alice):
    make_order(alice)
    planner.post(f"{INDEX}run/", {"template": "all"})
    OrganisationRole.objects.filter(user=bob).delete()

    jobs.run_due()

    report = Job.objects.get()
    assert (report.state, report.file_name) == ("failed", "")
    assert report.error.startswith("You may no longer see everything this report was asked for.")


def test_f31_who_loses_the_right_while_it_is_written_gets_nothing(planner, bob, alice, tmp_path):
    make_order(alice)
    report = actions.run(template="all", of=None, by=bob)
    progress = jobs.progress

    def lose_it(*how_far) -> None:
        OrganisationRole.objects.filter(user=bob).delete()
        progress(*how_far)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("courseplanner.reports.work.jobs.progress", lose_it)
        jobs.run_due()

    report.refresh_from_db()
    assert (report.state, report.total, report.file_name) == ("failed", 1, "")
    assert not list((tmp_path / "media").rglob("*.bin"))


def test_f32_a_report_can_be_downloaded_again_and_by_its_owner_only(planner, client, dora, alice):
    make_order(alice)
    report = run(planner)
    assert numbers(planner, report) == numbers(planner, report)

    client.force_login(dora)
    for name in ("report", "report_download", "report_delete"):
        assert client.get(address(report, name)).status_code == 404
    assert client.post(address(report, "report_delete")).status_code == 404
    assert Job.objects.exists()


def test_f32_an_expired_report_is_gone(planner, alice):
    report = run(planner)
    Job.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert planner.get(address(report)).status_code == 404
    assert report.title not in planner.get(INDEX).content.decode().split("Generated reports")[1]


def test_who_sees_less_than_then_does_not_get_the_old_report(planner, bob, root, care, alice):
    report = run(planner)
    OrganisationRole.objects.filter(user=bob).update(organisation=care)

    assert planner.get(address(report)).status_code == 404


def test_who_owns_one_product_less_does_not_get_the_old_report(client, alice):
    owned = [make_resource(title).implementation.product for title in ("Wound care", "Fire")]
    for product in owned:
        product.owners.add(alice)
    client.force_login(alice)
    report = run(client)
    assert client.get(address(report)).status_code == 200

    owned[0].owners.remove(alice)
    assert client.get(address(report)).status_code == 404


def test_a_report_is_deleted_with_its_file_once_asked(planner, alice, tmp_path):
    report = run(planner)
    assert "Delete this report?" in planner.get(address(report, "report_delete")).content.decode()
    assert list((tmp_path / "media").rglob("*.bin"))

    page = planner.post(address(report, "report_delete"), follow=True).content.decode()

    assert "“All booking orders” is deleted." in page
    assert not Job.objects.exists()
    assert not list((tmp_path / "media").rglob("*.bin"))


def test_only_so_many_are_written_at_once(planner, bob):
    for _click in range(actions.MOST_AT_ONCE + 1):
        answer = planner.post(f"{INDEX}run/", {"template": "all"}, follow=True)
    assert Job.objects.count() == actions.MOST_AT_ONCE
    assert "No other was begun" in answer.content.decode()


def test_the_list_says_what_each_report_is_and_where_it_stands(planner, alice):
    make_order(alice)
    run(planner)
    planner.post(f"{INDEX}run/", {"template": "7-days"})

    page = planner.get(INDEX).content.decode().split("<tbody")[1]

    newest, _comma, oldest = page.partition("Actions for New booking orders – last 7 days")
    assert "Waiting" in newest
    assert 'data-renew="/planner/reports/' in newest
    assert "Done" in oldest
    assert "KB" in oldest
    assert 'data-renew="' not in oldest


def test_a_line_that_renews_itself_is_only_a_line(planner, bob):
    report = actions.run(template="all", of=None, by=bob)
    line = planner.get(address(report, "report"), headers={"X-Renew": "1"}).content.decode()
    assert line.strip().startswith('<tr role="row" data-renew=')
    assert planner.get(address(report, "report")).url == INDEX


def test_the_page_costs_the_same_with_many_reports(planner, bob, django_assert_max_num_queries):
    for _report in range(30):
        Job.objects.create(owner=bob, kind="report", title="All", arguments={})
    with django_assert_max_num_queries(10):
        planner.get(INDEX)
