from django.urls import path

from courseplanner.reports import views

urlpatterns = [
    path("", views.index, name="reports"),
    path("run/", views.run, name="report_run"),
    path("<int:job>/", views.row, name="report"),
    path("<int:job>/report.xlsx", views.download, name="report_download"),
    path("<int:job>/delete/", views.delete, name="report_delete"),
]
