from django.urls import path

from courseplanner.implementations import archive, copies, creating, settings, views

urlpatterns = [
    path("", views.index, name="index"),
    path("implementations/columns/", views.columns, name="index_columns"),
    path("implementations/export.xlsx", views.export, name="index_export"),
    path("implementations/new/", creating.create, name="implementation_create"),
    path("implementations/<int:pk>/settings/", settings.settings, name="implementation_settings"),
    path("implementations/<int:pk>/copy/", copies.copy, name="implementation_copy"),
    path("implementations/<int:pk>/archive/", archive.archive, name="implementation_archive"),
    path(
        "implementations/<int:pk>/unarchive/",
        archive.unarchive,
        name="implementation_unarchive",
    ),
]
