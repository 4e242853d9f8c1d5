"""allauth's forms of the second factor, in our words."""

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp

from accounts.forms import InOurWords


class AuthenticateForm(InOurWords, base.AuthenticateForm):
    pass


class ReauthenticateForm(InOurWords, base.ReauthenticateForm):
    pass


class ActivateForm(InOurWords, totp.ActivateTOTPForm):
    pass
