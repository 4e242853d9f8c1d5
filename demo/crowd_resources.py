"""What the crowd books: implementations of generated products, with sessions and offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from accounts.models import CostCenter, Organisation
from catalog.models import (
    AccessCode,
    LearningResource,
    Offer,
    ResourceWord,
    Subject,
    searchable_text,
)
from courseplanner.models import Implementation, Product, Session
from demo.reading import Days, Told, read
from tables.folding import words

METHODS = ("invoice",) * 7 + ("free", "free", "code")
CODE = "AARE-2026"


@dataclass
class Workshop:
    """What implementations are made from; read once."""

    told: Told
    products: list[Product]
    subjects: list[Subject]
    centers: list[CostCenter]
    customers: list[Organisation]

    @classmethod
    def open(cls) -> Workshop:
        told = read("crowd")
        operator = Organisation.objects.order_by("pk").first()
        return cls(
            told,
            [_product(title, operator) for title in told["topics"]],
            list(Subject.objects.order_by("pk")),
            list(CostCenter.objects.filter(is_active=True).order_by("pk")),
            list(Organisation.objects.filter(parent=None).exclude(pk=operator.pk).order_by("pk")),
        )

    def run(
        self, days: Days, dice: Random, begins: list[date], taken: list[int]
    ) -> list[list[Offer]]:
        """Write implementations that begin then and have so many seats taken; their offers."""
        resources = LearningResource.objects.bulk_create(
            self._resource(days, dice, *pair) for pair in zip(begins, taken, strict=True)
        )
        self._write_words(resources, dice)
        self._write_timetable(resources, dice)
        return self._write_offers(resources, dice)

    def _resource(self, days: Days, dice: Random, begin: date, taken: int) -> LearningResource:
        product = dice.choice(self.products)
        spare = dice.choice((None, 0, 0, 1, 2, 5, 8, 12, 15))
        resource = LearningResource(
            kind="implementation",
            title=f"{product.title}, {dice.choice(self.told['levels'])}",
            reference=f"{product.reference}-{begin:%y%m}-{dice.randrange(100, 1000)}",
            teaser=f"{product.title} für den Alltag: kurz, mit vielen Übungen und eigenen Fällen.",
            authors=f"{dice.choice(self.told['first'])} {dice.choice(self.told['last'])}",
            language="Deutsch",
            workload="16 Lektionen",
            location=dice.choice(self.told["places"]),
            format="classroom",
            organisation_id=product.organisation_id,
            begin=begin,
            end=begin + timedelta(days=7),
            seats_taken=taken,
            max_participants=None if spare is None else max(1, taken + spare),
            status=_status(days.ago(begin), dice),
        )
        resource.fold_text()
        return resource

    def _write_words(self, resources: list[LearningResource], dice: Random) -> None:
        subjects = [dice.choice(self.subjects) for _ in resources]
        pairs = list(zip(resources, subjects, strict=True))
        link = LearningResource.subjects.through
        link.objects.bulk_create(link(learningresource=one, subject=topic) for one, topic in pairs)
        ResourceWord.objects.bulk_create(
            ResourceWord(owner=one, word=word)
            for one, topic in pairs
            for word in sorted(words(searchable_text(one, [topic])))
        )

    def _write_timetable(self, resources: list[LearningResource], dice: Random) -> None:
        by_title = {product.title: product for product in self.products}
        runs = Implementation.objects.bulk_create(
            Implementation(resource=one, product=by_title[one.title.rpartition(", ")[0]])
            for one in resources
        )
        Session.objects.bulk_create(
            Session(implementation=run, date=day, start=time(9), end=time(17), place="Saal 1")
            for run in runs
            for day in (run.resource.begin, run.resource.end)
        )

    def _write_offers(self, resources: list[LearningResource], dice: Random) -> list[list[Offer]]:
        """One for everybody, and with every fourth resource a cheaper one for members."""
        drawn = [
            offer
            for number, resource in enumerate(resources)
            for offer in self._offers(resource, dice, number % 4 == 0)
        ]
        offers = Offer.objects.bulk_create(drawn)
        link = Offer.organisations.through
        link.objects.bulk_create(
            link(offer=offer, organisation=customer)
            for offer in offers
            if not offer.external
            for customer in self.customers
        )
        AccessCode.objects.bulk_create(
            AccessCode(offer=offer, code=CODE, code_folded=AccessCode.folded(CODE))
            for offer in offers
            if offer.method == "code"
        )
        by_resource: dict[int, list[Offer]] = {one.pk: [] for one in resources}
        for offer in offers:
            by_resource[offer.resource_id].append(offer)
        return list(by_resource.values())

    def _offers(
        self, resource: LearningResource, dice: Random, for_members: bool
    ) -> Iterator[Offer]:
        method = dice.choice(METHODS)
        price = Decimal(dice.choice(self.told["prices"])) if method == "invoice" else Decimal(0)
        terms = {
            "resource": resource,
            "method": method,
            "cost_center": dice.choice(self.centers) if price else None,
            "cancellation_fee": price / 4 if price else None,
            "free_until_days": dice.choice((7, 14, 30)) if price else None,
        }
        yield Offer(label="O-01", external=True, price=price, **terms)
        if for_members:
            yield Offer(label="O-02", external=False, price=price * 4 / 5, **terms)


def _product(title: str, operator: Organisation) -> Product:
    reference = "".join(letter for letter in title if letter.isascii() and letter.isalpha())
    return Product.objects.get_or_create(
        title=title, reference=reference[:4].upper(), organisation=operator
    )[0]


def _status(begun_for: int, dice: Random) -> str:
    """Past ones are over; of those to come most are confirmed."""
    if begun_for > 7:
        return "finished"
    if begun_for >= 0:
        return "active"
    return dice.choice(("confirmed", "confirmed", "confirmed", "provisional"))
