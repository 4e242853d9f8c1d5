from django.urls import path

from accounts.cost_centers import views

app_name = "cost_centers"

urlpatterns = [
    path("", views.index, name="index"),
    path("columns/", views.columns, name="columns"),
    path("export.xlsx", views.export, name="export"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/activate/", views.activate, name="activate"),
    path("<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
