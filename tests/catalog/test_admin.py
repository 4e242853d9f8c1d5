"""Django's admin, with which an operator maintains the catalog."""

import pytest
from django.urls import reverse

from accounts.models import User
from catalog.models import AccessCode, LearningResource, Offer, Subject
from tests.cast import aare, book, make_code, make_offer, make_resource, make_subject

pytestmark = pytest.mark.django_db
RESOURCE = {
    "kind": "course",
    "title": "Büroorganisation",
    "status": "published",
    "priority": "0",
    "begin": "2027-03-01",
}
OFFER = {
    "method": "free",
    "label": "O-01",
    "internal": "on",
    "external": "on",
    "price": "0",
    "currency": "CHF",
    "cancellable": "on",
}


@pytest.fixture
def operator(client) -> User:
    operator = User.objects.create_superuser("operator@example.org", language="en")
    client.force_login(operator)
    return operator


def address(model, verb: str, *args) -> str:
    return reverse(f"admin:catalog_{model._meta.model_name}_{verb}", args=args)


def faults(response) -> str:
    """What is wrong with the form that came back; empty if it was saved."""
    if response.status_code == 302:
        return ""
    shown = response.context["adminform"].form.errors.as_text()
    inlines = response.context["inline_admin_formsets"]
    return shown + "".join(str(inline.formset.errors) for inline in inlines)


def codes(*rows: dict, initial: int = 0) -> dict[str, str]:
    """The part of the form that carries the access codes."""
    data = {"codes-TOTAL_FORMS": str(len(rows)), "codes-INITIAL_FORMS": str(initial)}
    return data | {f"codes-{n}-{k}": v for n, row in enumerate(rows) for k, v in row.items()}


def found(text: str) -> list[str]:
    return [one.title for one in LearningResource.objects.search(text)]


@pytest.mark.parametrize("model", [Subject, LearningResource, Offer])
def test_lists_and_forms_open(client, operator, model):
    make_offer(make_resource(subjects=(make_subject("Law"),)), method="code")
    thing = model.objects.get()
    assert client.get(address(model, "changelist"), {"q": "o"}).status_code == 200
    assert client.get(address(model, "add")).status_code == 200
    assert client.get(address(model, "change", thing.pk)).status_code == 200


def test_admin_is_for_operators_only(client, bob):
    client.force_login(bob)
    assert client.get(address(Offer, "changelist")).status_code == 302


def test_saving_a_resource_makes_it_findable_and_sorted(client, operator):
    subject = make_subject("Order", "Ordnung")
    data = RESOURCE | {"organisation": aare().pk, "subjects": [subject.pk]}
    assert faults(client.post(address(LearningResource, "add"), data)) == ""

    resource = LearningResource.objects.get()
    assert resource.title_folded == "buroorganisation"
    assert "2027-03-01" in resource.catalog_key
    assert found("buero") == found("ordnung") == ["Büroorganisation"]


def test_changing_a_resource_refreshes_its_words(client, operator):
    resource = make_resource("Wound care", kind="course", seats_taken=3)
    data = RESOURCE | {"organisation": resource.organisation_id, "title": "Knitting"}
    assert faults(client.post(address(LearningResource, "change", resource.pk), data)) == ""

    assert found("knit") == ["Knitting"]
    assert found("wound") == []
    assert LearningResource.objects.get().seats_taken == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "confirmed"}, "no such status"),
        ({"end": "2027-02-01"}, "end lies before the begin"),
        ({"min_participants": "5", "max_participants": "4"}, "above the maximum"),
    ],
)
def test_resource_that_cannot_be_is_refused_with_a_sentence(client, operator, change, told):
    data = RESOURCE | {"organisation": aare().pk} | change
    assert told in faults(client.post(address(LearningResource, "add"), data))
    assert not LearningResource.objects.exists()


def test_an_implementation_is_only_shown_and_never_made_here(client, operator):
    resource = make_resource("Wound care")
    data = RESOURCE | {"organisation": resource.organisation_id}

    page = client.get(address(LearningResource, "change", resource.pk))
    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert client.post(address(LearningResource, "change", resource.pk), data).status_code == 403
    assert client.post(address(LearningResource, "delete", resource.pk)).status_code == 403
    made = {"kind": "implementation", "status": "confirmed"}
    assert "kind" in faults(client.post(address(LearningResource, "add"), data | made))
    assert LearningResource.objects.get().title == "Wound care"


