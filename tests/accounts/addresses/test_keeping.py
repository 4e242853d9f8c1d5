"""Creating, editing, switching and deleting an address, on the pages where it is done."""

import pytest

from accounts.addresses import actions, twins
from accounts.models import BillingAddress, Event, Setting
from bookings.models import BookingOrder
from tests.accounts.addresses.pages import TYPED, of, says, typed, url
from tests.bookings.pages import address_of
from tests.cast import book, make_address, make_offer, make_person

TEXTS = [
    "identifier", "name_line_1", "name_line_2", "address_line_1", "house_number",
    "address_line_2", "address_line_3", "address_line_4", "po_box", "region", "city",
    "customer_number",
]  # fmt: skip


@pytest.fixture
def keeper(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def address(care) -> BillingAddress:
    return make_address(organisation=care, identifier="STA-KRED", zip="9000", city="St. Gallen")


def verbs(address: BillingAddress) -> list[str]:
    lines = Event.objects.filter(subject_type="billingaddress", subject_id=address.pk)
    return list(lines.order_by("pk").values_list("verb", flat=True))


# Creating and editing


def test_an_address_is_created_for_its_organisation(keeper, care):
    page = keeper.post(url(care, "create"), TYPED, follow=True)

    made = BillingAddress.objects.get()
    assert made.organisation == care
    assert {name: str(getattr(made, name)) for name in TYPED} == TYPED
    assert says(page, "“STA-KRED” is created.", "Spital Thurmatt AG")
    assert verbs(made) == ["created"]


def test_an_address_without_its_parts_is_not_created(keeper, care):
    page = keeper.post(url(care, "create"), {"country": "CH", "city": "Olten"})

    assert says(page, "Nothing was saved.", "Enter the street.", 'value="Olten"')
    assert not BillingAddress.objects.exists()


def test_an_edited_address_says_what_became_of_it(keeper, address):
    filled = typed(keeper.get(of(address)))

    page = keeper.post(of(address), filled | {"city": "Wil", "zip": "9500"}, follow=True)

    address.refresh_from_db()
    assert (address.city, address.zip) == ("Wil", "9500")
    assert says(page, "“STA-KRED” is saved.")
    assert says(keeper.get(of(address)), "city: St. Gallen → Wil", "Ada Amsler")


def test_saving_without_a_change_leaves_no_trace(keeper, address):
    keeper.post(of(address), typed(keeper.get(of(address))))

    assert verbs(address) == []


def test_saving_leads_back_to_the_list_as_it_was(keeper, address):
    page = keeper.get(of(address), {"q": "kred", "sort": "-name"})
    assert says(page, 'name="query" value="q=kred&amp;sort=-name"')

    query = {"query": "q=kred&sort=-name"}
    answer = keeper.post(of(address), typed(page) | query)

    assert answer.url == f"{url(address.organisation)}?q=kred&sort=-name"


def test_the_page_says_how_many_orders_keep_their_copy(keeper, alice, address):
    order = book(make_offer(method="invoice"), alice, address=address)
    page = keeper.get(of(address))
    assert says(page, "Used in one booking order. It keeps the address it was booked with")

    keeper.post(of(address), typed(page) | {"city": "Wil", "zip": "9500"})

    order.address.refresh_from_db()
    assert order.address.city == "St. Gallen"


def test_an_unused_address_says_nothing_of_orders(keeper, address):
    assert not says(keeper.get(of(address)), "Used in")


def test_without_customer_numbers_none_is_asked_for_and_none_is_lost(keeper, address):
    Setting.objects.create(pk=1, customer_numbers=False)
    page = keeper.get(of(address))
    assert not says(page, "Customer number")

    keeper.post(of(address), typed(page) | {"city": "Wil", "zip": "9500"})

    address.refresh_from_db()
    assert (address.city, address.customer_number) == ("Wil", "400777")


# Two people


def test_the_second_who_saves_is_told_and_loses_nothing(client, keeper, root, address):
    mine = typed(keeper.get(of(address)))
    hers = typed(keeper.get(of(address)))
    keeper.post(of(address), hers | {"city": "Wil", "zip": "9500", "name_line_2": "Einkauf"})

    page = keeper.post(of(address), mine | {"city": "Gossau"})

    address.refresh_from_db()
    assert (address.city, address.name_line_2) == ("Wil", "Einkauf")
    assert says(page, "Somebody else has changed this", 'value="Gossau"')
    assert says(page, "Stored now: Wil", "Stored now: Einkauf", "Stored now: 9500")


def test_saving_once_more_keeps_what_the_second_typed(keeper, address):
    mine = typed(keeper.get(of(address)))
    keeper.post(of(address), mine | {"city": "Wil"})
    told = keeper.post(of(address), mine | {"city": "Gossau"})

    keeper.post(of(address), typed(told))

    address.refresh_from_db()
    assert address.city == "Gossau"


def test_who_edits_what_somebody_deactivates_is_told(keeper, admin, address):
    mine = typed(keeper.get(of(address)))
    actions.deactivate(address=address, by=admin)

    page = keeper.post(of(address), mine | {"city": "Gossau"})

    assert says(page, "Somebody else has changed this", "This address is inactive")
    address.refresh_from_db()
    assert (address.city, address.is_active) == ("St. Gallen", False)


def test_who_edits_what_somebody_deletes_finds_it_gone(keeper, address):
    mine = typed(keeper.get(of(address)))
    keeper.post(of(address, "delete"))

    assert keeper.post(of(address), mine).status_code == 404


# Twins


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"name_line_1": "SPITAL Aare AG"},
        {"address_line_1": "Länggasse 12a", "house_number": ""},
        {"zip": "9001"},
        {"city": "Sankt Gallen"},
        {"city": "St.Gallen", "zip": ""},
    ],
    ids=str,
)
def test_an_address_like_another_one_is_pointed_out(keeper, address, other):
    like = {
        "identifier": "NEW", "name_line_1": "Spital Aare AG", "address_line_1": "Länggasse",
        "house_number": "12a", "zip": "9000", "city": "St. Gallen", "country": "CH",
    }  # fmt: skip

    page = keeper.post(url(address.organisation, "create"), like | other)

    assert says(page, "There is an address like this already.", "Save anyway", of(address))
    assert BillingAddress.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"name_line_1": "Praxis Aare"},
        {"address_line_1": "Rosenweg"},
        {"house_number": "12b"},
        {"zip": "8000", "city": "Zürich"},
    ],
    ids=str,
)
def test_an_address_that_differs_is_not(keeper, address, other):
    unlike = typed(keeper.get(of(address))) | {"identifier": "NEW", "seen": ""} | other

    keeper.post(url(address.organisation, "create"), unlike)

    assert BillingAddress.objects.count() == 2


