"""Who receives the invoice of an order: a copy of an address, and its change by hand.

Later changes of the address do not reach the copy. Only `change_billing_address` does, and it
stands in the history of the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import history
from accounts.addresses import actions as addresses
from accounts.editing import differences, lock_as_seen
from accounts.models import BillingAddress
from accounts.refusal import Refusal
from accounts.rights import reach
from bookings.models import BookingOrder, OrderAddress

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 255  # of what the history says
SHOWN = (
    "name_line_1", "name_line_2", "street", "address_line_2", "address_line_3",
    "address_line_4", "po_box", "zip", "city", "region", "country", "customer_number",
)  # fmt: skip


def freeze(*, order: BookingOrder, address: BillingAddress, by: User | None) -> None:
    """Copy the address into a new order; one typed just now is stored first."""
    if address.pk is None:
        addresses.create(address=address, by=by)
    OrderAddress.objects.create(order=order, **_copy(address))


@transaction.atomic
def change_billing_address(
    *, order: BookingOrder, address: BillingAddress, seen: str, by: User
) -> None:
    """Bill an open order at another address, stored or new, or at the same one as it is now.

    Locks the order, then its address; ChangedMeanwhile if that is not what was `seen` any more.
    An address proposal goes when its last order leaves it.
    """
    current = BookingOrder.objects.select_for_update().get(pk=order.pk)
    _refuse(why_fixed(current))
    before = lock_as_seen(order.address, seen)
    _refuse(_why_not_billed_at(address, current.person))
    if address.pk is None:
        addresses.create(address=address, by=by)
    after = OrderAddress(pk=before.pk, order=current, **_copy(address))
    if differences(before, after):
        after.save(force_update=True)
        said = {"before": in_one_line(before), "after": in_one_line(after)}
        history.record(current, "billing address changed", by=by, **said)
        _forget_proposal(before.billing_address, by)


def why_fixed(order: BookingOrder) -> str:
    """Why this order is billed where it is, in a sentence; empty while that can be changed."""
    if not order.access_method.settled_by_hand:
        return _("Only invoices are billed at another address. Nothing was changed.")
    if order.state == "paid":
        return _(
            "%(number)s is paid, so its billing address stays as it is. If the invoice has to "
            "be written anew, set it as open first."
        ) % {"number": order.number}
    if order.state != "open":
        return _(
            "The billing address can be changed as long as a booking order is open; "
            "%(number)s is “%(status)s”. Nothing was changed."
        ) % {"number": order.number, "status": order.status_label}
    return ""


def in_one_line(address: BillingAddress | OrderAddress) -> str:
    parts = [str(getattr(address, name)) for name in SHOWN]
    return Truncator(", ".join(part for part in parts if part)).chars(LONGEST)


def _refuse(sentence: str) -> None:
    if sentence:
        raise Refusal(sentence)


def _why_not_billed_at(address: BillingAddress, person: User) -> str:
    """A stored one must be theirs to choose; a new one goes to an organisation of theirs."""
    if address.pk is None:
        owner = address.organisation
        if owner is None:
            fits = address.person_id == person.pk
        else:
            fits = owner.is_active and owner.pk in reach(person)
    else:
        choosable = BillingAddress.objects.choosable_by(person, reach(person))
        locked = choosable.select_for_update(of=("self",))
        fits = locked.filter(pk=address.pk).first() is not None
    if fits:
        return ""
    return _("%(person)s cannot be billed at this address any more. Choose another one.") % {
        "person": person
    }


def _forget_proposal(address: BillingAddress | None, by: User) -> None:
    if address is None or address.organisation_id or address.person_id:
        return
    if not address.order_addresses.exists():
        addresses.delete(address=address, by=by)


def _copy(address: BillingAddress) -> dict[str, Any]:
    frozen = {name: getattr(address, name) for name in OrderAddress.TEXT_FIELDS}
    frozen["country"] = str(address.country)
    return {**frozen, "billing_address": address, **_owner(address)}


def _owner(address: BillingAddress) -> dict[str, str]:
    organisation = address.organisation
    if organisation is None:
        return {"source": "personal" if address.person_id else "proposal"}
    return {
        "source": "organisation",
        "organisation_identifier": organisation.identifier,
        "organisation_name": organisation.name,
        "organisation_customer_number": organisation.customer_number,
    }
