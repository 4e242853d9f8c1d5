"""Creating, editing, switching and deleting a cost center; offers and orders meanwhile (F39)."""

import pytest

from accounts.cost_centers import actions
from accounts.models import CostCenter
from accounts.refusal import Refusal
from tests.accounts.cost_centers.pages import TYPED, make_center, of, says, seen, url, verbs
from tests.cast import book, make_offer


@pytest.fixture
def keeper(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def center(db) -> CostCenter:
    return make_center()


def test_a_cost_center_is_created(keeper):
    page = keeper.post(url("create"), TYPED, follow=True)

    made = CostCenter.objects.get()
    assert {name: getattr(made, name) for name in TYPED} == TYPED
    assert says(page, "“Weiterbildung Pflege” is created.")
    assert verbs(made) == ["created"]


def test_without_a_name_nothing_is_created(keeper):
    page = keeper.post(url("create"), {"identifier": "4711"})

    assert says(page, "Nothing was saved.", "Enter the name of the cost center.", "4711")
    assert not CostCenter.objects.exists()


def test_an_edited_one_says_what_became_of_it(keeper, center):
    page = keeper.get(of(center))

    answer = keeper.post(of(center), TYPED | {"account": "0042", "seen": seen(page)}, follow=True)

    center.refresh_from_db()
    assert (center.name, center.account) == ("Weiterbildung Pflege", "0042")
    assert says(answer, "“Weiterbildung Pflege” is saved.")
    assert says(keeper.get(of(center)), "account: 3200 → 0042", "Ada Amsler")


def test_saving_without_a_change_leaves_no_trace(keeper, center):
    page = keeper.get(of(center))

    keeper.post(of(center), TYPED | {"name": center.name, "seen": seen(page)})

    assert verbs(center) == []


def test_saving_leads_back_to_the_list_as_it_was(keeper, center):
    page = keeper.get(of(center), {"q": "weiter", "preset": "all"})
    assert says(page, 'name="query" value="q=weiter&amp;preset=all"')

    answer = keeper.post(of(center), TYPED | {"seen": seen(page), "query": "q=weiter&preset=all"})

    assert answer.url == f"{url()}?q=weiter&preset=all"


def test_the_second_who_saves_is_told_and_loses_nothing(keeper, center):
    mine = seen(keeper.get(of(center)))
    keeper.post(of(center), TYPED | {"name": "Hers", "seen": mine})

    page = keeper.post(of(center), TYPED | {"name": "Mine", "seen": mine})

    assert says(page, "Somebody else has changed this", 'value="Mine"', "Stored now: Hers")
    assert CostCenter.objects.get().name == "Hers"
    keeper.post(of(center), TYPED | {"name": "Mine", "seen": page.context["form"]["seen"].value()})
    assert CostCenter.objects.get().name == "Mine"


def test_what_was_deleted_meanwhile_is_not_brought_back(admin, center):
    stale = CostCenter.objects.get()
    actions.delete(center=center, by=admin)

    with pytest.raises(Refusal, match="has deleted this meanwhile"):
        actions.change(center=stale, seen="", by=admin)

    assert not CostCenter.objects.exists()


# Bad input


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("text", ["two\nlines", "null\x00", "line\u2028separator"])
def test_a_line_stays_one_line(keeper, field, text):
    page = keeper.post(url("create"), TYPED | {field: f"x{text}x"})

    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not CostCenter.objects.exists()


@pytest.mark.parametrize("field", TYPED)
def test_ten_thousand_characters_do_not_fit_and_are_shown_again(keeper, field):
    page = keeper.post(url("create"), TYPED | {field: "x" * 10_000})

    assert says(page, "and these are 10000", "x" * 10_000)
    assert not CostCenter.objects.exists()


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize(
    "text", ["🏥 Pflege", "\u202eegelfP", "<script>alert(1)</script>", "'; --"]
)
def test_any_other_text_is_kept_and_shown_as_typed(keeper, field, text):
    keeper.post(url("create"), TYPED | {field: text})

    made = CostCenter.objects.get()
    assert getattr(made, field) == text
    page = keeper.get(of(made))
    assert page.context["form"][field].value() == text
    assert not says(page, "<script>alert(1)")


def test_whether_it_is_active_does_not_come_from_the_form(keeper, center):
    page = keeper.get(of(center))

    keeper.post(of(center), TYPED | {"is_active": "", "seen": seen(page), "pk": "99"})

    assert CostCenter.objects.get().is_active


# Activate, deactivate, delete


def test_deactivating_asks_first_and_says_how_many_offers_keep_it(keeper, center):
    for _time in range(2):
        make_offer(method="invoice", cost_center=center)

    page = keeper.get(of(center, "deactivate"))

    assert says(page, "Deactivate this cost center?", "2 offers have it and keep it")
    assert CostCenter.objects.get().is_active


def test_deactivated_and_activated_again_it_says_so(keeper, center):
    page = keeper.post(of(center, "deactivate"), {"query": "q=weiter"}, follow=True)
    assert says(page, "is inactive: no other offer can choose it")
    assert not CostCenter.objects.get().is_active

    keeper.post(of(center, "activate"))

    assert CostCenter.objects.get().is_active
    assert verbs(center) == ["deactivated", "activated"]


def test_a_second_click_on_deactivate_leaves_no_second_trace(keeper, center):
    for _time in range(2):
        keeper.post(of(center, "deactivate"))

    assert verbs(center) == ["deactivated"]


def test_an_unused_one_is_deleted_after_a_question(keeper, center):
    assert says(keeper.get(of(center, "delete")), "No offer has it. This cannot be undone.")
    assert CostCenter.objects.exists()

    page = keeper.post(of(center, "delete"), follow=True)

    assert says(page, "“Weiterbildung” is deleted.")
    assert not CostCenter.objects.exists()
    assert verbs(center) == ["deleted"]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_used_one_is_not_deleted(keeper, center, withdrawn):
    offer = make_offer(method="invoice", cost_center=center)
    if withdrawn:
        type(offer).objects.update(deleted_at="2026-01-01T00:00:00Z")
    asked = keeper.get(of(center, "delete"))
    assert says(asked, "One offer has it, so it cannot be deleted.")
    assert not says(asked, "Delete cost center</button>")

    page = keeper.post(of(center, "delete"), follow=True)

    assert says(page, "stands in offers, so it was not deleted")
    assert CostCenter.objects.exists()
    assert verbs(center) == []


def test_deleting_twice_is_no_error(admin, center):
    again = CostCenter.objects.get()
    actions.delete(center=center, by=admin)

    actions.delete(center=again, by=admin)

    assert verbs(again) == ["deleted"]


# Offers and orders


def test_orders_keep_name_and_account_whatever_becomes_of_the_cost_center(
    client, keeper, admin, alice, bob, center
):
    order = book(make_offer(method="invoice", cost_center=center), alice)
    page = keeper.get(of(center))
    changed = TYPED | {"name": "Umbau", "account": "9", "seen": seen(page)}
    keeper.post(of(center), changed, follow=True)
    keeper.post(of(center, "deactivate"), follow=True)

    order.refresh_from_db()
    assert (order.cost_center_name, order.cost_center_account) == ("Weiterbildung", "3200")
    client.force_login(bob)
    said = client.get(f"/planner/orders/{order.number}/")
    assert says(said, "Weiterbildung", "3200")
    assert not says(said, "Umbau")


def test_an_offer_with_a_deactivated_one_goes_on_being_booked_on_it(keeper, alice, center):
    offer = make_offer(method="invoice", cost_center=center)
    keeper.post(of(center, "deactivate"))

    order = book(offer, alice)

    assert (order.cost_center_name, order.cost_center_account) == ("Weiterbildung", "3200")
