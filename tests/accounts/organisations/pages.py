"""What the tests of organisation pages share."""

from django.urls import reverse

from accounts import history
from accounts.models import Organisation, OrganisationRole, User


def url(name: str = "index", organisation: Organisation | None = None, **kwargs: object) -> str:
    if organisation:
        kwargs["organisation"] = organisation.pk
    return reverse(f"organisations:{name}", kwargs=kwargs)


def says(page, *sentences: str) -> bool:
    text = page.content.decode()
    return all(sentence in text for sentence in sentences)


def seen(client, name: str, organisation: Organisation | None = None) -> str:
    """The fingerprint a form was filled from."""
    return client.get(url(name, organisation)).context["form"]["seen"].value()


def role_of(person: User, role: str) -> OrganisationRole:
    return OrganisationRole.objects.get(user=person, role=role)


def told(organisation) -> list[tuple[str, str]]:
    """What its history says: who did what."""
    return [(event.by_label, event.verb) for event in history.of(organisation)]
