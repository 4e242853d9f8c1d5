"""Where PayPal is, and who we are there. Secrets come from the environment and stay in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from bookings.paypal.errors import NotConfigured

LIVE, SANDBOX, STANDIN = "live", "sandbox", "standin"
ENDPOINTS = {LIVE: "https://api-m.paypal.com", SANDBOX: "https://api-m.sandbox.paypal.com"}
STANDIN_VARIABLE = "PAYPAL_STANDIN"
# The stand-in gets these and never the real ones, whatever the environment holds.
STANDIN_CLIENT, STANDIN_SECRET = "kursbuch-demo", "play-money-only"
# PayPal's list without HUF, JPY and TWD: they have no decimals, and our prices always have two.
CURRENCIES = (
    *("AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "MXN"),
    *("NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TRY", "USD"),
)


@dataclass(frozen=True)
class Patience:
    """How long we wait for PayPal, and how often we ask again. In seconds."""

    connect: float = 5
    read: float = 20
    # Nothing is tried again after this, so that a web page never waits for all tries.
    together: float = 30
    tries: int = 3
    pause: float = 0.4


PATIENCE = Patience()


@dataclass(frozen=True)
class Access:
    """One account of one environment."""

    environment: str
    endpoint: str
    client_id: str = field(repr=False)
    secret: str = field(repr=False)

    def is_home(self, url: str) -> bool:
        """Whether an address in an answer is PayPal's own, or the stand-in's."""
        there, home = urlsplit(url), urlsplit(self.endpoint)
        if self.environment == STANDIN:
            return (there.scheme, there.netloc) == (home.scheme, home.netloc)
        host = there.hostname or ""
        return there.scheme == "https" and (host == "paypal.com" or host.endswith(".paypal.com"))


def is_loopback(url: str) -> bool:
    return urlsplit(url).scheme == "http" and urlsplit(url).hostname in {"127.0.0.1", "localhost"}


def access(environment: str) -> Access:
    """Raises NotConfigured where there is nothing to get in with."""
    if environment == STANDIN:
        return _standin()
    secrets = settings.PAYPAL_SECRETS
    if not (secrets["client_id"] and secrets["secret"]):
        raise NotConfigured("missing")
    return Access(environment, ENDPOINTS[environment], secrets["client_id"], secrets["secret"])


def _standin() -> Access:
    url = settings.PAYPAL_STANDIN.rstrip("/")
    if not url:
        raise NotConfigured("missing")
    if not (settings.PLAY_MONEY and is_loopback(url)):
        raise NotConfigured("standin")
    return Access(STANDIN, url, STANDIN_CLIENT, STANDIN_SECRET)
