"""The outbox: mails are rows, written with the change and sent after it.

`queue` is called by actions inside their transaction. `deliver_due` is called by the worker and
by `manage.py tick`, outside of any transaction. A worker claims a row before it sends it; if it
dies in between, the claim runs out and the mail goes out once more under the same Message-ID.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from accounts.models import Message, User

CLAIM = timedelta(minutes=10)
MAX_TRIES = 8


def message(*, event: str, key: str, person: User, context: dict[str, Any]) -> Message:
    """A mail about `event` to this person, not yet written; templates: emails/<event>/."""
    return Message(
        event=event,
        key=key,
        person=person,
        recipient=person.email,
        language=person.language,
        context=context,
    )


def queue(*, event: str, key: str, person: User, context: dict[str, Any]) -> None:
    """Write a mail about `event` to this person, once per key."""
    queue_all([message(event=event, key=key, person=person, context=context)])


def queue_to_address(
    *, event: str, key: str, email: str, language: str, context: dict[str, Any]
) -> None:
    """The same for somebody who may not be a person of ours yet (registration, sign-in)."""
    addressed = Message(event=event, key=key, recipient=email, language=language, context=context)
    queue_all([addressed])


def queue_all(mails: Iterable[Message]) -> None:
    """Hundreds at the cost of one; what its key says was told already is left out."""
    Message.objects.bulk_create(mails, ignore_conflicts=True)
    deliver_mail.enqueue()


@task()
def deliver_mail() -> int:
    """The worker's wake-up. The rows are the truth: a lost task loses no mail."""
    return deliver_due()


def deliver_due(limit: int = 100) -> int:
    """Send what waits, oldest first; returns how many went out."""
    due = Message.objects.due(timezone.now()).order_by("next_try_at")
    return sum(_deliver(message) for message in due[:limit])


def _deliver(message: Message) -> bool:
    if not _claim(message):
        return False
    try:
        _render(message)
        _send(message)
    except Exception as error:  # noqa: BLE001  whatever goes wrong is kept and tried again
        _keep_for_later(message, error)
        return False
    message.state, message.sent_at, message.error = Message.State.SENT, timezone.now(), ""
    message.save(update_fields=["state", "sent_at", "error", "subject", "text", "html"])
    return True


def _claim(message: Message) -> bool:
    message.tries += 1
    return bool(
        Message.objects.due(timezone.now())
        .filter(pk=message.pk, tries=message.tries - 1)
        .update(
            state=Message.State.SENDING,
            tries=message.tries,
            next_try_at=timezone.now() + CLAIM,
        )
    )


def _render(message: Message) -> None:
    if message.text:
        return
    context = {**message.context, "site": settings.SITE_URL, "language": message.language}
    with translation.override(message.language):
        subject = render_to_string(f"emails/{message.event}/subject.txt", context)
        message.subject = " ".join(subject.split())[:255]
        text = render_to_string(f"emails/{message.event}/body.txt", context)
        message.text = re.sub(r"\n{3,}", "\n\n", text)
        message.html = render_to_string(f"emails/{message.event}/body.html", context)


def preview(*, event: str, language: str, context: dict[str, Any]) -> Message:
    """The mail as it would be written, without writing it."""
    message = Message(event=event, language=language, context=context)
    _render(message)
    return message


def _send(message: Message) -> None:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.pk}@{host}>"},
    )
    mail.attach_alternative(message.html, "text/html")
    mail.send()


def _keep_for_later(message: Message, error: Exception) -> None:
    gave_up = message.tries >= MAX_TRIES
    message.state = Message.State.FAILED if gave_up else Message.State.QUEUED
    message.error = f"{type(error).__name__}: {error}"[:2000]
    message.next_try_at = timezone.now() + timedelta(minutes=2**message.tries)
    message.save(update_fields=["state", "error", "next_try_at", "subject", "text", "html"])


@transaction.atomic
def try_again(given_up: QuerySet[Message]) -> int:
    """As if never tried, and to the address the person has now; returns how many wait again."""
    address = User.objects.filter(pk=OuterRef("person")).values("email")
    waiting = given_up.filter(state=Message.State.FAILED).update(
        state=Message.State.QUEUED,
        tries=0,
        next_try_at=timezone.now(),
        recipient=Coalesce(Subquery(address), F("recipient")),
    )
    deliver_mail.enqueue()
    return waiting
