"""What is on in the story: products with their implementations and timetables, courses, offers."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from catalog.actions import refresh_words
from catalog.models import LearningResource, Offer
from courseplanner.models import Implementation, Product, Session
from demo.offers import make_offers
from demo.reading import Days, Told, read, read_all
from demo.stage import Stage

TEXTS = (
    "title", "teaser", "description", "objectives", "requirements", "certification", "authors",
    "language", "workload", "location", "format",
)  # fmt: skip
STEPS = {"daily": 1, "weekly": 7, "monthly": 28}


@dataclass
class Run:
    """Something that can be booked, as it is told in the story, with the offers made for it."""

    told: Told
    resource: LearningResource
    offers: list[Offer]

    @property
    def key(self) -> str:
        return self.told.get("key", self.resource.reference)

    def offer(self, label: str) -> Offer:
        return next(offer for offer in self.offers if offer.label == label)


def build(stage: Stage, days: Days) -> list[Run]:
    runs = [run for told in read_all("products", "product") for run in _product(stage, days, told)]
    runs += [_course(stage, days, told) for told in read("courses")["course"]]
    refresh_words([run.resource for run in runs])
    return runs


def _product(stage: Stage, days: Days, told: Told) -> list[Run]:
    product = Product.objects.create(
        title=told["title"],
        reference=told["reference"],
        organisation=stage.organisations[told["organisation"]],
        description=told["teaser"],
    )
    product.owners.set(stage.people[email] for email in told["owners"])
    return [_run(stage, days, product, told | run) for run in sorted(told["run"], key=_begin)]


def _begin(told: Told) -> int:
    return told["begin"]


def _run(stage: Stage, days: Days, product: Product, told: Told) -> Run:
    dates = _dates(days, told)
    resource = _resource(
        stage,
        told,
        kind="implementation",
        reference=_reference(product, dates[0]),
        begin=dates[0],
        end=dates[-1],
        min_participants=told.get("min"),
        max_participants=told.get("seats"),
    )
    implementation = Implementation.objects.create(resource=resource, product=product)
    _timetable(implementation, dates, told)
    return Run(told, resource, make_offers(stage, days, resource, told))


def _dates(days: Days, told: Told) -> list[date]:
    first = days.day(told["begin"], told["on"])
    count, step = told["events"]
    return [first + timedelta(days=number * STEPS[step]) for number in range(count)]


def _reference(product: Product, begin: date) -> str:
    """PFG-2027-1: the first one of that year."""
    same_year = product.implementations.filter(resource__begin__year=begin.year).count()
    return f"{product.reference}-{begin.year}-{same_year + 1}"


def _resource(stage: Stage, told: Told, **fields: object) -> LearningResource:
    texts = {name: str(told[name]).strip() for name in TEXTS if name in told}
    resource = LearningResource(
        organisation=stage.organisations[told["organisation"]],
        status=told["status"],
        priority=told.get("priority", 0),
        **texts | fields,
    )
    resource.fold_text()
    resource.save()
    resource.subjects.set(stage.subjects[name] for name in told["subjects"])
    return resource


def _timetable(implementation: Implementation, dates: list[date], told: Told) -> None:
    topics = told.get("topics", [""])
    start, end = (time.fromisoformat(part) for part in told["time"].split("-"))
    Session.objects.bulk_create(
        Session(
            implementation=implementation,
            date=day,
            start=start,
            end=end,
            topic=topics[number * len(topics) // len(dates)],
            place=told.get("place", ""),
            teachers=told["authors"],
        )
        for number, day in enumerate(dates)
    )


def _course(stage: Stage, days: Days, told: Told) -> Run:
    resource = _resource(
        stage,
        {"format": "self_paced", "location": "Online"} | told,
        kind="course",
        reference=told["reference"],
        max_participants=told.get("max_participants"),
    )
    return Run(told, resource, make_offers(stage, days, resource, told))
