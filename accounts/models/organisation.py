"""Organisations, who is what in them, and the e-mail domains that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from accounts.models.person import PersonWord
from tables.counting import number_of, number_related
from tables.folding import matching

if TYPE_CHECKING:
    from accounts.rights import Scope


class OrganisationQuerySet(TreeQuerySet["Organisation"]):
    def active(self) -> OrganisationQuerySet:
        return self.filter(is_active=True)

    def within(self, scope: Scope) -> OrganisationQuerySet:
        return self if scope.everything else self.filter(pk__in=scope.organisations)

    def with_numbers(self) -> OrganisationQuerySet:
        """How many people have a role there, and how many billing addresses it has."""
        return self.annotate(
            number_of_members=number_of(OrganisationRole.objects.all(), "organisation", of="user"),
            number_of_addresses=number_related(self.model, "billing_addresses"),
        )


class Organisation(models.Model):
    parent = TreeNodeForeignKey(
        "self",
        blank=True,
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("part of"),
    )
    identifier = models.CharField(_("identifier"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=255)
    customer_number = models.CharField(_("customer number"), max_length=64, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="organisation_is_not_its_own_parent",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    USER = "user", pgettext_lazy("role", "User")
    AUTHOR = "author", pgettext_lazy("role", "Author")
    LINE_MANAGER = "line_manager", pgettext_lazy("role", "Line manager")
    EDUCATION_MANAGER = "education_manager", pgettext_lazy("role", "Education manager")
    PLANNER = "planner", pgettext_lazy("role", "Course planner")
    PRINCIPAL = "principal", pgettext_lazy("role", "Principal")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")


class OrganisationRoleQuerySet(models.QuerySet["OrganisationRole"]):
    def reaching(self, organisation: Organisation) -> OrganisationRoleQuerySet:
        """Those that stand there, and those that hold there from above."""
        above = Organisation.objects.ancestors(organisation).values_list("pk", flat=True)
        from_above = models.Q(organisation_id__in=list(above), inherited=True)
        return self.filter(models.Q(organisation=organisation) | from_above)

    def search(self, text: str) -> OrganisationRoleQuerySet:
        """Every word by its beginning, in name and e-mail address."""
        return self.filter(matching(PersonWord, "owner", text, at="user_id"))


class OrganisationRole(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    inherited = models.BooleanField(_("holds for sub-organisations"), default=True)

    objects = OrganisationRoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="role_once_per_person_and_organisation",
                violation_error_message=_("This person already has this role there."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="role_is_known",
                violation_error_message=_("This role does not exist."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "role", "user"], name="role_by_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class EmailDomain(models.Model):
    """Who registers with an e-mail address of this domain becomes a user of the organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="email_domains"
    )
    domain = models.CharField(
        _("e-mail domain"),
        max_length=255,
        unique=True,
        error_messages={"unique": _("This domain leads to an organisation already.")},
    )

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(domain=Lower("domain")),
                name="email_domain_is_lower_case",
                violation_error_message=_("A domain is kept in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return self.domain
