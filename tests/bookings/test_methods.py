"""Access methods: what each answers, and that one more needs one file and one line only."""

import io

import pytest
from django import forms
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext_lazy
from openpyxl import load_workbook

from accounts.refusal import Refusal
from bookings.methods.terms import TermsForm
from bookings.models import BookingOrder
from catalog import methods
from tests.cast import book, make_offer, make_resource


class VoucherForm(TermsForm):
    heading = "Booking with a voucher"
    voucher = forms.CharField(label="Voucher", max_length=8)


class Voucher(methods.AccessMethod):
    key = "voucher"
    label = "Voucher"
    icon = "gift"
    button = "Redeem"
    form_class = VoucherForm

    def check(self, offer, person, answers):
        if answers["voucher"] != offer.options["voucher"]:
            raise Refusal("This voucher is not valid. Nothing was booked.", field="voucher")


@pytest.fixture
def voucher(settings):
    settings.ACCESS_METHODS = [*settings.ACCESS_METHODS, f"{__name__}.Voucher"]
    methods.installed.cache_clear()
    yield make_offer(make_resource("Töpfern"), method="voucher", options={"voucher": "GIFT"})
    methods.installed.cache_clear()


def test_one_more_method_is_booked_listed_filtered_and_exported(client, alice, voucher):
    client.force_login(alice)
    url = reverse("bookings:book", kwargs={"slug": voucher.resource.slug, "offer": voucher.pk})

    page = client.get(url).content.decode()
    assert "Booking with a voucher" in page
    assert "Redeem" in page

    wrong = client.post(url, {"seen": voucher.terms_seen, "voucher": "MINE"}).content.decode()
    assert "This voucher is not valid. Nothing was booked." in wrong
    assert 'value="MINE"' in wrong

    client.post(url, {"seen": voucher.terms_seen, "voucher": "GIFT"})
    order = BookingOrder.objects.get()
    assert (order.method, order.status, order.participation.status) == (
        "voucher",
        "done",
        "active",
    )
    listed = client.get("/bookings/", {"method": "voucher"})
    assert [row.data["number"] for row in listed.context["table"].rows] == [order.number]
    assert "Offer type: Voucher" in listed.content.decode()
    content = io.BytesIO(client.get("/bookings/export.xlsx").getvalue())
    assert "Voucher" in [cell.value for cell in load_workbook(content).worksheets[0][2]]


def test_an_order_outlives_its_offer(client, alice):
    order = book(make_offer(method="code"), alice)
    type(order.offer).objects.update(deleted_at=order.created_at)
    client.force_login(alice)

    assert b"Access code" in client.get(order.get_absolute_url()).content


def test_each_method_says_how_its_orders_begin():
    installed = methods.installed()

    assert [key for key, one in installed.items() if one.is_payment] == ["invoice", "paypal"]
    assert [key for key, one in installed.items() if one.settled_by_hand] == ["invoice"]
    assert installed["invoice"].kinds == {"implementation"}


def test_labels_and_buttons_are_in_the_reader_s_language():
    with translation.override("de"):
        german = str(pgettext_lazy("button", "Order for a fee"))
        assert str(methods.get_method("invoice").button) == german
