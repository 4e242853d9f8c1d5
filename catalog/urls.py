from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.index, name="index"),
    path("layout/", views.layout, name="layout"),
    path("columns/", views.columns, name="columns"),
    path("export.xlsx", views.export, name="export"),
    path("<slug:slug>/", views.info, name="info"),
    path("<slug:slug>/image/", views.image, name="image"),
    path("<slug:slug>/events.ics", views.events, name="events"),
    path("<slug:slug>/offers/<int:offer>/", views.offer, name="offer"),
    path("<slug:slug>/book/", views.choose, name="choose"),
]
