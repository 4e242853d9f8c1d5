"""Writing a plan without errors: all or nothing, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from django.db import models, transaction

from accounts import history
from accounts.models import Organisation, User
from catalog.models import AccessCode, LearningResource, Offer, ResourceWord, searchable_text
from courseplanner.imports.columns import OFFER_FIELDS, RESOURCE_FIELDS
from courseplanner.imports.mapping import Mapping
from courseplanner.imports.plan import Plan, Progress, make_plan, nobody_waits
from courseplanner.imports.rows import Entry
from courseplanner.models import Implementation, Product
from tables.folding import write_words
from tables.sheets.reading import Sheet

BATCH = 1000


@transaction.atomic
def import_sheet(
    sheet: Sheet,
    mapping: Mapping,
    *,
    source: str,
    by: User | None,
    tell: Progress = nobody_waits,
) -> Plan:
    """Writes nothing if the plan has errors.

    Imports wait for each other: the organisations are locked before anything is compared, so
    that the same file read twice at once is imported once.
    """
    list(Organisation.objects.order_by("pk").select_for_update(no_key=True, of=("self",)))
    plan = make_plan(sheet, mapping, tell)
    if not plan.errors:
        _write(plan, source, by)
    return plan


def _write(plan: Plan, source: str, by: User | None) -> None:
    plan.tree.create(plan.new_subjects, by=by)
    _write_products(plan, by)
    resources = LearningResource.objects.bulk_create(
        [_resource(entry) for entry in plan.new], batch_size=BATCH
    )
    _file(plan, resources)
    _write_implementations(plan, resources)
    _write_offers(plan.new, resources)
    history.record_many(
        history.line(resource, "imported", by=by, note=f"{source}: {entry.row}")
        for entry, resource in zip(plan.new, resources, strict=True)
    )


def _write_products(plan: Plan, by: User | None) -> None:
    made = Product.objects.bulk_create(
        [
            Product(title=title, reference=reference, organisation_id=organisation)
            for (reference, organisation), title in plan.new_products.items()
        ],
        batch_size=BATCH,
    )
    plan.products |= {(one.reference, one.organisation_id): one for one in made}
    history.record_many(history.line(product, "imported", by=by) for product in made)


def _resource(entry: Entry) -> LearningResource:
    values = {key: entry.values[key] for key in RESOURCE_FIELDS}
    resource = LearningResource(organisation_id=entry.values["organisation"], **values)
    resource.fold_text()
    return resource


def _file(plan: Plan, resources: Sequence[LearningResource]) -> None:
    """Under their subjects, and the words under which they are found."""
    filed = [
        (resource, list(dict.fromkeys(filter(None, map(plan.tree.find, paths)))))
        for resource, paths in zip(
            resources, (entry.values["subjects"] for entry in plan.new), strict=True
        )
    ]
    _link(
        LearningResource.subjects.through,
        [
            {"learningresource_id": resource.pk, "subject_id": subject.pk}
            for resource, subjects in filed
            for subject in subjects
        ],
    )
    texts = {resource.pk: searchable_text(resource, subjects) for resource, subjects in filed}
    write_words(ResourceWord, "owner", texts)


def _write_implementations(plan: Plan, resources: Sequence[LearningResource]) -> None:
    Implementation.objects.bulk_create(
        [
            Implementation(
                resource=resource,
                product=plan.products[entry.product_key],
                type=entry.values["type"],
            )
            for entry, resource in zip(plan.new, resources, strict=True)
            if entry.is_implementation
        ],
        batch_size=BATCH,
    )


def _write_offers(entries: list[Entry], resources: Sequence[LearningResource]) -> None:
    offered = [
        (entry, _offer(entry, resource))
        for entry, resource in zip(entries, resources, strict=True)
        if entry.values["offer_type"]
    ]
    Offer.objects.bulk_create([offer for _entry, offer in offered], batch_size=BATCH)
    _link(
        Offer.organisations.through,
        [
            {"offer_id": offer.pk, "organisation_id": organisation}
            for entry, offer in offered
            for organisation in sorted(entry.values["released_for"])
        ],
    )
    codes = chain.from_iterable(_codes(entry, offer) for entry, offer in offered)
    AccessCode.objects.bulk_create(codes, batch_size=BATCH)


def _offer(entry: Entry, resource: LearningResource) -> Offer:
    values = entry.values
    return Offer(
        resource=resource,
        method=values["offer_type"],
        label=values["offer_label"],
        cost_center_id=values["cost_center"] or None,
        **{key: values[key] for key in OFFER_FIELDS},
    )


def _codes(entry: Entry, offer: Offer) -> list[AccessCode]:
    code = entry.values["code"]
    return (
        [AccessCode(offer=offer, code=code, code_folded=AccessCode.folded(code))] if code else []
    )


def _link(through: type[models.Model], rows: list[dict[str, int]]) -> None:
    links = [through(**row) for row in rows]
    models.QuerySet[models.Model](through).bulk_create(links, batch_size=BATCH)
