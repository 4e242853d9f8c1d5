"""Django's admin for operators. Everything is saved by the verbs of `catalog.actions`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog import actions
from catalog.forms import CodeFormSet, OfferForm, ResourceForm
from catalog.methods import labels
from catalog.models import AccessCode, LearningResource, Offer, Subject


@admin.register(Subject)
class SubjectAdmin(admin.ModelAdmin):
    list_display = ["name", "name_de", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name", "name_de"]

    def save_model(
        self, request: HttpRequest, obj: Subject, form: ModelForm, change: bool
    ) -> None:
        actions.save_subject(subject=obj, by=request.user)

    def delete_model(self, request: HttpRequest, obj: Subject) -> None:
        self.delete_queryset(request, Subject.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Subject]) -> None:
        actions.delete_subjects(subjects=queryset, by=request.user)


@admin.register(LearningResource)
class LearningResourceAdmin(admin.ModelAdmin):
    form = ResourceForm
    list_display = ["title", "reference", "kind", "status_label", "begin", "organisation"]
    list_select_related = ["organisation"]
    list_filter = ["kind", "status", "organisation"]
    search_fields = ["title", "reference"]
    readonly_fields = ["seats_taken"]
    filter_horizontal = ["subjects"]

    def has_change_permission(
        self, request: HttpRequest, obj: LearningResource | None = None
    ) -> bool:
        """Implementations are only shown: they have pages of their own, with their rules."""
        return super().has_change_permission(request, obj) and _is_course(obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: LearningResource | None = None
    ) -> bool:
        return super().has_delete_permission(request, obj) and _is_course(obj)

    def save_model(
        self, request: HttpRequest, obj: LearningResource, form: ModelForm, change: bool
    ) -> None:
        actions.save_resource(resource=obj, by=request.user)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        actions.refresh_words([form.instance])


def _is_course(resource: LearningResource | None) -> bool:
    return resource is None or resource.kind == LearningResource.Kind.COURSE


class AccessCodeInline(admin.TabularInline):
    model = AccessCode
    formset = CodeFormSet
    readonly_fields = ["uses"]
    extra = 1


@admin.register(Offer)
class OfferAdmin(admin.ModelAdmin):
    form = OfferForm
    inlines = [AccessCodeInline]
    list_display = ["resource", "label", "method_label", "price", "currency", "external"]
    list_select_related = ["resource"]
    list_filter = ["method", "external"]
    search_fields = ["label", "resource__title"]
    autocomplete_fields = ["resource"]
    filter_horizontal = ["organisations"]
    actions = ["withdraw"]

    @admin.display(description=_("Offer type"), ordering="method")
    def method_label(self, offer: Offer) -> str:
        return str(labels().get(offer.method, offer.method))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        return super().get_queryset(request).existing()

    def has_change_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        """Those of implementations are only shown: they are changed where the rules stand."""
        is_kept_here = _is_course(obj.resource if obj else None)
        return super().has_change_permission(request, obj) and is_kept_here

    def has_delete_permission(self, request: HttpRequest, obj: Offer | None = None) -> bool:
        """Offers are withdrawn: their orders stay."""
        return False

    @admin.action(description=_("Withdraw the chosen offers"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Offer]) -> None:
        number = actions.withdraw_offers(offers=queryset, by=request.user)
        told = ngettext("%(number)d offer withdrawn.", "%(number)d offers withdrawn.", number)
        self.message_user(request, told % {"number": number})

    def save_model(self, request: HttpRequest, obj: Offer, form: ModelForm, change: bool) -> None:
        actions.save_offer(offer=obj, by=request.user)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool
    ) -> None:
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        for code in (*formset.new_objects, *(code for code, _fields in formset.changed_objects)):
            actions.save_code(code=code, by=request.user)
