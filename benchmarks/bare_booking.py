"""The statements of a booking without the code that decides them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from benchmarks import crowd
from bookings import actions
from bookings.models import Participation
from bookings.numbers import booking_number
from catalog.models import Offer

Statement = tuple[str, list[Any]]
FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SET ")
SERIALS_FROM = 500_000_000  # where no real booking comes
HEX = re.compile("[0-9a-f]{32}")


def six(job: tuple[Offer, User]) -> None:
    """What no booking can leave out: the lock, the seat, the order, the access, the history."""
    offer, person = job[0].pk, job[1].pk
    now = timezone.now()
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT resource_id FROM catalog_offer WHERE id = %s", [offer])
        resource = cursor.fetchone()[0]
        cursor.execute(f"SELECT 1 FROM catalog_learningresource WHERE id = %s{lock}", [resource])
        cursor.execute(
            "UPDATE catalog_learningresource SET seats_taken = seats_taken + 1 WHERE id = %s",
            [resource],
        )
        cursor.execute(
            "INSERT INTO bookings_bookingorder (number, person_id, offer_id, resource_id,"
            " booked_by_id, created_at, state, resource_title, resource_title_folded, offer_label,"
            " method, price, price_original, currency, cancellable, cost_center_name,"
            " cost_center_account, po_number, comment) VALUES"
            " (%s, %s, %s, %s, %s, %s, 'done', 't', 't', 'o', 'free', 0, 0, 'CHF', %s,"
            " '', '', '', '') RETURNING id",
            [f"B-{person}", person, offer, resource, person, now, True],
        )
        order = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO bookings_participation (person_id, resource_id, status, origin, order_id,"
            " confirm_by, created_at) VALUES (%s, %s, 'active', 'booking', %s, '', %s)",
            [person, resource, order, now],
        )
        cursor.execute(
            "INSERT INTO accounts_event (subject_type, subject_id, subject_label, by_id, by_label,"
            " at, verb, before, after, note) VALUES"
            " ('bookingorder', %s, 'l', %s, 'l', %s, 'booked', '', 'done', '')",
            [order, person, now],
        )


class All:
    """Every statement that one real booking sent, sent again for others with their own keys."""

    def __init__(self) -> None:
        """Books once, and remembers what went to the database."""
        resource = crowd.resource("Sample of a booking")
        resource.save()
        offer = crowd.offer(resource, "free", "O-01")
        offer.save()
        [person] = crowd.people(1, f"sample{timezone.now():%H%M%S%f}")
        self.sent: list[Statement] = []
        with connection.execute_wrapper(self._record):
            order = actions.book(
                offer=offer, person=person, by=person, answers={"seen": offer.terms_seen}
            )
        access = Participation.objects.get(order=order)
        self.keys = [person.pk, offer.pk, resource.pk, order.pk, access.pk]
        self.number = order.number
        assert len(set(self.keys)) == len(self.keys), "Values are told apart by their numbers."

    def _record(self, run: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        if not sql.startswith(FRAME):
            self.sent.append((sql, list(params or ())))
        return run(sql, params, *rest)

    def __call__(self, job: tuple[Offer, User]) -> None:
        offer, person = job
        serial = SERIALS_FROM + person.pk
        own = [person.pk, offer.pk, offer.resource_id, serial, serial]
        number = booking_number(serial, timezone.now())
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params in self.sent:
                cursor.execute(sql, [self._instead(one, own, number) for one in params])
                if cursor.description:
                    cursor.fetchall()

    def _instead(self, value: Any, own: list[int], number: str) -> Any:
        if isinstance(value, UUID):
            return uuid4()
        if isinstance(value, str):
            return uuid4().hex if HEX.fullmatch(value) else value.replace(self.number, number)
        if type(value) is int and value in self.keys:
            return own[self.keys.index(value)]
        return value
