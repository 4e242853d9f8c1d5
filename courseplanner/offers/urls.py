from django.urls import path

from courseplanner.offers import codes, views

urlpatterns = [
    path("", views.offers, name="offers"),
    path("new/<slug:method>/", views.create, name="offer_create"),
    path("<int:offer>/", views.change, name="offer"),
    path("<int:offer>/delete/", views.delete, name="offer_delete"),
    path("<int:offer>/links/", views.direct_links, name="offer_links"),
    path("<int:offer>/qr/<slug:catalog>.<slug:kind>", views.qr, name="offer_qr"),
    path("<int:offer>/codes/", codes.codes, name="offer_codes"),
    path("<int:offer>/codes/<int:code>/", codes.change, name="offer_code"),
    path("<int:offer>/codes/<int:code>/rotate/", codes.rotate, name="offer_code_rotate"),
    path("<int:offer>/codes/<int:code>/delete/", codes.delete, name="offer_code_delete"),
]
