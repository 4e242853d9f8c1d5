"""Creating, editing and archiving products; who finds which in the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courseplanner.models import Product
from tests.cast import give_role, make_person, make_resource
from tests.courseplanner.pages import (
    events_of,
    make_product,
    make_run,
    says,
    sender,
    typed,
    url,
    verbs,
)

TYPED = {"title": "Wundversorgung", "reference": "WUN", "description": "Am Modell."}


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def product(root) -> Product:
    return make_product(root)


def test_a_product_is_created_where_one_plans(planner, care):
    page = planner.post(url("product_create"), TYPED | {"organisation": care.pk}, follow=True)

    made = Product.objects.get()
    assert (made.title, made.reference, made.organisation) == ("Wundversorgung", "WUN", care)
    assert says(page, "“Wundversorgung” is created.", "Am Modell.", "Create implementation")
    assert verbs(made) == ["created"]


@pytest.mark.parametrize("name", ["title", "reference", "organisation"])
def test_what_a_product_needs_is_asked_beside_its_field(planner, care, name):
    posted = TYPED | {"organisation": care.pk, name: ""}

    page = planner.post(url("product_create"), posted)

    assert page.context["form"].errors.keys() == {name}
    assert says(page, "Nothing was saved.", "Am Modell.")
    assert not Product.objects.exists()


def test_a_product_cannot_stand_under_an_organisation_of_others(planner, elsewhere):
    page = planner.post(url("product_create"), TYPED | {"organisation": elsewhere.pk})

    assert says(page, "This organisation cannot be chosen.")
    assert not says(page, "Seminarhaus Thun")
    assert not Product.objects.exists()


def test_a_title_of_two_lines_is_refused(planner, care):
    posted = TYPED | {"organisation": care.pk, "title": "Wund\nversorgung"}

    assert says(planner.post(url("product_create"), posted), "This is one line")


def test_an_edited_product_says_what_changed(planner, product):
    page = sender(planner, url("product_edit", product=product.pk))(title="Wunden", reference="W")

    product.refresh_from_db()
    assert (product.title, product.reference) == ("Wunden", "W")
    assert says(page, "“Wunden” is saved.", "title: Wundversorgung → Wunden", "Bob Baumann")


def test_saving_without_a_change_leaves_no_trace(planner, product):
    sender(planner, url("product_edit", product=product.pk))()

    assert events_of(product) == []


def test_the_second_of_two_planners_is_told(planner, product):
    path = url("product_edit", product=product.pk)
    posted = typed(planner.get(path), title="Meiner", reference="B")
    Product.objects.filter(pk=product.pk).update(title="Ihrer")

    page = planner.post(path, posted)

    product.refresh_from_db()
    assert product.title == "Ihrer"
    assert says(page, "Somebody else has changed this", "Stored now: Ihrer", 'value="Meiner"')

    sender_again = typed(page, title="Meiner")
    planner.post(path, sender_again)
    product.refresh_from_db()
    assert product.title == "Meiner"


def test_a_product_owner_keeps_the_product_but_cannot_give_it_away(client, care, root):
    owner = make_person("Olga")
    product = make_product(care)
    product.owners.add(owner)
    client.force_login(owner)
    send = sender(client, url("product_edit", product=product.pk))

    assert says(send(title="Olgas Kurs"), "“Olgas Kurs” is saved.")
    assert says(send(organisation=root.pk), "This organisation cannot be chosen.")
    product.refresh_from_db()
    assert product.organisation == care


def test_archiving_asks_first_and_says_what_goes_on(planner, root):
    run = make_run(organisation=root)
    make_run_of(run.product, status="finished")
    path = url("product_archive", product=run.product_id)

    question = planner.get(path)
    assert says(question, "Archive this product?", "One of its implementations is neither")
    assert verbs(run.product) == []

    page = planner.post(path, follow=True)
    assert says(page, "is archived.", "it takes no new implementations")
    assert not says(page, "Create implementation")
    assert verbs(run.product) == ["archived"]


def make_run_of(product: Product, **fields):
    resource = make_resource(**fields)
    run = resource.implementation
    run.product = product
    run.save()
    return run


def test_archiving_twice_happens_once(planner, product):
    for _click in range(2):
        planner.post(url("product_archive", product=product.pk))

    assert verbs(product) == ["archived"]


def test_an_archived_product_stands_in_a_tab_of_its_own(planner, product):
    planner.post(url("product_archive", product=product.pk))

    assert says(planner.get(url("products")), "Every product is archived")
    assert says(planner.get(f"{url('products')}?preset=archived"), "Wundversorgung")

    planner.post(url("product_unarchive", product=product.pk))
    assert says(planner.get(url("products")), "Wundversorgung")
    assert verbs(product) == ["archived", "unarchived"]


@pytest.mark.parametrize("words", ["wund", "WUN-7", "vers wund", "für"])
def test_products_are_found_by_title_and_reference(planner, root, words):
    make_product(root, "Wund und Versorgung für Büros", reference="WUN-7")
    make_product(root, "Excel", reference="XLS")

    table = planner.get(f"{url('products')}?q={words}").context["table"]

    assert [row.data["title"] for row in table.rows] == ["Wund und Versorgung für Büros"]


def test_the_list_tells_how_many_implementations_there_are(planner, root):
    run = make_run(organisation=root)
    make_run_of(run.product)

    [row] = [
        row
        for row in planner.get(url("products")).context["table"].rows
        if row.data["pk"] == run.product_id
    ]
    assert row.data["number_of_implementations"] == 2


def test_a_planner_sees_the_products_of_their_organisations_only(client, root, care, tech, dora):
    make_product(root, "Oben")
    make_product(care, "Pflege")
    foreign = make_product(tech, "Technik")
    somebody = make_person("Paul", "planner", care)
    client.force_login(somebody)

    titles = [row.data["title"] for row in client.get(url("products")).context["table"].rows]

    assert titles == ["Pflege"]
    for name in ("product", "product_edit", "product_archive", "product_owners"):
        assert client.get(url(name, product=foreign.pk)).status_code == 404


def test_a_product_shows_only_the_implementations_one_may_see(client, root, care, tech):
    run = make_run("In der Pflege", organisation=care)
    make_run_of(run.product, title="In der Technik", organisation=tech)
    client.force_login(make_person("Paul", "planner", care))

    page = client.get(url("product", product=run.product_id))

    assert says(page, "In der Pflege")
    assert not says(page, "In der Technik")


def test_a_principal_reads_and_is_offered_nothing_else(client, product, root):
    make_run_of(product, title="Wunden im Mai")
    client.force_login(make_person("Petra", "principal", root))

    pages = [client.get(url("products")), client.get(url("product", product=product.pk))]

    for page in pages:
        assert says(page, "Wundversorgung")
        for word in ("Create", "Edit", "Archive…", "Copy…", ">Owners</a>"):
            assert not says(page, word)


def test_a_right_lost_meanwhile_ends_with_the_next_click(client, product, root):
    somebody = make_person("Paul")
    give_role(somebody, "planner", root)
    client.force_login(somebody)
    posted = typed(client.get(url("product_edit", product=product.pk)), title="Zu spät")
    somebody.roles.all().delete()

    assert client.post(url("product_edit", product=product.pk), posted).status_code == 404
    product.refresh_from_db()
    assert product.title == "Wundversorgung"


def test_many_rows_take_no_more_statements_than_one(planner, root, alice):
    def statements(path: str) -> int:
        planner.get(path)
        with CaptureQueriesContext(connection) as seen:
            planner.get(path)
        return len(seen)

    run = make_run(organisation=root)
    run.product.owners.add(alice)
    paths = [url("products"), url("product", product=run.product_id)]
    few = [statements(path) for path in paths]
    for number in range(24):
        make_product(root, f"Kurs {number}")
        make_run_of(run.product, title=f"Kurs {number}")

    assert [statements(path) for path in paths] == few
    assert max(few) <= 12
