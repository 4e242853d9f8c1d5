"""Ways a person wants to see a list again, each kept under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 100


class SavedView(models.Model):
    """Columns, sort and rows per page as a choice; tab, filters and search as a query."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    table = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    choice = models.JSONField(default=dict)
    query = models.TextField(blank=True)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "table", "name"],
                name="saved_view_name_is_unique",
                violation_error_message=_("You have a view with this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="saved_view_has_a_name",
                violation_error_message=_("A view needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
