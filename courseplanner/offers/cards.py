"""The offers of an implementation as planners see them: each a card with what there is to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.organisations.tree import Tree
from bookings.models import BookingOrder
from catalog import availability, states
from catalog.models import AccessCode, Offer
from courseplanner.models import Implementation
from courseplanner.offers import overlaps, periods
from tables.counting import number_of

LOOKS = {"bookable": "active", "planned": "pending", "full": "done", "ended": "written-off"}


@dataclass(frozen=True)
class Card:
    offer: Offer
    now: datetime
    overlapping: list[Offer]

    @cached_property
    def state(self) -> str:
        return self.offer.state_at(self.now)

    @property
    def look(self) -> str:
        return LOOKS.get(self.state, "cancelled")

    @property
    def state_label(self) -> str:
        return str(states.OFFER[self.state])

    @property
    def hint(self) -> str:
        return availability.hint(self.offer, self.now)

    @property
    def statuses(self) -> str:
        labels = states.BY_KIND[self.offer.resource.kind]
        return ", ".join(str(labels[one]) for one in labels if one in self.offer.bookable_statuses)

    @property
    def period(self) -> str:
        return periods.told(self.offer)

    @cached_property
    def codes(self) -> list[AccessCode]:
        return list(self.offer.codes.all())

    @property
    def usable_codes(self) -> list[AccessCode]:
        return [code for code in self.codes if is_usable(code, self.now)]

    @property
    def warnings(self) -> list[str]:
        return list(filter(None, [*self._of_dates(), *self._of_ways_in(), self._overlap()]))

    def _of_dates(self) -> list[str]:
        offer, resource = self.offer, self.offer.resource
        lacking = availability.missing(offer)
        told = []
        if "begin" in lacking:
            told.append(_("A day counts from the begin, and the implementation has none yet."))
        if "end" in lacking:
            told.append(_("A day counts from the end, and the implementation has none yet."))
        if offer.is_undated and not lacking:
            told.append(_("With the dates of the implementation it would end before it begins."))
        if offer.free_until_days is not None and resource.begin is None:
            told.append(_("As long as there is no begin, cancelling is free of charge."))
        return told

    def _of_ways_in(self) -> list[str]:
        offer, told = self.offer, []
        if not offer.internal:
            told.append(_("It is published nowhere, so nobody can book it."))
        elif not offer.external and not offer.organisations.all():
            told.append(_("It is released for no organisation, so nobody can book it."))
        if offer.access_method.has_codes and not self.usable_codes:
            told.append(_("There is no access code that can be used, so nobody can book it."))
        if offer.auto_booking and (offer.confirmation or self.overlapping):
            told.append(
                _("Auto-booking has no effect beside another offer, or with confirmation.")
            )
        return told

    def _overlap(self) -> str:
        names = ", ".join(other.label for other in self.overlapping)
        said = _("The same people can book %(offers)s at the same time. Is this intended?")
        return said % {"offers": names} if names else ""


def is_usable(code: AccessCode, now: datetime) -> bool:
    is_over = code.expires_at is not None and code.expires_at <= now
    return not is_over and (code.usage_limit is None or code.uses < code.usage_limit)


def offers_of(implementation: Implementation) -> QuerySet[Offer]:
    """Whatever can be edited, with their resource, in the order of their labels."""
    offers = Offer.objects.existing().filter(resource=implementation.resource_id)
    return offers.select_related("resource", "cost_center").order_by("label")


def of(implementation: Implementation) -> list[Card]:
    """The same number of statements for any number of offers."""
    offers = offers_of(implementation).prefetch_related("organisations", "codes")
    counted = offers.annotate(number_of_orders=number_of(BookingOrder.objects.all(), "offer"))
    found, now = list(counted), timezone.now()
    meeting = overlaps.found(found, Tree.read())
    return [Card(offer, now, meeting[offer.pk]) for offer in found]
