from bookings.models.job import Job
from bookings.models.order import BookingOrder, OrderAddress
from bookings.models.participation import Participation
from bookings.models.payment import Capture, Payment, Refund, UnassignedMoney, WebhookEvent
from bookings.models.paypal_setting import PaypalSetting

__all__ = [
    "BookingOrder",
    "Capture",
    "Job",
    "OrderAddress",
    "Participation",
    "Payment",
    "PaypalSetting",
    "Refund",
    "UnassignedMoney",
    "WebhookEvent",
]
