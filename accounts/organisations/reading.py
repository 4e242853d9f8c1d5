"""What the pages of an organisation begin with: the organisation, and what one may do there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import Organisation
from accounts.rights import scope


@dataclass(frozen=True)
class May:
    keep: bool
    move: bool


def organisation(request: HttpRequest, pk: int, verb: str = "organisations.keep") -> Organisation:
    """404 where the person may not do this."""
    permitted = Organisation.objects.within(scope(request.user, verb))
    return get_object_or_404(permitted.select_related("parent").with_numbers(), pk=pk)


def may(request: HttpRequest, shown: Organisation) -> May:
    """It is taken away from where it stands, so one must keep that as well."""
    kept = scope(request.user, "organisations.keep")
    keep = kept.everything or shown.pk in kept.organisations
    above = shown.parent_id is None or shown.parent_id in kept.organisations
    return May(keep=keep, move=keep and (kept.everything or above))


def above(request: HttpRequest, shown: Organisation) -> list[tuple[Organisation, bool]]:
    """Those above it from the top down, and whether one may look at them too."""
    seen = scope(request.user, "organisations.see")
    over = Organisation.objects.ancestors(shown)
    return [(one, seen.everything or one.pk in seen.organisations) for one in over]
