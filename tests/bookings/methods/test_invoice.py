"""Invoice: who receives it, what the person's own accounting needs, and nothing else."""

import pytest

from accounts.models import BillingAddress
from bookings.methods.addresses import on_file
from bookings.methods.invoice import InvoiceForm
from bookings.models import BookingOrder, OrderAddress
from catalog import methods
from tests.bookings.pages import (
    address_of,
    group,
    nothing_was_booked,
    refused_in_the_form,
    says,
)
from tests.cast import book, make_address, make_offer


@pytest.mark.django_db
def test_only_an_invoice_over_more_than_nothing_is_open():
    invoice = methods.get_method("invoice")

    assert invoice.start_state(make_offer(method="invoice", price=1)) == "open"
    free = make_offer(method="invoice", price=0, cancellation_fee=None, free_until_days=None)
    assert invoice.start_state(free) == "done"


# Who receives the invoice


def chosen_address(page) -> str:
    return page.context["form"].chosen


def test_the_first_address_of_the_organisation_is_preselected(client, alice, root, invoice):
    own = make_address(person=alice, identifier="A")
    client.force_login(alice)

    page = client.get(address_of(invoice))
    assert chosen_address(page) == str(BillingAddress.objects.exclude(organisation=None).get().pk)

    BillingAddress.objects.exclude(organisation=None).delete()
    assert chosen_address(client.get(address_of(invoice))) == str(own.pk)

    own.delete()
    assert chosen_address(client.get(address_of(invoice))) == "other"


def test_addresses_on_offer_are_those_of_ones_organisations_all_above_and_ones_own(
    client, alice, charlie, root, tech, elsewhere, invoice
):
    make_address(organisation=root, name_line_1="Above")
    make_address(person=alice, name_line_1="Mine")
    make_address(organisation=tech, name_line_1="Beside")
    make_address(organisation=elsewhere, name_line_1="Elsewhere")
    make_address(person=charlie, name_line_1="Charlie’s")
    make_address(name_line_1="Proposal")
    make_address(person=alice, name_line_1="Inactive", is_active=False)
    client.force_login(alice)

    page = client.get(address_of(invoice))

    assert says(page, "Spital Thurmatt AG", "Above", "Mine")
    for name in ("Beside", "Elsewhere", "Charlie", "Proposal", "Inactive"):
        assert not says(page, name)


def test_an_address_on_file_is_frozen_into_the_order(post, invoice):
    post(invoice, address=str(BillingAddress.objects.get().pk), po_number="0012", comment="Bitte")

    order = BookingOrder.objects.get()
    assert (order.status, order.po_number, order.comment) == ("open", "0012", "Bitte")
    assert (order.address.source, order.address.organisation_identifier) == (
        "organisation",
        "bza-pflege",
    )


def test_another_organisation_s_address_becomes_a_proposal(post, invoice):
    post(invoice, address="other", **group("other"), **group("own", name_line_1="", country="??"))

    frozen = OrderAddress.objects.get()
    assert (frozen.source, frozen.identifier) == ("proposal", "Stiftung Lindenhof, Rorschach")
    assert (frozen.street, frozen.zip, frozen.country) == ("Rosenbergstrasse 114", "9400", "CH")
    kept = frozen.billing_address
    assert (kept.person, kept.organisation, kept.is_active) == (None, None, True)


def test_a_new_personal_address_is_kept_with_the_person(client, post, alice, invoice):
    post(invoice, address="own", **group("own", name_line_1="Alice Ämmerli 🎓"))

    kept = alice.billing_addresses.get()
    assert kept.name_line_1 == "Alice Ämmerli 🎓"
    assert OrderAddress.objects.get().source == "personal"
    again = make_offer(method="invoice")
    assert says(client.get(address_of(again)), "Alice Ämmerli 🎓")


@pytest.mark.parametrize("whose", ["charlie", "elsewhere", "inactive", "none"])
def test_an_address_that_is_not_one_s_own_is_refused(
    post, alice, charlie, elsewhere, invoice, whose
):
    pk = {
        "charlie": lambda: make_address(person=charlie).pk,
        "elsewhere": lambda: make_address(organisation=elsewhere).pk,
        "inactive": lambda: make_address(person=alice, is_active=False).pk,
        "none": lambda: "999999999999999999999999",
    }[whose]()

    page = post(invoice, address=str(pk))

    assert refused_in_the_form(page, "This billing address cannot be used any more.")
    assert nothing_was_booked()


def test_no_choice_of_address_is_refused(post, invoice):
    assert refused_in_the_form(post(invoice), "Choose who receives the invoice.")
    assert nothing_was_booked()


