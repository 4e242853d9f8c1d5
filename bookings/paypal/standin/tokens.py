"""The token call: the one that PayPal's published files do not describe."""

import secrets

from bookings.paypal.standin.asked import Answer, Asked

LASTS = 32400


def token(asked: Asked) -> Answer:
    if not asked.account.accepts(asked.headers.get("authorization", "")):
        said = "Client Authentication failed"
        return 401, {"error": "invalid_client", "error_description": said}
    return 200, {
        "scope": "https://uri.paypal.com/services/payments/payment",
        "access_token": asked.account.new_token(),
        "token_type": "Bearer",
        "app_id": "APP-STANDIN",
        "expires_in": LASTS,
        "nonce": secrets.token_hex(8),
    }
