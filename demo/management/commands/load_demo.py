"""manage.py load_demo: the story of the demo, and with --orders as large a house as one likes."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.models import User
from bookings.models import BookingOrder
from catalog.models import LearningResource
from demo.crowd import load_crowd
from demo.load import load_story


class Command(BaseCommand):
    help = "Loads the demo into an empty database. Nothing is ever deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--orders", type=int, default=0, help="generate more until there are so many orders"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day around which everything happens"
        )

    def handle(self, *, orders: int, seed: int, today: date | None, **_options: Any) -> None:
        today = today or timezone.localdate()
        if User.objects.exists():
            self.stdout.write("There are people already: the story was not loaded again.")
        else:
            load_story(today=today, seed=seed)
        missing = orders - BookingOrder.objects.count()
        if missing > 0:
            load_crowd(missing, today=today, seed=seed)
        self.stdout.write(
            f"{LearningResource.objects.count()} learning resources, "
            f"{BookingOrder.objects.count()} booking orders, {User.objects.count()} people."
        )
