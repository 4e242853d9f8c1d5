from django.urls import path

from bookings import views

app_name = "bookings"

urlpatterns = [
    path("catalog/<slug:slug>/book/<int:offer>/", views.book, name="book"),
    path("bookings/", views.index, name="index"),
    path("bookings/columns/", views.columns, name="columns"),
    path("bookings/export.xlsx", views.export, name="export"),
    path("bookings/<slug:number>/", views.detail, name="detail"),
    path("bookings/<slug:number>/booked/", views.booked, name="booked"),
]
