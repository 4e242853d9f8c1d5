from django.urls import path

from courseplanner.status import views

urlpatterns = [
    path("implementations/<int:pk>/status/<slug:to>/", views.status, name="implementation_status"),
]
