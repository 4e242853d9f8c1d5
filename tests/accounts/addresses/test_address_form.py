"""The form of a billing address: what it asks, what it doubts, and two people at once."""

import pytest
from django.utils import translation

from accounts.addresses import actions, postal
from accounts.addresses.forms import AddressForm
from accounts.editing import ChangedMeanwhile
from accounts.models import BillingAddress, Event, Setting
from accounts.refusal import Refusal
from tests.cast import book, make_address, make_offer, make_resource

pytestmark = pytest.mark.django_db

GOOD = {
    "identifier": "Buchhaltung",
    "name_line_1": "Spital Aare AG",
    "address_line_1": "Länggasse",
    "house_number": "12a",
    "zip": "5000",
    "city": "Aarau",
    "country": "CH",
}


def form(**typed) -> AddressForm:
    return AddressForm(GOOD | typed)


def said(form: AddressForm, field: str) -> str:
    return " ".join(form.errors.get(field, []))


def test_an_address_of_our_parts_is_good_as_it_is():
    assert form().is_valid()


@pytest.mark.parametrize("field", ["identifier", "name_line_1", "address_line_1", "city"])
def test_what_an_invoice_needs_is_asked_for(field):
    assert said(form(**{field: " "}), field).startswith("Enter")


@pytest.mark.parametrize("country", ["", "XX", "Schweiz", "ch"])
def test_a_country_is_one_of_the_list(country):
    assert "Choose a country of the list." in said(form(country=country), "country")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("city", "Aarau\nBcc: x@example.org"),
        ("name_line_1", "a\x00b"),
        ("name_line_2", "a\x85b"),
        ("region", "a\u2028b"),
    ],
)
def test_one_line_is_one_line(field, text):
    assert form(**{field: text}).errors[field]


@pytest.mark.parametrize("field", ["name_line_1", "address_line_3", "region", "customer_number"])
def test_too_long_a_text_says_how_long_it_is(field):
    assert "these are 10000" in said(form(**{field: "x" * 10_000}), field)


@pytest.mark.parametrize(
    "text", ["Zürich 🎓", "عربي \u202eright to left\u202c", "=1+1", "O'Neill"]
)
def test_text_is_kept_as_it_was_typed(text):
    filled = form(name_line_1=text)

    assert filled.is_valid()
    saved = actions.create(address=filled.save(commit=False), by=None)
    assert BillingAddress.objects.get(pk=saved.pk).name_line_1 == text


# Postal codes


@pytest.mark.parametrize(
    ("country", "code"),
    [("CH", "5000"), ("DE", "01234"), ("AT", "1010"), ("FR", "75001"), ("GB", "sw1a 1aa")],
)
def test_a_postal_code_fits_its_country(country, code):
    assert postal.doubt(country, code) == ""


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("CH", "50000"),
        ("CH", "５０００"),
        ("DE", "1234"),
        ("LI", "94900"),
        ("FR", "ABC"),
        ("US", "1"),
    ],
)
def test_a_postal_code_of_another_shape_is_doubted(country, code):
    assert "A ZIP of this country looks like" in postal.doubt(country, code)


@pytest.mark.parametrize(("country", "code"), [("HK", "999077"), ("CH", ""), ("XK", "10000")])
def test_where_nothing_is_known_nothing_is_doubted(country, code):
    assert postal.doubt(country, code) == ""


def test_near_by_a_wrong_postal_code_is_refused():
    filled = form(zip="50000", as_is="on")

    assert "looks like 2544" in said(filled, "zip")
    assert not filled.doubts_zip


def test_from_afar_one_can_insist_on_it():
    doubted = form(country="US", zip="1")
    assert said(doubted, "zip")
    assert doubted.doubts_zip

    assert form(country="US", zip="1", as_is="on").is_valid()


def test_the_neighbours_come_first_and_the_others_by_name():
    with translation.override("de"):
        codes = [code for code, _name in postal.country_choices()]

    assert codes[:3] == ["CH", "DE", "AT"]
    assert len(codes) == len(set(codes))


def test_without_customer_numbers_nobody_is_asked_for_one():
    assert "customer_number" in form().fields
    Setting.objects.create(pk=1, customer_numbers=False)

    assert "customer_number" not in form().fields


# Changes


def edited(address: BillingAddress, **typed) -> AddressForm:
    """The form as it comes back from a page that was shown before."""
    shown = AddressForm(instance=BillingAddress.objects.get(pk=address.pk))
    back = {name: shown[name].value() or "" for name in shown.fields} | typed
    return AddressForm(back, instance=BillingAddress.objects.get(pk=address.pk))


def save(form: AddressForm, by) -> None:
    assert form.is_valid(), form.errors
    actions.change(address=form.instance, seen=form.cleaned_data["seen"], by=by)


