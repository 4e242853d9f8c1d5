from bookings.models.job import Job
from bookings.models.order import BookingOrder, OrderAddress
from bookings.models.participation import Participation

__all__ = ["BookingOrder", "Job", "OrderAddress", "Participation"]
