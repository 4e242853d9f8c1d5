from django.urls import include, path

from accounts.organisations import email_domains, house, members, views

app_name = "organisations"

of_one = [
    path("", views.detail, name="detail"),
    path("edit/", views.edit, name="edit"),
    path("move/", views.move, name="move"),
    path("activate/", views.activate, name="activate"),
    path("deactivate/", views.deactivate, name="deactivate"),
    path("addresses/", include("accounts.addresses.urls")),
    path("members/", members.index, name="members"),
    path("members/columns/", members.columns, name="members_columns"),
    path("members/export.xlsx", members.export, name="members_export"),
    path("members/new/", members.add, name="add_role"),
    path("members/<int:pk>/inheritance/", members.inheritance, name="inheritance"),
    path("members/<int:pk>/remove/", members.remove, name="remove_role"),
    path("domains/", email_domains.index, name="domains"),
    path("domains/new/", email_domains.add, name="add_domain"),
    path("domains/<int:pk>/remove/", email_domains.remove, name="remove_domain"),
]

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("settings/", house.settings, name="settings"),
    path("<int:organisation>/", include(of_one)),
]
