from django.urls import path

from bookings.payments import desk_views, hook, lists, refund_views, setting_views, views

app_name = "payments"

urlpatterns = [
    path("", lists.index, name="index"),
    path("columns/", lists.columns, name="columns"),
    path("export.xlsx", lists.export, name="export"),
    path("settings/", setting_views.settings, name="settings"),
    path("settings/test/", setting_views.test, name="test"),
    path("unassigned/", desk_views.index, name="unassigned"),
    path("unassigned/columns/", desk_views.columns, name="unassigned_columns"),
    path("unassigned/export.xlsx", desk_views.export, name="unassigned_export"),
    path("unassigned/<int:pk>/", desk_views.item, name="item"),
    path("unassigned/<int:pk>/take-on/", desk_views.take_on, name="take_on"),
    path("unassigned/<int:pk>/assign/", desk_views.assign, name="assign"),
    path("unassigned/<int:pk>/move/", desk_views.move, name="move"),
    path("unassigned/<int:pk>/refund/", desk_views.pay_back, name="pay_back"),
    path("unassigned/<int:pk>/close/", desk_views.close, name="close"),
    path("paypal/webhook/", hook.webhook, name="webhook"),
    path("back/<str:token>/", views.back, name="back"),
    path("not-paid/<str:token>/", views.not_paid, name="not_paid"),
    path("<slug:number>/", views.pay, name="pay"),
    path("<slug:number>/start/", views.start, name="start"),
    path("<slug:number>/give-up/", views.give_up, name="give_up"),
    path("<slug:number>/refund/", refund_views.refund, name="refund"),
]
