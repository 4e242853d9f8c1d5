"""What people say about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.fields import Line
from accounts.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    first_name = Line(
        label=_("First name"),
        max_length=150,
        width="c3",
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = Line(
        label=_("Last name"),
        max_length=150,
        width="c3",
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of the pages you see and the mails you get."),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language"]
