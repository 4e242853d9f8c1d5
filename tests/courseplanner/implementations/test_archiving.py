"""What is over can be put out of sight; what goes on cannot."""

import pytest

from courseplanner.implementations import actions
from tests.courseplanner.pages import make_run, says, url, verbs


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


def shown(client, query: str = "") -> list[str]:
    table = client.get(f"{url('index')}?{query}").context["table"]
    return [row.data["resource__title"] for row in table.rows]


@pytest.mark.parametrize("status", ["finished", "cancelled"])
def test_what_is_over_leaves_the_list(planner, status):
    run = make_run("Alt", status=status)
    make_run("Neu")

    question = planner.get(url("implementation_archive", pk=run.pk))
    assert says(question, "Archive this implementation?", "It leaves the list")
    planner.post(url("implementation_archive", pk=run.pk))

    assert shown(planner) == ["Neu"]
    assert shown(planner, f"preset={status}") == []
    assert shown(planner, "preset=archived") == ["Alt"]
    assert verbs(run) == ["archived"]


@pytest.mark.parametrize("status", ["preparation", "provisional", "confirmed", "active"])
def test_what_goes_on_is_not_archived(planner, status):
    run = make_run("Neu", status=status)

    page = planner.post(url("implementation_archive", pk=run.pk), follow=True)

    assert says(page, "“Neu” was not archived: it is neither finished nor cancelled.")
    assert shown(planner) == ["Neu"]
    assert verbs(run) == []


def test_it_comes_back(planner, bob):
    run = make_run("Alt", status="finished")
    for _twice in range(2):
        actions.archive(implementation=run, by=bob)
    for _twice in range(2):
        planner.post(url("implementation_unarchive", pk=run.pk))

    assert shown(planner) == ["Alt"]
    assert verbs(run) == ["archived", "unarchived"]


def test_only_what_is_over_offers_it(planner):
    make_run("Neu")
    assert not says(planner.get(url("index")), "Archive…")

    make_run("Alt", status="finished")
    assert says(planner.get(url("index")), "Archive…", "Copy…")


def test_it_stays_readable_by_its_address(planner, bob):
    run = make_run("Alt", status="finished")
    actions.archive(implementation=run, by=bob)

    assert planner.get(url("implementation_settings", pk=run.pk)).status_code == 200
    assert planner.get(url("orders", pk=run.pk)).status_code == 200


def test_a_planner_elsewhere_archives_nothing(client, dora):
    run = make_run("Alt", status="finished")
    client.force_login(dora)

    assert client.post(url("implementation_archive", pk=run.pk)).status_code == 404
    run.refresh_from_db()
    assert run.archived_at is None
