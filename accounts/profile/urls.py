from django.urls import path

from accounts.profile import views

app_name = "profile"

urlpatterns = [
    path("", views.index, name="index"),
]
