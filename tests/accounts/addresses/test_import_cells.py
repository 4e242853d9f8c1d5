"""What may stand in a file of addresses: names of columns, countries, postal codes, odd texts."""

import pytest

from accounts.models import BillingAddress
from tests.accounts.addresses.files import (
    HEAD,
    found,
    numbers,
    row,
    take_in,
    upload,
    warned,
    workbook,
)
from tests.accounts.addresses.pages import says

GERMAN = ["Identifikator", "Name / Firma", "Strasse", "Hausnummer", "PLZ", "Ort", "Land"]
KEYS = ["identifier", "name_line_1", "address_line_1", "house_number", "zip", "city", "country"]


@pytest.fixture
def bring(client, admin, care):
    """Upload rows below a head; gives the page with the result."""
    client.force_login(admin)

    def bring(*rows: list[object], head: list[str] | None = None):
        return upload(client, care, workbook(*rows, head=head))

    return bring


@pytest.fixture
def taken_in(client, bring):
    """The one address that these cells become."""

    def taken_in(**cells: object) -> BillingAddress:
        page = bring(row(1, **cells))
        assert found(page) == []
        take_in(client, page)
        return BillingAddress.objects.get()

    return taken_in


# Columns


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        GERMAN,
        KEYS,
        [name.upper() for name in HEAD],
        ["identifikator", "NAME/FIRMA", "Straße", "Haus-Nummer", "plz", "ort", "land"],
        ["Identifier", "Name/company", "Address line 1", "House number", "ZIP", "Ort", "Land"],
        ["Identifier", "Name/company", "Adresszeile 1", "House number", "ZIP", "Ort", "Land"],
    ],
    ids=str,
)
def test_columns_are_known_by_their_names_in_both_languages(bring, head):
    assert numbers(bring(row(1), head=head)) == {
        "new": 1, "unchanged": 0, "warnings": 0, "errors": 0,
    }  # fmt: skip


def test_the_order_of_columns_does_not_matter(client, bring):
    take_in(client, bring(row(1)[::-1], head=HEAD[::-1]))

    assert BillingAddress.objects.get().city == "Aarau"


def test_a_column_that_is_unknown_is_named(bring):
    page = bring([*row(1), "red"], head=[*HEAD, "Colour"])

    assert found(page) == [
        (1, "Colour", "This column is unknown. The template has all that are known.")
    ]


def test_a_column_that_stands_twice_is_named(bring):
    page = bring([*row(1), "Baden"], head=[*HEAD, "Ort"])

    assert found(page) == [
        (1, "City", "Two columns have this name."),
        (1, "Ort", "Two columns have this name."),
    ]


def test_a_column_that_is_missing_is_named(bring):
    page = bring(row(1)[:5], head=HEAD[:5])

    assert found(page) == [
        (1, "City", "This column is missing."),
        (1, "Country", "This column is missing."),
    ]


def test_what_the_list_counts_is_left_aside(bring):
    page = bring([*row(1), 12, 7], head=[*HEAD, "Num. bookings", "ID"])

    assert numbers(page)["new"] == 1


def test_a_cell_beside_the_columns_is_pointed_out(bring):
    page = bring([*row(1), "lost"])

    assert found(page) == [(2, "", "A cell stands under no column name.")]


# Countries


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("CH", "CH"),
        ("ch", "CH"),
        ("CHE", "CH"),
        ("Schweiz", "CH"),
        ("SWITZERLAND", "CH"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("Deutschland", "DE"),
        ("germany", "DE"),
        ("Côte d'Ivoire", "CI"),
        ("USA", "US"),
    ],
)
def test_a_country_is_a_code_or_a_name_in_either_language(taken_in, cell, code):
    assert taken_in(Country=cell, ZIP="").country.code == code


@pytest.mark.parametrize("cell", ["Absurdistan", "XX", "C", "Suisse romande", "x" * 10_000])
def test_a_country_nobody_knows_is_an_error(bring, cell):
    [(number, column, reason)] = found(bring(row(1, Country=cell, ZIP="")))

    assert (number, column) == (2, "Country")
    assert "is no country known here. Write its code, such as CH." in reason
    assert len(reason) < 200


