"""The column chooser: everything by buttons the server answers, nothing that is not permitted."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from tables.choice import Choice, arrange, back
from tests.tables.lists import Resources, allowed, resources

ALL = ["title", "status", "begin", "seats", "school", "signature"]


def post(ticked: list[str], order: list[str] = ALL, **more: str) -> QueryDict:
    return QueryDict(urlencode({"columns": ticked, "order": order, **more}, doseq=True))


def choose(ticked: list[str], order: list[str] = ALL, **more: str) -> Choice:
    choice = resources().chosen(post(ticked, order, **more))
    assert choice is not None
    return choice


def test_ticked_columns_are_shown_the_others_keep_their_place():
    choice = choose(["title", "begin"], apply="1")
    assert choice.columns == ("title", "-status", "begin", "-seats", "-school", "-signature")
    assert [c.name for c in resources(choice=choice).visible] == ["title", "begin"]


def test_up_and_down_move_by_one():
    assert choose(["title", "status"], up="status").columns[:2] == ("status", "title")
    assert choose(["title", "status"], down="title").columns[:2] == ("status", "title")


def test_moving_beyond_the_ends_changes_nothing():
    assert choose(["title"], up="title").columns[0] == "title"
    assert choose(["title"], down="signature").columns[-1] == "-signature"


def test_hidden_column_can_be_moved_and_stays_hidden():
    assert choose(["title"], up="school").columns[3:5] == ("-school", "-seats")


def test_moving_what_is_unknown_changes_nothing():
    assert choose(["title"], up="user__password").columns[0] == "title"


def test_reset_forgets_the_choice():
    assert resources().chosen(post(["title"], reset="1")) is None


def test_locked_column_cannot_be_unticked():
    assert choose([]).columns[0] == "title"


def test_column_without_permission_cannot_be_chosen():
    asked = post(["title", "reference"], ["reference", "title"], up="reference")
    without = resources().chosen(asked)
    permitted = resources(may=allowed).chosen(asked)
    assert "reference" not in str(without)
    assert permitted
    assert permitted.columns[0] == "reference"


def test_choice_keeps_a_sort_and_a_size_on_offer():
    choice = choose(["title"], sort="-begin", page_size="50")
    assert (choice.sort, choice.page_size) == ("-begin", 50)


@pytest.mark.parametrize("size", ["1000000000", "-1", "", "ten", "24", "50.0"])
def test_size_that_is_not_on_offer_is_the_lists(size):
    assert choose(["title"], page_size=size).page_size == 0


def test_choice_comes_back_as_it_was_stored():
    choice = Choice(("title", "-begin"), "-begin", 50)
    assert Choice.of(choice.stored()) == choice


@pytest.mark.parametrize(
    "stored",
    [None, [], "title", 7, {}, {"columns": None}, {"columns": "title"}, {"columns": [7, None]},
     {"sort": 7}, {"page_size": "x"}, {"page_size": [25]}],
)  # fmt: skip
def test_stored_nonsense_is_no_choice(stored):
    choice = Choice.of(stored)
    assert (choice.sort, choice.page_size) == ("", 0)
    assert [c.name for c in resources(choice=choice).visible] == [
        "title",
        "status",
        "begin",
        "seats",
    ]


def test_column_added_later_is_hidden_until_chosen():
    placed = arrange(Resources.columns, ("title", "-status"))
    assert [place.name for place in placed][:3] == ["title", "-status", "-reference"]


def test_move_comes_back_to_the_open_chooser_and_the_same_filter():
    address = back("/list/", post([], up="begin", query="q=a&status=x&status=y&cursor=z"))
    assert address == "/list/?q=a&status=x&status=y&chooser=up-begin"


def test_apply_comes_back_to_the_closed_chooser():
    assert back("/list/", post([], apply="1", query="q=a&chooser=up-begin")) == "/list/?q=a"
    assert back("/list/", post([], apply="1")) == "/list/"


@pytest.mark.parametrize("query", ["//evil.example", "https://evil.example/", "\r\nSet-Cookie: a"])
def test_way_back_never_leaves_the_list(query):
    address = back("/list/", post([], apply="1", query=query))
    assert address.startswith("/list/?")
    assert "\n" not in address


def test_chooser_opens_where_it_was_left():
    chooser = resources("chooser=up-begin").chooser
    assert chooser.is_open
    assert [item.column.name for item in chooser.items if item.focus] == ["begin"]
    assert not resources().chooser.is_open


def test_focus_goes_to_the_neighbour_of_a_button_switched_off():
    top = resources("chooser=up-title").chooser.items[0]
    end = resources("chooser=down-signature").chooser.items[-1]
    assert (top.focus, end.focus) == ("down", "up")


def test_chooser_counts_what_is_visible():
    chooser = resources().chooser
    assert (chooser.visible, len(chooser.items)) == (4, 6)
    assert chooser.items[0].up == "Move Title up"
