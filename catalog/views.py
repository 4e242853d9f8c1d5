"""The catalog: find a course, read about it, choose how to book it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import choices
from catalog.filters import ResourceFilter
from catalog.listing import Listing
from catalog.models import LearningResource, Offer
from tables.filters import applied

SEARCH_LENGTH = 200


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:SEARCH_LENGTH]
    found = LearningResource.objects.listed_for(request.user).search(words)
    facets = ResourceFilter(request.GET, found, person=request.user)
    listing = Listing(facets.qs, query=request.GET, person=request.user)
    context = {
        "listing": listing,
        "words": words,
        "facets": facets.form,
        "applied": applied(facets.form, listing.links),
    }
    return render(request, "catalog/index.html", context)


@require_safe
def info(request: HttpRequest, slug: str) -> HttpResponse:
    readable = LearningResource.objects.by_slug(slug).readable_by(request.user)
    detailed = readable.with_offers_for(request.user, ended=True).with_timetable()
    resource = get_object_or_404(detailed)
    if resource.slug != slug:
        return _moved(resource.get_absolute_url())
    offers = choices.in_order(resource.visible_offers, timezone.now())
    is_open = any(choice.is_bookable for choice in offers)
    context = {"resource": resource, "choices": offers, "is_open": is_open}
    return render(request, "catalog/info.html", context)


def _moved(url: str) -> HttpResponse:
    """For good, but asked again each time: a title may be changed back."""
    return HttpResponsePermanentRedirect(url, headers={"Cache-Control": "no-cache"})


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """From the choice cards on to the booking; visitors sign in or register on the way."""
    resource = get_object_or_404(LearningResource.objects.by_slug(slug).readable_by(request.user))
    chosen = request.GET.get("offer", "")
    offers = Offer.objects.visible_to(request.user).filter(resource=resource)
    if chosen not in map(str, offers.values_list("pk", flat=True)):
        messages.warning(request, _("Nothing has been booked yet: choose an offer first."))
        return redirect(resource)
    booking = reverse("bookings:book", kwargs={"slug": resource.slug, "offer": chosen})
    return redirect(booking) if request.user.is_authenticated else redirect_to_login(booking)
