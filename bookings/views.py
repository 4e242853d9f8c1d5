"""Booking an offer, and what a person has booked."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe


@login_required
def book(request: HttpRequest, slug: str, offer: int) -> HttpResponse:
    return HttpResponse(status=501)


@require_safe
@login_required
def booked(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(status=501)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


@require_POST
@login_required
def columns(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


@require_safe
@login_required
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(status=501)
