"""manage.py export_orders: the same workbook as a file."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from openpyxl import load_workbook

from bookings import actions
from bookings.models import BookingOrder
from courseplanner.accounting import AccountingReport
from tests.cast import make_order


@pytest.fixture
def out(tmp_path):
    return tmp_path / "orders.xlsx"


def export(out, *options: str) -> list[tuple]:
    call_command("export_orders", "--out", str(out), *options, verbosity=0)
    head, *rows = load_workbook(out).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def numbers(rows) -> set[str]:
    return {row["Booking number"] for row in rows}


def test_everything_is_exported_as_the_system(out, alice, charlie):
    orders = {make_order(alice).number, make_order(charlie, method="free").number}

    assert numbers(export(out)) == orders


def test_in_german_the_labels_are_german(out, alice):
    make_order(alice)

    [row] = export(out, "--language", "de")

    with translation.override("de"):
        assert list(row) == list(dict.fromkeys(str(c.label) for c in AccountingReport.columns))


def test_as_a_person_it_holds_what_that_person_may_see(out, alice, charlie, line_manager):
    order = make_order(alice)
    make_order(charlie)

    [row] = export(out, "--as", line_manager.email)

    assert row["Booking number"] == order.number
    assert "Cost center" not in row


def test_the_filters_narrow_it(out, alice, charlie, bob):
    paid, free = make_order(alice), make_order(charlie, method="free")
    actions.mark_paid(order=paid, by=bob)
    run = free.resource.implementation

    assert numbers(export(out, "--status", "paid")) == {paid.number}
    assert numbers(export(out, "--method", "free")) == {free.number}
    assert numbers(export(out, "--implementation", str(run.pk))) == {free.number}


def test_since_counts_from_midnight_of_the_house(out, alice):
    order = make_order(alice)
    today = timezone.localdate()
    midnight = timezone.make_aware(datetime.datetime.combine(today, datetime.time.min))
    BookingOrder.objects.filter(pk=order.pk).update(created_at=midnight)

    assert numbers(export(out, "--since", today.isoformat())) == {order.number}
    tomorrow = today + datetime.timedelta(days=1)
    assert export(out, "--since", tomorrow.isoformat()) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--as", "nobody@example.org"], "may not export"),
        (["--as", "alice@example.org"], "may not export"),
        (["--implementation", "999999"], "no implementation 999999"),
        (["--status", "nonsense"], "invalid choice"),
        (["--since", "yesterday"], "invalid"),
    ],
)
def test_a_wrong_call_is_refused_and_writes_nothing(out, alice, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        export(out, *options)

    assert not out.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path, alice):
    with pytest.raises(CommandError, match="could not be written"):
        export(tmp_path / "nowhere" / "orders.xlsx")


def test_a_file_that_was_there_is_replaced_whole(out, alice):
    out.write_text("old")
    make_order(alice)

    assert len(export(out)) == 1
    assert [path.name for path in out.parent.iterdir()] == ["orders.xlsx"]