def test_a_change_stands_in_the_history_with_what_it_was(care, admin):
    address = make_address(organisation=care, city="Aarau")

    save(edited(address, city="Bern"), admin)

    address.refresh_from_db()
    assert address.city == "Bern"
    line = Event.objects.get(verb="changed")
    assert (line.note, line.by) == ("city: Aarau → Bern", admin)


def test_the_second_who_edits_is_told_and_loses_nothing(care, admin, bob):
    address = make_address(organisation=care, city="Aarau", name_line_2="Einkauf")
    mine = edited(address, city="Bern")
    save(edited(address, city="Olten", name_line_2="Buchhaltung"), bob)

    assert mine.is_valid()
    with pytest.raises(ChangedMeanwhile) as refusal:
        actions.change(address=mine.instance, seen=mine.cleaned_data["seen"], by=admin)
    mine.tell(refusal.value)

    assert "Somebody else has changed this" in said(mine, "__all__")
    assert said(mine, "city") == "Stored now: Olten"
    assert said(mine, "name_line_2") == "Stored now: Buchhaltung"
    assert mine["city"].value() == "Bern"
    address.refresh_from_db()
    assert address.city == "Olten"


def test_saving_again_keeps_what_the_second_typed(care, admin, bob):
    address = make_address(organisation=care, city="Aarau")
    mine = edited(address, city="Bern")
    save(edited(address, city="Olten"), bob)
    mine.is_valid()
    with pytest.raises(ChangedMeanwhile) as refusal:
        actions.change(address=mine.instance, seen=mine.cleaned_data["seen"], by=admin)
    mine.tell(refusal.value)

    again = AddressForm(mine.data, instance=BillingAddress.objects.get(pk=address.pk))
    save(again, admin)

    address.refresh_from_db()
    assert address.city == "Bern"


def test_a_made_up_fingerprint_changes_nothing(care, admin):
    address = make_address(organisation=care)

    with pytest.raises(ChangedMeanwhile):
        actions.change(address=address, seen="", by=admin)


def test_what_was_deleted_meanwhile_cannot_be_changed(care, admin):
    address = make_address(organisation=care)
    mine = edited(address, city="Bern")
    actions.delete(address=address, by=admin)

    mine.is_valid()
    with pytest.raises(Refusal, match="deleted this meanwhile"):
        actions.change(address=mine.instance, seen=mine.cleaned_data["seen"], by=admin)


def test_an_order_keeps_the_address_it_was_made_with(care, alice, admin):
    address = make_address(organisation=care, city="Aarau")
    order = book(make_offer(make_resource("A"), method="invoice"), alice, address=address)

    save(edited(address, city="Bern"), admin)
    actions.deactivate(address=address, by=admin)

    order.address.refresh_from_db()
    assert order.address.city == "Aarau"


def test_a_used_address_is_not_deleted(care, alice, admin):
    address = make_address(organisation=care)
    book(make_offer(make_resource("A"), method="invoice"), alice, address=address)

    with pytest.raises(Refusal, match="stands in booking orders"):
        actions.delete(address=address, by=admin)

    assert BillingAddress.objects.filter(pk=address.pk).exists()
    assert not Event.objects.filter(verb="deleted").exists()


def test_an_unused_address_goes_and_its_history_stays(care, admin):
    address = make_address(organisation=care)
    actions.delete(address=address, by=admin)
    actions.delete(address=address, by=admin)

    assert not BillingAddress.objects.exists()
    assert Event.objects.filter(verb="deleted").count() == 1


def test_switching_twice_is_one_line_of_history(care, admin):
    address = make_address(organisation=care)

    actions.deactivate(address=address, by=admin)
    actions.deactivate(address=address, by=admin)
    actions.activate(address=address, by=admin)

    address.refresh_from_db()
    assert address.is_active
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "deactivated",
        "activated",
    ]


def test_addresses_of_an_inactive_organisation_are_not_to_choose_from(care, alice):
    make_address(organisation=care)
    choosable = BillingAddress.objects.choosable_by(alice, {care.pk})
    assert choosable.count() == 1

    care.is_active = False
    care.save()

    assert choosable.all().count() == 0


@pytest.mark.parametrize("words", ["büro", "buero", "buro spi", "aarau", "5000", "längg", "x-7"])
def test_an_address_is_found_by_the_beginning_of_its_words(care, words):
    make_address(
        organisation=care, identifier="X-7", name_line_1="Büro Spital", zip="5000", city="Aarau"
    )
    make_address(organisation=care, identifier="other", name_line_1="Haus", zip="1", city="Bern",
                 address_line_1="Weg")  # fmt: skip

    assert [one.identifier for one in BillingAddress.objects.search(words)] == ["X-7"]
