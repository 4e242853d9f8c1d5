"""Keeping one's own billing addresses: create, edit, switch off and on, delete."""

import pytest

from accounts import history
from accounts.models import BillingAddress
from bookings.models import OrderAddress
from tests.bookings.pages import TYPED, says
from tests.cast import book, make_address, make_offer

LIST = "/bookings/addresses/"
BOOKING = "/catalog/wound-care-1/book/1/"


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def home(alice) -> BillingAddress:
    return make_address(person=alice, identifier="Home", zip="5000", city="Aarau")


def create(client, **typed):
    return client.post(f"{LIST}new/", TYPED | {"query": ""} | typed)


def edit(client, address: BillingAddress, **typed):
    """As the page would post it: everything that stands there, and what is typed over it."""
    form = client.get(f"{LIST}{address.pk}/").context["form"]
    stands = {name: form[name].value() or "" for name in form.fields if name != "as_is"}
    return client.post(f"{LIST}{address.pk}/", stands | {"query": ""} | typed)


def stored(address: BillingAddress) -> BillingAddress:
    return BillingAddress.objects.get(pk=address.pk)


# Create


def test_an_address_is_created_as_one_s_own(own, alice):
    answer = create(own, identifier="Work")

    [made] = BillingAddress.objects.all()
    assert answer["Location"] == LIST
    assert (made.person, made.organisation, made.identifier) == (alice, None, "Work")
    assert made.is_active
    assert [event.verb for event in history.of(made)] == ["created"]
    assert says(own.get(LIST), "“Work” is created.")


def test_left_empty_the_identifier_is_name_and_city(own):
    create(own, identifier=" ")

    assert BillingAddress.objects.get().identifier == "Stiftung Lindenhof, Rorschach"


def test_long_names_still_make_an_identifier(own):
    create(own, name_line_1="N" * 255, city="C" * 255)

    assert BillingAddress.objects.get().identifier == "N" * 255


def test_the_form_begins_with_one_s_name(own):
    assert own.get(f"{LIST}new/").context["form"]["name_line_1"].value() == "Alice Ämmerli"


@pytest.mark.parametrize("smuggled", ["person", "organisation", "is_active", "customer_number"])
def test_what_the_form_does_not_ask_cannot_be_smuggled_in(own, alice, charlie, care, smuggled):
    values = {
        "person": charlie.pk,
        "organisation": care.pk,
        "is_active": "",
        "customer_number": "9",
    }

    create(own, **{smuggled: values[smuggled]})

    [made] = BillingAddress.objects.all()
    assert (made.person, made.organisation) == (alice, None)
    assert made.is_active
    assert made.customer_number == ""


def test_all_lines_are_kept(own):
    create(own, address_line_3="Haus C", address_line_4="3. Stock", region="SG", po_box="77")

    made = BillingAddress.objects.get()
    assert (made.address_line_3, made.address_line_4) == ("Haus C", "3. Stock")
    assert (made.region, made.po_box) == ("SG", "77")


def test_the_further_lines_are_folded_until_they_say_something(own, home):
    assert '<details class="kb-moreinfo">' in own.get(f"{LIST}{home.pk}/").content.decode()
    edit(own, home, region="AG")

    assert '<details class="kb-moreinfo" open>' in own.get(f"{LIST}{home.pk}/").content.decode()


def test_a_wrong_zip_near_by_is_refused_and_one_from_afar_can_be_insisted_on(own):
    assert says(create(own, zip="940"), "A ZIP of this country looks like")
    page = create(own, zip="nowhere", country="US")
    assert says(page, "The ZIP is right as it is")
    assert not BillingAddress.objects.exists()

    create(own, zip="nowhere", country="US", as_is="on")

    assert BillingAddress.objects.get().zip == "nowhere"


# Edit


def test_an_address_is_changed_and_its_history_says_how(own, home, alice):
    answer = edit(own, home, city="Baden", zip="5400")

    assert answer["Location"] == LIST
    assert (stored(home).city, stored(home).person) == ("Baden", alice)
    [line] = history.of(home)
    assert line.by == alice
    assert "Aarau → Baden" in line.note


def test_editing_never_changes_what_an_order_says(own, alice, home):
    order = book(make_offer(method="invoice"), alice, address=home)

    page = own.get(f"{LIST}{home.pk}/")
    edit(own, home, name_line_1="Somebody Else", city="Baden")

    assert says(page, "Used in one booking order. It keeps the address it was booked with")
    frozen = OrderAddress.objects.get(order=order)
    assert (frozen.name_line_1, frozen.city) == ("Spital Aare AG", "Aarau")


def test_the_customer_number_is_read_and_stays(own, alice):
    address = make_address(person=alice, customer_number="700555", zip="5000")

    page = own.get(f"{LIST}{address.pk}/")
    edit(own, address, customer_number="1", city="Baden")

    assert says(page, "700555")
    assert 'name="customer_number"' not in page.content.decode()
    assert stored(address).customer_number == "700555"


def test_the_second_of_two_windows_is_told_and_loses_nothing(own, home):
    form = own.get(f"{LIST}{home.pk}/").context["form"]
    old = {name: form[name].value() or "" for name in form.fields if name != "as_is"}
    edit(own, home, city="Baden", zip="5400")

    page = own.post(f"{LIST}{home.pk}/", old | {"name_line_2": "Attic", "query": "q=x"})

    assert says(page, "Somebody else has changed this", "Stored now: Baden", "Attic")
    assert stored(home).name_line_2 == ""
    again = page.context["form"]
    typed = {name: again[name].value() or "" for name in again.fields if name != "as_is"}
    answer = own.post(f"{LIST}{home.pk}/", typed | {"query": "q=x"})
    assert answer["Location"] == f"{LIST}?q=x"
    assert stored(home).name_line_2 == "Attic"


