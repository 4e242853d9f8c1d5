"""What stands in other tables about a resource, as one short text per resource.

Lists read it like a column, also in a workbook of any length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, NullIf
from django.utils import timezone
from django.utils.translation import get_language

from catalog.models import conditions

if TYPE_CHECKING:
    from accounts.rights import Person
    from catalog.models.resource import LearningResource

BETWEEN = "\n"


class Joined(Aggregate):
    """The texts of several rows as one, in no particular order."""

    function = "STRING_AGG"
    output_field = TextField()

    def __init__(self, text: Combinable) -> None:
        super().__init__(Cast(text, TextField()), Value(BETWEEN))

    def as_sqlite(self, compiler, connection, **context):  # type: ignore[no-untyped-def]
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def offers(person: Person) -> Expression:
    """A line for each: whether it can be booked now, its method, price and currency."""
    now = timezone.now()
    is_open = Q(valid_from=None) | Q(valid_from__lte=now)
    line = Concat(
        Case(When(is_open, then=Value("open ")), default=Value("later ")),
        F("method"),
        Value(" "),
        Cast("price", CharField()),
        Value(" "),
        F("currency"),
        output_field=TextField(),
    )
    rows = conditions.offers_for(person).not_ended(now).filter(resource=OuterRef("pk"))
    return _joined(rows, "resource", line)


def subject_names(model: type[LearningResource]) -> Expression:
    name: Combinable = F("subject__name")
    if (get_language() or "").startswith("de"):
        name = Coalesce(NullIf("subject__name_de", Value("")), "subject__name")
    filed = model.subjects.through.objects.filter(learningresource=OuterRef("pk"))
    return _joined(filed, "learningresource", name)


def availability(model: type[LearningResource], person: Person) -> Expression:
    """pending, active, a number of seats, or nothing where there is no maximum."""
    left = Greatest(F("max_participants") - F("seats_taken"), 0)
    seats = Case(
        When(max_participants=None, then=Value("")),
        default=Cast(left, CharField()),
        output_field=CharField(),
    )
    return Coalesce(_standing(model, person), seats) if person.is_authenticated else seats


def _standing(model: type[LearningResource], person: Person) -> Combinable:
    """`participations` belongs to the bookings, which stand above us."""
    own = model.objects.filter(
        pk=OuterRef("pk"),
        participations__person=person.pk,
        participations__status__in=("pending", "active"),
    )
    return Subquery(own.values("participations__status")[:1], output_field=CharField())


def _joined(rows: QuerySet, owner: str, text: Combinable) -> Expression:
    lines = rows.order_by().values(owner).annotate(lines=Joined(text)).values("lines")
    return Coalesce(Subquery(lines, output_field=TextField()), Value("", output_field=TextField()))
