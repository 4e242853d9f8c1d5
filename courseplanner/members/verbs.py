"""What is decided about members, one or many: each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from accounts.refusal import Refusal
from bookings import actions

if TYPE_CHECKING:
    from accounts.models import User
    from bookings.models import Participation


def _cancel(
    *,
    participation: Participation,
    by: User,
    note: str,
    words: str | None,
    fee: Decimal | None = None,
) -> None:
    if participation.order is None:
        raise Refusal(_("There is no booking to cancel. Remove the access instead."))
    actions.cancel(order=participation.order, by=by, fee=fee, note=note, words=words)


@dataclass(frozen=True)
class Verb:
    """right: who may · change: what it does · the rest: its words. `n` is how many people."""

    key: str
    right: str
    change: Callable[..., None]
    question: Any
    consequence: str | Promise
    button: str | Promise
    said: Callable[[int], str]
    is_final: bool = True
    asks_fee: bool = False


ACCEPT = Verb(
    key="accept",
    right="memberships.decide",
    change=actions.confirm,
    question=ngettext_lazy("Accept this person?", "Accept %(n)d people?", "n"),
    consequence=gettext_lazy("They take part at once."),
    button=pgettext_lazy("button", "Accept"),
    said=lambda n: ngettext("%(n)d person is accepted.", "%(n)d people are accepted.", n),
    is_final=False,
)
DECLINE = Verb(
    key="decline",
    right="memberships.decide",
    change=actions.decline,
    question=ngettext_lazy("Decline this person?", "Decline %(n)d people?", "n"),
    consequence=gettext_lazy(
        "Their seats are free at once and their bookings are cancelled without a fee. "
        "This cannot be undone."
    ),
    button=pgettext_lazy("button", "Decline"),
    said=lambda n: ngettext("%(n)d person is declined.", "%(n)d people are declined.", n),
)
CANCEL = Verb(
    key="cancel",
    right="memberships.keep",
    change=_cancel,
    question=ngettext_lazy("Cancel this booking?", "Cancel %(n)d bookings?", "n"),
    consequence=gettext_lazy(
        "The bookings end, their seats are free at once, and the fees below are charged. "
        "This cannot be undone."
    ),
    button=pgettext_lazy("button", "Cancel bookings"),
    said=lambda n: ngettext("%(n)d booking is cancelled.", "%(n)d bookings are cancelled.", n),
    asks_fee=True,
)
REMOVE = Verb(
    key="remove",
    right="memberships.keep",
    change=actions.remove,
    question=ngettext_lazy("Remove this person?", "Remove %(n)d people?", "n"),
    consequence=gettext_lazy(
        "They no longer take part and their seats are free at once. Their booking orders stay as "
        "they are, and are still to be paid. This cannot be undone."
    ),
    button=pgettext_lazy("button", "Remove"),
    said=lambda n: ngettext("%(n)d person is removed.", "%(n)d people are removed.", n),
)
VERBS = {verb.key: verb for verb in (ACCEPT, DECLINE, CANCEL, REMOVE)}


@dataclass(frozen=True)
class Told:
    """What goes with a decision; `fees` by the number of the participation."""

    note: str
    words: str | None
    fees: dict[int, Decimal]


@dataclass
class Outcome:
    done: int
    refused: list[str]


def decide(verb: Verb, participation: Participation, *, by: User, told: Told) -> str:
    """One person; returns why nothing was done, empty if it was."""
    fee = {"fee": told.fees.get(participation.pk)} if verb.asks_fee else {}
    try:
        verb.change(participation=participation, by=by, note=told.note, words=told.words, **fee)
    except Refusal as refusal:
        return f"{participation.person}: {refusal.sentence}"
    return ""


def decide_all(
    verb: Verb, participations: Iterable[Participation], *, by: User, told: Told
) -> Outcome:
    """Everybody who can be; those who cannot are named, and the others go on."""
    answers = [decide(verb, one, by=by, told=told) for one in participations]
    refused = [sentence for sentence in answers if sentence]
    return Outcome(done=len(answers) - len(refused), refused=refused)