def test_a_street_may_be_written_short(care):
    long = make_address(organisation=care, address_line_1="Bahnhofstrasse", house_number="1")
    short = BillingAddress(organisation=care, identifier="NEW", name_line_1=long.name_line_1,
                           address_line_1="Bahnhofstr. 1", city=long.city)  # fmt: skip

    assert twins.of(short) == [long]


def test_an_identifier_that_is_taken_is_pointed_out(keeper, address):
    page = keeper.post(url(address.organisation, "create"), TYPED | {"identifier": "sta-kred"})

    assert says(page, "There is an address like this already.", of(address))


def test_a_twin_is_saved_by_a_second_click(keeper, address):
    create, like = url(address.organisation, "create"), TYPED | {"identifier": "STA-KRED"}
    page = keeper.post(create, like)

    keeper.post(create, typed(page))

    assert BillingAddress.objects.filter(identifier="STA-KRED").count() == 2


def test_a_twin_that_came_meanwhile_is_pointed_out_as_well(keeper, care, address):
    create = url(care, "create")
    page = keeper.post(create, TYPED)
    newer = make_address(organisation=care, identifier="STA-KRED")

    again = keeper.post(create, typed(page))

    assert says(again, "There is an address like this already.", of(newer))
    assert BillingAddress.objects.count() == 2


def test_twins_of_other_organisations_and_people_are_none(keeper, alice, care, root, elsewhere):
    for owner in ({"organisation": root}, {"organisation": elsewhere}, {"person": alice}, {}):
        make_address(**owner, **TYPED)

    keeper.post(url(care, "create"), TYPED)

    assert BillingAddress.objects.filter(organisation=care).count() == 1


def test_an_address_with_an_old_twin_is_edited_without_a_question(keeper, care, address):
    make_address(organisation=care, identifier="STA-KRED-2", zip="9000", city="St. Gallen")

    keeper.post(of(address), typed(keeper.get(of(address))) | {"customer_number": "7"})

    address.refresh_from_db()
    assert address.customer_number == "7"


def test_an_address_that_becomes_a_twin_is_pointed_out(keeper, care, address):
    other = make_address(organisation=care, identifier="OTHER", zip="8000")

    page = keeper.post(of(other), typed(keeper.get(of(other))) | {"zip": "9000"})

    assert says(page, "There is an address like this already.", "Save anyway")
    other.refresh_from_db()
    assert other.zip == "8000"


# Postal codes


def test_a_doubtful_postal_code_from_afar_is_insisted_on(keeper, care):
    create, afar = url(care, "create"), TYPED | {"country": "US", "zip": "1"}
    assert not says(keeper.get(create), "The ZIP is right as it is")

    page = keeper.post(create, afar)
    assert says(page, "The ZIP is right as it is", "A ZIP of this country looks like")

    keeper.post(create, afar | {"as_is": "on"})
    assert BillingAddress.objects.get().zip == "1"


