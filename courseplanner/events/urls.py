from django.urls import path

from courseplanner.events import views

urlpatterns = [
    path("", views.index, name="events"),
    path("calendar.ics", views.ics, name="events_calendar"),
    path("new/", views.add, name="event_add"),
    path("<int:event>/", views.edit, name="event_edit"),
    path("<int:event>/delete/", views.delete, name="event_delete"),
]
