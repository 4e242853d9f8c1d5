"""Long work: what somebody asked for, how far it is, and the file that came of it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, owner: object) -> JobQuerySet:
        return self.filter(owner=owner)

    def unexpired(self, now: datetime) -> JobQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now))

    def waiting(self, lost_before: datetime) -> JobQuerySet:
        """Not begun, or begun by a worker that has not been heard of since."""
        return self.filter(Q(state="queued") | Q(state="running", seen_at__lt=lost_before))


class Job(models.Model):
    """The row is the truth; a background task is only a wake-up. See `bookings.jobs`."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("job", "Waiting")
        RUNNING = "running", pgettext_lazy("job", "Being worked on")
        DONE = "done", pgettext_lazy("job", "Done")
        FAILED = "failed", pgettext_lazy("job", "Failed")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs"
    )
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=5)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    file = models.FileField(upload_to="jobs/", blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # When its worker was last heard of.
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed"]),
                name="job_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")), name="job_done_within_total"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at=None),
                name="job_finished_has_a_time",
            ),
        ]
        indexes = [
            models.Index(F("owner"), F("created_at").desc(), name="job_of_owner"),
            models.Index(
                fields=["created_at"],
                name="job_waiting",
                condition=Q(state__in=["queued", "running"]),
            ),
            models.Index(fields=["expires_at"], name="job_expiring"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
