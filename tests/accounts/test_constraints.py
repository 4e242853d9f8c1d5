"""Every constraint on people and organisations, violated once: the database refuses it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import (
    BillingAddress,
    CostCenter,
    EmailDomain,
    Message,
    Organisation,
    OrganisationRole,
    PersonWord,
    Setting,
    TablePreference,
    User,
)
from tests.cast import give_role, make_address, make_organisation, make_person

pytestmark = pytest.mark.django_db


def refused(row: models.Model, **fields) -> str:
    """The database refuses this change; what people are told if a form asks for it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**fields)
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("email", ["Alice@example.org", "ALICE@EXAMPLE.ORG"])
def test_person_email_is_lower_case(alice, email):
    assert refused(alice, email=email) == "An e-mail address is kept in lower case."


def test_person_email_belongs_to_one_person(alice, charlie):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=charlie.pk).update(email=alice.email)


def test_person_is_created_in_lower_case(db):
    assert make_person("Eva", email="Eva.Meier@Example.ORG").email == "eva.meier@example.org"


def test_person_word_once(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonWord.objects.create(owner=alice, word="alice")


def test_organisation_is_not_its_own_parent(root):
    assert refused(root, parent_id=root.pk) == "An organisation cannot be part of itself."


def test_organisation_identifier_belongs_to_one(root, elsewhere):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=elsewhere.pk).update(identifier=root.identifier)


def test_organisations_may_share_a_name(root):
    twin = make_organisation("bza-2", root.name)
    assert Organisation.objects.filter(name=twin.name).count() == 2


@pytest.mark.parametrize("role", ["", "boss", "Planner"])
def test_role_is_known(bob, role):
    assert refused(bob.roles.get(), role=role) == "This role does not exist."


def test_role_stands_once_per_person_and_organisation(bob, root):
    give_role(bob, "user", root)
    planning = bob.roles.get(role="planner")
    assert refused(planning, role="user") == "This person already has this role there."


def test_person_may_have_several_roles_and_one_role_in_several_places(bob, root, care):
    give_role(bob, "author", root)
    give_role(bob, "planner", care)
    assert OrganisationRole.objects.filter(user=bob).count() == 3


def test_organisation_with_people_cannot_be_deleted(alice, care):
    with pytest.raises(models.ProtectedError):
        care.delete()


def test_address_has_one_owner_at_most(alice, care):
    told = refused(make_address(person=alice), organisation_id=care.pk)
    assert told == "An address belongs to an organisation or to a person, not to both."


def test_address_may_be_nobodys_yet(db):
    assert BillingAddress.objects.get(pk=make_address().pk).person is None


@pytest.mark.parametrize("missing", ["name_line_1", "address_line_1", "city", "country"])
def test_address_can_be_printed(care, missing):
    told = refused(make_address(organisation=care), **{missing: ""})
    assert told == "Name, street, city and country are needed."


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "sent"},
        {"sent_at": timezone.now()},
        {"state": "failed", "sent_at": timezone.now()},
    ],
    ids=["sent without a time", "a time while waiting", "a time though it failed"],
)
def test_message_sent_has_a_time(alice, fields):
    message = Message.objects.create(
        event="booked", key="booked:1", person=alice, recipient=alice.email, language="en"
    )
    assert "message_sent_has_a_time" in refused(message, **fields)


def test_message_about_the_same_is_written_once(alice):
    told = {"event": "booked", "recipient": alice.email, "language": "en"}
    Message.objects.create(key="booked:1", **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(key="booked:1", **told)


def test_message_outlives_the_person(alice):
    message = Message.objects.create(
        event="booked", key="booked:1", person=alice, recipient=alice.email, language="en"
    )
    alice.roles.all().delete()
    alice.delete()
    message.refresh_from_db()
    assert (message.person, message.recipient) == (None, "alice@example.org")


def test_one_preference_per_table(alice, charlie):
    TablePreference.objects.create(person=alice, table="my_bookings")
    TablePreference.objects.create(person=alice, table="orders")
    TablePreference.objects.create(person=charlie, table="my_bookings")
    with pytest.raises(IntegrityError), transaction.atomic():
        TablePreference.objects.create(person=alice, table="my_bookings")


def test_setting_is_one_row(db):
    Setting.load().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.create(pk=2)
    with pytest.raises(ValidationError, match="There is only one row of settings"):
        Setting(pk=2).validate_constraints()


def test_email_domain_is_lower_case(care):
    domain = EmailDomain.objects.create(organisation=care, domain="spital.example")

    assert refused(domain, domain="Spital.example") == "A domain is kept in lower case."


def test_cost_center_has_a_name(db):
    assert refused(CostCenter.objects.create(name="Pflege"), name="") == (
        "A cost center needs a name."
    )


def test_setting_fiscal_year_begins_in_a_month(db):
    Setting.load().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.update(fiscal_year_month=13)
    with pytest.raises(ValidationError, match="Choose one of the twelve months"):
        Setting(pk=1, fiscal_year_month=0).validate_constraints()
