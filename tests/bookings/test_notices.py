"""What staff say with a change, as the verbs take it."""

import pytest

from bookings.notices import LONGEST, NoticeForm


@pytest.mark.parametrize(
    ("tell", "words", "taken"),
    [("standard", "left over", ""), ("own", "Sorry!", "Sorry!"), ("none", "left over", None)],
)
def test_the_choice_decides_what_is_mailed(tell, words, taken):
    form = NoticeForm({"tell": tell, "words": words, "note": "Ill.\r\nCalled."})
    assert form.is_valid()
    assert form.cleaned_data["words"] == taken
    assert form.cleaned_data["note"] == "Ill.\nCalled."


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "tell"),
        ({"tell": "shout"}, "tell"),
        ({"tell": "own", "words": " "}, "words"),
        ({"tell": "own", "words": "x" * (LONGEST + 1)}, "words"),
        ({"tell": "none", "note": "x" * (LONGEST + 1)}, "note"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(data, field):
    assert list(NoticeForm(data).errors) == [field]
