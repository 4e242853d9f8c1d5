"""An implementation is confirmed: who takes part is told, and nobody's own state changes."""

import pytest

from accounts import outbox
from accounts.models import Message
from bookings import actions as bookings
from bookings import jobs
from courseplanner.status import actions, work
from tests.browser import LOOKS, assert_well_made
from tests.cast import book, make_offer, make_person, make_resource
from tests.courseplanner.pages import says, url


@pytest.fixture
def run(root):
    return make_resource("Wound care", status="provisional").implementation


@pytest.fixture
def desk(client, bob):
    client.force_login(bob)
    return client


def confirm(run, by, **how):
    return actions.move(
        implementation=run, to="confirmed", seen="provisional", by=by, **{"words": "", **how}
    )


def told() -> list[str]:
    mails = Message.objects.filter(event="run_confirmed").order_by("recipient")
    return list(mails.values_list("recipient", flat=True))


def test_whoever_takes_part_is_told_and_pending_people_stay_pending(run, bob, alice, charlie):
    book(make_offer(run.resource), alice)
    waiting = book(make_offer(run.resource, confirmation=True), charlie)

    confirm(run, bob, words="Bring boots.")

    assert told() == ["alice@example.org", "charlie@example.org"]
    outbox.deliver_due()
    for mail in Message.objects.filter(event="run_confirmed"):
        assert "It is settled that “Wound care” takes place." in mail.text
        assert "Bring boots." in mail.text
        assert ("still waits to be confirmed" in mail.text) == (mail.person == charlie)
    waiting.participation.refresh_from_db()
    assert waiting.participation.status == "pending"


def test_who_is_out_already_is_not_told(run, bob, alice, charlie):
    offer = make_offer(run.resource)
    book(offer, alice)
    bookings.remove(participation=book(offer, charlie).participation, by=bob, words=None)

    confirm(run, bob)

    assert told() == ["alice@example.org"]


def test_each_confirmation_is_told_once(run, bob, alice):
    book(make_offer(run.resource), alice)
    confirm(run, bob)
    actions.move(implementation=run, to="provisional", seen="confirmed", by=bob)
    confirm(run, bob)

    assert told() == ["alice@example.org"] * 2


def test_nobody_is_told_where_the_planner_says_so(desk, run, alice):
    book(make_offer(run.resource), alice)
    address = url("implementation_status", pk=run.pk, to="confirmed")

    page = desk.post(address, {"seen": "provisional", "tell": "none"}, follow=True)

    assert says(page, "is “Confirmed” now")
    assert told() == []


def test_many_are_told_in_the_background_each_once(desk, run, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 2)
    monkeypatch.setattr(work, "CHUNK", 2)
    offer = make_offer(run.resource)
    for one in range(5):
        book(offer, make_person(f"P{one}"))
    address = url("implementation_status", pk=run.pk, to="confirmed")

    page = desk.post(address, {"seen": "provisional", "tell": "standard"}, follow=True)

    assert says(page, "Notify: Wound care", "Waiting")
    assert told() == []
    jobs.run_due()
    assert len(told()) == 5
    assert says(desk.get(page.request["PATH_INFO"]), "5 people are told by e-mail.")


def test_with_nobody_in_there_is_nothing_to_preview(desk, run):
    page = desk.get(url("implementation_status", pk=run.pk, to="confirmed"))

    assert says(page, "Nobody takes part, so nobody is told.")


def test_the_preview_speaks_the_language_asked_for(desk, run, alice):
    book(make_offer(run.resource), alice)
    address = url("implementation_status", pk=run.pk, to="confirmed")

    for language in ("de", "en"):
        page = desk.post(address, {"tell": "standard", "preview": language})
        assert page.context["preview"].language == language
        assert says(page, f'<pre class="kb-mail-text" tabindex="0" lang="{language}">')
    assert says(desk.post(address, {"preview": "xx"}), "Preview of the mail")
    assert told() == []


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_page_is_well_made(
    page, live_server, sign_in, look, bob, run, alice, size, theme, language
):
    book(make_offer(run.resource, method="invoice"), alice)
    look(size, theme, language)
    sign_in(bob)
    address = url("implementation_status", pk=run.pk, to="cancelled")
    page.goto(live_server.url + address)
    assert_well_made(page)
