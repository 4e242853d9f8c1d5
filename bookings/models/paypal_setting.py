"""How people pay by PayPal; client id and secret stand in the environment, not here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.paypal.config import CURRENCIES


class PaypalSetting(models.Model):
    class Environment(models.TextChoices):
        LIVE = "live", _("Live: people pay with money")
        SANDBOX = "sandbox", _("Sandbox: PayPal's own place to try it out")
        STANDIN = "standin", _("Stand-in: the play money of the demo")

    enabled = models.BooleanField(_("people can pay by PayPal"), default=False)
    environment = models.CharField(
        _("environment"), max_length=16, choices=Environment.choices, default=Environment.SANDBOX
    )
    webhook_id = models.CharField(
        _("webhook ID"),
        max_length=64,
        blank=True,
        help_text=_("PayPal shows it beside the address of the webhook."),
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=[(code, code) for code in CURRENCIES], default="CHF"
    )
    accept_pending = models.BooleanField(
        _("access before the money has come"),
        default=False,
        help_text=_("When a payment takes days, people are in at once and not only at its end."),
    )
    hold_minutes = models.PositiveSmallIntegerField(
        _("minutes to pay"),
        default=20,
        help_text=_("For so long a seat is held for somebody who pays; 5 to 120."),
    )
    # Up to when PayPal's own list of events has been read.
    events_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("PayPal settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="paypal_setting_is_one_row",
                violation_error_message=_("There is only one row of settings."),
            ),
            models.CheckConstraint(
                condition=Q(hold_minutes__range=(5, 120)),
                name="paypal_hold_is_reasonable",
                violation_error_message=_("Enter 5 to 120 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return "PayPal"

    @classmethod
    def load(cls) -> PaypalSetting:
        """The one row, or the defaults while nobody has changed anything."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
