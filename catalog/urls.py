from django.urls import path

from catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.info, name="info"),
    path("<slug:slug>/book/", views.choose, name="choose"),
]
