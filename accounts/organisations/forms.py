"""What an organisation, a role in it and an e-mail domain of it ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import domains
from accounts.editing import EditingForm
from accounts.fields import Line
from accounts.models import EmailDomain, Organisation, Role, Setting, User
from accounts.organisations.places import TOP, PlaceField
from accounts.organisations.tree import Tree
from accounts.refusal import Refusal

if TYPE_CHECKING:
    from accounts.rights import Person


class OrganisationForm(EditingForm):
    class Meta:
        model = Organisation
        fields = ("name", "identifier", "customer_number")
        error_messages = {
            "identifier": {
                "unique": gettext_lazy(
                    "Another organisation has this identifier; choose another one."
                )
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unique = self.fields["identifier"].error_messages["unique"]
        typed = {
            "name": _needed(_("Name"), 255, "c6", _("Enter the name of the organisation.")),
            "identifier": _needed(_("Identifier"), 64, "c3", _("Enter an identifier.")),
            "customer_number": Line(
                label=_("Customer number"), max_length=64, width="c3", required=False
            ),
        }
        self.fields = {name: typed.get(name, field) for name, field in self.fields.items()}
        self.fields["identifier"].error_messages["unique"] = unique
        if not Setting.load().customer_numbers:
            del self.fields["customer_number"]


def _needed(label: str, longest: int, width: str, sentence: str) -> Line:
    messages = {"required": sentence}
    return Line(label=label, max_length=longest, width=width, error_messages=messages)


class NewOrganisationForm(OrganisationForm):
    class Meta(OrganisationForm.Meta):
        fields = ("parent", "name", "identifier", "customer_number")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = PlaceField(person=person)


class TellingForm(forms.Form):
    """A form that shows why nothing happened."""

    def tell(self, refusal: Refusal) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)


class MoveForm(TellingForm):
    def __init__(self, *args: Any, organisation: Organisation, person: Person, **kwargs: Any):
        super().__init__(*args, initial={"parent": organisation.parent_id or TOP}, **kwargs)
        own = Tree.read().under(organisation.pk)
        self.fields["parent"] = PlaceField(person=person, without=own)


class RoleForm(TellingForm):
    """Who gets which role. Only people who have registered can be named, by their e-mail."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("The address with which the person signs in, written in full."),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address of the person."),
            "invalid": gettext_lazy("This is no e-mail address. Write it as in anna@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose a role of the list.")},
    )
    inherited = forms.BooleanField(
        label=gettext_lazy("Holds for sub-organisations"), required=False, initial=False
    )

    def clean_email(self) -> User:
        email = self.cleaned_data["email"].lower()
        person = User.objects.filter(email=email, is_active=True).first()
        if person is None:
            raise ValidationError(
                _(
                    "Nobody is registered with this e-mail address. People register themselves on "
                    "the sign-in page; with an e-mail domain of this organisation they are "
                    "members at once. Then they can get a role here."
                )
            )
        return person


class DomainForm(TellingForm):
    domain = Line(
        label=gettext_lazy("E-mail domain"),
        max_length=255,
        help_text=gettext_lazy(
            "What stands behind the @, for example spital-thurmatt.ch. Sub-domains count "
            "separately."
        ),
        error_messages={"required": gettext_lazy("Enter an e-mail domain.")},
    )

    def clean_domain(self) -> str:
        try:
            domain = domains.plain(self.cleaned_data["domain"].rpartition("@")[2])
        except ValueError:
            raise ValidationError(
                _("No e-mail address can end like this. Enter a domain as in example.org.")
            ) from None
        if EmailDomain.objects.filter(domain=domain).exists():
            raise ValidationError(_("This domain leads to an organisation already."))
        return domain
