"""Line and education managers book for somebody of their people, from the catalog."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import permitted
from accounts.models import PersonWord, User
from accounts.models.person import UserQuerySet
from accounts.rights import scope
from catalog.models import LearningResource, Offer
from tables.folding import matching

MOST = 25


def person_to_book(request: HttpRequest) -> User:
    """Oneself, or who is named by `?for=`; 404 for whom one may not book."""
    wanted = request.GET.get("for", "")
    if not wanted or wanted == str(request.user.pk):
        return request.user
    if not wanted.isdecimal() or len(wanted) > len(str(2**63)):
        raise Http404
    return get_object_or_404(_people(request.user), pk=int(wanted))


def _people(manager: User) -> UserQuerySet:
    of = scope(manager, "people.book_for").people_of
    others = User.objects.in_organisations(of).exclude(pk=manager.pk)
    return others.filter(is_active=True).distinct()


@require_safe
@permitted("people.book_for")
def choose(request: HttpRequest, slug: str, offer: int) -> HttpResponse:
    """Who of their people? Found by the beginnings of name and e-mail."""
    resource = get_object_or_404(LearningResource.objects.by_slug(slug))
    chosen = get_object_or_404(Offer.objects.existing().filter(resource=resource), pk=offer)
    words = request.GET.get("q", "").strip()
    found = _people(request.user).filter(matching(PersonWord, "owner", words))
    people = list(found.order_by("sort_name", "pk")[: MOST + 1])
    context = {"offer": chosen, "resource": resource, "query": words, "people": people[:MOST]}
    return render(request, "bookings/people.html", {**context, "has_more": len(people) > MOST})
