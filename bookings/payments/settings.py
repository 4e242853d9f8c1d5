"""The configuration of PayPal: its changes, and what is wrong with it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.editing import differences, lock_as_seen
from bookings.models import PaypalSetting
from bookings.paypal.gateway import NotConfigured, PaypalError, connect

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def change(*, setting: PaypalSetting, seen: str, by: User) -> None:
    """`seen` is the fingerprint of what was edited; the row exists from the first change on."""
    PaypalSetting.objects.get_or_create(pk=setting.pk)
    stored = lock_as_seen(setting, seen)
    changes = differences(stored, setting)
    if changes:
        setting.events_until = stored.events_until
        setting.save(force_update=True)
        history.record(setting, "changed", by=by, note=changes)


def what_is_wrong(setting: PaypalSetting) -> str:
    """One sentence, empty if PayPal accepts us and knows the webhook. Asks PayPal."""
    try:
        connect(setting.environment).check(setting.webhook_id)
    except NotConfigured as missing:
        return _words()[missing.kind]
    except PaypalError:
        return _("PayPal cannot be reached from here, or does not answer. Try again later.")
    return "" if setting.webhook_id else _words()["webhook"]


def _words() -> dict[str, str]:
    return {
        "missing": _(
            "Client ID and secret are missing. The operator of the server sets them as "
            "PAYPAL_CLIENT_ID and PAYPAL_SECRET."
        ),
        "refused": _(
            "PayPal does not accept client ID and secret. Compare them with the app in PayPal's "
            "developer pages."
        ),
        "environment": _(
            "Client ID and secret belong to the other environment: live and sandbox have their "
            "own ones."
        ),
        "webhook": _(
            "PayPal does not know this webhook ID. Create the webhook with the address below and "
            "enter the ID that PayPal shows."
        ),
        "standin": _("The stand-in pays with play money; it exists in the demo only."),
    }
