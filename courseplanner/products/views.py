"""Products: the list, and what is done with one of them."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import preferences
from accounts.access import permitted
from accounts.refusal import Refusal
from courseplanner.implementations import lists as implementations
from courseplanner.models import Product
from courseplanner.products import actions, lists
from courseplanner.products.forms import ProductForm
from tables import choice
from tables.download import workbook_response


@require_safe
@permitted("products.see")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "courseplanner/products/index.html", lists.context(request))


@require_POST
@permitted("products.see")
def columns(request: HttpRequest) -> HttpResponse:
    shown = lists.table(request)
    preferences.keep(request, shown.name, shown.chosen(request.POST))
    return redirect(choice.back(reverse("courseplanner:products"), request.POST))


@require_safe
@permitted("products.see")
def export(request: HttpRequest) -> HttpResponse:
    shown = lists.table(request)
    name = f"{_('Products')} {timezone.localdate().isoformat()}"
    return workbook_response(shown, by=request.user, filename=name, filters=lists.said(shown))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("products.create")
def create(request: HttpRequest) -> HttpResponse:
    form = ProductForm(
        request.POST or None, instance=Product(), person=request.user, verb="products.create"
    )
    if form.is_valid():
        made = actions.create(product=form.instance, by=request.user)
        return _done(request, made, _("“%(name)s” is created."))
    return render(request, "courseplanner/products/create.html", {"form": form})


@require_safe
@permitted("products.see")
def detail(request: HttpRequest, product: int) -> HttpResponse:
    return _page(request, lists.product(request, product), "courseplanner/products/detail.html")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("products.keep")
def edit(request: HttpRequest, product: int) -> HttpResponse:
    shown = lists.product(request, product, "products.keep")
    form = ProductForm(
        request.POST or None, instance=copy(shown), person=request.user, verb="products.keep"
    )
    if form.is_valid():
        try:
            actions.change(product=form.instance, seen=form.cleaned_data["seen"], by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, form.instance, _("“%(name)s” is saved."))
    return render(request, "courseplanner/products/edit.html", {"form": form, "product": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("products.keep")
def archive(request: HttpRequest, product: int) -> HttpResponse:
    """Asks first, and says what goes on nevertheless."""
    shown = lists.product(request, product, "products.keep")
    if request.method != "POST":
        going_on = shown.implementations.going_on().count()
        return _page(request, shown, "courseplanner/products/archive.html", going_on=going_on)
    actions.archive(product=shown, by=request.user)
    return _done(request, shown, _("“%(name)s” is archived."))


@require_POST
@permitted("products.keep")
def unarchive(request: HttpRequest, product: int) -> HttpResponse:
    shown = lists.product(request, product, "products.keep")
    actions.unarchive(product=shown, by=request.user)
    return _done(request, shown, _("“%(name)s” is no longer archived."))


def _page(request: HttpRequest, product: Product, template: str, **more: object) -> HttpResponse:
    context = {
        "product": product,
        "table": implementations.of_product(request, product),
        "owners": product.owners.order_by("sort_name"),
        "events": lists.newest_events(product),
    }
    return render(request, template, {**context, **more})


def _done(request: HttpRequest, product: Product, said: str) -> HttpResponse:
    messages.success(request, said % {"name": product})
    return redirect("courseplanner:product", product=product.pk)
