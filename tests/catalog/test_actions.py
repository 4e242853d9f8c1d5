"""The verbs of the catalog: what stays fresh, and what is never written back."""

import pytest
from django.db.models.deletion import ProtectedError

from accounts import history
from catalog import actions
from catalog.models import AccessCode, LearningResource, Offer, Subject
from tests.cast import book, make_code, make_offer, make_resource, make_subject

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [one.title for one in LearningResource.objects.search(text)]


def test_saving_a_resource_refreshes_the_columns_lists_are_sorted_by(bob):
    resource = make_resource("Zebra")
    resource.title = "Äpfel"
    actions.save_resource(resource=resource, by=bob)

    resource.refresh_from_db()
    assert resource.title_folded == "apfel"
    assert resource.catalog_key.endswith("apfel")


def test_saving_a_new_resource_is_told_as_created(bob, root):
    resource = LearningResource(
        kind="course", title="New", status="published", organisation=root, seats_taken=0
    )
    actions.save_resource(resource=resource, by=bob)
    actions.save_resource(resource=resource, by=bob)

    assert [(line.verb, line.by) for line in history.of(resource)] == [
        ("created", bob),
        ("changed", bob),
    ]


def test_saving_a_resource_never_writes_seats_back(alice, bob):
    resource = make_resource(max_participants=5)
    edited = LearningResource.objects.get(pk=resource.pk)
    book(make_offer(resource), alice)
    edited.title = "Renamed"
    actions.save_resource(resource=edited, by=bob)

    resource.refresh_from_db()
    assert (resource.title, resource.seats_taken) == ("Renamed", 1)


def test_saving_a_code_never_writes_its_uses_back(alice, bob):
    offer = make_offer(method="code", code="AARE")
    edited = offer.codes.get()
    book(offer, alice)
    edited.usage_limit = 5
    actions.save_code(code=edited, by=bob)

    assert AccessCode.objects.values_list("usage_limit", "uses").get() == (5, 1)


def test_saving_a_code_folds_it(bob):
    code = make_code(make_offer(method="code"), "OLD")
    code.code = " Näu-1 "
    actions.save_code(code=code, by=bob)
    code.refresh_from_db()
    assert code.code_folded == "nau-1"


def test_saving_an_offer_is_told(bob):
    offer = make_offer()
    actions.save_offer(offer=offer, by=bob)
    assert [line.verb for line in history.of(offer)] == ["changed"]


def test_renaming_a_subject_moves_its_resources_to_the_new_word(bob):
    subject = make_subject("Law", "Recht")
    make_resource("Contracts", subjects=(subject,))
    subject.name_de = "Jus"
    actions.save_subject(subject=subject, by=bob)

    assert found("jus") == found("law") == ["Contracts"]
    assert found("recht") == []


def test_deleting_a_subject_takes_its_word_from_the_resources(bob):
    subject = make_subject("Law")
    make_resource("Contracts", subjects=(subject,))
    actions.delete_subjects(subjects=Subject.objects.filter(pk=subject.pk), by=bob)

    assert found("law") == []
    assert found("contracts") == ["Contracts"]


def test_a_subject_with_others_below_is_not_deleted(bob):
    law = make_subject("Law")
    make_subject("Labour law", parent=law)
    with pytest.raises(ProtectedError):
        actions.delete_subjects(subjects=Subject.objects.filter(pk=law.pk), by=bob)
    assert Subject.objects.count() == 2
    assert not history.of(law).exists()


def test_withdrawing_hides_offers_and_keeps_their_orders(alice, bob):
    offer = make_offer()
    order = book(offer, alice)

    assert actions.withdraw_offers(offers=[offer], by=bob) == 1
    assert actions.withdraw_offers(offers=[offer], by=bob) == 0

    assert not Offer.objects.existing().exists()
    assert Offer.objects.get().orders.get() == order
    assert [line.verb for line in history.of(offer)] == ["withdrawn"]


def test_refreshing_words_follows_new_subjects(django_assert_num_queries):
    resources = [make_resource(f"Course {number}") for number in range(3)]
    subject = make_subject("Law", "Recht")
    for resource in resources:
        resource.subjects.add(subject)
    assert found("recht") == []

    with django_assert_num_queries(3):
        actions.refresh_words(resources)
    assert len(found("recht")) == 3
