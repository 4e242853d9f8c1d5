"""Bookings in Django's admin, to look at only: changes are the verbs of bookings/actions/."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from bookings.models import BookingOrder, OrderAddress, Participation


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AddressInline(ReadOnly, admin.StackedInline):
    model = OrderAddress


class ParticipationInline(ReadOnly, admin.StackedInline):
    model = Participation


@admin.register(BookingOrder)
class BookingOrderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "status", "person", "resource_title", "created_at")
    list_select_related = ("person",)
    search_fields = ("number",)
    inlines = (AddressInline, ParticipationInline)
    show_full_result_count = False
