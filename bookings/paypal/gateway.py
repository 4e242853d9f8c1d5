"""What the house asks PayPal, and in which words. Whoever changes the provider changes this.

No method opens a transaction or reads a model: call them outside of any. Every failure is one of
three: NotConfigured, Declined, Unknown (see errors.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bookings.paypal import answers, config, proof, reading, wire
from bookings.paypal.answers import Capture, Checkout, Money, RefundAnswer
from bookings.paypal.api import REQUEST_ID, Api
from bookings.paypal.errors import Declined, NotConfigured, PaypalError, Unknown

__all__ = [
    "Capture",
    "Checkout",
    "Declined",
    "Gateway",
    "Money",
    "NotConfigured",
    "PaypalError",
    "RefundAnswer",
    "Unknown",
    "connect",
]

Json = dict[str, Any]

LOCALES = {"de": "de-CH", "en": "en-GB"}
NOTHING: Mapping[str, str] = {}
WHOLE = {"Prefer": "return=representation"}
# What PayPal takes at most.
LONGEST_TITLE, LONGEST_NOTE, LONGEST_NUMBER = 127, 255, 127
EVENTS_AT_ONCE, MOST_PAGES = 100, 500


def connect(environment: str) -> Gateway:
    """The one gateway of a process and an account. Raises NotConfigured."""
    return _gateway(config.access(environment))


@cache
def _gateway(access: config.Access) -> Gateway:
    return Gateway(access)


class Gateway:
    """Safe to share between threads."""

    def __init__(self, access: config.Access) -> None:
        self.access = access
        self._api = Api(access)

    def create_checkout(  # noqa: PLR0913  what PayPal must know of a payment
        self,
        *,
        request_id: str,
        number: str,
        title: str,
        money: Money,
        return_url: str,
        cancel_url: str,
        language: str = "en",
        accept_pending: bool = True,
    ) -> Checkout:
        """`number` becomes invoice id and custom id, by which the money is known again."""
        at_once = "UNRESTRICTED" if accept_pending else "IMMEDIATE_PAYMENT_REQUIRED"
        context = {
            "brand_name": "Kursbuch",
            "locale": LOCALES.get(language, LOCALES["en"]),
            "shipping_preference": "NO_SHIPPING",
            "user_action": "PAY_NOW",
            "payment_method_preference": at_once,
            "return_url": return_url,
            "cancel_url": cancel_url,
        }
        unit = {
            "reference_id": number[:LONGEST_NUMBER],
            "custom_id": number[:LONGEST_NUMBER],
            "invoice_id": number[:LONGEST_NUMBER],
            "description": wire.line(title, LONGEST_TITLE) or number,
            "amount": wire.amount(money),
        }
        body = {
            "intent": "CAPTURE",
            "purchase_units": [unit],
            "payment_source": {"paypal": {"experience_context": context}},
        }
        said = self._post("/v2/checkout/orders", body, request_id, WHOLE)
        made = answers.checkout(said)
        if not self.access.is_home(made.approve_url):
            raise Unknown("garbled")
        return made

    def get_checkout(self, checkout_id: str) -> Checkout:
        return answers.checkout(self._get(f"/v2/checkout/orders/{wire.resource_id(checkout_id)}"))

    def capture(self, checkout_id: str, *, request_id: str) -> Checkout:
        """Takes the money. Unknown means: look with get_checkout before doing anything else."""
        path = f"/v2/checkout/orders/{wire.resource_id(checkout_id)}/capture"
        return answers.checkout(self._post(path, {}, request_id, WHOLE))

    def get_capture(self, capture_id: str) -> Capture:
        return answers.capture(self._get(f"/v2/payments/captures/{wire.resource_id(capture_id)}"))

    def refund(
        self, capture_id: str, *, request_id: str, money: Money, note: str = ""
    ) -> RefundAnswer:
        body: Json = {"amount": wire.amount(money), "custom_id": request_id[:LONGEST_NUMBER]}
        if short := wire.line(note, LONGEST_NOTE):
            body["note_to_payer"] = short
        path = f"/v2/payments/captures/{wire.resource_id(capture_id)}/refund"
        # PayPal's short answer tells id and status; the rest is what was asked for.
        said = self._post(path, body, request_id)
        return answers.refund({"amount": body["amount"]} | said, capture_id=capture_id)

    def get_refund(self, refund_id: str) -> RefundAnswer:
        return answers.refund(self._get(f"/v2/payments/refunds/{wire.resource_id(refund_id)}"))

    def refunds_of(self, capture_id: str) -> tuple[RefundAnswer, ...]:
        """All of them, also those made on PayPal's own site: the checkout lists them."""
        checkout_id = self.get_capture(capture_id).checkout_id
        refunds = self.get_checkout(checkout_id).refunds
        return tuple(refund for refund in refunds if refund.capture_id == capture_id)

    def verify(self, headers: Mapping[str, str], raw: bytes, webhook_id: str) -> bool:
        """Whether PayPal sent exactly these bytes. Raises Unknown while nobody can tell."""
        signed = proof.signed(headers)
        if (
            signed is None
            or not self.access.is_home(signed["cert_url"])
            or not proof.is_one_object(raw)
        ):
            return False
        # The event goes back byte for byte: written anew, it would be another one.
        told = json.dumps(signed | {"webhook_id": webhook_id}).encode()
        body = told[:-1] + b', "webhook_event": ' + raw.strip() + b"}"
        try:
            said = self._api.post("/v1/notifications/verify-webhook-signature", body)
        except Declined:
            return False
        status = said.get("verification_status")
        if status not in {"SUCCESS", "FAILURE"}:
            raise Unknown("garbled")
        return bool(status == "SUCCESS")

    def events(self, since: datetime, until: datetime) -> Iterator[Json]:
        """What PayPal sent or tried to send to webhooks; it keeps about thirty days."""
        query = {
            "page_size": str(EVENTS_AT_ONCE),
            "start_time": wire.instant(since),
            "end_time": wire.instant(until),
        }
        for _page in range(MOST_PAGES):
            said = self._get(f"/v1/notifications/webhooks-events?{urlencode(query)}")
            found = said.get("events", [])
            if not isinstance(found, list):
                raise Unknown("garbled")
            yield from (event for event in found if isinstance(event, dict))
            further = reading.link(said, "next")
            if not (further and found):
                return
            query = dict(parse_qsl(urlsplit(further).query))

    def check(self, webhook_id: str = "") -> None:
        """Raises what is wrong with the configuration, or Unknown if PayPal cannot be asked."""
        try:
            self._get("/v1/notifications/webhooks")
        except NotConfigured:
            self._raise_if_elsewhere()
            raise
        if webhook_id:
            self._check_webhook(webhook_id)

    def _check_webhook(self, webhook_id: str) -> None:
        try:
            self._get(f"/v1/notifications/webhooks/{wire.resource_id(webhook_id)}")
        except Declined:
            raise NotConfigured("webhook") from None

    def _raise_if_elsewhere(self) -> None:
        """Live credentials in the sandbox, or the other way round: the commonest mistake."""
        for environment, endpoint in config.ENDPOINTS.items():
            if self.access.environment in config.ENDPOINTS and endpoint != self.access.endpoint:
                ours = self.access.client_id, self.access.secret
                there = Gateway(config.Access(environment, endpoint, *ours))
                if there.is_accepted():
                    raise NotConfigured("environment")

    def is_accepted(self) -> bool:
        """Whether PayPal takes our credentials; False also if it cannot be asked."""
        try:
            self._get("/v1/notifications/webhooks")
        except PaypalError:
            return False
        return True

    def _get(self, path: str) -> Json:
        said: Json = self._api.get(path)
        return said

    def _post(
        self, path: str, body: Json, request_id: str, more: Mapping[str, str] = NOTHING
    ) -> Json:
        said: Json = self._api.post(path, body, headers={REQUEST_ID: request_id, **more})
        return said
