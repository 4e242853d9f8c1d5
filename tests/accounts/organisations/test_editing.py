"""Creating and changing an organisation."""

import pytest

from accounts.editing import fingerprint
from accounts.models import Organisation, OrganisationRole, Setting
from accounts.organisations import actions
from accounts.refusal import Refusal
from bookings.models import OrderAddress
from tests.accounts.organisations.pages import says, seen, told, url
from tests.cast import book, give_role, make_address, make_offer, make_organisation, make_person


def typed(**fields: object) -> dict[str, object]:
    return {"name": "Radiologie", "identifier": "bza-rad", "customer_number": "", **fields}


def test_created_below_one_that_i_administer(keeper, admin, root):
    page = keeper.post(url("create"), typed(parent=root.pk, customer_number="0042"), follow=True)

    made = Organisation.objects.get(identifier="bza-rad")
    assert (made.name, made.parent, made.customer_number) == ("Radiologie", root, "0042")
    assert page.redirect_chain == [(url("detail", made), 302)]
    assert says(page, "“Radiologie” is created.")
    assert told(made) == [("Ada Amsler", "created")]
    assert not made.roles.exists()  # Ada administers it from above


def test_form_offers_the_place_it_was_opened_from(keeper, care):
    page = keeper.get(f"{url('create')}?under={care.pk}")
    assert says(page, f'<option value="{care.pk}" selected>Bildungszentrum Aare › Pflege</option>')


@pytest.mark.parametrize("under", ["", "x", "-1", "9" * 40, "\u0664"])
def test_form_opens_whatever_it_was_opened_from(keeper, care, under):
    assert keeper.get(url("create"), {"under": under}).status_code == 200


def test_the_top_is_only_for_who_keeps_everything(keeper, elsewhere):
    for parent in ("", "top", elsewhere.pk, "x", "9" * 30):
        page = keeper.post(url("create"), typed(parent=parent))
        assert page.status_code == 200
        assert says(page, "Nothing was saved.")
    assert not Organisation.objects.filter(identifier="bza-rad").exists()
    assert not says(keeper.get(url("create")), "at the top", "Seminarhaus Thun")


def test_who_creates_at_the_top_administers_it(operator, admin):
    operator.post(url("create"), typed(parent="top"))

    made = Organisation.objects.get(identifier="bza-rad")
    role = made.roles.get()
    assert (role.user, role.role, role.inherited) == (admin, "administrator", True)
    assert told(made) == [("Ada Amsler", "created"), ("Ada Amsler", "role added")]


def test_who_creates_below_a_place_that_is_only_theirs_administers_it(client, root, elsewhere):
    kim = make_person("Kim")
    give_role(kim, "administrator", root, inherited=False)
    client.force_login(kim)

    client.post(url("create"), typed(parent=root.pk))

    assert Organisation.objects.get(identifier="bza-rad").roles.get().user == kim


def test_nothing_is_created_below_an_inactive_one(keeper, care):
    Organisation.objects.filter(pk=care.pk).update(is_active=False)
    assert says(keeper.post(url("create"), typed(parent=care.pk)), "This organisation cannot be")
    with pytest.raises(Refusal, match="inactive, and nothing active can stand under it"):
        actions.create(organisation=Organisation(name="x", identifier="x", parent=care), by=None)


def test_depth_has_an_end(admin, root):
    place = root
    for level in range(2, 13):
        place = make_organisation(f"l{level}", f"Level {level}", place)

    with pytest.raises(Refusal, match="at most 12 levels deep"):
        actions.create(organisation=Organisation(identifier="x", name="x", parent=place), by=admin)

    assert not Organisation.objects.filter(identifier="x").exists()


def test_identifier_is_there_once(keeper, root, elsewhere):
    page = keeper.post(url("create"), typed(parent=root.pk, identifier="thun"))
    assert says(page, "Another organisation has this identifier; choose another one.")
    assert not says(page, "Seminarhaus Thun")


def test_identifier_taken_in_the_same_moment_is_refused(admin, root, elsewhere):
    with pytest.raises(Refusal, match="Another organisation has this identifier") as refused:
        actions.create(
            organisation=Organisation(name="New", identifier="thun", parent=root), by=admin
        )
    assert refused.value.field == "identifier"


