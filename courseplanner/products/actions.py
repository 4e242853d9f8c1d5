"""Changes of products, as verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import history
from accounts.editing import differences, lock_as_seen
from accounts.refusal import Refusal
from courseplanner.models import Product

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create(*, product: Product, by: User) -> Product:
    product.save(force_insert=True)
    history.record(product, "created", by=by)
    return product


@transaction.atomic
def change(*, product: Product, seen: str, by: User) -> None:
    """`seen` is the fingerprint of what the person started from; ChangedMeanwhile if it is old."""
    stored = lock_as_seen(product, seen)
    changes = differences(stored, product)
    if changes:
        product.archived_at = stored.archived_at
        product.save()
        history.record(product, "changed", by=by, note=changes)


@transaction.atomic
def archive(*, product: Product, by: User) -> None:
    """It takes no new implementations; those it has go on."""
    moved = Product.objects.unarchived().filter(pk=product.pk)
    if moved.update(archived_at=timezone.now()):
        history.record(product, "archived", by=by)


@transaction.atomic
def unarchive(*, product: Product, by: User) -> None:
    moved = Product.objects.filter(pk=product.pk, archived_at__isnull=False)
    if moved.update(archived_at=None):
        history.record(product, "unarchived", by=by)


@transaction.atomic
def add_owner(*, product: Product, person: User, by: User) -> None:
    """Owners see and keep the product and everything under it."""
    if not person.is_active:
        raise Refusal(
            _("%(name)s was not added: the account is not active any more.") % {"name": person}
        )
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if not product.owners.filter(pk=person.pk).exists():
        product.owners.add(person)
        history.record(product, "owner added", by=by, note=str(person))


@transaction.atomic
def remove_owner(*, product: Product, person: User, by: User) -> None:
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if product.owners.filter(pk=person.pk).exists():
        product.owners.remove(person)
        history.record(product, "owner removed", by=by, note=str(person))
