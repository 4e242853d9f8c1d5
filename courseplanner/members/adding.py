"""Adding participants, step by step: people, terms, addresses, overview."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.models import PersonWord, User
from bookings.forms import OwnAddressForm
from courseplanner.members import billed, candidates, lists
from courseplanner.members.adding_forms import AddressesForm, EntryForm, OverviewForm
from courseplanner.members.draft import AT_MOST, TYPED, Draft
from courseplanner.models import Implementation
from tables.folding import matching, storable

FOUND = 20
STEPS = {
    "people": "courseplanner/members/add_people.html",
    "terms": "courseplanner/members/add_terms.html",
    "addresses": "courseplanner/members/add_addresses.html",
    "address": "courseplanner/members/add_address.html",
    "overview": "courseplanner/members/add_overview.html",
}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    of = lists.kept(request, pk, "memberships.keep")
    draft = Draft.load(request, of)
    if request.method == "POST":
        _change(request, draft)
        draft.keep(request, of)
        return redirect(request.get_full_path())
    found = _found(request.GET.get("q", ""), draft)
    context = {"chosen": draft.persons(), "found": found[:FOUND], "has_more": len(found) > FOUND}
    return _step(request, "people", of, {**context, "query": request.GET.get("q", "")})


def _found(query: str, draft: Draft) -> list[User]:
    """Active people by the beginning of every word, without those who are chosen."""
    if not query.strip():
        return []
    others = User.objects.filter(is_active=True).exclude(pk__in=draft.people)
    named = others.filter(matching(PersonWord, "owner", query))
    return list(named.order_by("sort_name", "pk")[: FOUND + 1])


def _change(request: HttpRequest, draft: Draft) -> None:
    """One button each: add, remove, or a list of e-mail addresses."""
    add, remove = request.POST.get("add", ""), request.POST.get("remove", "")
    if remove.isdecimal():
        draft.remove(int(remove))
    if add.isdecimal():
        wanted = User.objects.filter(pk__in=[add], is_active=True)
        draft.add(list(wanted.values_list("pk", flat=True)))
    _paste(request, draft)


def _paste(request: HttpRequest, draft: Draft) -> None:
    """Whoever of the list is registered; who is not is named."""
    typed = storable(request.POST.get("emails", "")).lower()
    pasted = set(re.split(r"[\s,;<>]+", typed))
    emails = {part for part in pasted if "@" in part}
    known = dict(User.objects.filter(email__in=emails, is_active=True).values_list("email", "pk"))
    if len(draft.people) + len(known) > AT_MOST:
        said = _("At most %(n)d people are added at once; the others were left out.")
        messages.warning(request, said % {"n": AT_MOST})
    draft.add(sorted(known.values()))
    if unknown := sorted(emails - known.keys()):
        said = _("Nobody is registered with: %(emails)s. Nobody was added for them.")
        messages.warning(request, said % {"emails": ", ".join(unknown[:FOUND])})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    of = lists.kept(request, pk, "memberships.keep")
    draft = Draft.load(request, of)
    if not draft.people:
        return _to_people(request, of)
    form = EntryForm(request.POST or None, of=of, draft=draft)
    if form.is_valid():
        form.keep_in(draft)
        draft.keep(request, of)
        is_billed = candidates.needs_address(draft.chosen_offer(of))
        return redirect(_url("addresses" if is_billed else "overview", of))
    return _step(request, "terms", of, {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def addresses(request: HttpRequest, pk: int) -> HttpResponse:
    of = lists.kept(request, pk, "memberships.keep")
    draft = Draft.load(request, of)
    if not draft.people:
        return _to_people(request, of)
    on_file = billed.on_file(draft.persons())
    form = AddressesForm(request.POST or None, on_file=on_file, draft=draft)
    if request.method == "POST" and form.is_valid():
        form.keep_in(draft)
        draft.keep(request, of)
        person = request.POST.get("type", "")
        return redirect(_typed_url(of, person) if person.isdecimal() else _url("overview", of))
    return _step(request, "addresses", of, {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def address(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Another address for one person; an address proposal until somebody adopts it."""
    of = lists.kept(request, pk, "memberships.keep")
    draft = Draft.load(request, of)
    if person not in draft.people:
        return _to_people(request, of)
    kept = draft.typed.get(str(person), {})
    form = OwnAddressForm(request.POST or None, initial=kept)
    if form.is_valid():
        draft.typed[str(person)] = {name: form.data.get(name, "") for name in form.fields}
        draft.addresses[str(person)] = TYPED
        draft.keep(request, of)
        return redirect(_url("addresses", of))
    shown = User.objects.get(pk=person)
    return _step(request, "address", of, {"form": form, "person": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("memberships.keep")
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    of = lists.kept(request, pk, "memberships.keep")
    draft = Draft.load(request, of)
    if not draft.people:
        return _to_people(request, of)
    offer = draft.chosen_offer(of)
    if offer is None and (of.needs_order or draft.offer.isdecimal() or not draft.offer):
        return redirect(_url("terms", of))
    everybody = candidates.candidates(of, draft, offer)
    able = [one for one in everybody if not one.why_not]
    form = OverviewForm(request.POST or None, offer=offer)
    if able and form.is_valid():
        given = {"offer": offer, "form": form, "by": request.user}
        refused = candidates.add(of, draft, able, **given)
        unable = [f"{one.person}: {one.why_not}" for one in everybody if one.why_not]
        return _added(request, of, draft, len(able) - len(refused), [*refused, *unable])
    context = {"form": form, "draft": draft, "offer": offer, "candidates": everybody, "able": able}
    return _step(request, "overview", of, context)


def _added(
    request: HttpRequest, of: Implementation, draft: Draft, done: int, refused: list[str]
) -> HttpResponse:
    """Told in words; whoever could not be added stays chosen."""
    if done:
        said = ngettext("%(n)d person is added.", "%(n)d people are added.", done)
        messages.success(request, said % {"n": done})
    room = "members_pending" if draft.confirm_by else "members"
    back = reverse(f"courseplanner:{room}", args=[of.pk])
    if refused:
        draft.keep(request, of)
        context = {"implementation": of, "refused": refused, "back": back}
        return render(request, "courseplanner/members/refused.html", context)
    Draft.forget(request, of)
    return redirect(back)


def _step(
    request: HttpRequest, step: str, of: Implementation, context: dict[str, object]
) -> HttpResponse:
    given = {"implementation": of, "step": step, **context}
    return render(request, STEPS[step], given)


def _to_people(request: HttpRequest, of: Implementation) -> HttpResponse:
    messages.info(request, _("Choose at first who is to be added."))
    return redirect("courseplanner:members_add", pk=of.pk)


def _url(step: str, of: Implementation) -> str:
    return reverse(f"courseplanner:members_add_{step}", args=[of.pk])


def _typed_url(of: Implementation, person: str) -> str:
    return reverse("courseplanner:members_add_address", args=[of.pk, int(person)])
