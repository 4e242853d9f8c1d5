"""What nobody would type on the way to adding participants: a sentence, and nothing happens."""

import pytest
from django.utils import timezone

from bookings.models import Participation
from tests.cast import make_address, make_offer, make_person, make_resource
from tests.courseplanner.members.pages import said, url


@pytest.fixture
def offer(run):
    return make_offer(run, method="free")


def post(planner, step, run, **data):
    return planner.post(url(f"members_add{step}", run), data, follow=True)


@pytest.mark.parametrize("add", ["x", "-1", "0", "9" * 15, "1 OR 1", "٣٣"])
def test_people_who_do_not_exist_are_not_added(planner, run, add):
    assert post(planner, "", run, add=add).context["chosen"] == []


def test_who_can_no_longer_sign_in_is_not_added(planner, run):
    gone = make_person("Gone", is_active=False)

    page = post(planner, "", run, add=gone.pk, emails=gone.email)

    assert page.context["chosen"] == []
    assert "Nobody is registered with: gone@example.org" in said(page)


def test_who_leaves_the_house_on_the_way_is_pointed_out(planner, run, offer, alice):
    post(planner, "", run, add=alice.pk)
    post(planner, "_terms", run, offer=offer.pk, confirm_by="standard")
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)

    page = planner.get(url("members_add_overview", run))

    assert "Can no longer sign in." in page.content.decode()
    assert "Nobody of these can be added." in page.content.decode()


@pytest.mark.parametrize("emails", ["@", "@@@ ,;", "a@b" * 5000, "<script>@x", "\x00@y"])
def test_a_list_of_nonsense_adds_nobody(planner, run, emails):
    page = post(planner, "", run, emails=emails)

    assert page.status_code == 200
    assert page.context["chosen"] == []


def test_at_most_a_hundred_are_added_at_once(planner, run):
    emails = [make_person(f"M{number}").email for number in range(101)]

    page = post(planner, "", run, emails="\n".join(emails))

    assert len(page.context["chosen"]) == 100
    assert "At most 100 people" in said(page)


@pytest.mark.parametrize("step", ["_terms", "_addresses", "_overview"])
def test_without_people_every_step_leads_to_the_first(planner, run, step):
    page = planner.get(url(f"members_add{step}", run), follow=True)

    assert page.request["PATH_INFO"] == url("members_add", run)
    assert "Choose at first" in said(page)


def test_without_an_offer_the_overview_leads_back(planner, run, alice):
    post(planner, "", run, add=alice.pk)

    page = planner.get(url("members_add_overview", run), follow=True)

    assert page.request["PATH_INFO"] == url("members_add_terms", run)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("offer", "x"),
        ("offer", "none"),
        ("offer", "999999"),
        ("confirm_by", "payment"),
        ("until", "31.02.2027"),
        ("po_number", "x" * 101),
        ("po_number", "two\nlines"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_nothing_is_lost(
    planner, run, offer, alice, field, value
):
    post(planner, "", run, add=alice.pk)
    given = {"offer": offer.pk, "confirm_by": "staff", "po_number": "4711", field: value}

    page = post(planner, "_terms", run, **given)

    form = page.context["form"]
    assert list(form.errors) == [field]
    assert str(form[field].value()) == value
    assert planner.get(url("members_add", run)).context["chosen"] == [alice]


def test_an_offer_that_is_deleted_on_the_way_is_asked_again(planner, run, offer, alice):
    post(planner, "", run, add=alice.pk)
    post(planner, "_terms", run, offer=offer.pk, confirm_by="standard")
    type(offer).objects.filter(pk=offer.pk).update(deleted_at=timezone.now())

    page = planner.get(url("members_add_overview", run), follow=True)

    assert page.request["PATH_INFO"] == url("members_add_terms", run)
    assert not Participation.objects.exists()


def test_an_offer_of_another_implementation_cannot_be_chosen(planner, run, offer, alice):
    foreign = make_offer(make_resource("Other"))
    post(planner, "", run, add=alice.pk)

    page = post(planner, "_terms", run, offer=foreign.pk, confirm_by="standard")

    assert list(page.context["form"].errors) == ["offer"]


def test_an_address_that_is_switched_off_on_the_way_is_not_used(planner, run, alice):
    invoice = make_offer(run, method="invoice")
    address = make_address(person=alice)
    post(planner, "", run, add=alice.pk)
    post(planner, "_terms", run, offer=invoice.pk, confirm_by="standard")
    post(planner, "_addresses", run, **{f"address_{alice.pk}": address.pk})
    type(address).objects.filter(pk=address.pk).update(is_active=False)

    page = planner.get(url("members_add_overview", run))

    assert "Has no billing address" in page.content.decode()


def test_nobody_s_address_is_typed_but_of_those_who_are_chosen(planner, run, alice, charlie):
    post(planner, "", run, add=alice.pk)

    place = f"{url('members_add_addresses', run)}{charlie.pk}/"
    page = planner.get(place, follow=True)

    assert page.request["PATH_INFO"] == url("members_add", run)


def test_a_note_too_long_adds_nobody_and_stays(planner, run, offer, alice):
    post(planner, "", run, add=alice.pk)
    post(planner, "_terms", run, offer=offer.pk, confirm_by="standard")

    note = "x" * 2001
    page = post(planner, "_overview", run, seen=offer.terms_seen, tell="standard", note=note)

    assert note in page.content.decode()
    assert not Participation.objects.exists()
