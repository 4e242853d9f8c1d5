from django.urls import path

from accounts.saved_views import views

app_name = "saved_views"

urlpatterns = [
    path("", views.save, name="save"),
    path("<int:pk>/rename/", views.rename, name="rename"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
