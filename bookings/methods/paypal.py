"""PayPal: booked now, paid at PayPal while the seat is held, active once the money has come."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.refusal import Refusal
from bookings.methods.terms import TermsForm
from bookings.models import BookingOrder, PaypalSetting
from bookings.payments import paying, refunds
from catalog.methods import AccessMethod, Text
from catalog.models import Offer

if TYPE_CHECKING:
    from accounts.models import User


class PaypalForm(TermsForm):
    heading = gettext_lazy("Booking by PayPal")
    fields_template = "payments/fields.html"

    @property
    def minutes(self) -> int:
        return PaypalSetting.load().hold_minutes

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_for_other:
            self.add_error(
                None, _("Only the participants themselves can pay by PayPal. Nothing was booked.")
            )
        return given


class Paypal(AccessMethod):
    key = "paypal"
    label = pgettext_lazy("offer type", "PayPal")
    icon = "paypal"
    rank = 5
    is_payment = True
    refunds = True
    supports_confirmation = False
    button = pgettext_lazy("button", "Book and pay")
    offer_fields = frozenset({"price", "cancellable", "cancellation_fee", "free_until_days"})
    form_class = PaypalForm

    def price_text(self, offer: Offer) -> Text:
        return "" if offer.price else self.label

    def check(self, offer: Offer, person: User, answers: dict[str, Any]) -> None:
        setting = PaypalSetting.load()
        if offer.price and not setting.enabled:
            raise Refusal(_("Paying by PayPal is switched off at the moment. Nothing was booked."))
        if offer.price and offer.currency != setting.currency:
            raise Refusal(
                _("PayPal takes %(currency)s only. Nothing was booked.")
                % {"currency": setting.currency}
            )

    def start_state(self, offer: Offer) -> str:
        return "in_payment" if offer.price else "done"

    def hold(self, offer: Offer) -> timedelta | None:
        return timedelta(minutes=PaypalSetting.load().hold_minutes) if offer.price else None

    def lead_on(self, order: BookingOrder, language: str) -> str:
        """To our page of this payment; PayPal is asked for its own on the way, if it answers."""
        if order.state != "in_payment":
            return super().lead_on(order, language)
        with suppress(Refusal):  # the page says so and offers to try again
            paying.lead_there(paying.begin(order=order, by=order.person), language)
        return reverse("payments:pay", kwargs={"number": order.number})

    def cancelled(self, order: BookingOrder, *, by: User | None) -> None:
        refunds.pay_back_rest(order, by=by)
