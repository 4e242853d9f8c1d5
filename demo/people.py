"""The people of the story: demo people who sign in, colleagues, learners, private persons."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import BillingAddress, OrganisationRole, PersonWord, User
from accounts.models.person import searchable_text, sort_name
from accounts.rights import reach
from demo.reading import Told
from demo.stage import Stage
from tables.folding import fold, variants, write_words

PASSWORD = "demo"  # noqa: S105 — printed on the sign-in page of the demo
ADDRESS_PARTS = ("address_line_1", "house_number", "zip", "city", "country")


def invite_all(stage: Stage, told: Told) -> None:
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
    if "moved_from" in told:
        _own_address(person, told["moved_from"], is_active=False)


def _email(first: str, last: str, domain: str) -> str:
    """As Swiss offices write it: ü becomes ue, other accents fall away."""
    spelled = [max(variants(name), key=len) for name in (first, last)]
    plain = [
        "".join(letter for letter in fold(name) if letter.isalnum() or letter == "-")
        for name in spelled
    ]
    return f"{plain[0]}.{plain[1]}@{domain}"


def _own_address(person: User, parts: list[str], **more: Any) -> BillingAddress:
    fields = {"country": "CH"} | dict(zip(ADDRESS_PARTS, parts, strict=False)) | more
    name = person.get_full_name()
    return BillingAddress.objects.create(
        person=person, identifier=f"{name}, {fields['city']}", name_line_1=name, **fields
    )
