"""allauth in this house: its mails go through the outbox, our own actions change people."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize
from uuid import uuid4

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.validators import validate_email
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts import actions, formats, outbox, way_in
from accounts.models import User

# allauth's templates, and the mails of ours that take their place.
MAILS = {
    "email_confirmation_signup": "confirm_email",
    "email_confirmation": "confirm_email",
    "password_reset_key": "reset_password",
    "account_already_exists": "account_exists",
    "unknown_account": "unknown_account",
    "email_changed": "email_changed",
    "password_changed": "password_changed",
    "password_reset": "password_changed",
    "password_set": "password_changed",
    "totp_activated": "second_factor_on",
    "totp_deactivated": "second_factor_off",
    "recovery_codes_generated": "recovery_codes",
}
WRONG_CODE = _(
    "This is not the code. Nothing has changed. Check it digit by digit, and take the newest one."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "E-mail and password do not go together. Check both, or choose a new password."
        ),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This is not your password. Nothing has changed."),
        "enter_current_password": _("This is not your present password. Nothing has changed."),
        "duplicate_email": _("This is your e-mail address already."),
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait five minutes, then sign in, or choose a new password."
        ),
        "rate_limited": _("Too many tries in a short time. Wait a minute, then try once more."),
        "email_taken": _(
            "This address cannot be used. Nothing has changed. Take another one, or sign in "
            "with it."
        ),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        event = MAILS[template_prefix.rpartition("/")[2]]
        key = f"{event}:{uuid4()}"
        words = {name: value for name, value in context.items() if isinstance(value, str)}
        words["happened_at"] = formats.date_and_time(timezone.now())
        words |= self._ways_in(allauth_context.request)
        outbox.queue_to_address(
            event=event, key=key, email=email, language=get_language() or "en", context=words
        )
        if settings.DEMO:
            session = allauth_context.request.session
            session["mails_asked_for"] = [*session.get("mails_asked_for", []), key][-10:]

    def _ways_in(self, request: HttpRequest) -> dict[str, str]:
        """Links of a mail lead on to where its reader was going."""
        pages = {
            "login_url": "account_login",
            "signup_url": "account_signup",
            "new_password_url": "account_reset_password",
        }
        links = {name: way_in.url(request, page, instead=True) for name, page in pages.items()}
        return {name: request.build_absolute_uri(link) for name, link in links.items()}

    def get_reset_password_from_key_url(self, key: str) -> str:
        link: str = super().get_reset_password_from_key_url(key)
        return way_in.passing_on(allauth_context.request, link)

    def clean_email(self, email: str) -> str:
        """Full-width and other look-alike forms of plain letters are those letters."""
        plain = normalize("NFKC", email).lower()
        validate_email(plain)
        return plain

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        super().save_user(request, user, form, commit=False)
        user.language = get_language() or "en"
        user.terms_accepted_at = timezone.now() if form.cleaned_data.get("terms") else None
        if commit:
            actions.register(person=user, by=None)
        return user

    def is_safe_url(self, url: str) -> bool:
        return way_in.is_safe(allauth_context.request, url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return way_in.way_back(request) or super().get_login_redirect_url(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Called where somebody signed in has changed their address."""
        return reverse("profile:index")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile:index")


class SecondFactorAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url: str) -> str:
        """On white ground, so that a camera reads it in the dark theme too."""
        drawing: bytes = qrcode.make(url, image_factory=SvgPathFillImage).to_string()
        return drawing.decode()

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Confirm your e-mail address before you add a second factor."),
        "add_email_blocked": _(
            "Your account has a second factor. Turn it off before you change the e-mail address."
        ),
    }


def on_email_confirmed(email_address: EmailAddress, **_sent: object) -> None:
    """allauth's signal, connected in accounts/apps.py: hands over to the action, no more."""
    actions.confirm_email(person=email_address.user)
