from django.urls import include, path

app_name = "organisations"

urlpatterns = [
    path("<int:organisation>/addresses/", include("accounts.addresses.urls")),
]
