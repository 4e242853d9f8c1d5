from django.urls import include, path

from courseplanner import billing, decisions, jobs, views
from courseplanner.changes import views as changes
from courseplanner.settling import views as settling

app_name = "courseplanner"

# The same list stands in two places: of one implementation, and over all of them.
orders = [
    path("orders/", views.orders, name="orders"),
    path("orders/columns/", views.columns, name="columns"),
    path("orders/export.xlsx", views.export, name="export"),
    path("orders/accounting.xlsx", views.accounting, name="accounting"),
    path("orders/set-paid/", settling.paid, name="settle_paid"),
    path("orders/set-open/", settling.reopened, name="settle_open"),
    path("orders/<slug:number>/", views.order, name="order"),
    path("orders/<slug:number>/confirm/", decisions.confirm, name="confirm"),
    path("orders/<slug:number>/decline/", decisions.decline, name="decline"),
    path("orders/<slug:number>/paid/", decisions.paid, name="paid"),
    path("orders/<slug:number>/open/", decisions.reopen, name="reopen"),
    path("orders/<slug:number>/address/", billing.address, name="address"),
    path("orders/<slug:number>/price/", changes.price, name="price"),
    path("orders/<slug:number>/fee/", changes.fee, name="fee"),
    path("orders/<slug:number>/write-off/", changes.write_off, name="write_off"),
    path("orders/<slug:number>/cancel/", changes.cancel, name="cancel"),
]

urlpatterns = [
    path("", include("courseplanner.implementations.urls")),
    path("products/", include("courseplanner.products.urls")),
    path("jobs/<int:job>/", jobs.job, name="job"),
    path("reports/", include("courseplanner.reports.urls")),
    path("", include("courseplanner.overview.urls")),
    path("implementations/<int:pk>/offers/", include("courseplanner.offers.urls")),
    path("", include("courseplanner.status.urls")),
    path("implementations/<int:pk>/events/", include("courseplanner.events.urls")),
    path("implementations/<int:pk>/members/", include("courseplanner.members.urls")),
    path("implementations/<int:pk>/", include(orders)),
    path("", include(orders)),
]
