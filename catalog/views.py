"""The catalog: find a course, read about it, choose how to book it."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import preferences
from accounts.rights import allows
from catalog import calendar, choices, images, links, listing
from catalog.crawlers.middleware import may_be_indexed
from catalog.listing import Listing
from catalog.models import LearningResource, Offer
from catalog.tables import Catalog
from tables import choice
from tables.choice import Choice
from tables.download import workbook_response
from tables.saved_views import PARAMETER


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What a person likes is written into the address, so that it can be handed on."""
    shown = Listing(request)
    if address := shown.whole_address:
        return redirect(reverse("catalog:index") + address)
    may_be_indexed(request, not request.GET)
    return render(request, "catalog/index.html", {"listing": shown})


@require_POST
def layout(request: HttpRequest) -> HttpResponse:
    """Cards or list, remembered; search, filters and sort stay, and a view that is open."""
    own = preferences.load(request, Catalog.name)
    chosen = links.layout(request.POST, own)
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    if PARAMETER not in query:
        preferences.keep(request, Catalog.name, replace(own, layout=chosen))
    query["layout"] = chosen
    return redirect(f"{reverse('catalog:index')}?{query.urlencode()}")


@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    own = preferences.load(request, Catalog.name)
    chosen = listing.nothing().chosen(request.POST) or Choice()
    preferences.keep(request, Catalog.name, replace(chosen, layout=own.layout))
    return redirect(choice.back(reverse("catalog:index"), request.POST))


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as the person sees it, or with all its columns."""
    shown = Listing(request, layout=links.LIST)
    name = f"{_('Catalog')} {timezone.localdate().isoformat()}"
    by = request.user if request.user.is_authenticated else _("a visitor")
    return workbook_response(shown.table, by=by, filename=name, filters=shown.said())


@require_safe
def info(request: HttpRequest, slug: str) -> HttpResponse:
    readable = LearningResource.objects.by_slug(slug).readable_by(request.user)
    detailed = readable.with_offers_for(request.user, ended=True).with_timetable()
    detailed = detailed.prefetch_related("subjects")
    resource = get_object_or_404(detailed)
    if resource.slug != slug:
        return _moved(resource.get_absolute_url())
    wanted = request.GET.get("offer", "")
    offers = choices.in_order(resource.visible_offers, timezone.now(), wanted=wanted)
    is_open = any(choice.is_bookable for choice in offers)
    may_be_indexed(request, any(choice.state != "ended" for choice in offers))
    context = {"resource": resource, "choices": offers, "is_open": is_open}
    context["at_once"] = choices.at_once(offers)
    context["may_book_for"] = allows(request.user, "people.book_for")
    return render(request, "catalog/info.html", context)


@require_safe
@login_required
def offer(request: HttpRequest, slug: str, offer: int) -> HttpResponse:
    """The internal direct link: through the sign-in to the info page with this offer chosen."""
    readable = LearningResource.objects.by_slug(slug).readable_by(request.user)
    return redirect(f"{get_object_or_404(readable).get_absolute_url()}?offer={offer}")


@require_safe
def image(request: HttpRequest, slug: str) -> FileResponse:
    """For whoever may read about it. Always a picture that was drawn here: see catalog.images."""
    readable = LearningResource.objects.by_slug(slug).readable_by(request.user)
    resource = get_object_or_404(readable.exclude(image=""))
    may_be_indexed(request)
    try:
        response = FileResponse(resource.image.open(), content_type=images.TYPE)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def events(request: HttpRequest, slug: str) -> HttpResponse:
    """The timetable as a calendar file, for whoever may read it on the info page."""
    readable = LearningResource.objects.by_slug(slug).readable_by(request.user)
    return calendar.response(get_object_or_404(readable.with_timetable()))


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
    page = "bookings:book_for" if "for" in request.GET else "bookings:book"
    booking = reverse(page, kwargs={"slug": resource.slug, "offer": chosen})
    return redirect(booking) if request.user.is_authenticated else redirect_to_login(booking)
