from django.urls import path

from courseplanner.members import adding, batches, views

urlpatterns = [
    path("", views.index, {"room": "active"}, name="members"),
    path("columns/", views.columns, {"room": "active"}, name="members_columns"),
    path("export.xlsx", views.export, {"room": "active"}, name="members_export"),
    path("pending/", views.index, {"room": "pending"}, name="members_pending"),
    path("pending/columns/", views.columns, {"room": "pending"}, name="members_pending_columns"),
    path("pending/export.xlsx", views.export, {"room": "pending"}, name="members_pending_export"),
    path("history/", views.index, {"room": "history"}, name="members_history"),
    path("history/columns/", views.columns, {"room": "history"}, name="members_history_columns"),
    path("history/export.xlsx", views.export, {"room": "history"}, name="members_history_export"),
    path("add/", adding.people, name="members_add"),
    path("add/terms/", adding.terms, name="members_add_terms"),
    path("add/addresses/", adding.addresses, name="members_add_addresses"),
    path("add/addresses/<int:person>/", adding.address, name="members_add_address"),
    path("add/overview/", adding.overview, name="members_add_overview"),
    path("accept/", batches.accept, name="members_accept"),
    path("decline/", batches.decline, name="members_decline"),
    path("cancel/", batches.cancel, name="members_cancel"),
    path("remove/", batches.remove, name="members_remove"),
]
