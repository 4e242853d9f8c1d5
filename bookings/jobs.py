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
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.refusal import Refusal
from bookings.models import Job

if TYPE_CHECKING:
    from accounts.models import User

# A worker that has not been heard of for this long is taken for dead.
SILENCE = timedelta(minutes=5)
MAX_TRIES = 3
KEPT_FOR = timedelta(days=10)


class Superseded(Exception):
    """The job is another worker's by now, or its owner's no more: who hears this stops."""


def start(*, kind: str, title: str, arguments: dict[str, Any], by: User) -> Job:
    """Ask for work of this kind; it begins once the caller's transaction is committed."""
    language = translation.get_language()
    job = Job.objects.create(
        owner=by, kind=kind, title=title[:255], arguments=arguments, language=language
    )
    work.enqueue()
    return job


@task()
def work() -> int:
    """The worker's wake-up. The rows are the truth: a lost task loses no work."""
    return run_due()


def run_due() -> int:
    """Do what waits, oldest first; returns how many jobs were worked on."""
    lost_before = timezone.now() - SILENCE
    waiting = Job.objects.waiting(lost_before).order_by("created_at").select_related("owner")
    return sum(_claim(job, lost_before) and _run(job) for job in waiting)


def _claim(job: Job, lost_before: datetime) -> bool:
    """Two workers may see the same job; one of them gets it."""
    claimed = Job.objects.waiting(lost_before).filter(pk=job.pk, tries=job.tries)
    if not claimed.update(state="running", seen_at=timezone.now(), tries=F("tries") + 1):
        return False
    job.refresh_from_db()
    return True


def _run(job: Job) -> bool:
    with translation.override(job.language):
        try:
            _do(job)
        except Superseded:
            return False
        except Refusal as refusal:
            _end(job, Job.State.FAILED, refusal.sentence)
        except Exception as error:  # noqa: BLE001  whatever goes wrong is kept and tried again
            _try_again(job, error)
        else:
            _end(job, Job.State.DONE)
    return True


def _do(job: Job) -> None:
    if job.tries > MAX_TRIES:  # its worker died each time, without a word
        raise Refusal(_given_up(job.error))
    handler: Callable[[Job], None] = import_string(settings.JOBS[job.kind])
    handler(job)


def _try_again(job: Job, error: Exception) -> None:
    told = f"{type(error).__name__}: {error}"[:2000]
    if job.tries >= MAX_TRIES:
        _end(job, Job.State.FAILED, _given_up(told))
    else:
        _own(job).update(state=Job.State.QUEUED, error=told)


def _given_up(error: str) -> str:
    said = _("This broke off %(tries)s times and was given up. What had been done by then stays.")
    return " ".join([said % {"tries": MAX_TRIES}, error]).strip()


def _own(job: Job) -> QuerySet[Job]:
    """The row, as long as it belongs to this try."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)


def _end(job: Job, state: str, error: str = "") -> None:
    now = timezone.now()
    _own(job).update(state=state, error=error, finished_at=now, expires_at=now + KEPT_FOR)


def progress(job: Job, done: int, total: int | None = None) -> None:
    """How far it is, and a sign of life. `job.result` is stored along with it.

    In the caller's transaction if there is one: then work and progress are kept together, and
    Superseded undoes both.
    """
    job.done, job.total, job.seen_at = done, total, timezone.now()
    _store(job, done=done, total=total, seen_at=job.seen_at, result=job.result)


def keep_file(job: Job, name: str, chunks: Iterable[bytes]) -> None:
    """The file that came of it, streamed; one that was not finished is never seen."""
    storage, path = job.file.storage, _path(job, job.tries)
    with tempfile.TemporaryFile() as spool:
        spool.writelines(chunks)
        job.result["size"] = spool.tell()
        storage.delete(path)  # of another database that was here before
        job.file.name, job.file_name = storage.save(path, File(spool, name=path)), name
    try:
        _store(job, file=job.file.name, file_name=name, result=job.result)
    except Superseded:
        storage.delete(path)
        raise


def _store(job: Job, **values: Any) -> None:
    if not _own(job).update(**values):
        raise Superseded


def _path(job: Job, tried: int) -> str:
    return f"jobs/{job.pk}-{tried}.bin"


def forget_expired(now: datetime) -> int:
    """Rows and files whose time is over; called by `manage.py tick`."""
    expired = list(Job.objects.filter(expires_at__lte=now))
    for job in expired:
        forget(job)
    return len(expired)


def forget(job: Job) -> None:
    """With its files; a worker that is busy with it stops at its next sign of life."""
    paths = [_path(job, tried) for tried in range(1, job.tries + 1)]
    job.delete()
    for path in paths:
        job.file.storage.delete(path)
