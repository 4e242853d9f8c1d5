"""Play money stays where it may be played with: refused at the start of everything else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from bookings.paypal.config import STANDIN_VARIABLE, is_loopback


@register
def standin_is_for_play(**_: Any) -> list[CheckMessage]:
    url = settings.PAYPAL_STANDIN
    if url and not settings.PLAY_MONEY:
        return [
            Error(
                f"{STANDIN_VARIABLE} names PayPal's stand-in, but here money is real.",
                hint=f"Remove {STANDIN_VARIABLE}; it needs DEMO or DEBUG.",
                id="kursbuch.E701",
            )
        ]
    if url and not is_loopback(url):
        return [
            Error(
                f"{STANDIN_VARIABLE} leaves this machine.",
                hint="The stand-in runs on 127.0.0.1 only; anything else is not it.",
                id="kursbuch.E702",
            )
        ]
    return []
