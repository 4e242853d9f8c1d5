"""A decision about hundreds of members, in the background: resumed where it broke off."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.refusal import Refusal
from accounts.rights import scope
from bookings import jobs
from bookings.models import Job, Participation
from courseplanner.members import verbs
from courseplanner.members.verbs import Told, Verb
from courseplanner.models import Implementation

if TYPE_CHECKING:
    from accounts.models import User


def start(
    verb: Verb, of: Implementation, members: list[Participation], *, told: Told, by: User
) -> Job:
    arguments = {
        "verb": verb.key,
        "of": of.pk,
        "rows": [member.pk for member in members],
        "note": told.note,
        "words": told.words,
        "fees": {str(pk): str(fee) for pk, fee in told.fees.items()},
    }
    title = f"{verb.button}: {of}"
    return jobs.start(kind="members", title=title, arguments=arguments, by=by)


def decide(job: Job) -> None:
    """Each person and how far it is in one transaction: whoever was done is not done again."""
    given, by = job.arguments, job.owner
    verb = verbs.VERBS[given["verb"]]
    of = Implementation.objects.in_scope(scope(by, verb.right)).filter(pk=given["of"]).first()
    if of is None:
        raise Refusal(_("You may no longer decide about these members. Nothing more was done."))
    fees = {int(pk): Decimal(fee) for pk, fee in given["fees"].items()}
    told = Told(note=given["note"], words=given["words"], fees=fees)
    for place in range(job.result.get("next", 0), len(given["rows"])):
        member = Participation.objects.with_details().get(pk=given["rows"][place])
        with transaction.atomic():
            sentence = verbs.decide(verb, member, by=by, told=told)
            _keep(job, place, sentence)
    _tell(job, verb, of)


def _keep(job: Job, place: int, sentence: str) -> None:
    refused = job.result.get("refused", [])
    job.result["refused"] = [*refused, sentence] if sentence else refused
    job.result["next"] = place + 1
    jobs.progress(job, place + 1, len(job.arguments["rows"]))


def _tell(job: Job, verb: Verb, of: Implementation) -> None:
    total = len(job.arguments["rows"])
    done = total - len(job.result.get("refused", []))
    job.result["said"] = verb.said(done) % {"n": done}
    job.result["back"] = reverse("courseplanner:members", args=[of.pk])
    jobs.progress(job, total, total)
