from django.urls import path

from courseplanner.products import owners, views

urlpatterns = [
    path("", views.index, name="products"),
    path("columns/", views.columns, name="products_columns"),
    path("export.xlsx", views.export, name="products_export"),
    path("new/", views.create, name="product_create"),
    path("<int:product>/", views.detail, name="product"),
    path("<int:product>/edit/", views.edit, name="product_edit"),
    path("<int:product>/archive/", views.archive, name="product_archive"),
    path("<int:product>/unarchive/", views.unarchive, name="product_unarchive"),
    path("<int:product>/owners/", owners.index, name="product_owners"),
    path("<int:product>/owners/<int:person>/add/", owners.add, name="product_owner_add"),
    path("<int:product>/owners/<int:person>/remove/", owners.remove, name="product_owner_remove"),
]
