"""Access methods: what each answers, and that one more needs one file and one line only."""

import io

import pytest
from django import forms
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext_lazy
from openpyxl import load_workbook

from accounts.refusal import Refusal
from bookings.methods.addresses import on_file
from bookings.methods.invoice import InvoiceForm
from bookings.methods.terms import TermsForm
from bookings.models import BookingOrder
from catalog import methods
from tests.cast import book, make_address, make_offer, make_resource


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

    assert [key for key, one in installed.items() if one.is_payment] == ["invoice"]
    assert [key for key, one in installed.items() if one.settled_by_hand] == ["invoice"]
    assert installed["invoice"].kinds == {"implementation"}


@pytest.mark.django_db
def test_only_an_invoice_over_more_than_nothing_is_open():
    invoice = methods.get_method("invoice")

    assert invoice.start_state(make_offer(method="invoice", price=1)) == "open"
    free = make_offer(method="invoice", price=0, cancellation_fee=None, free_until_days=None)
    assert invoice.start_state(free) == "done"


def test_labels_and_buttons_are_in_the_reader_s_language():
    with translation.override("de"):
        german = str(pgettext_lazy("button", "Order for a fee"))
        assert str(methods.get_method("invoice").button) == german


# The form of the invoice


def test_addresses_of_organisations_come_before_one_s_own(alice, care, root):
    own = make_address(person=alice)
    above, near = make_address(organisation=root), make_address(organisation=care)

    assert on_file(alice) == [above, near, own]


def test_a_form_costs_a_known_number_of_statements(
    alice, care, django_assert_max_num_queries, django_assert_num_queries
):
    offer = make_offer(method="invoice")
    make_address(organisation=care)
    with django_assert_max_num_queries(5) as few:
        InvoiceForm(offer=offer, person=alice)
    for _again in range(5):
        make_address(organisation=care)
    alice = type(alice).objects.get(pk=alice.pk)
    with django_assert_num_queries(len(few)):
        InvoiceForm(offer=offer, person=alice)


def answers(offer, person, **data):
    form = InvoiceForm({"seen": offer.terms_seen} | data, offer=offer, person=person)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def typed(kind, **fields):
    known = {"name_line_1": "A", "address_line_1": "B", "city": "C", "country": "CH"} | fields
    return {"address": kind} | {f"{kind}_{name}": value for name, value in known.items()}


def test_a_typed_address_is_an_answer_not_yet_stored(alice):
    offer = make_offer(method="invoice")

    other = answers(offer, alice, **typed("other"))["address"]
    own = answers(offer, alice, **typed("own"))["address"]

    assert (other.pk, other.person, other.organisation, other.identifier) == (
        None,
        None,
        None,
        "A, C",
    )
    assert (own.pk, own.person) == (None, alice)


def test_the_longest_name_and_city_still_make_an_identifier(alice):
    offer = make_offer(method="invoice")

    long = typed("other", name_line_1="n" * 255, city="c" * 255)

    assert len(answers(offer, alice, **long)["address"].identifier) == 255
    assert book(offer, alice, **answers(offer, alice, **long)).address.city == "c" * 255


@pytest.mark.parametrize(
    ("country", "code", "fits"),
    [
        ("CH", "8000", True),
        ("CH", "80000", False),
        ("DE", "78464", True),
        ("DE", "7846", False),
        ("LI", "9490", True),
        ("GB", "SW1A 1AA", True),
        ("CH", "", True),
    ],
)
def test_a_zip_fits_its_country(alice, country, code, fits):
    offer = make_offer(method="invoice")
    data = {"seen": offer.terms_seen} | typed("other", country=country, zip=code)

    assert InvoiceForm(data, offer=offer, person=alice).is_valid() is fits


def test_blanks_around_what_was_typed_are_not_kept(alice):
    offer = make_offer(method="invoice")

    given = answers(offer, alice, po_number="  4500-1 ", **typed("other", city=" Chur "))

    assert given["po_number"] == "4500-1"
    assert given["address"].city == "Chur"