@pytest.mark.parametrize("field", ["name_line_1", "address_line_1", "city", "country"])
@pytest.mark.parametrize("kind", ["other", "own"])
def test_a_typed_address_needs_what_a_letter_needs(post, alice, invoice, kind, field):
    page = post(invoice, address=kind, po_number="4500-1", **group(kind, **{field: ""}))

    assert refused_in_the_form(page, "Nothing has been booked yet.", f'href="#id_{kind}_{field}"')
    assert says(page, 'value="4500-1"', 'value="Wohngruppe Süd"')
    assert nothing_was_booked()
    assert not alice.billing_addresses.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("address_line_1", "x" * 10_000, "At most 255 characters fit here, and these are 10000."),
        ("name_line_1", "Spital\nBcc: x@example.org", "This is one line"),
        ("name_line_2", "a\x07b", "This is one line"),
        ("city", "Z\u2028rich", "This is one line"),
        ("house_number", "1" * 17, "At most 16 characters"),
        ("zip", "94O1", "A ZIP of this country looks like 2544."),
        ("zip", "９４００", "A ZIP of this country looks like 2544."),
        ("country", "Schweiz", "Choose a country of the list."),
        ("country", "XX", "Choose a country of the list."),
    ],
)
def test_what_does_not_fit_an_address_is_said_at_its_field(post, invoice, field, value, sentence):
    page = post(invoice, address="other", **group("other", **{field: value}))

    assert refused_in_the_form(page, sentence, f'id="id_other_{field}_error"')
    assert nothing_was_booked()


def test_only_the_chosen_address_is_looked_at_and_the_other_is_not_lost(post, invoice):
    wrong = group("own", name_line_1="Lost\x07?", zip="x" * 99, country="XX")

    page = post(invoice, address="other", **group("other", city=""), **wrong)

    assert refused_in_the_form(page, 'value="Lost\x07?"')
    assert not says(page, 'id="id_own_zip_error"')


def test_a_country_is_offered_under_its_name_the_neighbours_first(client, alice, invoice):
    alice.language = "de"
    alice.save()
    client.force_login(alice)

    choices = (
        client.get(address_of(invoice)).context["form"].fields["other_country"].widget.choices
    )

    assert [code for code, _name in choices][:3] == ["CH", "DE", "AT"]
    assert dict(choices)["CH"] == "Schweiz"


# P.O. number and comment


def test_a_po_number_of_a_hundred_characters_fits_and_one_more_does_not(post, invoice):
    address = str(BillingAddress.objects.get().pk)

    page = post(invoice, address=address, po_number="9" * 101, comment="Kept")
    assert refused_in_the_form(page, "At most 100 characters fit here, and these are 101.", "Kept")
    assert nothing_was_booked()

    post(invoice, address=address, po_number="9" * 100)
    assert BookingOrder.objects.get().po_number == "9" * 100


def test_a_comment_is_bounded_and_a_line_break_counts_once(post, invoice):
    address = str(BillingAddress.objects.get().pk)

    page = post(invoice, address=address, comment="x" * 2001)
    assert refused_in_the_form(page, "At most 2000 characters fit here, and these are 2001.")
    assert refused_in_the_form(post(invoice, address=address, comment="a\x07b"), "Leave out")
    assert nothing_was_booked()

    post(invoice, address=address, comment="\r\n".join(["x" * 99] * 20))
    assert BookingOrder.objects.get().comment.count("\n") == 19


@pytest.mark.parametrize("text", ["=1+1", "0012", "1E5", "\u202eabc", "{{ 7 }}", "<b>x</b>"])
def test_text_is_kept_as_it_was_typed_and_shown_as_text(client, post, invoice, text):
    address = str(BillingAddress.objects.get().pk)

    booked = post(invoice, address=address, po_number=text)["Location"]

    assert BookingOrder.objects.get().po_number == text
    assert not says(client.get(booked), "<b>x</b>")


# An invoice over nothing


def test_an_invoice_over_nothing_asks_no_address_and_is_done(client, post, alice):
    free = {"price": 0, "cancellation_fee": None, "free_until_days": None}
    offer = make_offer(method="invoice", **free)

    page = client.get(address_of(offer))
    assert not says(page, "Who receives the invoice?")
    assert not says(page, "Order for a fee")

    post(offer, po_number="7")
    order = BookingOrder.objects.get()
    assert (order.status, order.po_number) == ("done", "7")
    assert not OrderAddress.objects.exists()


# The form by itself


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
