"""Products and implementations in Django's admin, until the planner has pages of its own."""

from django.contrib import admin

from courseplanner.models import Implementation, Product, Session


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = ("title", "reference", "organisation")
    list_filter = ("organisation",)
    search_fields = ("title", "reference")
    filter_horizontal = ("owners",)


class SessionInline(admin.TabularInline):
    model = Session
    extra = 0


@admin.register(Implementation)
class ImplementationAdmin(admin.ModelAdmin):
    list_display = ("resource", "product", "type")
    list_select_related = ("resource", "product")
    search_fields = ("resource__title", "resource__reference", "product__title")
    autocomplete_fields = ("product",)
    raw_id_fields = ("resource",)
    inlines = (SessionInline,)
