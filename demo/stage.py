"""Who is who in the story, by the names under which the story tells of them."""

from dataclasses import dataclass, field

from accounts.models import BillingAddress, CostCenter, Organisation, User
from catalog.models import Subject


@dataclass
class Stage:
    organisations: dict[str, Organisation] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    cost_centers: dict[str, CostCenter] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    learners: list[User] = field(default_factory=list)
    # Organisations above each learner, and the addresses these can be billed at.
    reach: dict[int, set[int]] = field(default_factory=dict)
    addresses: dict[str, BillingAddress] = field(default_factory=dict)
    own_addresses: dict[int, BillingAddress] = field(default_factory=dict)
    proposals: list[BillingAddress] = field(default_factory=list)

    @property
    def planner(self) -> User:
        return self.people["planner@example.org"]

    def choosable(self, person: User) -> list[BillingAddress]:
        """The active addresses a learner may choose from; their own comes last."""
        above = self.reach[person.pk]
        shared = [one for one in self.addresses.values() if one.organisation_id in above]
        own = self.own_addresses.get(person.pk)
        return [one for one in shared if one.is_active] + ([own] if own else [])
