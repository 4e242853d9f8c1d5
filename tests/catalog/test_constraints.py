"""Every constraint of the catalog, violated once: the database refuses what code forgot."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import AccessCode, LearningResource, Offer, ResourceWord
from tests.cast import make_code, make_offer, make_resource, make_subject

pytestmark = pytest.mark.django_db


def refused(model, pk: int, **fields) -> str:
    """The database refuses this change; the sentence for people, if one comes with it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=pk).update(**fields)
    thing = model.objects.get(pk=pk)
    for name, value in fields.items():
        setattr(thing, name, value)
    with pytest.raises(ValidationError) as refusal:
        thing.validate_constraints()
    return " ".join(refusal.value.messages)


def test_resource_ends_after_it_begins(root):
    resource = make_resource(begin=date(2027, 3, 1), end=date(2027, 3, 2))
    told = refused(LearningResource, resource.pk, end=date(2027, 2, 28))
    assert told == "The end lies before the begin."


def test_resource_may_begin_and_end_on_one_day(root):
    make_resource(begin=date(2027, 3, 1), end=date(2027, 3, 1))


def test_resource_minimum_is_within_maximum(root):
    resource = make_resource(max_participants=5)
    told = refused(LearningResource, resource.pk, min_participants=6)
    assert told == "The minimum of participants lies above the maximum."


@pytest.mark.parametrize("status", ["published", "closed", "", "bogus"])
def test_resource_status_fits_its_kind(root, status):
    resource = make_resource(kind="implementation")
    told = refused(LearningResource, resource.pk, status=status)
    assert told == "This kind of learning resource has no such status."


def test_resource_kind_is_known(root):
    refused(LearningResource, make_resource().pk, kind="bundle")


def test_resource_word_once():
    resource = make_resource("Wound care")
    with pytest.raises(IntegrityError), transaction.atomic():
        ResourceWord.objects.create(owner=resource, word="wound")


def test_external_offer_is_internal_too():
    told = refused(Offer, make_offer().pk, internal=False)
    assert told == "What is published externally is published internally as well."


def test_offer_price_is_not_negative():
    told = refused(Offer, make_offer(method="invoice").pk, price=-1)
    assert told == "A price is zero or more."


def test_offer_fee_is_not_negative():
    told = refused(Offer, make_offer(method="invoice").pk, cancellation_fee=-1)
    assert told == "A cancellation fee is zero or more."


def test_free_days_need_a_fee():
    told = refused(Offer, make_offer(method="invoice").pk, cancellation_fee=None)
    assert told == "A free period needs a cancellation fee after it."


def test_offer_ends_after_it_begins():
    offer = make_offer(valid_from=timezone.now())
    told = refused(Offer, offer.pk, valid_until=offer.valid_from - timedelta(seconds=1))
    assert told == "The offer ends before it begins."


def test_offer_label_stands_once_per_resource():
    first = make_offer(label="O-01")
    second = make_offer(first.resource, label="O-02")
    assert refused(Offer, second.pk, label="O-01") == "There is already an offer with this label."


def test_label_of_a_withdrawn_offer_is_free_again():
    first = make_offer(label="O-01", deleted_at=timezone.now())
    make_offer(first.resource, label="O-01")


def test_access_code_once_per_offer():
    offer = make_offer(method="code", code="Aare-2026")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_code(offer, " aare-2026 ")
    make_code(make_offer(method="code"), "Aare-2026x")


def test_access_code_stays_within_its_limit():
    code = make_code(make_offer(), "ONCE", usage_limit=1)
    told = refused(AccessCode, code.pk, uses=2)
    assert told == "This access code has been used as often as it may be."


def test_subject_once_per_level():
    first = make_subject("Law")
    make_subject("Law", parent=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_subject("Law", parent=first)


def test_subject_once_at_the_top():
    make_subject("Law")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_subject("Law")
