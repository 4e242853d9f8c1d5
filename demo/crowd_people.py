"""The people of the crowd: named from lists, found by their names like everybody else."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from random import Random

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from accounts.models import BillingAddress, Organisation, OrganisationRole, PersonWord, User
from accounts.models.person import searchable_text, sort_name
from demo.reading import Told, read
from tables.folding import fold, words

CHUNK = 2000


def draw_people(count: int, dice: Random) -> array[int]:
    """Write so many people; all that is kept of them in memory are their keys."""
    told = read("crowd")
    places = list(Organisation.objects.exclude(parent=None).order_by("identifier"))
    before = User.objects.count()
    people = array("q")
    for start in range(0, count, CHUNK):
        numbers = range(before + start, before + min(start + CHUNK, count))
        with transaction.atomic():
            people.extend(_write_people(told, numbers, places, dice))
    return people


def _write_people(
    told: Told, numbers: range, places: list[Organisation], dice: Random
) -> list[int]:
    users = User.objects.bulk_create(_user(told, number, dice) for number in numbers)
    PersonWord.objects.bulk_create(_words(users))
    OrganisationRole.objects.bulk_create(
        OrganisationRole(user=user, organisation=dice.choice(places), role="user")
        for user in users
        if dice.random() < 0.7
    )
    BillingAddress.objects.bulk_create(_address(told, user, dice) for user in users[::10])
    return [user.pk for user in users]


def _user(told: Told, number: int, dice: Random) -> User:
    first, last = dice.choice(told["first"]), dice.choice(told["last"])
    plain = fold(f"{first}.{last}").replace(" ", "-")
    user = User(
        email=f"{plain}.{number}@teilnehmende.example",
        first_name=first,
        last_name=last,
        language="de" if dice.random() < 0.8 else "en",
        customer_number=f"{300000 + number}" if number % 3 == 0 else "",
        password=UNUSABLE_PASSWORD_PREFIX,
    )
    user.sort_name = sort_name(user)
    return user


def _words(users: list[User]) -> Iterator[PersonWord]:
    for user in users:
        for word in sorted(words(searchable_text(user))):
            yield PersonWord(owner=user, word=word)


def _address(told: Told, user: User, dice: Random) -> BillingAddress:
    zip_code, _, city = dice.choice(told["towns"]).partition(" ")
    return BillingAddress(
        person=user,
        identifier=user.get_full_name(),
        name_line_1=user.get_full_name(),
        address_line_1=dice.choice(told["streets"]),
        house_number=str(dice.randrange(1, 140)),
        zip=zip_code,
        city=city,
        country="CH",
    )
