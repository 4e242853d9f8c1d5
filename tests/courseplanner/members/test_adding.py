"""Adding participants step by step: nothing is lost on the way, and nobody is added half."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import history
from bookings.models import BookingOrder, Participation
from tests.cast import make_address, make_offer, make_organisation, make_person, make_resource
from tests.courseplanner.members.pages import booked, mails, said, seats, statuses, url


@pytest.fixture
def invoice(run):
    return make_offer(run, method="invoice")


def choose(planner, run, *persons):
    for person in persons:
        planner.post(url("members_add", run), {"add": person.pk})


def set_terms(planner, run, offer, **data):
    chosen = offer if isinstance(offer, str) else offer.pk
    given = {"offer": chosen, "confirm_by": "standard", **data}
    return planner.post(url("members_add_terms", run), given, follow=True)


def overview(planner, run):
    return planner.get(url("members_add_overview", run))


def finish(planner, run, **data):
    page = overview(planner, run)
    given = {"seen": page.context["form"].terms, "tell": "standard", **data}
    return planner.post(url("members_add_overview", run), given, follow=True)


def test_people_are_found_by_the_beginnings_of_their_words(planner, run, alice, charlie):
    page = planner.get(url("members_add", run), {"q": "ali ämm"})

    assert page.context["found"] == [alice]
    choose(planner, run, alice)
    page = planner.get(url("members_add", run), {"q": "ali ämm"})
    assert (page.context["found"], page.context["chosen"]) == ([], [alice])


def test_a_list_of_addresses_is_added_and_unknown_ones_are_named(planner, run, alice, charlie):
    pasted = "Alice <ALICE@example.org>;\ncharlie@example.org, nobody@example.org"

    page = planner.post(url("members_add", run), {"emails": pasted}, follow=True)

    assert page.context["chosen"] == [alice, charlie]
    assert "Nobody is registered with: nobody@example.org" in said(page)


def test_a_person_can_be_taken_off_again(planner, run, alice, charlie):
    choose(planner, run, alice, charlie)

    planner.post(url("members_add", run), {"remove": alice.pk})

    assert planner.get(url("members_add", run)).context["chosen"] == [charlie]


def test_an_order_on_invoice_is_made_with_the_terms_of_the_offer(
    planner, run, invoice, alice, care, bob
):
    address = make_address(organisation=care, name_line_1="Spital Thurmatt AG")
    choose(planner, run, alice)
    set_terms(planner, run, invoice, po_number="4711")
    planner.post(url("members_add_addresses", run), {f"address_{alice.pk}": address.pk})

    page = finish(planner, run, note="By phone.")

    assert "1 person is added" in said(page)
    order = BookingOrder.objects.get()
    assert (order.person, order.booked_by, order.price) == (alice, bob, Decimal(490))
    assert (order.po_number, order.fee_agreed, order.status) == ("4711", Decimal(120), "open")
    assert order.address.name_line_1 == "Spital Thurmatt AG"
    assert (order.participation.status, order.participation.added_by) == ("active", bob)
    assert history.of(order).last().note == "By phone."
    assert [mail.recipient for mail in mails("added")] == [alice.email]
    call_command("audit")


def test_the_first_address_of_an_organisation_is_proposed_before_ones_own(
    planner, run, invoice, alice, root, charlie
):
    home = make_address(person=alice)
    house = make_address(organisation=root)
    choose(planner, run, alice, charlie)

    page = set_terms(planner, run, invoice)

    rows = dict(page.context["form"].rows)
    assert rows[alice].field.choices[0][0] == str(house.pk)
    assert rows[alice].field.choices[1][0] == str(home.pk)
    assert "Charlie Chevalley cannot be billed yet" in page.content.decode()


def test_who_cannot_be_billed_gets_a_typed_address_that_is_a_proposal(
    planner, run, invoice, charlie
):
    choose(planner, run, charlie)
    set_terms(planner, run, invoice)
    assert "Has no billing address" in overview(planner, run).content.decode()
    typed = {
        "name_line_1": "Seminarhaus", "address_line_1": "Seeweg", "zip": "3600", "city": "Thun",
        "country": "CH",
    }  # fmt: skip
    place = reverse("courseplanner:members_add_address", args=[run.implementation.pk, charlie.pk])
    assert planner.post(place, {**typed, "city": ""}).context["form"].errors
    page = planner.post(place, typed, follow=True)
    assert "Seminarhaus, 3600 Thun" in page.content.decode()

    finish(planner, run)

    address = BookingOrder.objects.get().address
    assert (address.source, address.city) == ("proposal", "Thun")


def test_nothing_is_lost_by_going_back(planner, run, invoice, alice, charlie):
    choose(planner, run, alice)
    until = (timezone.localdate() + timezone.timedelta(days=9)).isoformat()
    set_terms(planner, run, invoice, confirm_by="person", until=until, po_number="12")

    choose(planner, run, charlie)

    page = planner.get(url("members_add_terms", run))
    form = page.context["form"]
    assert form["offer"].value() == str(invoice.pk)
    assert (form["confirm_by"].value(), form["po_number"].value()) == ("person", "12")
    assert f'value="{until}"' in page.content.decode()
    assert planner.get(url("members_add", run)).context["chosen"] == [alice, charlie]


@pytest.mark.parametrize(("by", "event"), [("staff", "added_pending"), ("person", "invited")])
def test_a_membership_with_confirmation_waits_until_the_end_of_the_day(
    planner, run, alice, by, event
):
    offer = make_offer(run, method="free", confirmation=False)
    choose(planner, run, alice)
    until = timezone.localdate() + timezone.timedelta(days=2)
    set_terms(planner, run, offer, confirm_by=by, until=until.isoformat())

    finish(planner, run)

    [member] = Participation.objects.all()
    assert (member.status, member.confirm_by) == ("pending", by)
    assert timezone.localtime(member.confirm_until).strftime("%H:%M") == "00:00"
    assert timezone.localdate(member.confirm_until) == until + timezone.timedelta(days=1)
    assert len(mails(event)) == 1


def test_a_code_is_neither_asked_nor_used_up(planner, run, alice):
    offer = make_offer(run, method="code")
    choose(planner, run, alice)
    set_terms(planner, run, offer)

    finish(planner, run, tell="none")

    assert (statuses(run), offer.codes.get().uses) == (["active"], 0)
    assert mails("added") == []


def test_without_order_only_where_none_is_needed(planner, run, alice, bob):
    choose(planner, run, alice)
    page = set_terms(planner, run, "none")
    assert "no longer there" in page.content.decode()
    run.implementation.needs_order = False
    run.implementation.save()

    set_terms(planner, run, "none")
    finish(planner, run)

    [member] = Participation.objects.all()
    assert (member.order, member.origin, member.added_by) == (None, "manual", bob)
    assert history.of(member).last().verb == "entered"
    assert [mail.recipient for mail in mails("added")] == [alice.email]


def test_the_last_seat_goes_to_one_and_the_other_is_named(planner, root):
    run = make_resource("Wound care", max_participants=1)
    offer = make_offer(run, method="free")
    first, second = make_person("Anna"), make_person("Zoe")
    choose(planner, run, first, second)
    set_terms(planner, run, offer)
    assert "Only 1 seat is free" in overview(planner, run).content.decode()

    page = finish(planner, run)

    assert "1 person is added" in said(page)
    assert "Zoe Muster: “Wound care” is fully booked" in page.content.decode()
    assert (seats(run), BookingOrder.objects.count()) == (1, 1)
    assert planner.get(url("members_add", run)).context["chosen"] == [second]


def test_who_is_in_already_is_pointed_out_and_not_added_again(planner, run, alice, charlie):
    offer = make_offer(run, method="free")
    booked(run, [alice])
    choose(planner, run, alice, charlie)
    set_terms(planner, run, offer)

    assert "Takes part already" in overview(planner, run).content.decode()
    page = finish(planner, run)

    assert "Alice Ämmerli: Takes part already" in page.content.decode()
    assert Participation.objects.count() == 2


def test_a_second_click_adds_nobody_twice(planner, run, alice):
    offer = make_offer(run, method="free")
    choose(planner, run, alice)
    set_terms(planner, run, offer)
    finish(planner, run)

    again = {"seen": offer.terms_seen, "tell": "standard"}
    page = planner.post(url("members_add_overview", run), again, follow=True)

    assert "Choose at first" in said(page)
    assert Participation.objects.count() == len(mails("added")) == 1


def test_changed_terms_are_told_before_anybody_is_added(planner, run, invoice, alice, care):
    make_address(organisation=care)
    choose(planner, run, alice)
    set_terms(planner, run, invoice)
    overview(planner, run)
    seen = invoice.terms_seen
    type(invoice).objects.filter(pk=invoice.pk).update(price=600)

    page = planner.post(
        url("members_add_overview", run), {"seen": seen, "tell": "standard"}, follow=True
    )

    assert "The offer has changed in the meantime" in page.content.decode()
    assert "600.00" in page.content.decode()
    assert not BookingOrder.objects.exists()


@pytest.mark.parametrize("typed", ["2020-01-01", "soon"])
def test_a_day_that_is_none_or_over_is_told(planner, run, alice, typed):
    offer = make_offer(run, method="free")
    choose(planner, run, alice)

    page = set_terms(planner, run, offer, confirm_by="staff", until=typed)

    assert list(page.context["form"].errors) == ["until"]
    assert f'value="{typed}"' in page.content.decode()


def test_an_address_of_somebody_else_cannot_be_chosen(planner, run, invoice, alice, charlie):
    theirs = make_address(person=charlie)
    choose(planner, run, alice)
    set_terms(planner, run, invoice)

    page = planner.post(url("members_add_addresses", run), {f"address_{alice.pk}": theirs.pk})

    assert page.context["form"].errors


@pytest.mark.parametrize("step", ["members_add_terms", "members_add_addresses"])
def test_the_steps_cost_the_same_for_one_and_for_many(
    planner, run, invoice, root, step, django_assert_max_num_queries
):
    for number in (1, 30):
        house = make_organisation(f"o{number}", f"House {number}", root)
        make_address(organisation=house)
        people = [make_person(f"P{number}x{n}", "user", house) for n in range(number)]
        choose(planner, run, *people)
        set_terms(planner, run, invoice)
        with django_assert_max_num_queries(12):
            assert planner.get(url(step, run)).status_code == 200
        with django_assert_max_num_queries(12):
            assert overview(planner, run).status_code == 200
