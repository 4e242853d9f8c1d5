"""What a webhook proves itself with, before PayPal is asked whether it is true."""

from __future__ import annotations

import json
from collections.abc import Mapping

# The headers of a webhook by their names in the verify call, with the longest PayPal accepts.
SIGNED = {
    "auth_algo": ("paypal-auth-algo", 100),
    "cert_url": ("paypal-cert-url", 500),
    "transmission_id": ("paypal-transmission-id", 50),
    "transmission_sig": ("paypal-transmission-sig", 500),
    "transmission_time": ("paypal-transmission-time", 100),
}


def signed(headers: Mapping[str, str]) -> dict[str, str] | None:
    """What the signature is made of; None if something is missing or too long."""
    given = {name.lower(): value for name, value in headers.items()}
    read = {name: given.get(header, "") for name, (header, _) in SIGNED.items()}
    fits = all(0 < len(read[name]) <= longest for name, (_, longest) in SIGNED.items())
    return read if fits else None


def is_one_object(raw: bytes) -> bool:
    """Exactly one JSON object in UTF-8: anything else would say something else in our call."""
    try:
        return isinstance(json.loads(raw.decode()), dict)
    except (ValueError, RecursionError):
        return False
