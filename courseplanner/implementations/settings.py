"""Creating an implementation, and everything that can be set of one."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from catalog.models import LearningResource
from courseplanner import lists as reading
from courseplanner.implementations import actions, lists
from courseplanner.implementations.forms import ImplementationForm
from courseplanner.models import Implementation, Product

FORM = "courseplanner/implementations"


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def create(request: HttpRequest) -> HttpResponse:
    """Under the product the address names; without one it asks which."""
    asked = request.GET.get("product", "")
    if not asked.isdecimal():
        products = lists.open_products(request)
        return render(request, f"{FORM}/choose_product.html", {"products": products})
    product = get_object_or_404(lists.open_products(request), pk=int(asked[:18]))
    form = _form(request, _new(product))
    if form.is_valid():
        try:
            actions.create(
                implementation=form.implementation, subjects=form.subjects, by=request.user
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, form.implementation, _("“%(name)s” is created."))
    return render(request, f"{FORM}/create.html", {"form": form, "product": product})


def _new(product: Product) -> Implementation:
    resource = LearningResource(organisation=product.organisation, title=product.title)
    return Implementation(product=product, resource=resource)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.see")
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may only look sees the same fields, and cannot send them."""
    shown = reading.implementation(request, pk)
    may_keep = lists.may_keep(request, pk)
    form = _form(request, _copy(shown))
    if request.method == "POST" and lists.kept(request, pk) and form.is_valid():
        try:
            actions.change(
                implementation=form.implementation,
                subjects=form.subjects,
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return _done(request, form.implementation, _("“%(name)s” is saved."))
    context = {"form": form, "implementation": shown, "may_keep": may_keep}
    return render(request, f"{FORM}/settings.html", context)


def _form(request: HttpRequest, edited: Implementation) -> ImplementationForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return ImplementationForm(*given, implementation=edited, person=request.user)


def _copy(shown: Implementation) -> Implementation:
    """To be filled in by the form, while the page goes on saying what is stored."""
    edited = copy(shown)
    edited.resource = copy(shown.resource)
    return edited


def _done(request: HttpRequest, implementation: Implementation, said: str) -> HttpResponse:
    messages.success(request, said % {"name": implementation.resource})
    return redirect("courseplanner:implementation_settings", pk=implementation.pk)
