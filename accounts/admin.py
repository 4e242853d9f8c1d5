"""People in Django's admin, for operators; the rest of accounts is only shown there."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import (
    BillingAddress,
    CostCenter,
    Event,
    Message,
    Organisation,
    User,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """To be looked at: what has pages of its own is changed there, by rules and with a history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ("name", "identifier", "parent", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name", "identifier")


class PersonCreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email", "first_name", "last_name")


class PersonChangeForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonChangeForm
    add_form = PersonCreationForm
    ordering = ("sort_name", "pk")
    list_display = ("email", "last_name", "first_name", "is_active")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "last_name", "first_name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("person"), {"fields": ("first_name", "last_name", "language", "customer_number")}),
        (_("account"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "first_name", "last_name", "usable_password")}),
        (None, {"fields": ("password1", "password2")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if change:
            actions.change_person(person=obj, by=request.user)
        else:
            actions.register(person=obj, by=request.user)


@admin.register(BillingAddress)
class BillingAddressAdmin(ReadOnlyAdmin):
    list_display = (
        "identifier",
        "name_line_1",
        "zip",
        "city",
        "organisation",
        "person",
        "is_active",
    )
    list_select_related = ("organisation", "person")
    list_filter = ("is_active",)
    search_fields = ("identifier", "name_line_1", "city")


@admin.register(CostCenter)
class CostCenterAdmin(ReadOnlyAdmin):
    list_display = ("name", "identifier", "account", "is_active")
    search_fields = ("name", "account")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Which mails wait, and which the mail server refused."""

    list_display = ("created_at", "recipient", "event", "state", "tries", "error")
    list_filter = ("state", "event")
    search_fields = ("recipient",)
    ordering = ("-created_at",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "subject_label", "verb", "by_label", "note")
    search_fields = ("subject_label",)
    ordering = ("-id",)