def test_renaming_a_subject_refreshes_the_words(client, operator):
    subject = make_subject("Law")
    make_resource("Contracts", subjects=(subject,))
    client.post(address(Subject, "change", subject.pk), {"name": "Justice", "name_de": ""})
    assert found("justice") == ["Contracts"]


def test_deleting_a_subject_refreshes_the_words(client, operator):
    subject = make_subject("Law")
    make_resource("Contracts", subjects=(subject,))
    client.post(address(Subject, "delete", subject.pk), {"post": "yes"})
    assert found("law") == []


def test_saving_an_offer_with_its_codes(client, operator, alice):
    resource = make_resource(kind="course")
    rows = codes({"code": "Aare-2026", "usage_limit": "2"}, {"code": "Thun-2026"})
    data = OFFER | {"method": "code", "resource": resource.pk} | rows
    assert faults(client.post(address(Offer, "add"), data)) == ""

    folded = AccessCode.objects.order_by("pk").values_list("code_folded", flat=True)
    assert list(folded) == ["aare-2026", "thun-2026"]
    assert book(Offer.objects.get(), alice, code="AARE-2026").state == "done"


def test_changing_and_deleting_codes(client, operator):
    offer = make_offer(make_resource(kind="course"), method="code", code="OLD")
    gone = make_code(offer, "GONE")
    old = offer.codes.get(code="OLD")
    rows = codes(
        {"id": str(old.pk), "offer": str(offer.pk), "code": "NEW"},
        {"id": str(gone.pk), "offer": str(offer.pk), "code": "GONE", "DELETE": "on"},
        initial=2,
    )
    data = OFFER | {"method": "code", "resource": offer.resource_id} | rows
    assert faults(client.post(address(Offer, "change", offer.pk), data)) == ""
    assert [code.code_folded for code in offer.codes.all()] == ["new"]


def test_one_code_twice_is_refused_however_it_is_written(client, operator):
    rows = codes({"code": "Aare"}, {"code": " ÄARE "})
    data = OFFER | {"method": "code", "resource": make_resource(kind="course").pk} | rows
    assert "has this access code already" in faults(client.post(address(Offer, "add"), data))
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"method": "free", "price": "10"}, "Nothing is paid"),
        ({"internal": ""}, "published internally as well"),
        ({"free_until_days": "10"}, "needs a cancellation fee"),
    ],
)
def test_offer_that_cannot_be_is_refused_with_a_sentence(client, operator, change, told):
    data = OFFER | {"resource": make_resource(kind="course").pk} | codes() | change
    assert told in faults(client.post(address(Offer, "add"), data))
    assert not Offer.objects.exists()


def test_a_course_cannot_be_offered_on_invoice(client, operator):
    course = make_resource(kind="course")
    data = OFFER | {"method": "invoice", "price": "10", "resource": course.pk} | codes()
    assert "cannot be booked so" in faults(client.post(address(Offer, "add"), data))


def test_offers_of_implementations_are_only_shown(client, operator):
    offer = make_offer()
    assert "_save" not in client.get(address(Offer, "change", offer.pk)).content.decode()
    data = OFFER | {"resource": offer.resource_id} | codes()
    assert client.post(address(Offer, "change", offer.pk), data).status_code == 403
    assert "kept in the Course Planner" in faults(client.post(address(Offer, "add"), data))
    assert Offer.objects.get() == offer


def test_offers_are_withdrawn_never_deleted(client, operator, alice):
    offer = make_offer()
    book(offer, alice)
    assert client.post(address(Offer, "delete", offer.pk)).status_code == 403

    action = {"action": "withdraw", "_selected_action": [offer.pk]}
    response = client.post(address(Offer, "changelist"), action, follow=True)
    assert "1 offer withdrawn." in response.content.decode()
    assert Offer.objects.get().deleted_at is not None
    assert client.get(address(Offer, "change", offer.pk)).status_code == 302
