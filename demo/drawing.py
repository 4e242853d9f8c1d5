"""Draws who booked what in the story: first what is told by name, the rest by dice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from catalog.models import Offer
from demo.entries import TAKES_A_SEAT, Entry
from demo.programme import Run
from demo.reading import Days, Told, moment
from demo.stage import Stage

COMMENTS = (
    "Bitte Rechnung erst im Januar stellen (neues Budgetjahr).",
    "Bitte auf der Rechnung «Weiterbildung Team 3» vermerken.",
    "Ich komme mit dem Rollstuhl und brauche einen Platz an der Tür.",
    "Vegetarisch, bitte. Rechnung per E-Mail genügt.",
    "Invoice in English, please.",
)


@dataclass
class Drawing:
    stage: Stage
    days: Days
    dice: Random
    told: list[Told]
    entries: list[Entry] = field(default_factory=list)

    def all_of(self, runs: list[Run]) -> list[Entry]:
        """Every booking of the story in the order of its time."""
        by_key = {run.key: run for run in runs}
        for told in self.told:
            self._tell(by_key[told["run"]], told)
        for run in runs:
            self._draw(run)
        return sorted(self.entries, key=lambda entry: entry.at)

    def _tell(self, run: Run, told: Told) -> None:
        person = self.stage.people[told["person"]]
        at = self.days.some_time(-told["ago"], self.dice)
        entry = Entry(person, run.offer(told["offer"]), at, told["outcome"].partition("_fee")[0])
        entry.comment = told.get("comment", "")
        entry.po_number = told.get("po_number", "")
        if "address" in told:
            own = self.stage.own_addresses.get(person.pk)
            entry.address = self.stage.addresses.get(told["address"], own)
        self._end(entry, late=told["outcome"] == "cancelled_fee")
        self.entries.append(entry)

    def _draw(self, run: Run) -> None:
        wanted = list(run.told.get("ended", []))
        wanted += ["active"] * (run.told.get("active", 0) - self._told_before(run, waiting=False))
        wanted += ["waiting"] * (run.told.get("waiting", 0) - self._told_before(run, waiting=True))
        people = self._guests(run, len(wanted))
        drawn = [self._book(run, *pair) for pair in zip(people, wanted, strict=True)]
        for mark in run.told.get("marks", []):
            self._mark(drawn, mark)

    def _told_before(self, run: Run, *, waiting: bool) -> int:
        return sum(
            entry.offer.resource_id == run.resource.pk
            and entry.outcome in TAKES_A_SEAT
            and (entry.outcome == "waiting") == waiting
            for entry in self.entries
        )

    def _guests(self, run: Run, count: int) -> list[User]:
        """Nobody comes twice, and nobody to what is not meant for them."""
        able = [person for person in self.stage.learners if self._visible(run, person)]
        return self.dice.sample(able, count)

    def _visible(self, run: Run, person: User) -> list[Offer]:
        # Nothing is drawn where money would have had to move.
        above = self.stage.reach[person.pk]
        return [
            offer
            for offer, released in zip(run.offers, self._released(run), strict=True)
            if (offer.external or released & above) and not offer.access_method.refunds
        ]

    def _released(self, run: Run) -> list[set[int]]:
        return [
            {self.stage.organisations[name].pk for name in told.get("released", [])}
            for told in run.told.get("offer", [])
        ]

    def _book(self, run: Run, person: User, wanted: str) -> Entry:
        late = wanted == "cancelled_fee"
        offer = self._choose(self._visible(run, person), wanted)
        at = self.days.some_time(-self._ago(run, wanted), self.dice)
        entry = Entry(person, offer, at, wanted.removesuffix("_fee"))
        if wanted == "active":
            entry.outcome = self._settled(run, entry)
        if entry.is_billed:
            self._bill(entry)
        self._end(entry, late=late)
        self.entries.append(entry)
        return entry

    def _choose(self, visible: list[Offer], wanted: str) -> Offer:
        """Who pays a fee had the strictest terms; who is a member mostly takes the member's."""
        if wanted in {"cancelled_fee", "written_off"}:
            return max(visible, key=lambda offer: offer.free_until_days or 0)
        return visible[0] if self.dice.random() < 0.75 else self.dice.choice(visible)

    def _ago(self, run: Run, wanted: str) -> int:
        """So many days ago it was booked: before the begin, and while the offer was open."""
        begin = run.resource.begin or self.days.today
        latest = max(1, self.days.ago(begin) + 5, 3 - run.told.get("closes", 3))
        if wanted == "expired":
            latest = max(latest, 33)
        longest = {"waiting": 12, "expired": 70, "declined": 70}.get(wanted, 110)
        return latest + int(self.dice.triangular(0, longest, 15))

    def _settled(self, run: Run, entry: Entry) -> str:
        if not entry.is_billed:
            return "done"
        over = run.told["status"] == "finished"
        old = self.days.ago(entry.at.date()) > 45
        return "paid" if self.dice.random() < (0.92 if over else 0.7 if old else 0.2) else "open"

    def _bill(self, entry: Entry) -> None:
        choices = self.stage.choosable(entry.person)
        entry.address = self.dice.choice(choices)
        if entry.address.organisation_id and self.dice.random() < 0.5:
            center = self.dice.choice(["4410", "4420", "7010", "PO"])
            entry.po_number = f"{center}-{self.dice.randrange(100, 9999):04}"

    def _end(self, entry: Entry, *, late: bool) -> None:
        """When it was paid, cancelled or declined: after it was booked and before now."""
        later = entry.at + timedelta(days=self.dice.randrange(1, 5), hours=3)
        begin = entry.offer.resource.begin
        if late and begin:
            later = moment(begin - timedelta(days=2), entry.at.time())
        if entry.outcome == "paid":
            later = entry.at + timedelta(days=self.dice.randrange(12, 41))
        if entry.outcome == "expired":
            later = entry.at + timedelta(days=entry.offer.confirmation_days or 0)
        if entry.outcome not in {"open", "done", "waiting", "written_off"}:
            entry.ended_at = min(later, self._yesterday_evening(entry.at))

    def _yesterday_evening(self, at: datetime) -> datetime:
        return max(at + timedelta(minutes=40), self.days.morning(-1) + timedelta(hours=11))

    def _mark(self, drawn: list[Entry], mark: str) -> None:
        """Give one fitting booking what accounting has to notice."""
        fits = _was_charged if mark == "adjusted_fee" else _is_billed_still
        entry = self.dice.choice([one for one in drawn if fits(one)])
        if mark == "adjusted":
            entry.price = (entry.offer.price * Decimal("0.09")).quantize(Decimal(1)) * 10
        elif mark == "adjusted_fee":
            entry.fee = Decimal("100.00")
        elif mark == "proposal":
            entry.address, entry.po_number = self.stage.proposals.pop(0), ""
        else:
            entry.comment = self.dice.choice(COMMENTS)


def _is_billed_still(entry: Entry) -> bool:
    return entry.outcome in {"open", "paid"}


def _was_charged(entry: Entry) -> bool:
    """Cancelled so late that the terms ask for a fee."""
    begin, days = entry.offer.resource.begin, entry.offer.free_until_days
    if entry.outcome != "cancelled" or not (begin and days and entry.ended_at):
        return False
    return (begin - entry.ended_at.date()).days < days
