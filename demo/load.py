"""Loads the demo: the story told in demo/story/, and a crowd of any size around it."""

from datetime import date
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from bookings import mail
from bookings.models import BookingOrder, Participation
from bookings.states import TAKES_A_SEAT
from catalog.models import LearningResource
from demo import house, ledger, programme
from demo.drawing import Drawing
from demo.programme import Run
from demo.reading import Days, Told, read
from demo.stage import Stage


@transaction.atomic
def load_story(*, today: date, seed: int) -> None:
    """All of it or nothing, into an empty house."""
    days = Days(today)
    stage = house.build()
    runs = programme.build(stage, days)
    told = read("bookings")
    dice = Random(seed)
    entries = Drawing(stage, days, dice, told["booking"]).all_of(runs)
    orders = ledger.write(entries, staff=stage.planner)
    _enter_members(stage, days, runs, told["membership"], dice)
    _count_seats()
    ledger.count_uses()
    _tell_by_mail(stage.people["learner@example.org"], orders)


def _enter_members(
    stage: Stage, days: Days, runs: list[Run], told: list[Told], dice: Random
) -> None:
    """Memberships nobody booked."""
    by_key = {run.key: run.resource for run in runs}
    Participation.objects.bulk_create(
        Participation(
            person=stage.people[one["person"]],
            resource=by_key[one["run"]],
            origin=one["origin"],
            created_at=days.some_time(-one["ago"], dice),
            **_standing(one, days),
        )
        for one in told
    )


def _standing(told: Told, days: Days) -> dict[str, Any]:
    """Inside, or still asked whether they come."""
    if "answer_within" not in told:
        return {"status": "active"}
    until = days.morning(told["answer_within"])
    return {"status": "pending", "confirm_by": "person", "confirm_until": until}


def _count_seats() -> None:
    live = Participation.objects.filter(resource=OuterRef("pk"), status__in=TAKES_A_SEAT)
    count = live.order_by().values("resource").annotate(seats=Count("pk")).values("seats")
    LearningResource.objects.update(seats_taken=Coalesce(Subquery(count), 0))


def _tell_by_mail(person: User, orders: list[BookingOrder]) -> None:
    """The learner finds the receipts of her bookings among the mails of the demo."""
    mine = {order.pk: order for order in orders if order.person_id == person.pk}
    for participation in Participation.objects.filter(order__in=mine):
        order = mine[participation.order_id]
        order.person = person
        mail.booked(order, participation)
    for message in person.messages.all():
        order = next(one for one in mine.values() if message.key.endswith(one.number))
        person.messages.filter(pk=message.pk).update(created_at=order.created_at)
