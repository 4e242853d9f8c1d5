"""What changes a person: registering, proving an e-mail address, name and language."""

from django.db import transaction

from accounts import domains, history
from accounts.models import EmailDomain, OrganisationRole, PersonWord, Role, User
from accounts.models.person import searchable_text, sort_name
from tables.folding import write_words

# What the history of a person tells of a change; the rest is nobody's to read.
TOLD = ("first_name", "last_name", "email", "language", "customer_number")


@transaction.atomic
def register(*, person: User, by: User | None) -> User:
    """Keep a new person; where they belong waits until their address has proved to be theirs."""
    _save(person)
    history.record(person, "registered", by=by)
    if person.terms_accepted_at:
        history.record(person, "terms accepted", by=by)
    return person


@transaction.atomic
def confirm_email(*, person: User) -> None:
    """The address is theirs: lists find them by it, and its domain says where they belong.

    Called whenever allauth has verified an address: after registering, after a change of address,
    after a new password by mail. Doing it twice changes nothing.
    """
    _save(person)
    history.record(person, "e-mail confirmed", by=person, note=person.email)
    leading = EmailDomain.objects.filter(organisation__is_active=True)
    known = leading.filter(domain=domains.of_address(person.email)).first()
    if known:
        _join(person, known)


def _join(person: User, domain: EmailDomain) -> None:
    held, is_new = OrganisationRole.objects.get_or_create(
        user=person,
        organisation_id=domain.organisation_id,
        role=Role.USER,
        defaults={"inherited": False},
    )
    if is_new:
        note = f"{person} ({person.email}): {held.get_role_display()}, {domain}"
        history.record(domain.organisation, "role added", by=None, note=note)


@transaction.atomic
def change_person(*, person: User, by: User | None) -> None:
    """Name, language and what lists sort and find by; the history says what was otherwise."""
    stored = User.objects.select_for_update().get(pk=person.pk)
    changes = [
        f"{User._meta.get_field(name).verbose_name}: {before or '–'} → {after or '–'}"
        for name, before, after in ((n, getattr(stored, n), getattr(person, n)) for n in TOLD)
        if before != after
    ]
    _save(person)
    history.record(person, "changed", by=by, note="\n".join(changes))


def _save(person: User) -> None:
    """With what lists sort and search by."""
    person.sort_name = sort_name(person)
    person.save()
    write_words(PersonWord, "owner", {person.pk: searchable_text(person)})


@transaction.atomic
def choose_language(*, person: User, language: str, by: User | None) -> None:
    person.language = language
    person.save(update_fields=["language"])
