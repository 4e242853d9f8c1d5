"""Access codes: how often and until when they count, and what happens to one that leaked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.editing import fingerprint
from accounts.refusal import Refusal
from catalog.models import AccessCode, Offer
from courseplanner.models import Implementation
from courseplanner.offers import actions
from tests.cast import book, make_code, make_offer, make_person
from tests.courseplanner.offers.pages import card, fault, tab
from tests.courseplanner.pages import make_run, says, sender, typed, url, verbs


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def run(root) -> Implementation:
    return make_run(organisation=root)


@pytest.fixture
def offer(run) -> Offer:
    return make_offer(run.resource, method="code", code="FEUER-112")


@pytest.fixture
def code(offer) -> AccessCode:
    return offer.codes.get()


@pytest.fixture
def at(run, offer):
    """The address of a page about the codes of the offer."""

    def build(name: str, **kwargs: int) -> str:
        return url(name, pk=run.pk, offer=offer.pk, **kwargs)

    return build


def test_a_code_is_added_with_limit_and_expiry(planner, offer, at):
    page = sender(planner, at("offer_codes"))(
        code="Herbst", usage_limit="2", expires_at="2027-01-31T17:00"
    )

    added = offer.codes.get(code="Herbst")
    assert (added.usage_limit, added.uses) == (2, 0)
    assert timezone.localtime(added.expires_at).isoformat() == "2027-01-31T17:00:00+01:00"
    assert says(page, "Access code “Herbst” is added.", "used 0 of 2 times")
    assert verbs(offer) == ["code added"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("code", "x", "at least two characters"),
        ("code", "feuer-112 ", "has this access code already"),
        ("usage_limit", "0", "from 1 to 100000"),
        ("usage_limit", "oft", "no whole number"),
        ("expires_at", "bald", "“bald” is no day with a time"),
        ("expires_at", "2027-03-28T02:30", "the clocks change that night"),
        ("expires_at", "9999-12-31T23:59", "between 1990 and 2999"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed(planner, offer, at, name, value, told):
    page = sender(planner, at("offer_codes"))(**{"code": "Herbst", name: value})

    assert told in fault(page, name)
    assert page.context["form"][name].value() == value
    assert offer.codes.count() == 1


def test_a_limit_below_the_uses_is_refused(planner, offer, code, at, alice):
    book(offer, alice)
    book(offer, make_person("Emil"))

    send = sender(planner, at("offer_code", code=code.pk))
    assert "used 2 times already" in fault(send(usage_limit="1"), "usage_limit")
    assert says(send(usage_limit="2"), "Access code “FEUER-112” is saved.")

    code.refresh_from_db()
    assert (code.usage_limit, code.uses) == (2, 2)


def test_uses_are_counted_on_while_somebody_edits(offer, code, bob, alice):
    """Who books meanwhile is neither forgotten nor a change by somebody else."""
    edited, seen = AccessCode.objects.get(), fingerprint(code)
    book(offer, alice)
    edited.usage_limit = 5
    actions.change_code(code=edited, seen=seen, by=bob)

    code.refresh_from_db()
    assert (code.uses, code.usage_limit) == (1, 5)


def test_the_second_of_two_planners_is_told(planner, code, at):
    address = at("offer_code", code=code.pk)
    mine = typed(planner.get(address), code="Mine")
    sender(planner, address)(code="Theirs")

    page = planner.post(address, mine)

    assert says(page, "Somebody else has changed this", "Stored now: Theirs")
    assert page.context["form"]["code"].value() == "Mine"


def test_a_replaced_code_no_longer_opens_and_the_new_one_does(
    planner, offer, code, at, alice, bob
):
    book(offer, alice)
    page = planner.post(at("offer_code_rotate", code=code.pk), follow=True)

    made = offer.codes.get()
    assert (made.pk, made.uses) == (code.pk, 1)
    assert made.code != "FEUER-112"
    assert says(page, "“FEUER-112” no longer counts", made.code)
    emil = make_person("Emil")
    with pytest.raises(Refusal, match="Wrong access code"):
        book(offer, emil, code="FEUER-112")
    assert book(offer, emil, code=made.code.lower())
    assert verbs(offer) == ["code replaced"]


def test_deleting_asks_first_and_who_is_in_stays(planner, offer, code, at, alice):
    order = book(offer, alice)
    address = at("offer_code_delete", code=code.pk)

    assert says(planner.get(address), "Who has booked with it stays in.")
    assert offer.codes.exists()
    page = planner.post(address, follow=True)

    assert says(page, "Access code “FEUER-112” is deleted.", "There is no access code yet")
    order.participation.refresh_from_db()
    assert order.participation.status == "active"


def test_without_a_code_that_counts_the_card_warns(planner, run, offer, code):
    assert not card(planner, offer).warnings
    AccessCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert says(tab(planner, run), "There is no access code that can be used", "0 of 1 usable")

    make_code(offer, "NEU")
    assert not card(planner, offer).warnings
    AccessCode.objects.filter(code="NEU").update(usage_limit=1, uses=1)
    assert card(planner, offer).warnings


def test_an_expired_code_does_not_open(offer, alice):
    AccessCode.objects.update(expires_at=timezone.now())
    with pytest.raises(Refusal, match="Wrong access code"):
        book(offer, alice)


def test_only_types_with_codes_have_the_page(planner, run):
    free = make_offer(run.resource)
    assert planner.get(url("offer_codes", pk=run.pk, offer=free.pk)).status_code == 404


def test_a_code_of_another_offer_is_not_found(planner, run, code):
    other = make_offer(run.resource, method="code")
    for name in ("offer_code", "offer_code_delete"):
        place = {"pk": run.pk, "offer": other.pk, "code": code.pk}
        assert planner.get(url(name, **place)).status_code == 404
