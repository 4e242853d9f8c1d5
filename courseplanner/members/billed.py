"""Where people who are about to be added can be billed: one read, however many they are."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from accounts.models import BillingAddress, Organisation, OrganisationRole, User
from accounts.rights import Standing
from bookings.forms import OwnAddressForm
from courseplanner.members.draft import TYPED, Draft


def on_file(people: list[User]) -> list[tuple[User, list[BillingAddress]]]:
    """Of each person's organisations and all above them, then their own."""
    reach = _reach(people)
    anywhere = {organisation for reached in reach.values() for organisation in reached}
    of_the_house = Q(organisation__in=anywhere, organisation__is_active=True)
    found = BillingAddress.objects.active().filter(Q(person__in=people) | of_the_house)
    addresses = list(found.select_related("organisation").order_by("pk"))
    return [(person, _of(person, reach[person.pk], addresses)) for person in people]


def _of(person: User, reach: set[int], addresses: list[BillingAddress]) -> list[BillingAddress]:
    of_the_house = [one for one in addresses if one.organisation_id in reach]
    return of_the_house + [one for one in addresses if one.person_id == person.pk]


def _reach(people: list[User]) -> dict[int, set[int]]:
    parents = dict(Organisation.objects.order_by().values_list("pk", "parent_id"))
    held: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
    roles = OrganisationRole.objects.filter(user__in=people)
    for person, *role in roles.values_list("user_id", "role", "organisation_id", "inherited"):
        held[person].append((role[0], role[1], role[2]))
    return {
        person.pk: Standing(person.pk, False, False, parents, held[person.pk]).reach()
        for person in people
    }


def chosen(draft: Draft, people: list[User]) -> dict[int, BillingAddress | None]:
    """What was chosen or typed for each; else the first address on file; None without any."""
    answers: dict[int, BillingAddress | None] = {}
    for person, addresses in on_file(people):
        wanted = draft.addresses.get(str(person.pk), "")
        known = {str(one.pk): one for one in addresses}
        first = addresses[0] if addresses else None
        answers[person.pk] = known.get(wanted, first)
        if wanted == TYPED:
            answers[person.pk] = typed(draft.typed.get(str(person.pk), {})) or first
    return answers


def typed(data: dict[str, str]) -> BillingAddress | None:
    """A new address, as yet unsaved."""
    form = OwnAddressForm(data, instance=BillingAddress())
    return form.instance if form.is_valid() else None
