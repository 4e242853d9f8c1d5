from bookings.models.order import BookingOrder, OrderAddress
from bookings.models.participation import Participation

__all__ = ["BookingOrder", "OrderAddress", "Participation"]
