"""Addresses from Excel: checked first, then all of them or none."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.addresses import actions
from accounts.addresses.imports import write
from accounts.models import AddressImport, BillingAddress, Event, Setting, User
from tests.accounts.addresses.files import (
    HEAD,
    cells,
    found,
    numbers,
    row,
    take_in,
    upload,
    warned,
    workbook,
)
from tests.accounts.addresses.pages import of, says, url
from tests.cast import make_address


@pytest.fixture
def keeper(client, admin):
    client.force_login(admin)
    return client


def stored(owner) -> list[str]:
    return list(
        BillingAddress.objects.filter(organisation=owner).values_list("identifier", flat=True)
    )


def stored_like(owner, cells: list[object], **fields: str) -> BillingAddress:
    """An address as this row says it."""
    names = [
        "identifier",
        "name_line_1",
        "address_line_1",
        "house_number",
        "zip",
        "city",
        "country",
    ]
    said = dict(zip(names, cells, strict=True)) | {"customer_number": ""} | fields
    return make_address(organisation=owner, **said)


# Both clicks


def test_a_file_is_checked_first_and_nothing_is_stored(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(2)))

    assert numbers(page) == {"new": 2, "unchanged": 0, "warnings": 0, "errors": 0}
    assert says(page, "Nothing is imported yet.", "Import 2 addresses", "addresses.xlsx")
    assert stored(care) == []


def test_a_second_click_takes_all_in(keeper, care):
    page = take_in(keeper, upload(keeper, care, workbook(row(1), row(2))))

    assert says(page, "2 addresses are imported.", "Praxis 1", "Praxis 2")
    assert stored(care) == ["A-1", "A-2"]
    made = BillingAddress.objects.get(identifier="A-1")
    assert (made.street, made.zip, made.city, made.country.code) == (
        "Weg 1",
        "5000",
        "Aarau",
        "CH",
    )
    assert (made.organisation, made.person, made.is_active) == (care, None, True)
    assert not AddressImport.objects.exists()


def test_imported_addresses_are_found_and_sorted_like_others(keeper, care):
    take_in(keeper, upload(keeper, care, workbook(row(1, City="Zürich", ZIP="8000"), row(2))))

    rows = keeper.get(url(care), {"q": "zuer"}).context["table"].rows
    assert [one.data["identifier"] for one in rows] == ["A-1"]


def test_the_history_names_file_and_row(keeper, care, admin):
    take_in(keeper, upload(keeper, care, workbook(row(1), row(2)), "Spitäler.xlsx"))

    made = BillingAddress.objects.get(identifier="A-2")
    line = Event.objects.get(subject_id=made.pk, subject_type="billingaddress")
    assert (line.verb, line.by, line.note) == ("imported", admin, "Spitäler.xlsx: 3")
    assert says(keeper.get(of(made)), "Imported · Ada Amsler", "Spitäler.xlsx: 3")


def test_one_wrong_row_keeps_all_out(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(2, ZIP="50000"), row(3)))

    assert found(page) == [(3, "ZIP", "“50000”: A ZIP of this country looks like 2544.")]
    assert says(page, "Nothing was imported, and nothing can be while there are errors.")
    assert not says(page, "Import 2 addresses", "take-in")

    take_in(keeper, page)
    assert stored(care) == []


def test_every_error_of_a_row_is_named(keeper, care):
    wrong = row(1, City="", Country="Absurdistan", Street="x" * 300, Identifier="a\nb")

    page = upload(keeper, care, workbook(wrong))

    assert {(number, column) for number, column, _reason in found(page)} == {
        (2, "Identifier"),
        (2, "Street"),
        (2, "City"),
        (2, "Country"),
    }


def test_errors_are_a_workbook_too(keeper, care):
    """Warnings as well, in the order of the rows."""
    page = upload(keeper, care, workbook(row(1, Country="US", ZIP="1"), row(2, City="")))

    answer = keeper.get(url(care, "problems", pk=page.context["checked"].pk))

    assert cells(answer) == [
        ["Row", "Column", "Kind", "Reason"],
        [2, "ZIP", "Warning", "“1”: A ZIP of this country looks like 95014."],
        [3, "City", "Error", "Enter the city."],
    ]
    assert "Errors%20addresses" in answer["Content-Disposition"].replace(" ", "%20")


def test_many_errors_are_cut_on_the_page_and_whole_in_the_workbook(keeper, care):
    page = upload(keeper, care, workbook(*[row(n, City="") for n in range(80)]))

    assert len(found(page)) == 50
    assert says(page, "The first 50 are shown; the workbook has all of them.")
    answer = keeper.get(url(care, "problems", pk=page.context["checked"].pk))
    assert len(cells(answer)) == 81


# What is there already


def test_what_is_stored_so_already_is_unchanged(keeper, care):
    content = workbook(row(1), row(2))
    take_in(keeper, upload(keeper, care, content))

    page = upload(keeper, care, content)

    assert numbers(page) == {"new": 0, "unchanged": 2, "warnings": 0, "errors": 0}
    assert says(page, "every address of the file is stored already")
    assert not says(page, "take-in")


def test_what_the_file_does_not_say_is_not_compared(keeper, care):
    stored_like(care, row(1), region="Aargau", customer_number="77", is_active=False)

    page = upload(keeper, care, workbook(row(1)))

    assert numbers(page)["unchanged"] == 1


def test_the_same_identifier_with_another_content_is_an_error(keeper, care):
    stored_like(care, row(1))

    page = upload(keeper, care, workbook(row(1, City="Baden", Identifier="a-1")))

    [(number, column, reason)] = found(page)
    assert (number, column) == (2, "Identifier")
    assert reason == "“A-1” is stored already and says something else (Identifier, City)."
    assert BillingAddress.objects.get().city == "Aarau"


def test_another_identifier_with_the_same_content_is_a_warning(keeper, care):
    stored_like(care, row(1))

    page = upload(keeper, care, workbook(row(1, Identifier="B-1")))

    assert warned(page) == [
        (2, "Name / company", "Looks like “A-1”: the same name, street and place.")
    ]
    take_in(keeper, page)
    assert stored(care) == ["A-1", "B-1"]


def test_addresses_of_other_organisations_are_not_compared(keeper, care, root, alice):
    stored_like(root, row(1))
    make_address(person=alice, identifier="A-1")

    page = upload(keeper, care, workbook(row(1)))

    assert numbers(page) == {"new": 1, "unchanged": 0, "warnings": 0, "errors": 0}


def test_a_row_that_stands_in_the_file_twice_is_taken_in_once(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(1)))

    assert warned(page) == [(3, "Identifier", "Repeats row 2. It is imported once.")]
    take_in(keeper, page)
    assert stored(care) == ["A-1"]


def test_an_identifier_that_stands_for_two_in_the_file_is_an_error(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(1, City="Baden")))

    assert found(page) == [
        (3, "Identifier", "Has the identifier of row 2, but says something else.")
    ]


def test_twins_inside_the_file_are_pointed_out(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(1, Identifier="B")))

    assert [number for number, _column, _reason in warned(page)] == [3]
    assert numbers(page)["new"] == 2


def test_the_workbook_of_the_list_can_be_imported_elsewhere(keeper, care, tech):
    make_address(organisation=care, identifier="0012", zip="5000", po_box="17", region="AG")
    make_address(organisation=care, identifier="old", zip="5000", is_active=False)
    book = keeper.get(url(care, "export"), {"columns": "all", "preset": "all"}).getvalue()
    assert numbers(upload(keeper, care, book))["unchanged"] == 2

    page = upload(keeper, tech, book)
    assert numbers(page)["errors"] == 0
    take_in(keeper, page)

    copies = BillingAddress.objects.filter(organisation=tech).order_by("identifier")
    assert list(copies.values_list("identifier", "zip", "po_box", "region", "is_active")) == [
        ("0012", "5000", "17", "AG", True),
        ("old", "5000", "", "", False),
    ]


# Between the clicks


def test_clicking_twice_imports_once(keeper, care):
    page = upload(keeper, care, workbook(row(1)))
    take_in(keeper, page)

    again = take_in(keeper, page)

    assert says(again, "does not wait to be imported any more")
    assert stored(care) == ["A-1"]


def test_two_clicks_at_once_import_once(keeper, admin, care):
    upload(keeper, care, workbook(row(1)))
    checked = AddressImport.objects.get()
    assert write.take_in(checked=checked, by=admin) == 1

    with pytest.raises(write.Refusal, match="taken in already"):
        write.take_in(checked=AddressImport(pk=checked.pk, organisation=care), by=admin)
    assert stored(care) == ["A-1"]


def test_what_changed_since_the_check_is_asked_again(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(2)))
    stored_like(care, row(1))

    page = take_in(keeper, page)

    assert says(page, "have changed since the file was checked", "Import 1 address<")
    assert numbers(page) == {"new": 1, "unchanged": 1, "warnings": 0, "errors": 0}
    assert stored(care) == ["A-1"]
    take_in(keeper, page)
    assert stored(care) == ["A-1", "A-2"]


def test_what_became_an_error_since_the_check_keeps_all_out(keeper, care):
    page = upload(keeper, care, workbook(row(1), row(2)))
    stored_like(care, row(1, City="Baden"))

    page = take_in(keeper, page)

    assert numbers(page)["errors"] == 1
    take_in(keeper, page)
    assert stored(care) == ["A-1"]


def test_a_twin_that_came_since_the_check_is_pointed_out(keeper, care):
    page = upload(keeper, care, workbook(row(1)))
    stored_like(care, row(1, Identifier="B"))

    page = take_in(keeper, page)

    assert len(warned(page)) == 1
    take_in(keeper, page)
    assert sorted(stored(care)) == ["A-1", "B"]


def test_warnings_of_the_rows_themselves_do_not_count_as_a_change(keeper, care):
    page = upload(keeper, care, workbook(row(1, Country="US", ZIP="1")))
    assert len(warned(page)) == 1

    take_in(keeper, page)

    assert stored(care) == ["A-1"]


def test_an_address_that_goes_between_the_clicks_is_imported_again(keeper, admin, care):
    known = stored_like(care, row(1))
    page = upload(keeper, care, workbook(row(1), row(2)))
    actions.delete(address=known, by=admin)

    page = take_in(keeper, page)

    assert numbers(page)["new"] == 2


def test_a_file_waits_for_a_day_only(keeper, care):
    page = upload(keeper, care, workbook(row(1)))

    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1), tick=False):
        answer = take_in(keeper, page)

    assert stored(care) == []
    assert says(answer, "checked more than a day ago")


def test_another_file_takes_the_place_of_the_one_before(keeper, care):
    first = upload(keeper, care, workbook(row(1)))
    upload(keeper, care, workbook(row(2)))

    assert says(take_in(keeper, first), "does not wait to be imported any more")
    assert AddressImport.objects.count() == 1


def test_what_breaks_off_in_the_middle_leaves_nothing(keeper, admin, care, monkeypatch):
    upload(keeper, care, workbook(row(1), row(2)))
    monkeypatch.setattr("accounts.history.record_many", broken)

    with pytest.raises(ConnectionError):
        write.take_in(checked=AddressImport.objects.get(), by=admin)

    assert stored(care) == []
    assert AddressImport.objects.exists()


def broken(_events):
    raise ConnectionError


# Settings and languages


def test_the_template_has_every_column_as_text_and_explains_it(keeper, care):
    answer = keeper.get(url(care, "template"))

    [head] = cells(answer)
    assert set(HEAD) < set(head)
    assert {"Customer number", "P.O. box", "Status"} < set(head)
    take_in(keeper, upload(keeper, care, workbook([*row(1), ""], head=[*HEAD, "Status"])))
    assert stored(care) == ["A-1"]


def test_the_empty_template_imports_nothing(keeper, care):
    page = upload(keeper, care, keeper.get(url(care, "template")).getvalue())

    assert numbers(page) == {"new": 0, "unchanged": 0, "warnings": 0, "errors": 0}


def test_without_customer_numbers_the_template_has_none_and_none_is_taken(keeper, care):
    Setting.objects.create(pk=1, customer_numbers=False)

    [head] = cells(keeper.get(url(care, "template")))
    page = upload(keeper, care, workbook([*row(1), "77"], head=[*HEAD, "Customer number"]))

    assert "Customer number" not in head
    assert found(page) == [
        (1, "Customer number", "Customer numbers are switched off. Leave out this column.")
    ]


def test_a_template_in_german_is_read_by_everybody(keeper, admin, care):
    User.objects.filter(pk=admin.pk).update(language="de")
    [head] = cells(keeper.get(url(care, "template")))
    User.objects.filter(pk=admin.pk).update(language="en")
    by_english = dict(zip(HEAD, row(1), strict=True))
    [english] = cells(keeper.get(url(care, "template")))
    filled = [by_english.get(name, "") for name in english]

    take_in(keeper, upload(keeper, care, workbook(filled, head=head)))

    assert stored(care) == ["A-1"]


def test_a_file_is_checked_in_a_handful_of_statements(keeper, care):
    def asked(rows: int) -> tuple[int, int]:
        content = workbook(*[row(n) for n in range(rows)])
        with CaptureQueriesContext(connection) as checking:
            page = upload(keeper, care, content)
        with CaptureQueriesContext(connection) as taking:
            take_in(keeper, page)
        BillingAddress.objects.all().delete()
        return len(checking), len(taking)

    asked(1)
    assert asked(1) == asked(40)
    assert max(asked(40)) < 30
