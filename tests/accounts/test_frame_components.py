"""The parts pages are put together from."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from accounts import seatrow
from accounts.models import Setting
from accounts.templatetags.kursbuch import seatrow_tag


def drawn(name: str, **context) -> str:
    """Rendered in English, white space (unbreakable too) made one blank."""
    context.setdefault("setting", Setting(few_seats=5))
    with translation.override("en"):
        return " ".join(render_to_string(f"components/{name}.html", context).split())


@pytest.mark.parametrize(
    ("left", "told"),
    [(0, "Fully booked"), (-1, "Fully booked"), (1, "1 seat left"), (5, "5 seats left")],
)
def test_seats_are_told_with_an_icon_when_there_are_few(left, told):
    assert told in drawn("seats", left=left)
    assert "<svg" in drawn("seats", left=left)


def test_seats_are_told_without_ado_when_there_are_many():
    assert drawn("seats", left=6) == '<span class="kb-seats">6 free seats</span>'


def test_seats_without_a_maximum_are_not_told():
    assert drawn("seats", left=None) == ""


def test_seats_of_those_who_are_in_say_so():
    assert "Booked" in drawn("seats", left=0, mine=True)


TERMS = {
    "cancellable": True, "free_until": dt.date(2026, 12, 13), "days": 30,
    "fee": Decimal(250), "currency": "CHF",
}  # fmt: skip


def test_terms_say_until_when_it_is_free_and_what_it_costs_then():
    told = drawn("terms", **TERMS)
    assert "Cancellable free of charge until 13 December 2026" in told
    assert "30 days before the begin" in told
    assert "CHF 250.00 cancellation fee after that" in told


def test_terms_mark_the_present():
    assert drawn("terms", **TERMS).startswith('<ul class="kb-terms"> <li class="now">')
    assert '<li class="now"><b>CHF' in drawn("terms", **TERMS, lapsed=True)


def test_terms_without_a_fee_are_one_line():
    told = drawn("terms", **TERMS | {"fee": None})
    assert told.count("<li") == 1
    assert "Cancellable free of charge" in told


def test_terms_without_a_free_period_say_what_it_always_costs():
    told = drawn("terms", **TERMS | {"days": None, "free_until": None})
    assert "Not cancellable free of charge: CHF 250.00" in told


def test_terms_before_the_begin_is_known_are_free():
    told = drawn("terms", **TERMS | {"free_until": None})
    assert "as long as the begin is open" in told
    assert "CHF 250.00 cancellation fee from 30 days before the begin on" in told


def test_terms_may_forbid():
    assert "Cannot be cancelled" in drawn("terms", cancellable=False)


class OrderForm(forms.Form):
    code = forms.CharField(label="Access code", help_text="As in the letter.")
    comment = forms.CharField(label="Comment", required=False)
    kind = forms.ChoiceField(choices=[("a", "Standard"), ("b", "Other")], widget=forms.RadioSelect)


def test_field_marks_the_optional_only():
    form = OrderForm()
    assert "(optional)" in drawn("field", field=form["comment"])
    assert "(optional)" not in drawn("field", field=form["code"])


def test_field_points_to_its_help_and_its_error():
    field = drawn("field", field=OrderForm({})["code"])
    assert 'aria-describedby="id_code_helptext id_code_error"' in field
    assert 'id="id_code_helptext"' in field
    assert 'id="id_code_error"' in field
    assert 'aria-invalid="true"' in field


def test_field_of_radio_buttons_is_a_group_with_the_chosen_one():
    field = drawn("field", field=OrderForm({"kind": "b"})["kind"])
    assert "<fieldset" in field
    assert field.count("checked") == 1
    assert field.index('value="b"') < field.index("checked")


def test_errors_link_to_their_fields():
    summary = drawn("errors", form=OrderForm({"kind": "a"}), lead="Nothing has been booked yet.")
    assert 'role="alert"' in summary
    assert "Nothing has been booked yet." in summary
    assert '<a href="#id_code">Access code</a>: This field is required.' in summary
    assert "id_comment" not in summary


def test_errors_of_a_good_form_are_nothing():
    assert drawn("errors", form=OrderForm()) == ""


def kinds(row: seatrow.Row) -> str:
    return "".join(square.kind[0] for square in row.squares)


def test_seatrow_draws_a_square_per_seat():
    row = seatrow.draw(taken=3, held=1, total=6, minimum=2)
    assert kinds(row) == "ttthff"
    assert row.scale == 1


def test_seatrow_leaves_room_for_the_bar_at_the_minimum():
    row = seatrow.draw(taken=0, held=0, total=4, minimum=2)
    assert [square.x for square in row.squares] == [0, 17, 40, 57]
    assert 31 < row.bar < 40


def test_seatrow_without_a_minimum_has_no_bar():
    assert seatrow.draw(taken=1, held=0, total=4, minimum=0).bar is None
    assert seatrow.draw(taken=1, held=0, total=4, minimum=4).bar is None


def test_seatrow_of_a_large_course_stays_short_and_says_its_scale():
    row = seatrow.draw(taken=1, held=0, total=200, minimum=0)
    assert (len(row.squares), row.scale) == (40, 5)
    assert kinds(row).startswith("tf")
    assert "One square stands for 5 seats." in drawn("seatrow", **seatrow_tag(1, 200))


def test_seatrow_shows_more_people_than_seats():
    assert kinds(seatrow.draw(taken=5, held=0, total=3, minimum=0)) == "ttttt"


def test_seatrow_says_in_words_what_it_draws():
    told = drawn("seatrow", **seatrow_tag(14, 20, held=3, minimum=8))
    assert "14 active, 3 pending, 3 seats left, minimum of 8 reached" in told
    assert "3 missing to the minimum of 6" in drawn(
        "seatrow", **seatrow_tag(3, 16, held=1, minimum=6)
    )


def test_seatrow_of_a_full_course_says_so():
    assert "Fully booked" in drawn("seatrow", **seatrow_tag(12, 12))
