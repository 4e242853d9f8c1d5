from django.urls import path

from courseplanner.overview import views

urlpatterns = [
    path("implementations/<int:pk>/", views.overview, name="implementation"),
]
