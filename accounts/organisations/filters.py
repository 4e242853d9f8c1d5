"""By what the list of roles is narrowed."""

from __future__ import annotations

import django_filters
from django.utils.translation import pgettext_lazy

from accounts.models import OrganisationRole, Role
from tables.filters import BoxesFilter


class RoleFilter(django_filters.FilterSet):
    role = BoxesFilter(label=pgettext_lazy("column", "Role"), choices=Role.choices)

    class Meta:
        model = OrganisationRole
        fields = ("role",)
