"""What is there already, in the words of a row."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from catalog.models import LearningResource, Offer
from courseplanner.imports.columns import OFFER_FIELDS, RESOURCE_FIELDS
from courseplanner.imports.rows import Entry
from courseplanner.imports.subjects import SubjectTree
from courseplanner.models import Product

Key = tuple[str, int]


def resources(keys: Iterable[Key]) -> dict[Key, LearningResource]:
    """In a fixed number of statements, with everything that `facts` looks at."""
    wanted = set(keys)
    offers = Offer.objects.existing().prefetch_related("organisations", "codes")
    found = (
        LearningResource.objects.filter(
            reference__in={reference for reference, _organisation in wanted},
            organisation__in={organisation for _reference, organisation in wanted},
        )
        .select_related("implementation__product")
        .prefetch_related("subjects", Prefetch("offers", queryset=offers))
        .order_by("-pk")
    )
    return {(one.reference, one.organisation_id): one for one in found}


def products(keys: Iterable[Key]) -> dict[Key, Product]:
    wanted = set(keys)
    found = Product.objects.filter(
        reference__in={reference for reference, _organisation in wanted},
        organisation__in={organisation for _reference, organisation in wanted},
    )
    return {(one.reference, one.organisation_id): one for one in found.order_by("-pk")}


def facts(resource: LearningResource, entry: Entry, tree: SubjectTree) -> dict[str, bool]:
    """Which columns of the entry say what is there."""
    values = entry.values
    same = {key: getattr(resource, key) == values[key] for key in RESOURCE_FIELDS}
    subjects = {tree.find(path) for path in values["subjects"]}
    same["subjects"] = set(resource.subjects.all()) == subjects
    return same | _same_product(resource, entry) | _same_offer(resource, entry)


def _same_product(resource: LearningResource, entry: Entry) -> dict[str, bool]:
    implementation = getattr(resource, "implementation", None)
    if implementation is None or not entry.is_implementation:
        return {}
    product = implementation.product
    return {
        "product_reference": product.reference == entry.values["product_reference"],
        "product_title": product.title == entry.values["product_title"],
        "type": implementation.type == entry.values["type"],
    }


def _same_offer(resource: LearningResource, entry: Entry) -> dict[str, bool]:
    """Offers that were added since under other labels are nobody's business here."""
    values = entry.values
    label = values["offer_label"]
    offer = next((one for one in resource.offers.all() if one.label == label), None)
    if offer is None or not values["offer_type"]:
        return {"offer_type": offer is None and not values["offer_type"]}
    same = {key: getattr(offer, key) == values[key] for key in OFFER_FIELDS}
    released = {organisation.pk for organisation in offer.organisations.all()}
    return same | {
        "offer_type": offer.method == values["offer_type"],
        "released_for": released == set(values["released_for"]),
        "cost_center": offer.cost_center_id == (values["cost_center"] or None),
        "code": {code.code for code in offer.codes.all()} >= {values["code"]} - {""},
    }
