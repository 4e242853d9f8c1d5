"""The tags that every page may use."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from accounts.templatetags.kursbuch import STATUS_ICONS, STATUS_LOOKS


def drawn(source: str, path: str = "/", **context) -> str:
    context["request"] = RequestFactory().get(path)
    with translation.override("en"):
        return Template("{% load kursbuch %}" + source).render(Context(context))


def test_icon_beside_a_word_is_silent():
    drawing = drawn('{% icon "search" %}')
    assert drawing.startswith('<svg class="bi" viewBox="0 0 16 16" aria-hidden="true"><path')
    assert drawing.endswith("</svg>")


def test_icon_that_stands_alone_has_a_name():
    drawing = drawn('{% icon "pencil-fill" label=name %}', name="<Adjusted>")
    assert 'role="img" aria-label="&lt;Adjusted&gt;"' in drawing
    assert "aria-hidden" not in drawing


def test_icon_that_is_not_vendored_is_noticed():
    with pytest.raises(FileNotFoundError):
        drawn('{% icon "unicorn" %}')


@pytest.mark.parametrize("key", [*STATUS_ICONS, *STATUS_LOOKS])
def test_status_is_always_icon_and_word(key):
    badge = drawn("{% status key word %}", key=key, word="Word")
    assert "<svg" in badge
    assert badge.endswith("Word</span>")


def test_status_key_may_be_written_as_stored():
    assert 'class="kb-status cancelled-fee"' in drawn('{% status "cancelled_fee" "Word" %}')


def test_status_borrows_the_look_of_what_means_the_same():
    assert 'class="kb-status cancelled"' in drawn('{% status "declined" "Declined" %}')


def test_status_nobody_drew_is_still_told():
    assert drawn('{% status "brand_new" "Brand new" %}').endswith("Brand new</span>")


def test_status_word_cannot_bring_markup():
    assert "<b>" not in drawn("{% status 'open' word %}", word="<b>")


def test_money_on_a_page_sets_the_currency_apart():
    told = drawn('{{ amount|kb_money:"CHF" }}', amount=Decimal(1290))
    assert told == '<span class="kb-money"><abbr>CHF</abbr> 1,290.00</span>'
    assert drawn('{{ amount|kb_money:"CHF" }}', amount=None) == ""


def test_money_currency_cannot_bring_markup():
    assert "<b>" not in drawn("{{ amount|kb_money:code }}", amount=Decimal(1), code="<b>")


@pytest.mark.parametrize(("kind", "role"), [("ok", "status"), ("refusal", "alert")])
def test_note_is_read_out_when_it_tells_an_outcome(kind, role):
    note = drawn("{% note kind %}<p>Done.</p>{% endnote %}", kind=kind)
    assert f'<div class="kb-note {kind}" role="{role}">' in note
    assert "<p>Done.</p>" in note


def test_note_that_explains_has_no_role():
    assert "role" not in drawn("{% note %}<p>Mind.</p>{% endnote %}")


def test_url_with_keeps_replaces_and_drops():
    source = '{% url_with page=None status="paid" %}'
    assert drawn(source, "/?q=a%26b&status=open&status=done&page=3") == "?q=a%26b&amp;status=paid"


def test_url_with_takes_several_values():
    assert drawn("{% url_with status=chosen %}", chosen=["open", "paid"]) == (
        "?status=open&amp;status=paid"
    )


def test_crumbs_are_a_named_way():
    trail = drawn("{% crumbs %}<li>Catalog</li>{% endcrumbs %}")
    assert trail.startswith('<nav aria-label="You are here"><ol class="kb-crumbs"><li>')


def test_menu_is_opened_by_a_named_button():
    sheet = drawn("{% menu 7 label %}<li>Details</li>{% endmenu %}", label='Actions for "KB-1"')
    assert 'popovertarget="menu-7" aria-label="Actions for &quot;KB-1&quot;"' in sheet
    assert '<div class="kb-menu" id="menu-7" popover><ul><li>Details</li></ul></div>' in sheet
