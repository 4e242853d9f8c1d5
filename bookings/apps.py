from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from bookings.paypal import checks  # noqa: F401  registers itself; needs the settings
