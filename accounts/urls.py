from django.urls import path

from accounts import health, undelivered, views

app_name = "accounts"

urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("terms/", views.terms, name="terms"),
    path("way-in/", views.way_in, name="way-in"),
    path("demo/mails/", views.mails, name="mails"),
    path("demo/mails/<uuid:pk>/", views.mail, name="mail"),
    path("demo/mails/<uuid:pk>/html/", views.mail_html, name="mail-html"),
    path("mails/undelivered/", undelivered.index, name="undelivered"),
    path("mails/undelivered/try-again/", undelivered.try_all_again, name="try-all-again"),
    path("mails/undelivered/<uuid:pk>/try-again/", undelivered.try_again, name="try-again"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
