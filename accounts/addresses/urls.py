"""Below `/organisations/<id>/addresses/`; one's own addresses stand in My bookings."""

app_name = "addresses"

urlpatterns = []
