from django.urls import include, path

from accounts.organisations import views

app_name = "organisations"

urlpatterns = [
    path("", views.index, name="index"),
    path("settings/", views.index, name="settings"),
    path("<int:organisation>/", views.detail, name="detail"),
    path("<int:organisation>/members/", views.detail, name="members"),
    path("<int:organisation>/domains/", views.detail, name="domains"),
    path("<int:organisation>/addresses/", include("accounts.addresses.urls")),
]
