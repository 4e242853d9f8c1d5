"""allauth in this house: its mails go through the outbox, our own action registers people."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts import actions, outbox
from accounts.models import User

# allauth's templates, and the mails of ours that take their place.
MAILS = {
    "email_confirmation_signup": "confirm_email",
    "email_confirmation": "confirm_email",
    "password_reset_key": "reset_password",
    "account_already_exists": "account_exists",
    "unknown_account": "unknown_account",
}


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        event = MAILS[template_prefix.removeprefix("account/email/")]
        key = f"{event}:{uuid4()}"
        words = {name: value for name, value in context.items() if isinstance(value, str)}
        outbox.queue_to_address(
            event=event, key=key, email=email, language=get_language() or "en", context=words
        )
        if settings.DEMO:
            session = allauth_context.request.session
            session["mails_asked_for"] = [*session.get("mails_asked_for", []), key][-10:]

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        super().save_user(request, user, form, commit=False)
        user.language = get_language() or "en"
        if commit:
            actions.register(person=user, by=None)
        return user
