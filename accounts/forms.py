"""allauth's forms in our words. What was typed at one step of the way in stands at the next."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import way_in
from accounts.fields import Line
from accounts.models import Setting, User

LABELS = {
    "login": gettext_lazy("E-mail"),
    "email": gettext_lazy("E-mail"),
    "password": gettext_lazy("Password"),
    "oldpassword": gettext_lazy("Present password"),
    "password1": gettext_lazy("New password"),
    "password2": gettext_lazy("New password, once more"),
    "code": gettext_lazy("Code"),
}
PASSWORD_RULE = gettext_lazy(
    "At least 8 characters. Not your name, not only digits, no password everybody knows."
)


class InOurWords(forms.Form):
    """Labels of the house, and no placeholder that says the same again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):
                field.help_text = PASSWORD_RULE if name == "password1" else ""


class SignInForm(InOurWords, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = way_in.typed(self.request).get("email")


class CodeForm(InOurWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ForgottenForm(InOurWords, allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = way_in.typed(context.request).get("email")


class NewPasswordForm(InOurWords, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):
    pass


class FirstPasswordForm(InOurWords, allauth_forms.SetPasswordForm):
    pass


class NewEmailForm(InOurWords, allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class PasswordAgainForm(InOurWords, allauth_forms.ReauthenticateForm):
    pass


def _where_to_read() -> str:
    """The page opens beside the form, so that nothing typed is lost."""
    words = '<a href="{}" target="_blank" rel="noopener">{}</a>'
    return format_html(words, reverse("accounts:terms"), _("Read them (opens in a new tab)"))


class RegistrationForm(InOurWords, allauth_forms.SignupForm):
    first_name = Line(
        label=gettext_lazy("First name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = Line(
        label=gettext_lazy("Last name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    terms = forms.BooleanField(
        label=gettext_lazy("I accept the terms of use"),
        help_text=lazy(_where_to_read, str)(),
        error_messages={
            "required": gettext_lazy("Without them we cannot open an account for you.")
        },
    )
    field_order = ("email", "first_name", "last_name", "password1", "terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")
        for name, text in way_in.typed(context.request).items():
            self.fields[name].initial = text
        if not Setting.load().terms_of_use.strip():
            del self.fields["terms"]

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Who has an account already is answered like anybody else, and as slowly."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved
