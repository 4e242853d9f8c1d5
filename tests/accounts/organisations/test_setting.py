"""The settings of the house: who keeps everything keeps them, two at once are told."""

import pytest

from accounts.editing import fingerprint
from accounts.models import Setting
from accounts.organisations import actions
from accounts.refusal import Refusal
from tests.accounts.organisations.pages import says, seen, told, url
from tests.cast import make_order


def typed(client, **fields: object) -> dict[str, object]:
    known = {
        "operator_name": "Bildungszentrum Aare",
        "currency": "CHF",
        "few_seats": 5,
        "vat_note": "",
        "fiscal_year_month": 1,
        "customer_numbers": "on",
        "terms_of_use": "",
        "seen": seen(client, "settings"),
    }
    return known | fields


def test_saves_everything(operator):
    given = typed(
        operator,
        operator_name="Haus Säntis",
        currency="EUR",
        few_seats=3,
        vat_note="Ohne MWST",
        customer_numbers="",
        terms_of_use="Erstens\r\nZweitens",
    )
    page = operator.post(url("settings"), given, follow=True)

    assert says(page, "The settings are saved.", "Haus Säntis")
    kept = Setting.objects.get()
    assert (kept.operator_name, kept.currency, kept.few_seats) == ("Haus Säntis", "EUR", 3)
    assert (kept.vat_note, kept.customer_numbers) == ("Ohne MWST", False)
    assert kept.terms_of_use == "Erstens\nZweitens"
    assert told(kept) == [("Ada Amsler", "changed")]


def test_saving_what_is_already_so_is_no_change(operator):
    operator.post(url("settings"), typed(operator, operator_name="Kursbuch"))
    assert told(Setting.load()) == []


def test_the_fiscal_year_begins_in_any_month(operator):
    assert says(operator.get(url("settings")), "First month of the fiscal year", "July")
    operator.post(url("settings"), typed(operator, fiscal_year_month=7))
    assert Setting.load().fiscal_year_month == 7

    for wrong in (0, 13, "July", ""):
        page = operator.post(url("settings"), typed(operator, fiscal_year_month=wrong))
        assert page.context["form"].errors.keys() == {"fiscal_year_month"}
    assert Setting.load().fiscal_year_month == 7


def test_what_people_are_told_about_money_is_switched_on_one_by_one(operator):
    assert not any(switches())
    operator.post(url("settings"), typed(operator, mail_price_changed="on"))
    assert switches() == [False, True, False]


def switches() -> list[bool]:
    kept = Setting.load()
    return [kept.mail_paid, kept.mail_price_changed, kept.mail_written_off]


def test_currency_stays_once_something_was_ordered(operator, alice):
    make_order(alice)
    assert says(operator.get(url("settings")), "There are booking orders, so the currency stays.")

    operator.post(url("settings"), typed(operator, currency="EUR"))

    assert Setting.load().currency == "CHF"
    assert Setting.load().operator_name == "Bildungszentrum Aare"


def test_currency_stays_even_for_who_goes_past_the_form(admin, alice):
    make_order(alice)
    from_form = Setting(pk=1, currency="EUR")
    with pytest.raises(Refusal, match="so the currency stays") as refused:
        actions.change_setting(setting=from_form, seen=fingerprint(Setting(pk=1)), by=admin)
    assert refused.value.field == "currency"


@pytest.mark.parametrize(
    "bad",
    [
        {"operator_name": ""},
        {"operator_name": "a\nb"},
        {"operator_name": "x" * 10_000},
        {"currency": ""},
        {"currency": "chf"},
        {"currency": "CHFR"},
        {"currency": "CH\n"},
        {"currency": "₣₣₣"},
        {"few_seats": ""},
        {"few_seats": "-1"},
        {"few_seats": "1.5"},
        {"few_seats": "9" * 10_000},
        {"few_seats": "1000"},
        {"few_seats": "NaN"},
        {"vat_note": "x" * 10_000},
        {"vat_note": "a\x00"},
        {"terms_of_use": "x" * 20_001},
        {"terms_of_use": "a\x07b"},
    ],
)
def test_bad_input_is_answered_with_a_sentence(operator, bad):
    page = operator.post(url("settings"), typed(operator, **bad))
    assert page.status_code == 200
    assert says(page, "Nothing was saved.")
    assert not Setting.objects.exists()


@pytest.mark.parametrize("text", ["😀", "a\u202eb", "<script>alert(1)</script>", "'; DROP"])
def test_odd_text_is_kept_as_text(operator, text):
    fields = {"operator_name": text, "vat_note": text, "terms_of_use": text}
    operator.post(url("settings"), typed(operator, **fields))
    kept = Setting.load()
    assert (kept.operator_name, kept.vat_note, kept.terms_of_use) == (text, text, text)
    assert not says(operator.get(url("settings")), "<script>alert(1)")


def test_the_second_of_two_editors_is_told(operator):
    first = typed(operator)
    operator.post(url("settings"), first | {"operator_name": "Ada's"})

    page = operator.post(url("settings"), first | {"operator_name": "Bea's"})

    assert says(page, "Somebody else has changed this", "Stored now: Ada&#x27;s", "Bea&#x27;s")
    assert Setting.load().operator_name == "Ada's"
