"""Views of lists under names: saved, opened, renamed, deleted, by their owner alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.models import SavedView
from accounts.refusal import Refusal
from accounts.saved_views.actions import MOST, save
from tables import saved_views
from tables.choice import Choice
from tests.cast import make_order

LIST = "/bookings/"
SAVE = "/views/"


@pytest.fixture
def own(client, alice):
    client.force_login(alice)
    return client


def menu(client, address: str = LIST):
    return client.get(address).context["table"].views


def post(client, name: str, address: str = LIST, **more):
    """Saves the list at this address as its menu would."""
    asked = dict(menu(client, address).fields) | {"back": LIST, "name": name}
    return client.post(SAVE, asked | more)


def made(person, name: str = "Open ones", **fields) -> SavedView:
    given = {"table": "my-bookings", "query": "status=open"}
    return SavedView.objects.create(person=person, name=name, **given | fields)


def columns(client, address: str) -> list[str]:
    return [column.name for column in client.get(address).context["table"].visible]


# Saving and opening


def test_saved_view_brings_back_columns_sort_filters_and_search(own):
    own.post(f"{LIST}columns/", {"order": ["number", "price", "status"], "columns": ["price"]})
    post(own, "Mine", f"{LIST}?status=open&status=paid&q=nurse&sort=-price&cursor=last")
    own.post(f"{LIST}columns/", {"reset": "1"})

    view = menu(own).views.all[0]
    table = own.get(f"{LIST}{view.href}").context["table"]

    assert (view.name, view.query) == ("Mine", "q=nurse&status=open&status=paid")
    assert [column.name for column in table.visible] == ["number", "price"]
    assert table.sort == "-price"
    assert table.query.getlist("status") == ["open", "paid"]
    assert columns(own, LIST) != ["number", "price"]


def test_saving_leads_to_the_list_with_the_view_open(own):
    answer = post(own, "Mine", f"{LIST}?status=open")

    view = SavedView.objects.get()
    assert answer["Location"] == f"{LIST}?status=open&view={view.pk}"
    page = own.get(answer["Location"])
    assert "View “Mine” is saved." in page.content.decode()
    assert page.context["table"].views.current.pk == view.pk


def test_view_of_the_plain_list_is_a_view_too(own):
    answer = post(own, "Everything")

    assert answer["Location"] == f"{LIST}?view={SavedView.objects.get().pk}"


def test_search_filter_and_sort_keep_the_view_open(own, alice):
    make_order(alice)
    view = made(alice)
    table = own.get(f"{LIST}?view={view.pk}&status=open").context["table"]

    assert ("view", str(view.pk)) in table.links.search_fields
    assert ("view", str(view.pk)) in table.links.filter_fields
    assert f"view={view.pk}" in table.head[0].href
    assert "view" not in table.links.all_rows


def test_changed_view_says_so_and_keeps_the_change_when_asked(own, alice):
    view = made(alice, choice={"sort": "-created"})
    assert not menu(own, f"{LIST}?status=open&view={view.pk}").is_changed
    changed = f"{LIST}?status=paid&view={view.pk}"
    assert menu(own, changed).is_changed
    assert "Keep the changes" in own.get(changed).content.decode()

    post(own, view.name, changed, overwrite="1")

    view.refresh_from_db()
    assert view.query == "status=paid"
    assert not menu(own, changed).is_changed


def test_other_sort_is_a_change(own, alice):
    view = made(alice, choice={"sort": "-created"})

    assert menu(own, f"{LIST}?status=open&view={view.pk}&sort=price").is_changed


def test_columns_chosen_in_a_view_are_the_views(own, alice):
    view = made(alice)
    asked = {"order": ["number", "price"], "columns": ["price"], "query": f"view={view.pk}"}

    answer = own.post(f"{LIST}columns/", asked)

    assert columns(own, answer["Location"]) == ["number", "price"]
    assert columns(own, LIST) != ["number", "price"]
    own.post(f"{LIST}columns/", {"reset": "1", "query": f"view={view.pk}"})
    assert columns(own, answer["Location"]) == columns(own, LIST)


def test_workbook_follows_the_open_view(own, alice):
    view = made(alice, choice={"columns": ["number", "-status"]})
    page = own.get(f"{LIST}?view={view.pk}")
    table = page.context["table"]

    assert [column.name for column in table.workbook_columns] == ["number"]
    assert f"/bookings/export.xlsx?view={view.pk}" in page.content.decode()


def test_menu_lists_views_by_name_and_marks_the_open_one(own, alice):
    for name in ("zebra", "Apfel", "mitte"):
        made(alice, name)
    view = SavedView.objects.get(name="mitte")
    page = own.get(f"{LIST}?view={view.pk}")

    assert [one.name for one in page.context["table"].views.views.all] == [
        "Apfel", "mitte", "zebra",
    ]  # fmt: skip
    assert 'aria-current="true">mitte<' in page.content.decode()


def test_views_cost_a_list_no_further_statement(own, alice):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            own.get(LIST)
        return len(seen)

    before = statements()
    for number in range(20):
        made(alice, f"View {number}")
    assert statements() == before


# What became of what it names


@pytest.mark.parametrize(
    ("choice", "query"),
    [
        ({"columns": ["gone", "number", "cost_center"]}, "status=gone&method=teapot&preset=gone"),
        ({"columns": "nonsense", "sort": "user__password", "page_size": 10**9}, "q=%00&cursor=x"),
        ([], "%ff=%ff&&&="),
    ],
)
def test_what_no_longer_exists_falls_away_silently(own, alice, choice, query):
    make_order(alice)
    view = made(alice, choice=choice, query=query)
    page = own.get(f"{LIST}{menu(own).views.all[0].href}")

    assert page.status_code == 200
    table = page.context["table"]
    assert table.views.current.pk == view.pk
    assert "cost_center" not in {place.column.name for place in table.placed}
    assert table.sort == "-created"


# Names


def test_name_is_unique_for_a_person_and_list(own, alice, charlie):
    made(alice, "Mine")
    made(alice, "Mine", table="orders")
    made(charlie, "Mine")

    page = post(own, "Mine", f"{LIST}?status=paid")

    assert page.status_code == 200
    text = page.content.decode()
    assert "You have a view “Mine” of this list already." in text
    assert 'name="overwrite"' in text
    assert "status=paid" in text
    assert SavedView.objects.count() == 3


def test_taken_name_can_be_overwritten(own, alice):
    view = made(alice, "Mine")
    fields = post(own, "Mine", f"{LIST}?status=paid").context["form"].data.dict()

    own.post(SAVE, fields | {"overwrite": "1"})

    view.refresh_from_db()
    assert view.query == "status=paid"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "This field is required."),
        ("   ", "This field is required."),
        ("x" * 101, "at most 100 characters"),
        ("a\0b", "Null characters are not allowed."),
    ],
)
def test_name_that_is_none_is_refused_and_nothing_is_lost(own, name, said):
    page = post(own, name, f"{LIST}?status=paid")

    assert said in page.content.decode()
    assert "status=paid" in page.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["x" * 100, "<b>bold</b>", "{{ 7*7 }}", "Größe & “Ziel” 🎓", "1"])
def test_any_name_is_shown_as_it_was_typed(own, name):
    answer = post(own, name)

    assert SavedView.objects.get().name == name
    assert "<b>bold" not in own.get(answer["Location"]).content.decode()


def test_fifty_views_are_the_most(own, alice):
    for number in range(MOST):
        made(alice, f"View {number}")
    made(alice, "of another list", table="orders")

    page = post(own, "One more")

    assert "a list has room for 50. Delete one first." in page.content.decode()
    assert SavedView.objects.filter(table="my-bookings").count() == MOST
    post(own, "View 7", f"{LIST}?status=paid", overwrite="1")
    assert SavedView.objects.get(name="View 7").query == "status=paid"


def test_view_with_a_search_too_long_is_refused_with_a_sentence(own):
    page = post(own, "Long", query="q=" + "%25" * 10_000)

    assert "its search and filters are too long" in page.content.decode()
    assert not SavedView.objects.exists()


def test_renaming_keeps_what_the_view_shows(own, alice):
    view = made(alice)
    answer = own.post(f"/views/{view.pk}/rename/", {"name": " Paid ones ", "back": LIST})

    assert answer["Location"] == f"{LIST}?status=open&view={view.pk}"
    view.refresh_from_db()
    assert (view.name, view.query) == ("Paid ones", "status=open")


def test_renaming_to_a_taken_name_is_refused(own, alice):
    view, _other = made(alice), made(alice, "Paid ones")

    page = own.post(f"/views/{view.pk}/rename/", {"name": "Paid ones", "back": LIST})

    assert "You have a view “Paid ones” of this list already." in page.content.decode()
    assert own.post(f"/views/{view.pk}/rename/", {"name": view.name}).status_code == 302


def test_deleting_asks_first_and_leads_back_to_the_plain_list(own, alice):
    view = made(alice)
    asked = own.get(f"/views/{view.pk}/delete/?back={LIST}")
    assert "Delete this view?" in asked.content.decode()
    assert SavedView.objects.exists()

    answer = own.post(f"/views/{view.pk}/delete/", {"back": LIST})

    assert answer["Location"] == LIST
    assert not SavedView.objects.exists()
    assert "View “Open ones” is deleted." in own.get(LIST).content.decode()


# Whose


def test_view_of_somebody_else_does_not_exist(own, charlie):
    theirs = made(charlie)
    for address in (f"{LIST}?view={theirs.pk}", f"/bookings/export.xlsx?view={theirs.pk}"):
        assert own.get(address).status_code == 404
    for verb in ("rename", "delete"):
        assert own.get(f"/views/{theirs.pk}/{verb}/").status_code == 404
        assert own.post(f"/views/{theirs.pk}/{verb}/", {"name": "Mine"}).status_code == 404
    own.post(f"{LIST}columns/", {"columns": ["price"], "query": f"view={theirs.pk}"})
    theirs.refresh_from_db()
    assert (theirs.name, theirs.choice) == ("Open ones", {})
    assert menu(own).views.all == ()


def test_view_that_never_was_does_not_exist(own):
    assert own.get(f"{LIST}?view=999999999999999999").status_code == 404


@pytest.mark.parametrize("view", ["", "x", "-1", "1.5", "9" * 5000, "%00", "1%20OR%201=1", "٣"])
def test_what_is_no_number_opens_no_view(own, view):
    page = own.get(f"{LIST}?view={view}")

    assert page.status_code == 200
    assert page.context["table"].views.current is None


def test_own_view_of_another_list_is_left_alone(own, alice):
    view = made(alice, table="my-pending-memberships", choice={"columns": ["-status"]})
    page = own.get(f"{LIST}?view={view.pk}")

    assert page.status_code == 200
    assert page.context["table"].views.current is None


def test_visitors_keep_no_views(client):
    assert client.post(SAVE, {"name": "Mine"})["Location"].startswith("/accounts/login/")
    assert client.get("/views/1/delete/")["Location"].startswith("/accounts/login/")


def test_views_change_by_post_only(own, alice):
    view = made(alice)
    assert own.get(SAVE).status_code == 405
    own.get(f"/views/{view.pk}/delete/")
    own.get(f"/views/{view.pk}/rename/?name=x")
    assert SavedView.objects.get().name == "Open ones"


# What is posted by hand


@pytest.mark.parametrize("signed", ["", "orders", "my-bookings:forged", "x" * 5000])
def test_list_nobody_has_written_is_refused(own, signed):
    page = post(own, "Mine", list=signed)

    assert page.status_code == 200
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "",
     "/bookings/\r\nSet-Cookie: a=b", "bookings"],
)  # fmt: skip
def test_way_back_never_leaves_the_house(own, back):
    address = post(own, "Mine", back=back)["Location"]

    assert address.startswith("/")
    assert not address.startswith(("//", "/\\"))
    assert "\n" not in address


def test_posted_columns_never_open_what_is_not_permitted(own):
    answer = post(own, "Mine", columns="number,cost_center,user__password")

    assert columns(own, answer["Location"]) == ["number"]


def test_query_is_written_alike_whatever_its_order():
    one, two = (QueryDict(q) for q in ("status=b&status=a&q=x", "q=x&status=b&status=a&view=3"))

    assert saved_views.kept(one) == saved_views.kept(two) == "q=x&status=b&status=a"


def test_query_keeps_no_place_in_the_list():
    query = QueryDict("cursor=x&chooser=up-a&columns=all&sort=a&view=1&q=&preset=open")

    assert saved_views.kept(query) == "preset=open"


def test_database_refuses_a_second_view_of_the_name_and_one_without(alice):
    view = made(alice)
    with pytest.raises(ValidationError, match=r"You have a view with this name already."):
        SavedView(person=alice, table=view.table, name=view.name).validate_constraints()
    with pytest.raises(ValidationError, match=r"A view needs a name."):
        SavedView(person=alice, table=view.table, name="").validate_constraints()
    for name in (view.name, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            made(alice, name)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_are_the_most_for_two_tabs_at_once(alice):
    for number in range(MOST - 1):
        made(alice, f"View {number}")

    def one_more(name: str) -> bool:
        try:
            save(table="my-bookings", name=name, choice=Choice(), query="", by=alice)
        except Refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as tabs:
        assert sum(tabs.map(one_more, "abcd")) == 1
    assert SavedView.objects.count() == MOST


def test_view_of_the_catalog_remembers_cards_or_list(own):
    address = "/catalog/?layout=list"
    asked = dict(menu(own, address).fields) | {"back": "/catalog/", "name": "As a list"}
    answer = own.post(SAVE, asked)

    assert own.get(answer["Location"]).context["listing"].is_list
    assert not own.get("/catalog/").context["listing"].is_list
