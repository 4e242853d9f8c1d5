from django.urls import include, path

from bookings import cancelling, my_addresses, my_data, on_behalf, pending, views

app_name = "bookings"

addresses = [
    path("", my_addresses.index, name="index"),
    path("columns/", my_addresses.columns, name="columns"),
    path("export.xlsx", my_addresses.export, name="export"),
    path("new/", my_addresses.create, name="create"),
    path("<int:pk>/", my_addresses.edit, name="edit"),
    path("<int:pk>/activate/", my_addresses.activate, name="activate"),
    path("<int:pk>/deactivate/", my_addresses.deactivate, name="deactivate"),
    path("<int:pk>/delete/", my_addresses.delete, name="delete"),
]

memberships = [
    path("", pending.index, name="index"),
    path("columns/", pending.columns, name="columns"),
    path("export.xlsx", pending.export, name="export"),
    path("<int:pk>/accept/", pending.accept, name="accept"),
    path("<int:pk>/decline/", pending.decline, name="decline"),
]

urlpatterns = [
    path("catalog/<slug:slug>/book/<int:offer>/", views.book, name="book"),
    path("catalog/<slug:slug>/book/<int:offer>/for/", on_behalf.choose, name="book_for"),
    path("bookings/", views.index, name="index"),
    path("bookings/columns/", views.columns, name="columns"),
    path("bookings/export.xlsx", views.export, name="export"),
    path("bookings/my-data.xlsx", my_data.download, name="my-data"),
    path("bookings/addresses/", include((addresses, "addresses"))),
    path("bookings/pending/", include((memberships, "pending"))),
    path("bookings/<slug:number>/", views.detail, name="detail"),
    path("bookings/<slug:number>/booked/", views.booked, name="booked"),
    path("bookings/<slug:number>/cancel/", cancelling.cancel, name="cancel"),
]
