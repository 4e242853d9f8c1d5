"""What an operator may enter about resources, offers and codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import CostCenter
from catalog import images, methods, states
from catalog.models import AccessCode, LearningResource, Offer

STATUSES = [
    (LearningResource.Kind.IMPLEMENTATION.label, list(states.IMPLEMENTATION.items())),
    (LearningResource.Kind.COURSE.label, list(states.COURSE.items())),
]


class SecureURLField(forms.URLField):
    """An address typed without a scheme is an https one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class ResourceForm(forms.ModelForm):
    """Of a course: implementations are made where they get a product."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind, kind.label) for kind in (LearningResource.Kind.COURSE,)],
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=STATUSES)

    class Meta:
        model = LearningResource
        fields = [
            "kind", "title", "reference", "status", "organisation", "teaser", "description",
            "objectives", "requirements", "certification", "authors", "language", "workload",
            "location", "begin", "end", "min_participants", "max_participants", "format",
            "priority", "subjects", "image", "course_url",
        ]  # fmt: skip
        field_classes = {"course_url": SecureURLField}

    def clean_image(self) -> object:
        """A new one is drawn anew; the one that is there stays, False takes it away."""
        given = self.cleaned_data["image"]
        return images.redrawn(given) if isinstance(given, UploadedFile) else given


class CostCenterField(forms.ModelChoiceField):
    """The active ones, and the one that the offer has already, whatever became of it."""

    def __init__(self, present: int | None, **options: Any) -> None:
        choosable = CostCenter.objects.filter(Q(is_active=True) | Q(pk=present))
        super().__init__(choosable, **options)

    def label_from_instance(self, center: CostCenter) -> str:
        name = str(center)
        return name if center.is_active else _("{0} (deactivated)").format(name)


class OfferForm(forms.ModelForm):
    """Of a course: an implementation's offers have pages of their own."""

    method = forms.ChoiceField(
        label=pgettext_lazy("column", "Offer type"), choices=lambda: methods.labels().items()
    )

    class Meta:
        model = Offer
        fields = [
            "resource", "method", "label", "description", "internal", "external",
            "organisations", "valid_from", "valid_until", "confirmation", "confirmation_days",
            "receipt", "price", "currency", "cancellable", "cancellation_fee",
            "free_until_days", "cost_center",
        ]  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "cost_center" not in self.fields:
            return  # it is only shown
        self.fields["cost_center"] = CostCenterField(
            self.instance.cost_center_id,
            label=self.fields["cost_center"].label,
            required=False,
            empty_label=_("No cost center"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "method" in cleaned and "resource" in cleaned:
            self._refuse_unfit(methods.get_method(cleaned["method"]), cleaned)
        return cleaned

    def _refuse_unfit(self, method: methods.AccessMethod, cleaned: dict[str, Any]) -> None:
        if cleaned["resource"].kind == LearningResource.Kind.IMPLEMENTATION:
            told = _(
                "Offers of implementations are kept in the Course Planner, under Offers. "
                "Choose a course."
            )
            self.add_error("resource", told)
        elif cleaned["resource"].kind not in method.kinds:
            self.add_error("method", _("This kind of learning resource cannot be booked so."))
        if cleaned.get("price") and not method.is_payment:
            self.add_error("price", _("Nothing is paid with this offer type. Enter 0."))


class CodeFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """A code counts once per offer, however it is written."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            code = AccessCode.folded(form.cleaned_data.get("code", "")) if form.is_valid() else ""
            if not code or self._should_delete_form(form):
                continue
            if code in seen:
                form.add_error("code", _("This offer has this access code already."))
            seen.add(code)
