"""Who is who in the story: organisations, people, subjects, cost centers, billing addresses."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import (
    BillingAddress,
    CostCenter,
    EmailDomain,
    Organisation,
    OrganisationRole,
    PersonWord,
    Setting,
    User,
)
from accounts.models.person import searchable_text, sort_name
from accounts.rights import reach
from catalog.models import Subject
from demo.reading import Told, read
from tables.folding import fold, variants, write_words

PASSWORD = "demo"  # noqa: S105 — printed on the sign-in page of the demo
ADDRESS_PARTS = ("address_line_1", "house_number", "zip", "city", "country")


@dataclass
class Stage:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    cost_centers: dict[str, CostCenter] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    learners: list[User] = field(default_factory=list)
    # Organisations above each learner, and the addresses these can be billed at.
    reach: dict[int, set[int]] = field(default_factory=dict)
    addresses: dict[str, BillingAddress] = field(default_factory=dict)
    own_addresses: dict[int, BillingAddress] = field(default_factory=dict)
    proposals: list[BillingAddress] = field(default_factory=list)

    @property
    def planner(self) -> User:
        return self.people["planner@example.org"]

    def choosable(self, person: User) -> list[BillingAddress]:
        """The active addresses a learner may choose from; their own comes last."""
        above = self.reach[person.pk]
        shared = [one for one in self.addresses.values() if one.organisation_id in above]
        own = self.own_addresses.get(person.pk)
        return [one for one in shared if one.is_active] + ([own] if own else [])


def build() -> Stage:
    stage = Stage()
    told = read("organisations")
    Setting.objects.update_or_create(pk=1, defaults=told["setting"])
    _found_organisations(stage, told["organisation"])
    _grow_subjects(stage, read("subjects")["subject"])
    for center in told["cost_center"]:
        stage.cost_centers[center["identifier"]] = CostCenter.objects.create(**center)
    _invite_people(stage, read("people"))
    _write_addresses(stage, told)
    return stage


def _found_organisations(stage: Stage, told: list[Told]) -> None:
    for one in told:
        fields = {"parent": stage.organisations.get(one.pop("parent", ""))}
        domain = one.pop("domain", "")
        made = Organisation.objects.create(**one, **fields)
        stage.organisations[made.identifier] = made
        if domain:
            EmailDomain.objects.create(organisation=made, domain=domain)


def _grow_subjects(stage: Stage, told: list[Told]) -> None:
    for one in told:
        parent = stage.subjects.get(one.pop("parent", ""))
        stage.subjects[one["name"]] = Subject.objects.create(parent=parent, **one)


def _invite_people(stage: Stage, told: Told) -> None:
    password = make_password(PASSWORD)
    for one in told["person"]:
        _invite(stage, one, password)
    for identifier, names in told["learners"].items():
        top = stage.organisations[identifier.split("-")[0]]
        domain = top.email_domains.get().domain
        for name in names:
            _invite(stage, {"name": name, "domain": domain, "roles": {identifier: "user"}})
    for one in told["private"]:
        _invite(stage, {"domain": "example.net"} | one)
    words = {one.pk: searchable_text(one) for one in stage.people.values()}
    write_words(PersonWord, "owner", words)


def _invite(stage: Stage, told: Told, password: str = "") -> User:
    last, first = told["name"].split(", ")
    kept = ("language", "customer_number", "is_staff", "is_superuser")
    person = User(
        email=told.get("email") or _email(first, last, told["domain"]),
        first_name=first,
        last_name=last,
        password=password if told.get("signs_in") else make_password(None),
        **{"language": "de"} | {name: told[name] for name in kept if name in told},
    )
    person.sort_name = sort_name(person)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    roles = told.get("roles", {})
    for identifier, role in roles.items():
        organisation = stage.organisations[identifier]
        OrganisationRole.objects.create(user=person, organisation=organisation, role=role)
    _remember(stage, person, told)
    return person


def _remember(stage: Stage, person: User, told: Told) -> None:
    stage.people[person.email] = person
    stage.reach[person.pk] = reach(person)
    if "email" not in told:
        stage.learners.append(person)
    if "address" in told:
        stage.own_addresses[person.pk] = _own_address(person, told["address"])


def _email(first: str, last: str, domain: str) -> str:
    """As Swiss offices write it: ü becomes ue, other accents fall away."""
    spelled = [max(variants(name), key=len) for name in (first, last)]
    plain = [
        "".join(letter for letter in fold(name) if letter.isalnum() or letter == "-")
        for name in spelled
    ]
    return f"{plain[0]}.{plain[1]}@{domain}"


def _own_address(person: User, parts: list[str]) -> BillingAddress:
    fields = {"country": "CH"} | dict(zip(ADDRESS_PARTS, parts, strict=False))
    name = person.get_full_name()
    return BillingAddress.objects.create(
        person=person, identifier=name, name_line_1=name, **fields
    )


def _write_addresses(stage: Stage, told: Told) -> None:
    for one in told["address"]:
        owner = stage.organisations[one.pop("organisation")]
        fields = {"country": "CH"} | one
        made = BillingAddress.objects.create(organisation=owner, **fields)
        stage.addresses[made.identifier] = made
    stage.proposals = [
        BillingAddress.objects.create(**{"country": "CH"} | one) for one in told["proposal"]
    ]
