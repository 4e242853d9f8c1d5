"""Changes of the settings of the house, as verbs."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.editing import differences, lock_as_seen
from accounts.models import Setting, User
from accounts.refusal import Refusal


def has_orders() -> bool:
    """Amounts that were promised stand in a currency: from then on it stays."""
    return User.objects.exclude(booking_orders=None).exists()


@transaction.atomic
def change_setting(*, setting: Setting, seen: str, by: User) -> None:
    """`seen` is the fingerprint of what was edited; the row exists from the first change on."""
    Setting.objects.get_or_create(pk=setting.pk)
    stored = lock_as_seen(setting, seen)
    if stored.currency != setting.currency and has_orders():
        raise Refusal(
            _("There are booking orders, so the currency stays. Nothing was saved."),
            field="currency",
        )
    changes = differences(stored, setting)
    if changes:
        setting.save(force_update=True)
        history.record(setting, "changed", by=by, note=changes)
