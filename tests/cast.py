"""The tiny cast: alice books, bob plans, charlie must see nothing. And what they book.

Bildungszentrum Aare has two departments, Pflege (alice learns there) and Technik; bob plans for
all of it. charlie learns and dora plans elsewhere, at Seminarhaus Thun. The `make_…` functions
need a database and nothing else; every argument has a sensible default.
"""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import BillingAddress, CostCenter, Organisation, OrganisationRole, User
from bookings import actions
from bookings.models import BookingOrder, Participation
from catalog.models import (
    AccessCode,
    LearningResource,
    Offer,
    ResourceWord,
    Subject,
    searchable_text,
)
from courseplanner.models import Implementation, Product
from tables.folding import write_words

serial = count(1)


def make_organisation(identifier: str, name: str, parent: Organisation | None = None, **fields):
    known = {"name": name, "parent": parent, **fields}
    return Organisation.objects.get_or_create(identifier=identifier, defaults=known)[0]


def aare() -> Organisation:
    return make_organisation("bza", "Bildungszentrum Aare", customer_number="400100")


def make_person(
    first_name: str, role: str = "", organisation: Organisation | None = None, **fields: Any
) -> User:
    """A person who can sign in; with a role in an organisation if one is named."""
    fields = {"last_name": "Muster", "language": "en"} | fields
    email = fields.pop("email", f"{first_name.lower()}@example.org")
    person = User.objects.create_user(email, first_name=first_name, **fields)
    if role:
        give_role(person, role, organisation or aare())
    return person


def give_role(
    person: User, role: str, organisation: Organisation, *, inherited: bool = True
) -> None:
    OrganisationRole.objects.create(
        user=person, organisation=organisation, role=role, inherited=inherited
    )


def make_subject(name: str, name_de: str = "", parent: Subject | None = None) -> Subject:
    return Subject.objects.create(name=name, name_de=name_de, parent=parent)


def make_resource(
    title: str = "Wound care", *, subjects: tuple[Subject, ...] = (), **fields: Any
) -> LearningResource:
    """An implementation with its product, confirmed and 60 days ahead; or `kind="course"`."""
    begin = fields.get("begin", timezone.localdate() + timedelta(days=60))
    fields = {"kind": "implementation", "begin": begin, "end": begin} | fields
    fields.setdefault("status", "confirmed" if fields["kind"] == "implementation" else "published")
    fields.setdefault("organisation_id", (fields.pop("organisation", None) or aare()).pk)
    resource = LearningResource(title=title, **fields)
    resource.fold_text()
    resource.save()
    resource.subjects.set(subjects)
    write_words(ResourceWord, "owner", {resource.pk: searchable_text(resource, list(subjects))})
    if resource.kind == "implementation":
        make_implementation(resource)
    return resource


def make_implementation(resource: LearningResource, **product: Any) -> Implementation:
    owners = product.pop("owners", ())
    known = {"title": resource.title, "reference": f"P-{next(serial)}"} | product
    made = Product.objects.create(organisation=resource.organisation, **known)
    made.owners.set(owners)
    return Implementation.objects.create(resource=resource, product=made)


def make_offer(
    resource: LearningResource | None = None,
    *,
    method: str = "free",
    code: str = "AARE-2026",
    organisations: tuple[Organisation, ...] = (),
    **fields: Any,
) -> Offer:
    """Published externally, so that everybody sees it; `external=False` for the released only.

    On invoice: CHF 490, cancelled for CHF 120, free of charge until 14 days before.
    """
    fields = (_invoice_terms() if method == "invoice" else {}) | fields
    fields = {"label": f"O-{next(serial):02}", "external": True} | fields
    offer = Offer.objects.create(resource=resource or make_resource(), method=method, **fields)
    offer.organisations.set(organisations)
    if method == "code":
        make_code(offer, code)
    return offer


def _invoice_terms() -> dict[str, Any]:
    center = CostCenter.objects.get_or_create(name="Weiterbildung", account="3200")[0]
    return {
        "price": Decimal("490.00"),
        "cancellation_fee": Decimal("120.00"),
        "free_until_days": 14,
        "cost_center": center,
    }


def make_code(offer: Offer, code: str, **fields: Any) -> AccessCode:
    return AccessCode.objects.create(
        offer=offer, code=code, code_folded=AccessCode.folded(code), **fields
    )


def make_address(
    *, person: User | None = None, organisation: Organisation | None = None, **fields: Any
) -> BillingAddress:
    """An organisation's, a person's, or with neither a proposal."""
    fields = {
        "identifier": f"A-{next(serial)}",
        "name_line_1": "Spital Aare AG",
        "address_line_1": "Länggasse",
        "house_number": "12a",
        "zip": "0312",
        "city": "Zürich",
        "country": "CH",
        "customer_number": "400777",
    } | fields
    return BillingAddress.objects.create(person=person, organisation=organisation, **fields)


def book(offer: Offer, person: User, by: User | None = None, **answers: Any) -> BookingOrder:
    """Book as if the form had been filled in well: terms as seen, right code, an own address."""
    answers = {"seen": offer.terms_seen} | answers
    if offer.method == "code" and "code" not in answers:
        answers["code"] = offer.codes.get().code
    if offer.method == "invoice" and "address" not in answers:
        answers["address"] = make_address(person=person)
    return actions.book(offer=offer, person=person, by=by or person, answers=answers)


def make_order(person: User, *, method: str = "invoice", **terms: Any) -> BookingOrder:
    """A booking of a resource of its own."""
    return book(make_offer(method=method, **terms), person)


def enter_by_hand(resource: LearningResource, person: User, origin: str = "manual"):
    """A membership nobody booked."""
    resource.seats_taken += 1
    resource.save(update_fields=["seats_taken"])
    return Participation.objects.create(
        resource=resource, person=person, status="active", origin=origin
    )


@pytest.fixture
def root(db) -> Organisation:
    return aare()


@pytest.fixture
def care(root) -> Organisation:
    return make_organisation("bza-pflege", "Pflege", root)


@pytest.fixture
def tech(root) -> Organisation:
    return make_organisation("bza-technik", "Technik", root)


@pytest.fixture
def elsewhere(db) -> Organisation:
    return make_organisation("thun", "Seminarhaus Thun")


@pytest.fixture
def alice(care) -> User:
    """Learns in Pflege."""
    return make_person("Alice", "user", care, last_name="Ämmerli", customer_number="700001")


@pytest.fixture
def bob(root) -> User:
    """Plans for the whole Bildungszentrum."""
    return make_person("Bob", "planner", root, last_name="Baumann")


@pytest.fixture
def charlie(elsewhere) -> User:
    """Learns elsewhere and must see nothing."""
    return make_person("Charlie", "user", elsewhere, last_name="Chevalley")


@pytest.fixture
def dora(elsewhere) -> User:
    """Plans elsewhere and must see nothing of ours."""
    return make_person("Dora", "planner", elsewhere, last_name="Dubois")


@pytest.fixture
def line_manager(care) -> User:
    """Alice's."""
    return make_person("Lena", "line_manager", care, last_name="Leu")


@pytest.fixture
def education_manager(root) -> User:
    return make_person("Erik", "education_manager", root, last_name="Egger")


@pytest.fixture
def admin(root) -> User:
    return make_person("Ada", "administrator", root, last_name="Amsler")
