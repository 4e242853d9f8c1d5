from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="catalog:index"), name="home"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("account/", include("accounts.profile.urls")),
    path("organisations/", include("accounts.organisations.urls")),
    path("cost-centers/", include("accounts.cost_centers.urls")),
    path("views/", include("accounts.saved_views.urls")),
    path("catalog/", include("catalog.urls")),
    path("", include("catalog.crawlers.urls")),
    path("payments/", include("bookings.payments.urls")),
    path("", include("bookings.urls")),
    path("planner/", include("courseplanner.urls")),
    path("admin/", admin.site.urls),
]
