"""More rows of a kind than the demo has, written in bulk."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, OrganisationRole, User
from bookings.models import BookingOrder
from bookings.numbers import booking_number, reserve_serials
from catalog.models import LearningResource, Offer, ResourceWord, searchable_text
from tables.folding import write_words

AT_ONCE = 1000


def people(number: int, prefix: str) -> list[User]:
    """Users of the first organisation."""
    made = User.objects.bulk_create(
        User(email=f"{prefix}-{one}@bench.example", sort_name=f"{prefix} {one}", language="en")
        for one in range(number)
    )
    home = Organisation.objects.order_by("pk").first()
    OrganisationRole.objects.bulk_create(
        OrganisationRole(user=person, organisation=home, role="user") for person in made
    )
    return made


@transaction.atomic
def person_with_orders(number: int) -> User:
    """Cancelled copies of one order, each a minute older: they need no access behind them."""
    [person] = people(1, f"own{number}")
    model, now = BookingOrder.objects.filter(state="cancelled").latest("pk"), timezone.now()
    orders = []
    for place, serial in enumerate(reserve_serials(number)):
        created = now - timedelta(minutes=place)
        fields = {f.attname: getattr(model, f.attname) for f in model._meta.concrete_fields}
        fields |= {"id": serial, "number": booking_number(serial, created), "person_id": person.pk}
        fields |= {"created_at": created, "booked_by_id": person.pk}
        del fields["status"], fields["is_adjusted"]
        orders.append(BookingOrder(**fields))
    BookingOrder.objects.bulk_create(orders, batch_size=AT_ONCE)
    return person


def resource(title: str, *, seats: int | None = None) -> LearningResource:
    """A confirmed implementation of the first organisation, as yet without offers."""
    home = Organisation.objects.order_by("pk").first()
    made = LearningResource(
        kind="implementation",
        status="confirmed",
        title=title,
        organisation=home,
        max_participants=seats,
        begin=timezone.localdate() + timedelta(days=60),
    )
    made.fold_text()
    return made


def offer(of: LearningResource, method: str, label: str) -> Offer:
    price = 490 if method == "invoice" else 0
    return Offer(resource=of, method=method, label=label, external=True, price=price)


def fill_catalog(resources: int, offers_each: int) -> None:
    made = LearningResource.objects.bulk_create(
        (resource(f"Kurs {one:05} Führung im Büro") for one in range(resources)),
        batch_size=AT_ONCE,
    )
    Offer.objects.bulk_create(
        (
            offer(one, "invoice" if place % 2 else "free", f"O-{place:02}")
            for one in made
            for place in range(offers_each)
        ),
        batch_size=AT_ONCE,
    )
    write_words(ResourceWord, "owner", {one.pk: searchable_text(one, []) for one in made})
