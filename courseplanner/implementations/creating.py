"""Creating an implementation under a product."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import permitted
from accounts.refusal import Refusal
from catalog.models import LearningResource
from courseplanner.implementations import actions, reach
from courseplanner.implementations.settings import done, form_for
from courseplanner.models import Implementation, Product


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("implementations.keep")
def create(request: HttpRequest) -> HttpResponse:
    """Under the product the address names; without one it asks which."""
    asked = request.GET.get("product", "")
    if not asked.isdecimal():
        context = {"products": reach.open_products(request)}
        return render(request, "courseplanner/implementations/choose_product.html", context)
    product = get_object_or_404(reach.open_products(request), pk=int(asked[:18]))
    form = form_for(request, _new(product))
    if form.is_valid():
        try:
            made = form.implementation
            actions.create(implementation=made, subjects=form.subjects, by=request.user)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            return done(request, made, _("“%(name)s” is created."))
    context = {"form": form, "product": product}
    return render(request, "courseplanner/implementations/create.html", context)


def _new(product: Product) -> Implementation:
    resource = LearningResource(organisation=product.organisation, title=product.title)
    return Implementation(product=product, resource=resource)
