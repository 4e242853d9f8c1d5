"""Who owns a product: people are searched by name or e-mail address and added one by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import permitted
from accounts.models import PersonWord, User
from accounts.refusal import Refusal
from accounts.rights import scope
from courseplanner.models import Product
from courseplanner.products import actions, lists
from tables.folding import matching

AT_MOST = 20


@require_safe
@permitted("products.keep")
def index(request: HttpRequest, product: int) -> HttpResponse:
    shown = lists.product(request, product, "products.keep")
    query = request.GET.get("q", "")
    found = _found(shown, query) if query.strip() else []
    context = {
        "product": shown,
        "owners": shown.owners.order_by("sort_name"),
        "query": query,
        "found": found[:AT_MOST],
        "has_more": len(found) > AT_MOST,
    }
    return render(request, "courseplanner/products/owners.html", context)


def _found(product: Product, query: str) -> list[User]:
    """Active people by the beginning of every word, without those who own it already."""
    people = User.objects.filter(matching(PersonWord, "owner", query), is_active=True)
    others = people.exclude(pk__in=product.owners.values("pk"))
    return list(others.order_by("sort_name", "pk")[: AT_MOST + 1])


@require_POST
@permitted("products.keep")
def add(request: HttpRequest, product: int, person: int) -> HttpResponse:
    shown = lists.product(request, product, "products.keep")
    owner = get_object_or_404(User, pk=person)
    try:
        actions.add_owner(product=shown, person=owner, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("%(name)s owns this product now.") % {"name": owner})
    return redirect("courseplanner:product_owners", product=shown.pk)


@require_POST
@permitted("products.keep")
def remove(request: HttpRequest, product: int, person: int) -> HttpResponse:
    """Home for those who have just lost their own way in: `owner` was read anew."""
    shown = lists.product(request, product, "products.keep")
    owner = get_object_or_404(User, pk=person)
    actions.remove_owner(product=shown, person=owner, by=request.user)
    messages.success(request, _("%(name)s no longer owns this product.") % {"name": owner})
    kept = Product.objects.in_scope(scope(owner, "products.keep")).filter(pk=shown.pk)
    if owner == request.user and not kept.exists():
        return redirect("home")
    return redirect("courseplanner:product_owners", product=shown.pk)