def test_changes_stand_in_the_history(keeper, care):
    given = typed(name="Pflege und Betreuung", seen=seen(keeper, "edit", care))
    page = keeper.post(url("edit", care), given, follow=True)

    care.refresh_from_db()
    assert (care.name, care.identifier) == ("Pflege und Betreuung", "bza-rad")
    assert says(page, "is saved.", "Pflege → Pflege und Betreuung", "bza-pflege → bza-rad")


def test_saving_what_is_already_there_is_no_change(keeper, care):
    given = {"name": "Pflege", "identifier": "bza-pflege", "seen": seen(keeper, "edit", care)}
    keeper.post(url("edit", care), given)
    assert told(care) == []


def test_the_second_of_two_editors_is_told(keeper, care):
    first = seen(keeper, "edit", care)
    keeper.post(url("edit", care), typed(name="Ada's", seen=first))

    page = keeper.post(url("edit", care), typed(name="Bea's", seen=first))

    assert says(page, "Somebody else has changed this", "Stored now: Ada&#x27;s", "Bea&#x27;s")
    care.refresh_from_db()
    assert care.name == "Ada's"
    keeper.post(url("edit", care), typed(name="Bea's", seen=page.context["form"]["seen"].value()))
    care.refresh_from_db()
    assert care.name == "Bea's"


def test_editing_moves_nothing_whatever_is_posted(keeper, care, tech):
    given = typed(parent=tech.pk, is_active="", seen=seen(keeper, "edit", care))
    keeper.post(url("edit", care), given)
    care.refresh_from_db()
    assert care.parent != tech
    assert care.is_active


def test_without_customer_numbers_there_is_none(keeper, root):
    Setting.objects.create(pk=1, customer_numbers=False)
    for name in ("edit", "detail"):
        assert "ustomer number" not in keeper.get(url(name, root)).content.decode()
    given = typed(customer_number="666", seen=seen(keeper, "edit", root))
    keeper.post(url("edit", root), given)
    root.refresh_from_db()
    assert root.customer_number == "400100"


@pytest.mark.parametrize("field", ["name", "identifier", "customer_number"])
@pytest.mark.parametrize("text", ["x" * 10_000, "a\nb", "a\r\nBcc: x", "a\u2028b", "a\x00b"])
def test_bad_text_is_refused_with_a_sentence(keeper, care, field, text):
    page = keeper.post(url("edit", care), typed(**{field: text, "seen": "x"}))
    assert page.status_code == 200
    assert says(page, "Nothing was saved.")
    care.refresh_from_db()
    assert care.name == "Pflege"


@pytest.mark.parametrize("field", ["name", "identifier"])
@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_what_is_needed_is_asked_for(keeper, root, field, text):
    page = keeper.post(url("create"), typed(parent=root.pk, **{field: text}))
    assert says(page, "Nothing was saved.", "Enter ")


@pytest.mark.parametrize("name", ["Zürich 😀", "a\u202ebc", "<b>x</b>", "{{ x }}", "' OR 1=1 --"])
def test_odd_names_are_kept_and_shown_as_text(keeper, care, name):
    given = typed(name=name, seen=seen(keeper, "edit", care))
    assert keeper.post(url("edit", care), given).status_code == 302
    for page in (keeper.get(url("detail", care)), keeper.get(url()), keeper.get(url("create"))):
        assert page.status_code == 200
        assert not says(page, "<b>x</b>")
    care.refresh_from_db()
    assert care.name == name


def test_orders_keep_the_name_they_were_booked_with(admin, alice, care, tech, root):
    """F39: renamed and moved afterwards, the order says what it said."""
    address = make_address(organisation=care)
    order = book(make_offer(method="invoice"), alice, address=address)
    before = OrderAddress.objects.filter(order=order).values().get()
    assert before["organisation_name"] == "Pflege"

    care.name, stored = "Neu", Organisation.objects.get(pk=care.pk)
    form_seen = fingerprint(stored)
    actions.change(organisation=care, seen=form_seen, by=admin)
    actions.move(organisation=care, parent=tech, by=admin)
    actions.deactivate(organisation=care, by=admin)

    assert OrderAddress.objects.filter(order=order).values().get() == before


def test_failing_history_takes_the_change_back(admin, care, monkeypatch):
    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("accounts.history.record", fails)
    with pytest.raises(RuntimeError):
        actions.deactivate(organisation=care, by=admin)
    care.refresh_from_db()
    assert care.is_active
    assert OrganisationRole.objects.exists()
