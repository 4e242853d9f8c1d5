"""What is asked about an offer: what all have, and what its method asks for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.editing import EditingForm
from accounts.fields import Amount, Line, Lines
from accounts.models import Organisation
from catalog import availability, states
from catalog.forms import CostCenterField
from catalog.models import Offer
from courseplanner.imports.columns import CURRENCIES
from courseplanner.offers import fields
from courseplanner.offers.editing import mark

if TYPE_CHECKING:
    from accounts.rights import Person

STANDARD, CUSTOM = "standard", "custom"
SIDES = {"from": "valid_from", "until": "valid_until"}
CONFIRMATION = (
    ("False", pgettext_lazy("membership", "Standard")),
    ("True", pgettext_lazy("membership", "With confirmation")),
)
OPTION = "option_"
ALL_PARTS = ("by", "at", "amount", "unit", "reference")
PARTS = {fields.ABSOLUTE: ("at",), fields.RELATIVE: ("amount", "unit", "reference")}


class OfferForm(EditingForm):
    """Edits the offer it is given; its resource and its method are set before."""

    class Meta:
        model = Offer
        fields = (
            "label", "description", "internal", "external", "organisations", "confirmation",
            "confirmation_days", "receipt", "auto_booking", "price", "currency", "cancellable",
            "cancellation_fee", "free_until_days", "cost_center",
        )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.method = person, self.instance.access_method
        self.fields |= self._texts() | self._membership() | self._availability()
        self.fields |= self._money()
        self._drop_what_is_not_asked()
        for key, field in self.method.option_fields().items():
            self.fields[OPTION + key] = field
            self.initial[OPTION + key] = self.instance.options.get(key)
        self.initial |= self._initial_period()
        self.initial["confirmation"] = str(self.instance.confirmation)
        if self.instance.pk:
            self.initial["seen"] = mark(self.instance)
        else:
            self.initial["price"] = None  # nobody means 0 by having typed nothing

    def _texts(self) -> dict[str, forms.Field]:
        present = set(self.initial.get("organisations") or ())
        present = {getattr(one, "pk", one) for one in present}
        texts: dict[str, forms.Field] = {
            "label": Line(
                label=_("Internal label"),
                max_length=128,
                width="c3",
                error_messages={"required": _("Enter a label, as in O-01.")},
                help_text=_(
                    "It does not stand in the catalog; who has booked sees it in My bookings."
                ),
            ),
            "description": Lines(
                label=_("Description"),
                max_length=2000,
                required=False,
                widget=forms.Textarea({"rows": 3}),
                help_text=_("Stands beside the offer in the catalog. At most 2000 characters."),
            ),
            "organisations": fields.ReleasedField(
                person=self.person, resource=self.instance.resource, present=present
            ),
        }
        if self.method.has_codes and not self.instance.pk:
            texts["code"] = code_field()
        return texts

    def _membership(self) -> dict[str, forms.Field]:
        return {
            "confirmation": forms.TypedChoiceField(
                label=_("Confirmation"),
                choices=CONFIRMATION,
                coerce=lambda value: value == "True",
                widget=forms.RadioSelect,
                help_text=_("With confirmation a place is held until you accept or decline."),
            ),
            "confirmation_days": fields.number(
                _("Days to confirm"),
                least=1,
                most=fields.MOST_DAYS,
                help_text=_("Without a decision by then, the place is given up."),
            ),
        }

    def _availability(self) -> dict[str, forms.Field]:
        kind = states.BY_KIND[self.instance.resource.kind]
        usual = [str(kind[key]) for key in kind if key in self._usual]
        ways = [
            (STANDARD, _("Standard: %(statuses)s") % {"statuses": ", ".join(usual)}),
            (CUSTOM, _("Custom condition")),
        ]
        return {
            "available": forms.ChoiceField(
                label=_("Available if"), choices=ways, widget=forms.RadioSelect
            ),
            "statuses": forms.MultipleChoiceField(
                label=_("Status is"),
                choices=[(key, label) for key, label in kind.items() if key != "cancelled"],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            **fields.side("from", pgettext_lazy("period", "From")),
            **fields.side("until", pgettext_lazy("period", "Until")),
        }

    def _money(self) -> dict[str, forms.Field]:
        currencies = [(one, one) for one in CURRENCIES]
        chosen = forms.ChoiceField(label=_("Currency"), choices=currencies)
        chosen.width = "c3"
        return {
            "price": Amount(
                label=pgettext_lazy("column", "Price"),
                width="c3",
                error_messages={"required": _("Enter the price; 0 if it costs nothing.")},
            ),
            "currency": chosen,
            "cancellation_fee": Amount(
                label=pgettext_lazy("column", "Cancellation fee"),
                width="c3",
                required=False,
                help_text=_("Empty: cancellable free of charge."),
            ),
            "free_until_days": fields.number(
                _("Free of charge until days before the begin"),
                least=0,
                most=fields.MOST_DAYS,
                help_text=_("Empty: the fee is always due."),
            ),
            "cost_center": CostCenterField(
                self.instance.cost_center_id,
                label=pgettext_lazy("column", "Cost center"),
                required=False,
                empty_label=_("No cost center"),
            ),
        }

    def _drop_what_is_not_asked(self) -> None:
        asked_by_some = {
            "auto_booking", "price", "currency", "cancellable", "cancellation_fee",
            "free_until_days", "cost_center",
        }  # fmt: skip
        dropped = asked_by_some - self.method.offer_fields
        if not self.method.supports_confirmation:
            dropped |= {"confirmation", "confirmation_days"}
        for name in dropped:
            del self.fields[name]

    @property
    def _usual(self) -> set[str]:
        return states.BOOKABLE[self.instance.resource.kind]

    def _initial_period(self) -> dict[str, Any]:
        offer = self.instance
        is_custom = offer.statuses or offer.valid_from or offer.valid_until or offer.relative
        initial: dict[str, Any] = {
            "available": CUSTOM if is_custom else STANDARD,
            "statuses": sorted(offer.bookable_statuses),
        }
        for side, column in SIDES.items():
            relative, moment = offer.relative.get(side), getattr(offer, column)
            way = fields.RELATIVE if relative else fields.ABSOLUTE if moment else fields.BY_STATUS
            initial[f"{side}_by"] = way
            initial[f"{side}_at"] = None if relative else moment
            initial |= {f"{side}_{key}": value for key, value in (relative or {}).items()}
        return initial

    def section(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def basics(self) -> list[BoundField]:
        options = [name for name in self.fields if name.startswith(OPTION)]
        return self.section("label", "code", "price", "currency", *options, "description")

    @property
    def sides(self) -> list[tuple[str, list[BoundField]]]:
        return [
            (
                str(self.fields[f"{side}_by"].label),
                self.section(*(f"{side}_{p}" for p in ALL_PARTS)),
            )
            for side in SIDES
        ]

    @property
    def membership(self) -> list[BoundField]:
        return self.section("confirmation", "confirmation_days", "auto_booking", "receipt")

    @property
    def cancelling(self) -> list[BoundField]:
        return self.section("cancellable", "cancellation_fee", "free_until_days", "cost_center")

    @cached_property
    def organisations(self) -> list[Organisation]:
        return list(self.cleaned_data["organisations"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self._forget_what_does_not_count(given)
        self._refuse_unseen(given)
        self._refuse_fee(given)
        if given.get("available") == CUSTOM:
            self._refuse_empty_condition(given)
        for name, sentence in self.method.faults_of(given).items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return given

    def _refuse_unseen(self, given: dict[str, Any]) -> None:
        if given.get("external") and not given.get("internal"):
            sentence = _("What is published externally is published internally as well.")
            self.add_error("external", sentence)
        is_for_some = given.get("internal") and not given.get("external")
        if is_for_some and "organisations" in given and not given["organisations"]:
            told = _("Choose for whom the offer is released, or publish it externally, too.")
            self.add_error("organisations", told)

    def _refuse_fee(self, given: dict[str, Any]) -> None:
        fee, price = given.get("cancellation_fee"), given.get("price")
        if fee is not None and price is not None and fee > price:
            self.add_error("cancellation_fee", _("The fee lies above the price."))
        fee_is_known = "cancellation_fee" in given
        if given.get("free_until_days") is not None and fee_is_known and fee is None:
            told = _("A free period needs a cancellation fee after it.")
            self.add_error("free_until_days", told)

    def _refuse_empty_condition(self, given: dict[str, Any]) -> None:
        if not given.get("statuses") and "statuses" in given:
            self.add_error("statuses", _("Choose at least one status."))
        for side in SIDES:
            way = given.get(f"{side}_by")
            if way == fields.ABSOLUTE and f"{side}_at" in given and not given[f"{side}_at"]:
                self.add_error(f"{side}_at", _("Enter the day and the time."))
            if way == fields.RELATIVE:
                self._refuse_half(side, given)

    def _refuse_half(self, side: str, given: dict[str, Any]) -> None:
        amount, needed = f"{side}_amount", given.get(f"{side}_unit") != "same_day"
        if needed and amount in given and given[amount] is None:
            self.add_error(amount, _("Enter a number, or choose the same day."))

    def _forget_what_does_not_count(self, given: dict[str, Any]) -> None:
        """What stands in fields of a way that was not chosen is neither read nor refused."""
        is_custom = given.get("available") == CUSTOM
        for side in SIDES:
            way = given.get(f"{side}_by") if is_custom else None
            counts = ("by", *PARTS.get(way or "", ()))
            for name in {f"{side}_{part}" for part in ALL_PARTS if part not in counts}:
                self.errors.pop(name, None)
        if not is_custom:
            self.errors.pop("statuses", None)

    def _post_clean(self) -> None:
        if not self.errors:
            self._take_period(self.cleaned_data)
            self._take_options(self.cleaned_data)
        super()._post_clean()

    def _take_options(self, given: dict[str, Any]) -> None:
        keys = self.method.option_fields()
        self.instance.options = self.instance.options | {key: given[OPTION + key] for key in keys}

    def _take_period(self, given: dict[str, Any]) -> None:
        offer, is_custom = self.instance, given["available"] == CUSTOM
        chosen = set(given["statuses"]) if is_custom else self._usual
        offer.statuses = [] if chosen == self._usual else sorted(chosen)
        offer.relative = {
            side: told for side in SIDES if is_custom and (told := _relative(side, given))
        }
        for side, column in SIDES.items():
            setattr(offer, column, _absolute(side, given) if is_custom else None)
        availability.place(offer)
        begin, end = offer.valid_from, offer.valid_until
        undated_only = bool(availability.missing(offer))
        if (begin and end and end <= begin) or (offer.is_undated and not undated_only):
            self.add_error("until_by", _("The offer ends before it begins."))

    def _of(self, stored: Offer) -> OfferForm:
        return type(self)(instance=stored, person=self.person)


def _absolute(side: str, given: dict[str, Any]) -> datetime | None:
    moment: datetime | None = given[f"{side}_at"]
    return moment if given[f"{side}_by"] == fields.ABSOLUTE else None


def _relative(side: str, given: dict[str, Any]) -> dict[str, Any] | None:
    if given[f"{side}_by"] != fields.RELATIVE:
        return None
    is_same = given[f"{side}_unit"] == "same_day"
    return {
        "amount": 0 if is_same else given[f"{side}_amount"],
        "unit": given[f"{side}_unit"],
        "reference": given[f"{side}_reference"],
    }


def code_field() -> Line:
    return Line(
        label=pgettext_lazy("offer type", "Access code"),
        min_length=2,
        max_length=64,
        width="c3",
        help_text=gettext_lazy("Case, accents and blanks around it do not matter."),
        error_messages={
            "required": gettext_lazy("Enter the access code."),
            "min_length": gettext_lazy("An access code has at least two characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
