"""What changes a person: registering, and the language they read."""

from django.db import transaction

from accounts import domains, history
from accounts.models import EmailDomain, OrganisationRole, PersonWord, Role, User
from accounts.models.person import searchable_text, sort_name
from tables.folding import write_words


@transaction.atomic
def register(*, person: User, by: User | None) -> User:
    """Keep a new person; the domain of the e-mail address says where they belong."""
    _save(person)
    leading = EmailDomain.objects.filter(organisation__is_active=True)
    known = leading.filter(domain=domains.of_address(person.email)).first()
    if known:
        OrganisationRole.objects.create(
            user=person, organisation_id=known.organisation_id, role=Role.USER, inherited=False
        )
    history.record(person, "registered", by=by)
    return person


@transaction.atomic
def change_person(*, person: User, by: User | None) -> None:
    _save(person)
    history.record(person, "changed", by=by)


def _save(person: User) -> None:
    """With what lists sort and search by."""
    person.sort_name = sort_name(person)
    person.save()
    write_words(PersonWord, "owner", {person.pk: searchable_text(person)})


@transaction.atomic
def choose_language(*, person: User, language: str, by: User | None) -> None:
    person.language = language
    person.save(update_fields=["language"])
