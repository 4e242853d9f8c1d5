"""Below `/organisations/<id>/addresses/`; one's own addresses stand in My bookings."""

from django.urls import path

from accounts.addresses import importing, views

app_name = "addresses"

urlpatterns = [
    path("", views.index, name="index"),
    path("columns/", views.columns, name="columns"),
    path("export.xlsx", views.export, name="export"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/activate/", views.activate, name="activate"),
    path("<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:pk>/delete/", views.delete, name="delete"),
    path("import/", importing.upload, name="import"),
    path("import/template.xlsx", importing.template, name="template"),
    path("import/<int:pk>/", importing.checked, name="checked"),
    path("import/<int:pk>/errors.xlsx", importing.problems, name="problems"),
    path("import/<int:pk>/take-in/", importing.take_in, name="take_in"),
]
