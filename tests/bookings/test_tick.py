"""What happens by itself: mails go out, what lapsed ends, what is old goes; twice is once."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail as mailbox
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import history
from accounts.models import AddressImport, Message, User
from bookings import actions
from bookings.models import BookingOrder, Participation
from catalog.models import LearningResource
from tables import sizes
from tests.cast import book, make_offer, make_order, make_resource

AGO = timedelta(hours=1)


def pending(person, **offer) -> BookingOrder:
    return make_order(person, confirmation=True, **{"method": "invoice"} | offer)


def lapse(*orders: BookingOrder) -> None:
    Participation.objects.filter(order__in=orders).update(confirm_until=timezone.now() - AGO)


def seats(order: BookingOrder) -> int:
    return LearningResource.objects.get(pk=order.resource_id).seats_taken


def test_mails_that_wait_go_out(alice, capsys):
    make_order(alice, method="free")

    call_command("tick")

    assert len(mailbox.outbox) == 1
    assert "1 mails sent" in capsys.readouterr().out


def test_more_mails_than_one_helping_go_out_in_one_tick(alice):
    Message.objects.bulk_create(
        Message(event="booked", key=f"k{n}", recipient="a@example.org", language="en", subject="S",
                text="T", html="<p>H</p>")
        for n in range(230)
    )  # fmt: skip

    call_command("tick")

    assert len(mailbox.outbox) == 230


def test_what_nobody_confirmed_in_time_ends_and_frees_its_seat(alice, charlie):
    order = pending(alice)
    other = pending(charlie)
    lapse(order)

    call_command("tick")

    order.refresh_from_db()
    assert (order.participation.status, order.status, seats(order)) == ("expired", "cancelled", 0)
    assert history.of(order).last().verb == "expired"
    other.refresh_from_db()
    assert (other.participation.status, other.status, seats(other)) == ("pending", "open", 1)


def test_every_course_with_something_lapsed_has_its_turn(alice, charlie):
    offer = make_offer(make_resource(), method="free", confirmation=True)
    orders = [book(offer, alice), book(offer, charlie), pending(alice)]
    lapse(*orders)

    call_command("tick")

    assert not Participation.objects.live().exists()
    assert not LearningResource.objects.filter(seats_taken__gt=0).exists()


def test_ticking_twice_changes_nothing_more(alice, charlie):
    order = pending(alice)
    make_order(charlie)
    lapse(order)
    call_command("tick")
    after = history.of(order).count(), len(mailbox.outbox), seats(order)

    call_command("tick")

    assert (history.of(order).count(), len(mailbox.outbox), seats(order)) == after


def test_a_decision_that_was_faster_stands(alice, bob):
    order = pending(alice)
    actions.confirm(participation=order.participation, by=bob)
    lapse(order)

    call_command("tick")

    order.refresh_from_db()
    assert (order.participation.status, order.status) == ("active", "open")


def test_old_sessions_and_finished_tasks_go_and_young_ones_stay(client, alice):
    client.force_login(alice)
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - AGO)
    make_order(alice, method="free")
    young = DBTaskResult.objects.get()
    finished = {"status": "SUCCESSFUL", "finished_at": timezone.now() - timedelta(days=15)}
    make_order(alice, method="free")
    old = DBTaskResult.objects.exclude(pk=young.pk).get()
    DBTaskResult.objects.filter(pk=old.pk).update(**finished)

    call_command("tick")

    assert not Session.objects.filter(session_key="old").exists()
    assert Session.objects.count() == 1
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [young.pk]


def test_a_step_that_fails_is_told_and_keeps_no_other_from_running(
    alice, charlie, capsys, monkeypatch
):
    order = pending(alice)
    make_order(charlie, method="free")
    lapse(order)

    def locked(**_what):
        raise TimeoutError("lock not available")

    monkeypatch.setattr(actions, "expire_lapsed", locked)
    with pytest.raises(CommandError, match="Failed: expire"):
        call_command("tick")

    assert "lock not available" in capsys.readouterr().err
    assert len(mailbox.outbox) == 2


@pytest.mark.django_db
def test_a_tick_with_nothing_to_do_says_nothing_and_asks_little(
    capsys, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        call_command("tick")
    assert capsys.readouterr().out == ""


def test_a_checked_file_of_addresses_is_forgotten_after_a_day(care, admin, capsys):
    yesterday = timezone.now() - timedelta(days=1, minutes=1)
    of_care = {"organisation": care, "by": admin, "file_name": "a.xlsx", "rows": {}}
    old = AddressImport.objects.create(**of_care, created_at=yesterday)
    young = AddressImport.objects.create(**of_care, created_at=yesterday + timedelta(minutes=2))

    call_command("tick")
    call_command("tick")

    assert list(AddressImport.objects.values_list("pk", flat=True)) == [young.pk] != [old.pk]
    assert capsys.readouterr().out.count("1 checked imports of addresses forgotten") == 1


def test_sqlite_is_told_when_tables_have_grown(db, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(sizes, "learn", lambda models: bool(asked.extend(models) or True))

    call_command("tick")

    assert set(asked) == {BookingOrder, LearningResource, User}
    assert "SQLite has counted them" in capsys.readouterr().out
