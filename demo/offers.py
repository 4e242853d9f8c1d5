"""The offers of the story: under which conditions something can be booked."""

from decimal import Decimal

from catalog.models import AccessCode, LearningResource, Offer
from demo.reading import Days, Told
from demo.stage import Stage

TERMS = (
    "method", "description", "price", "currency", "cancellable", "cancellation_fee",
    "free_until_days", "confirmation", "confirmation_days",
)  # fmt: skip


def make_offers(stage: Stage, days: Days, resource: LearningResource, told: Told) -> list[Offer]:
    return [
        _offer(stage, days, resource, told, number)
        for number in range(1, len(told.get("offer", [])) + 1)
    ]


def _offer(stage: Stage, days: Days, resource: LearningResource, told: Told, number: int) -> Offer:
    terms = told["offer"][number - 1]
    money = {name: Decimal(terms[name]) for name in ("price", "cancellation_fee") if name in terms}
    offer = Offer.objects.create(
        resource=resource,
        label=f"O-{number:02}",
        external="released" not in terms,
        cost_center=stage.cost_centers.get(terms.get("cost_center")),
        valid_from=days.morning(told["opens"]) if "opens" in told else None,
        valid_until=days.morning(told["closes"]) if "closes" in told else None,
        **{name: terms[name] for name in TERMS if name in terms} | money,
    )
    offer.organisations.set(stage.organisations[name] for name in terms.get("released", []))
    if "code" in terms:
        _code(offer, terms)
    return offer


def _code(offer: Offer, terms: Told) -> None:
    AccessCode.objects.create(
        offer=offer,
        code=terms["code"],
        code_folded=AccessCode.folded(terms["code"]),
        usage_limit=terms.get("code_limit"),
    )
