"""Builds the house of the story: organisations, subjects, cost centers, people, addresses."""

from accounts.models import BillingAddress, CostCenter, EmailDomain, Organisation, Setting
from bookings.models import PaypalSetting
from bookings.paypal.standin.post import WEBHOOK_ID
from catalog.models import Subject
from demo.people import invite_all
from demo.reading import Told, read
from demo.stage import Stage


def build() -> Stage:
    stage = Stage()
    told = read("organisations")
    Setting.objects.update_or_create(pk=1, defaults=told["setting"])
    PaypalSetting.objects.update_or_create(
        pk=1, defaults={"enabled": True, "environment": "standin", "webhook_id": WEBHOOK_ID}
    )
    _found_organisations(stage, told["organisation"])
    _grow_subjects(stage, read("subjects")["subject"])
    for center in told["cost_center"]:
        stage.cost_centers[center["identifier"]] = CostCenter.objects.create(**center)
    invite_all(stage, read("people"))
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


def _write_addresses(stage: Stage, told: Told) -> None:
    for one in told["address"]:
        owner = stage.organisations[one.pop("organisation")]
        fields = {"country": "CH"} | one
        made = BillingAddress.objects.create(organisation=owner, **fields)
        stage.addresses[made.identifier] = made
    stage.proposals = [
        BillingAddress.objects.create(**{"country": "CH"} | one) for one in told["proposal"]
    ]
