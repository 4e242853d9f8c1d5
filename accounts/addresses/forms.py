"""The fields of a billing address, and the form in which one is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import postal, twins
from accounts.editing import EditingForm
from accounts.fields import Line
from accounts.models import BillingAddress, Setting
from tables.sheets.problems import UnreadableError
from tables.sheets.reading import Limits, read_content

AS_IS = gettext_lazy("The ZIP is right as it is")


def address_fields() -> dict[str, forms.Field]:
    """Fresh fields by the name of their column, in the order of a form."""
    return {
        "name_line_1": _needed(_("Name / company"), _("Enter a name or a company."), "c3"),
        "name_line_2": _line(_("Addition / department"), "c3"),
        "address_line_1": _needed(_("Street"), _("Enter the street."), "c4"),
        "house_number": _line(_("House number"), "c2", 16),
        "address_line_2": _line(_("Address line 2"), "c4"),
        "po_box": _line(_("P.O. box"), "c2"),
        "zip": _line(_("ZIP"), "c2 zip", 32),
        "city": _needed(_("City"), _("Enter the city."), "c4 city"),
        "country": forms.ChoiceField(
            label=_("Country"),
            choices=postal.country_choices,
            initial=postal.FIRST[0],
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), _("Choose a country of the list.")
            ),
        ),
    }


def _line(label: str, width: str, longest: int = 255) -> Line:
    return Line(label=label, max_length=longest, width=width, required=False)


def _needed(label: str, sentence: str, width: str) -> Line:
    return Line(label=label, max_length=255, width=width, error_messages={"required": sentence})


class AddressForm(EditingForm):
    """Everything of an address but whose it is. A doubtful ZIP from afar can be insisted on."""

    as_is = forms.BooleanField(label=AS_IS, required=False)

    class Meta:
        model = BillingAddress
        fields = (
            "identifier", "name_line_1", "name_line_2", "address_line_1", "house_number",
            "address_line_2", "address_line_3", "address_line_4", "po_box", "zip", "city",
            "region", "country", "customer_number",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = address_fields()
        typed["identifier"] = _needed(_("Identifier"), _("Enter an identifier."), "c6")
        typed["address_line_3"] = _line(_("Address line 3"), "c3")
        typed["address_line_4"] = _line(_("Address line 4"), "c3")
        typed["region"] = _line(_("Region"), "c3")
        typed["customer_number"] = _line(_("Customer number"), "c3", 64)
        self.fields = {name: typed.get(name, field) for name, field in self.fields.items()}
        if not Setting.load().customer_numbers:
            del self.fields["customer_number"]
        self.doubts_zip = False

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        country = str(given.get("country") or "")
        sentence = postal.doubt(country, given.get("zip") or "")
        self.doubts_zip = bool(sentence) and not postal.is_wall(country)
        if sentence and not (self.doubts_zip and given.get("as_is")):
            self.add_error("zip", sentence)
        return given


class OrganisationAddressForm(AddressForm):
    """Points out that there is an address like this already; sent again as it is, it is saved."""

    twins_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = (
        "identifier", "customer_number", "name_line_1", "name_line_2", "address_line_1",
        "house_number", "address_line_2", "po_box", "address_line_3", "address_line_4", "zip",
        "city", "region", "country", "as_is",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twins: list[BillingAddress] = []
        self.order_fields(self.field_order)
        if "customer_number" in self.fields:
            self.fields["identifier"].width = "c3"
        self.fields["country"].width = "c3"

    @property
    def shown(self) -> list[forms.BoundField]:
        """The box for a doubtful ZIP only where there is a doubt."""
        return [f for f in self.visible_fields() if f.name != "as_is" or self.doubts_zip]

    def _post_clean(self) -> None:
        """After the rest, when the address says what was typed."""
        before = self._marks()
        super()._post_clean()
        if not self.errors and (self.instance.pk is None or self._marks() != before):
            self._look_for_twins()

    def _marks(self) -> object:
        return self.instance.identifier, twins.marks(vars(self.instance))

    def _look_for_twins(self) -> None:
        found = twins.of(self.instance)
        if {str(one.pk) for one in found} <= set(self.cleaned_data["twins_seen"].split()):
            return
        self.twins = found
        self.data = self.data.copy()
        self.data[self.add_prefix("twins_seen")] = " ".join(str(one.pk) for one in found)
        self.add_error(None, _("There is an address like this already. Nothing was saved."))


# Less than an operator may import from disk: somebody waits for the page meanwhile.
LIMITS = Limits(size=10, unpacked=60, rows=25_000)


class FileForm(forms.Form):
    """`file` comes with its rows in `sheet`, or with a sentence on why it cannot be read."""

    file = forms.FileField(
        label=gettext_lazy("Workbook or CSV file"),
        help_text=gettext_lazy("At most 10 MB and 25,000 rows."),
        error_messages=dict.fromkeys(
            ("required", "empty", "missing"), gettext_lazy("Choose a file that is not empty.")
        ),
    )

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        name = str(given.name)
        if given.size > LIMITS.size * 1024 * 1024:
            raise ValidationError(
                _("The file is larger than {size} MB. Split it.").format(size=LIMITS.size)
            )
        try:
            given.sheet = read_content(name, given.read(), LIMITS)
        except UnreadableError as error:
            raise ValidationError(str(error)) from error
        return given
