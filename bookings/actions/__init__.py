"""Every change of bookings, as verbs.

Each verb is keyword-only, takes `by` (the person acting, None for the system), opens one
transaction and locks before it decides, always the resource first. History and mails are rows of
the same transaction. What must not happen raises a Refusal with a sentence for the person.
"""

from bookings.actions.booking import (
    GONE,
    AlreadyBooked,
    TermsChanged,
    book,
    refuse_unless_bookable,
)
from bookings.actions.deciding import accept, confirm, decline, refuse
from bookings.actions.entering import Entry, enter
from bookings.actions.leaving import (
    call_off,
    cancel,
    cancel_own,
    expire_lapsed,
    remove,
    why_not_cancellable,
)
from bookings.actions.money import (
    change_fee,
    change_price,
    why_fee_is_fixed,
    why_not_written_off,
    why_price_is_fixed,
    write_off,
)
from bookings.actions.settling import (
    SETTLED_FROM,
    Settled,
    mark_open,
    mark_paid,
    settle,
    why_not_settled,
)

__all__ = [
    "GONE",
    "SETTLED_FROM",
    "AlreadyBooked",
    "Entry",
    "Settled",
    "TermsChanged",
    "accept",
    "book",
    "call_off",
    "cancel",
    "cancel_own",
    "change_fee",
    "change_price",
    "confirm",
    "decline",
    "enter",
    "expire_lapsed",
    "mark_open",
    "mark_paid",
    "refuse",
    "refuse_unless_bookable",
    "remove",
    "settle",
    "why_fee_is_fixed",
    "why_not_cancellable",
    "why_not_settled",
    "why_not_written_off",
    "why_price_is_fixed",
    "write_off",
]
