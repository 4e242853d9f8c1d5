"""Long work outside the request: started with the change that asks for it, resumed if lost.

A Job's row is the truth; the background task and `manage.py tick` are only wake-ups. What each
kind of work does is named in `settings.JOBS`, a dotted path to a function that is given the job:
it may be called again for the same job after a crash, and then goes on from `job.result`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File
from django.db.models import F
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django_tasks import task

from accounts.refusal import Refusal
from bookings.models import Job

if TYPE_CHECKING:
    from accounts.models import User

# A worker that has not been heard of for this long is taken for dead.
SILENCE = timedelta(minutes=5)
MAX_TRIES = 3
KEPT_FOR = timedelta(days=10)


def start(*, kind: str, title: str, arguments: dict[str, Any], by: User) -> Job:
    """Ask for work of this kind; it begins once the caller's transaction is committed."""
    job = Job.objects.create(
        owner=by, kind=kind, title=title, arguments=arguments, language=translation.get_language()
    )
    work.enqueue()
    return job


@task()
def work() -> int:
    """The worker's wake-up. The rows are the truth: a lost task loses no work."""
    return run_due()


def run_due() -> int:
    """Do what waits, oldest first; returns how many jobs ended."""
    ended = 0
    lost_before = timezone.now() - SILENCE
    for job in Job.objects.waiting(lost_before).order_by("created_at").select_related("owner"):
        if _claim(job, lost_before):
            _run(job)
            ended += 1
    return ended


def _claim(job: Job, lost_before: datetime) -> bool:
    """Two workers may see the same job; one of them gets it."""
    now = timezone.now()
    claimed = Job.objects.waiting(lost_before).filter(pk=job.pk, tries=job.tries)
    if not claimed.update(state=Job.State.RUNNING, seen_at=now, tries=F("tries") + 1):
        return False
    job.refresh_from_db()
    return True


def _run(job: Job) -> None:
    handler: Callable[[Job], None] = import_string(settings.JOBS[job.kind])
    try:
        with translation.override(job.language):
            handler(job)
    except Refusal as refusal:
        _end(job, Job.State.FAILED, refusal.sentence)
    except Exception as error:  # noqa: BLE001  whatever goes wrong is kept and tried again
        gave_up = job.tries >= MAX_TRIES
        _put_back(job, error) if not gave_up else _end(job, Job.State.FAILED, _told(error))
    else:
        _end(job, Job.State.DONE)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def _put_back(job: Job, error: Exception) -> None:
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, error=_told(error))


def _end(job: Job, state: str, error: str = "") -> None:
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state=state, error=error, finished_at=now, expires_at=now + KEPT_FOR
    )


def progress(job: Job, done: int, total: int | None = None) -> None:
    """How far it is, and a sign of life. `job.result` is stored along with it.

    In the caller's transaction if there is one: then work and progress are kept together.
    """
    job.done, job.total, job.seen_at = done, total, timezone.now()
    job.save(update_fields=["done", "total", "seen_at", "result"])


def keep_file(job: Job, name: str, chunks: Iterable[bytes]) -> None:
    """The file that came of it, streamed; a file that was not finished is never seen."""
    with tempfile.TemporaryFile() as spool:
        for chunk in chunks:
            spool.write(chunk)
        spool.seek(0)
        job.file.delete(save=False)  # of a try that broke off
        job.file.save(f"{job.pk}.bin", File(spool), save=False)
    job.file_name = name
    job.save(update_fields=["file", "file_name"])


def forget_expired(now: datetime) -> int:
    """Rows and files whose time is over; called by `manage.py tick`."""
    expired = list(Job.objects.filter(expires_at__lte=now))
    for job in expired:
        forget(job)
    return len(expired)


def forget(job: Job) -> None:
    stored, storage = job.file.name, job.file.storage
    job.delete()
    if stored:
        storage.delete(stored)
