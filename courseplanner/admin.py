"""Products and implementations in Django's admin: shown, and changed on the planner's pages."""

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from courseplanner.models import Implementation, Product


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    list_display = ("title", "reference", "organisation", "archived_at")
    list_select_related = ("organisation",)
    search_fields = ("title", "reference")


@admin.register(Implementation)
class ImplementationAdmin(ReadOnlyAdmin):
    list_display = ("resource", "product", "type", "archived_at")
    list_select_related = ("resource", "product")
    search_fields = ("resource__title", "resource__reference", "product__title")
