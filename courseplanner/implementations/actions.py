"""Changes of implementations, as verbs. Their status is moved elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history
from accounts.refusal import Refusal
from catalog.actions import refresh_words, save_resource
from catalog.models import LearningResource, Subject
from courseplanner.implementations.editing import changes, lock_as_seen
from courseplanner.models import OVER, Implementation, Product

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create(*, implementation: Implementation, subjects: list[Subject], by: User) -> None:
    """In preparation, which no offer can be booked in; refused under an archived product."""
    lock_open_product(implementation.product_id)
    resource = implementation.resource
    resource.kind, resource.status = LearningResource.Kind.IMPLEMENTATION, "preparation"
    save_resource(resource=resource, by=by)
    _file_under(resource, subjects)
    implementation.resource = resource
    implementation.save(force_insert=True)
    history.record(implementation, "created", by=by)


@transaction.atomic
def change(
    *, implementation: Implementation, subjects: list[Subject], seen: str, by: User
) -> None:
    """`seen` is the mark of what the person started from; ChangedMeanwhile if it is old.

    A maximum below the seats taken is kept: nobody loses a seat, and nobody gets one.
    """
    stored = lock_as_seen(implementation, seen)
    told = changes(stored, implementation, subjects)
    if not told:
        return
    save_resource(resource=implementation.resource, by=by)
    implementation.save(update_fields=["type", "needs_order"])
    _file_under(implementation.resource, subjects)
    history.record(implementation, "changed", by=by, note=told)


@transaction.atomic
def archive(*, implementation: Implementation, by: User) -> None:
    """Only what is finished or cancelled leaves the list; a Refusal otherwise."""
    resource = LearningResource.objects.locked(implementation.resource_id)
    if resource.status not in OVER:
        raise Refusal(
            _(
                "“%(name)s” was not archived: it is neither finished nor cancelled. Change its "
                "status first."
            )
            % {"name": resource}
        )
    moved = Implementation.objects.filter(pk=implementation.pk, archived_at=None)
    if moved.update(archived_at=timezone.now()):
        history.record(implementation, "archived", by=by)


@transaction.atomic
def unarchive(*, implementation: Implementation, by: User) -> None:
    moved = Implementation.objects.filter(pk=implementation.pk, archived_at__isnull=False)
    if moved.update(archived_at=None):
        history.record(implementation, "unarchived", by=by)


def lock_open_product(pk: int) -> Product:
    """The product, which nobody archives until the transaction ends; a Refusal if somebody did."""
    product = Product.objects.select_for_update(no_key=True).get(pk=pk)
    if product.archived_at:
        raise Refusal(
            _(
                "“%(name)s” is archived and takes no new implementations, so nothing was saved. "
                "Take the product out of the archive first."
            )
            % {"name": product}
        )
    return product


def _file_under(resource: LearningResource, subjects: list[Subject]) -> None:
    resource.subjects.set(subjects)
    refresh_words([resource])
