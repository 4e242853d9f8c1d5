"""The story of the demo stands in demo/story/ as TOML; days in it are counted from today."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).parent / "story"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

Told = dict[str, Any]


def read(name: str) -> Told:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read_all(folder: str, entry: str) -> list[Told]:
    """The entries of every file in a folder, file by file in the order of their names."""
    names = sorted(path.stem for path in (FOLDER / folder).glob("*.toml"))
    return [told for name in names for told in read(f"{folder}/{name}")[entry]]


@dataclass(frozen=True)
class Days:
    """Days and moments around the day the demo is loaded, so that it never looks stale."""

    today: date

    def day(self, offset: int, on: str = "") -> date:
        """So many days from today; with `on`, the next such weekday from there."""
        found = self.today + timedelta(days=offset)
        ahead = (WEEKDAYS.index(on) - found.weekday()) % 7 if on else 0
        return found + timedelta(days=ahead)

    def ago(self, day: date) -> int:
        return (self.today - day).days

    def morning(self, offset: int) -> datetime:
        return moment(self.day(offset), time(8))

    def some_time(self, offset: int, dice: Random) -> datetime:
        """In waking hours of that day."""
        seconds = dice.randrange(7 * 3600, 22 * 3600)
        hours, rest = divmod(seconds, 3600)
        return moment(self.day(offset), time(hours, *divmod(rest, 60)))


def moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone())
