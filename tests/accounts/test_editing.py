"""Two people edit the same thing: fingerprints, the lock, and what the second is told."""

import threading

import pytest
from django.db import connection, transaction

from accounts.editing import (
    ChangedMeanwhile,
    EditingForm,
    differences,
    fingerprint,
    lock_as_seen,
)
from accounts.models import BillingAddress, CostCenter
from accounts.refusal import Refusal
from tests.cast import make_address


class CenterForm(EditingForm):
    class Meta:
        model = CostCenter
        fields = ("name", "account")


@pytest.fixture
def center(db) -> CostCenter:
    return CostCenter.objects.create(name="Weiterbildung", account="3200")


def fresh(center: CostCenter) -> CostCenter:
    return CostCenter.objects.get(pk=center.pk)


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Bildung"), ("account", ""), ("is_active", False)]
)
def test_a_fingerprint_changes_with_every_field(center, field, value):
    before = fingerprint(center)
    setattr(center, field, value)

    assert fingerprint(center) != before


def test_a_fingerprint_does_not_tell_what_it_is_of(center):
    assert len(fingerprint(center)) == 16
    assert "Weiterbildung" not in fingerprint(center)


def test_a_fingerprint_of_the_same_row_is_the_same_whoever_reads_it(center):
    assert fingerprint(fresh(center)) == fingerprint(fresh(center))


def test_texts_that_move_from_one_field_to_the_next_count_as_a_change(db):
    left = CostCenter(name="ab", account="c")
    right = CostCenter(name="a", account="bc")

    assert fingerprint(left) != fingerprint(right)


def test_a_row_that_is_as_it_was_seen_is_locked(center):
    with transaction.atomic():
        assert lock_as_seen(center, fingerprint(center)) == center


def test_a_row_that_says_something_else_by_now_is_refused_with_what_it_says(center):
    seen = fingerprint(center)
    CostCenter.objects.update(account="3300")

    with transaction.atomic(), pytest.raises(ChangedMeanwhile) as refusal:
        lock_as_seen(center, seen)

    assert refusal.value.stored.account == "3300"


def test_a_row_that_is_gone_is_refused(center):
    CostCenter.objects.all().delete()

    with transaction.atomic(), pytest.raises(Refusal, match="deleted this meanwhile"):
        lock_as_seen(center, fingerprint(center))


def test_differences_name_the_fields_that_changed_and_no_others(center):
    after = fresh(center)
    after.account, after.identifier = "", "WB"

    assert differences(center, after).splitlines() == [
        "identifier: – → WB",
        "account: 3200 → –",
    ]


def test_an_address_has_no_differences_in_what_is_made_of_it(care):
    address = make_address(organisation=care)
    after = BillingAddress.objects.get(pk=address.pk)
    after.name_line_1 = "Praxis"

    assert differences(address, after) == "name / company: Spital Aare AG → Praxis"


# The form


def test_a_form_carries_what_it_was_filled_from(center):
    assert CenterForm(instance=center)["seen"].value() == fingerprint(center)
    assert CenterForm()["seen"].value() is None


def test_a_refusal_is_told_at_its_field_or_above_the_form(center):
    form = CenterForm({"name": "A"}, instance=center)
    form.tell(Refusal("Taken.", field="name"))
    form.tell(Refusal("Closed.", field="nowhere"))

    assert form.errors == {"name": ["Taken."], "__all__": ["Closed."]}


def test_after_a_conflict_the_form_shows_both_and_can_be_sent_again(center):
    typed = {"name": "Bildung", "account": "3200", "seen": fingerprint(center)}
    CostCenter.objects.update(account="3300")
    form = CenterForm(typed, instance=fresh(center))
    assert form.is_valid()

    form.tell(ChangedMeanwhile(fresh(center)))

    assert form["name"].value() == "Bildung"
    assert form.errors["name"] == ["Stored now: Weiterbildung"]
    assert form.errors["account"] == ["Stored now: 3300"]
    assert form["seen"].value() == fingerprint(fresh(center))


def test_what_both_typed_alike_is_no_conflict(center):
    typed = {"name": "Weiterbildung", "account": "3300", "seen": ""}
    CostCenter.objects.update(account="3300")
    form = CenterForm(typed, instance=fresh(center))

    form.tell(ChangedMeanwhile(fresh(center)))

    assert set(form.errors) == {"__all__"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_for_the_first_and_is_told(center):
    """Without the lock both would find the row as they saw it."""
    seen, waited = fingerprint(center), []

    def second() -> None:
        try:
            with transaction.atomic():
                lock_as_seen(fresh(center), seen)
        except ChangedMeanwhile:
            waited.append("told")
        finally:
            connection.close()

    with transaction.atomic():
        first = lock_as_seen(center, seen)
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        assert waited == []
        first.account = "3300"
        first.save()
    other.join(5)

    assert waited == ["told"]


def test_differences_are_told_in_words(center):
    after = fresh(center)
    after.is_active, after.account = False, ""

    assert differences(center, after).splitlines() == ["account: 3200 → –", "active: yes → no"]


def test_of_a_long_text_the_history_keeps_the_beginning(center):
    after = fresh(center)
    after.name = "Bildung " * 100

    [line] = differences(center, after).splitlines()
    assert len(line) < 260
    assert line.startswith("name: Weiterbildung → Bildung Bildung")


class AddressForm(EditingForm):
    class Meta:
        model = BillingAddress
        fields = ("country", "address_line_2")


def test_what_is_stored_is_told_in_the_words_of_the_choice(db):
    address = make_address(country="CH")
    posted = {"country": "DE", "address_line_2": "", "seen": fingerprint(address)}
    form = AddressForm(posted, instance=BillingAddress.objects.get(pk=address.pk))

    form.tell(ChangedMeanwhile(address))

    assert form.errors["country"] == ["Stored now: Switzerland"]
    assert "address_line_2" not in form.errors