def test_a_country_that_is_missing_is_an_error(bring):
    assert found(bring(row(1, Country=""))) == [(2, "Country", "Enter a country.")]


# Postal codes


@pytest.mark.parametrize(
    ("country", "cell", "kept"),
    [
        ("DE", "01234", "01234"),
        ("CH", 5000, "5000"),
        ("CH", 5000.0, "5000"),
        ("IE", "1E5", "1E5"),
        ("AO", "0012", "0012"),
        ("AO", "1E5", "1E5"),
        ("GB", "sw1a 1aa", "sw1a 1aa"),
        ("CH", "", ""),
    ],
)
def test_a_postal_code_stays_as_it_was_written(taken_in, country, cell, kept):
    assert taken_in(Country=country, ZIP=cell).zip == kept


@pytest.mark.parametrize(("country", "cell"), [("CH", "0012345"), ("DE", 1234), ("AT", "1E5")])
def test_a_postal_code_that_is_wrong_near_by_is_an_error(bring, country, cell):
    [(number, column, reason)] = found(bring(row(1, Country=country, ZIP=cell)))

    assert (number, column) == (2, "ZIP")
    assert "A ZIP of this country looks like" in reason


def test_a_postal_code_that_is_odd_from_afar_is_a_warning(taken_in, bring):
    assert len(warned(bring(row(2, Country="US", ZIP="0012")))) == 1

    assert taken_in(Country="US", ZIP="0012").zip == "0012"


# Status


@pytest.mark.parametrize(
    ("cell", "is_active"),
    [("", True), ("Active", True), ("aktiv", True), ("INACTIVE", False), ("Inaktiv", False)],
)
def test_a_status_is_read_in_either_language(client, bring, cell, is_active):
    take_in(client, bring([*row(1), cell], head=[*HEAD, "Status"]))

    assert BillingAddress.objects.get().is_active == is_active


def test_another_status_is_an_error(bring):
    page = bring([*row(1), "maybe"], head=[*HEAD, "Status"])

    assert found(page) == [(2, "Status", "“maybe” is neither active nor inactive.")]


# Odd texts


@pytest.mark.parametrize("column", ["Identifier", "Name / company", "Street", "City"])
def test_what_an_invoice_needs_is_asked_for(bring, column):
    [(number, where, reason)] = found(bring(row(1, **{column: "  "})))

    assert (number, where) == (2, column)
    assert reason.startswith("Enter")


@pytest.mark.parametrize("column", HEAD[:6])
def test_a_line_break_in_a_cell_is_an_error(bring, column):
    [error] = found(bring(row(1, **{column: "a\nb", "Country": "AO"})))

    assert error[1] == column
    assert error[2].startswith("This is one line")


@pytest.mark.parametrize("column", HEAD[:6])
def test_ten_thousand_characters_are_an_error(bring, column):
    [error] = found(bring(row(1, **{column: "x" * 10_000, "Country": "AO"})))

    assert error[1] == column
    assert "and these are 10000. Shorten it." in error[2]


@pytest.mark.parametrize(
    "text", ["Büro 🎓", "a\u202eb", "<b>x</b>", "{{ 7*7 }}", "'=1+1", "+41 62", "@home"]
)
def test_odd_text_is_kept_and_shown_as_text(client, bring, text):
    page = take_in(client, bring(row(1, **{"Name / company": text})))

    assert BillingAddress.objects.get().name_line_1 == text
    assert not says(page, "<b>x</b>")


def test_the_names_of_columns_and_files_are_shown_as_text(client, admin, care):
    client.force_login(admin)
    content = workbook(row(1), head=[*HEAD[:6], "<b>Land</b>"])

    page = upload(client, care, content, "<b>x.xlsx")

    assert not says(page, "<b>Land")
    assert not says(page, "<b>x")
    assert found(page)[0][1] == "<b>Land</b>"
