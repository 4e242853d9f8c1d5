"""The address PayPal tells things to."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings.models import PaypalSetting
from bookings.payments import webhooks
from bookings.paypal.gateway import PaypalError


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """400 for what PayPal did not send, 503 while nobody can tell, else stored and 200."""
    try:
        raw = request.read(webhooks.LARGEST + 1)
        event = webhooks.read(raw)
        genuine = webhooks.is_genuine(request.headers, raw)
    except (webhooks.Unreadable, OSError):
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except PaypalError:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    if not genuine:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    webhooks.keep(event, raw.decode(), PaypalSetting.load().environment)
    return HttpResponse(status=HTTPStatus.OK)
