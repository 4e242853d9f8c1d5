"""How far long work is, and what came of it: a page to leave and come back to, for its owner."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import permitted
from bookings.models import Job


@require_safe
@permitted("orders.see")
def job(request: HttpRequest, job: int) -> HttpResponse:
    """The page, or of it what renews itself while the work goes on.

    `job.result` may hold `said`, what was done in a sentence; `refused`, what was not, each with
    its reason; `back`, the address to go on to.
    """
    shown = get_object_or_404(Job.objects.of(request.user), pk=job)
    part, page = "courseplanner/job.html", "courseplanner/job_page.html"
    return render(request, part if request.headers.get("X-Renew") else page, {"job": shown})