def test_near_by_there_is_no_box_to_insist(keeper, care):
    page = keeper.post(url(care, "create"), TYPED | {"zip": "90000", "as_is": "on"})

    assert says(page, "A ZIP of this country looks like")
    assert not says(page, "The ZIP is right as it is")
    assert not BillingAddress.objects.exists()


# Odd texts


@pytest.mark.parametrize("field", [*TEXTS, "zip"])
def test_a_line_break_is_refused_in_every_field(keeper, care, field):
    page = keeper.post(url(care, "create"), TYPED | {field: "a\nBcc: x@example.org"})

    assert says(page, "This is one line")
    assert not BillingAddress.objects.exists()


@pytest.mark.parametrize("field", [*TEXTS, "zip"])
def test_ten_thousand_characters_are_refused_in_every_field(keeper, care, field):
    page = keeper.post(url(care, "create"), TYPED | {field: "x" * 10_000})

    assert says(page, "and these are 10000. Shorten it.")
    assert not BillingAddress.objects.exists()


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("text", ["Büro 🎓 12", "\u202eabc", "<b>x</b>", "{{ 7*7 }}", "=1+1"])
def test_odd_text_is_kept_and_shown_as_text(keeper, care, field, text):
    keeper.post(url(care, "create"), TYPED | {field: text})

    made = BillingAddress.objects.get()
    assert getattr(made, field) == text
    for page in (keeper.get(of(made)), keeper.get(url(care))):
        assert page.status_code == 200
        assert not says(page, "<b>x</b>")


# Activating, deactivating, deleting


def test_deactivating_asks_first_and_says_who_uses_it(keeper, alice, address):
    for _time in range(2):
        book(make_offer(method="invoice"), alice, address=address)

    page = keeper.get(of(address, "deactivate"))

    assert says(page, "Deactivate this billing address?", "It stands in 2 booking orders")
    address.refresh_from_db()
    assert address.is_active


def test_a_deactivated_address_cannot_be_chosen_and_can_be_activated_again(keeper, alice, address):
    page = keeper.post(of(address, "deactivate"), follow=True)
    assert says(page, "“STA-KRED” is inactive; nobody can choose it.")
    assert not BillingAddress.objects.choosable_by(alice, {address.organisation_id}).exists()

    page = keeper.post(of(address, "activate"), follow=True)

    assert says(page, "“STA-KRED” is active and can be chosen.")
    assert verbs(address) == ["deactivated", "activated"]


def test_who_is_booking_with_it_at_this_moment_is_told_and_loses_nothing(
    client, admin, alice, address
):
    offer = make_offer(method="invoice")
    client.force_login(alice)
    assert says(client.get(address_of(offer)), f'value="{address.pk}"')
    actions.deactivate(address=address, by=admin)

    answers = {"seen": offer.terms_seen, "address": address.pk, "po_number": "PO-77",
               "comment": "For the ward"}  # fmt: skip
    page = client.post(address_of(offer), answers)

    assert says(page, "This billing address cannot be used any more. Choose another one.")
    assert says(page, 'value="PO-77"', "For the ward")
    assert not BookingOrder.objects.exists()


def test_an_unused_address_is_deleted_after_a_question(keeper, address):
    page = keeper.get(of(address, "delete"))
    assert says(page, "Delete this billing address?", "This cannot be undone.")
    assert BillingAddress.objects.exists()

    page = keeper.post(of(address, "delete"), follow=True)

    assert says(page, "“STA-KRED” is deleted.")
    assert not BillingAddress.objects.exists()
    assert verbs(address) == ["deleted"]


def test_a_used_address_is_not_deleted_and_the_question_says_why(keeper, alice, address):
    book(make_offer(method="invoice"), alice, address=address)

    page = keeper.get(of(address, "delete"))
    assert says(page, "It stands in one booking order and cannot be deleted.")
    assert not says(page, "Delete address")

    page = keeper.post(of(address, "delete"), follow=True)
    assert says(page, "stands in booking orders, so it was not deleted.")
    assert BillingAddress.objects.exists()


def test_what_is_asked_twice_is_done_once(keeper, address):
    keeper.post(of(address, "deactivate"))
    keeper.post(of(address, "deactivate"))
    assert verbs(address) == ["deactivated"]

    keeper.post(of(address, "delete"))
    assert keeper.post(of(address, "delete")).status_code == 404


def test_the_history_says_who_did_what(client, address, root):
    for name, verb in (("Eva", "deactivate"), ("Fritz", "activate")):
        client.force_login(make_person(name, "administrator", root))
        client.post(of(address, verb))

    page = client.get(of(address))

    assert says(page, "Deactivated · Eva Muster", "Activated · Fritz Muster")