def test_what_was_deleted_meanwhile_is_not_there(own, home):
    home.delete()

    assert own.post(f"{LIST}{home.pk}/", TYPED).status_code == 404


NASTY = {
    "a newline": "One\nTwo",
    "a line separator": "One\u2028Two",
    "NUL": "One\0Two",
    "10,000 characters": "x" * 10_000,
}
HARMLESS = {
    "emoji": "Zum 🐻‍❄️ Bären",
    "right to left": "abc\u202edef",
    "markup": "<script>alert(1)</script> & {{ 7*7 }}",
    "a formula": "=HYPERLINK(1)",
}
LINES = [
    "identifier", "name_line_1", "name_line_2", "address_line_1", "address_line_2",
    "address_line_3", "address_line_4", "po_box", "city", "region",
]  # fmt: skip


@pytest.mark.parametrize("field", [*LINES, "house_number", "zip"])
@pytest.mark.parametrize("nasty", NASTY)
def test_what_cannot_be_kept_is_refused_and_shown_again(own, home, field, nasty):
    page = edit(own, home, **{field: NASTY[nasty]})

    form = page.context["form"]
    assert form.errors[field]
    assert form[field].value() == NASTY[nasty]
    assert stored(home).city == "Aarau"
    assert not history.of(home).exists()


@pytest.mark.parametrize("field", LINES)
@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_odd_is_kept_as_it_was_typed(own, home, field, text):
    edit(own, home, **{field: HARMLESS[text]})

    assert getattr(stored(home), field) == HARMLESS[text]
    assert "<script>alert" not in own.get(LIST).content.decode()


# Switch off and on, delete


def test_switching_off_asks_first_and_says_how_many_bookings(own, alice, home):
    for _place in range(2):
        book(make_offer(method="invoice"), alice, address=home)

    page = own.get(f"{LIST}{home.pk}/deactivate/")

    assert says(page, "It stands in 2 booking orders, which keep it.")
    assert stored(home).is_active
    own.post(f"{LIST}{home.pk}/deactivate/", {"query": "q=a"})
    assert not stored(home).is_active
    assert OrderAddress.objects.filter(billing_address=home).count() == 2


def test_what_is_switched_off_cannot_be_chosen_until_it_is_on_again(own, home, alice):
    own.post(f"{LIST}{home.pk}/deactivate/")
    assert not BillingAddress.objects.choosable_by(alice, set()).exists()

    answer = own.post(f"{LIST}{home.pk}/activate/", {"query": "sort=-identifier"})

    assert answer["Location"] == f"{LIST}?sort=-identifier"
    assert BillingAddress.objects.choosable_by(alice, set()).get() == home
    assert [event.verb for event in history.of(home)] == ["deactivated", "activated"]


def test_what_no_booking_uses_is_deleted_when_confirmed(own, home):
    page = own.get(f"{LIST}{home.pk}/delete/")
    assert says(page, "No booking order uses it. This cannot be undone.")
    assert BillingAddress.objects.exists()

    answer = own.post(f"{LIST}{home.pk}/delete/")

    assert answer["Location"] == LIST
    assert not BillingAddress.objects.exists()


def test_what_a_booking_uses_is_not_deleted(own, alice, home):
    book(make_offer(method="invoice"), alice, address=home)

    page = own.post(f"{LIST}{home.pk}/delete/", follow=True)

    assert says(page, "stands in booking orders, so it was not deleted")
    assert stored(home)
    menu = own.get(LIST).content.decode()
    assert f"{home.pk}/deactivate/" in menu
    assert f"{home.pk}/delete/" not in menu


# Back to the booking


@pytest.mark.parametrize("address", ["new/", "{pk}/"])
def test_who_comes_from_a_booking_goes_back_to_it(own, home, address):
    place = LIST + address.format(pk=home.pk)

    page = own.get(place, {"next": BOOKING})
    query = page.content.decode().split('name="query" value="')[1].split('"')[0]
    seen = page.context["form"]["seen"].value() or ""
    answer = own.post(place, TYPED | {"query": query, "seen": seen})

    assert f'href="{BOOKING}"' in page.content.decode()
    assert answer["Location"] == BOOKING


def test_a_mistake_in_between_does_not_forget_the_booking(own):
    query = {"query": f"next={BOOKING}"}

    page = own.post(f"{LIST}new/", TYPED | query | {"city": ""})

    assert f'value="next={BOOKING}"' in page.content.decode()
    assert f'href="{BOOKING}"' in page.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "https:evil.example",
     "javascript:alert(1)", "///evil.example", "http:///evil.example", "\x01/evil"],
)  # fmt: skip
def test_nobody_is_led_to_another_house(own, elsewhere):
    page = own.get(f"{LIST}new/", {"next": elsewhere})
    answer = own.post(f"{LIST}new/?next={elsewhere}", TYPED)

    assert page.context["back"] == LIST
    assert answer["Location"] == LIST


def test_the_booking_form_leads_to_one_s_own_addresses_only(own, alice, care, home):
    theirs = make_address(organisation=care)
    offer = make_offer(method="invoice")
    place = f"{offer.resource.get_absolute_url()}book/{offer.pk}/"

    page = own.get(place).content.decode()

    assert f'name="edit" value="{home.pk}"' in page
    assert f'name="edit" value="{theirs.pk}"' not in page
