"""A new implementation: under a product one keeps, in preparation, booked by nobody."""

import pytest

from accounts.refusal import Refusal
from catalog.models import LearningResource
from courseplanner.implementations import actions
from courseplanner.models import Implementation, Product
from tests.cast import make_person, make_subject
from tests.courseplanner.pages import day, make_product, says, sender, url, verbs

FILLED = {
    "title": "Wundversorgung im Mai",
    "reference": "0012",
    "type": "bundle",
    "format": "hybrid",
    "begin": "2027-05-03",
    "end": "2027-05-28",
    "location": "Olten, Haus Aare",
    "min_participants": "6",
    "max_participants": "14",
    "needs_order": "False",
    "teaser": "Am Modell",
    "description": "Erste Zeile\r\nzweite Zeile",
    "objectives": "Wunden beurteilen",
    "requirements": "Diplom HF",
    "certification": "20 Punkte",
    "authors": "Sükrü Yıldırım",
    "language": "Deutsch",
    "workload": "24 Lektionen",
    "priority": "2000",
    "course_url": "https://lms.example.org/1",
}


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def product(care) -> Product:
    return make_product(care)


def path_of(product: Product) -> str:
    return f"{url('implementation_create')}?product={product.pk}"


def test_every_field_is_kept(planner, product):
    subject = make_subject("Nursing")

    page = sender(planner, path_of(product))(**FILLED, subjects=[subject.pk])

    run = Implementation.objects.get()
    kept = run.resource
    assert says(page, "“Wundversorgung im Mai” is created.")
    assert (run.product, run.type, run.needs_order) == (product, "bundle", False)
    assert (kept.kind, kept.status, kept.seats_taken) == ("implementation", "preparation", 0)
    assert (kept.begin, kept.end) == (day("2027-05-03"), day("2027-05-28"))
    assert (kept.min_participants, kept.max_participants, kept.priority) == (6, 14, 2000)
    assert kept.description == "Erste Zeile\nzweite Zeile"
    assert list(kept.subjects.all()) == [subject]
    told = set(FILLED) - {"type", "needs_order", "begin", "end", "description", "priority",
                          "min_participants", "max_participants"}  # fmt: skip
    assert {name: getattr(kept, name) for name in told} == {name: FILLED[name] for name in told}
    assert verbs(run) == ["created"]


def test_it_stands_under_the_organisation_of_its_product_unless_told_otherwise(
    planner, product, care, tech
):
    send = sender(planner, path_of(product))
    send(title="Eine")
    send(title="Andere", organisation=tech.pk)

    places = dict(LearningResource.objects.values_list("title", "organisation"))
    assert places == {"Eine": care.pk, "Andere": tech.pk}


def test_it_is_found_at_once(planner, product):
    sender(planner, path_of(product))(title="Dekubitus", subjects=[make_subject("Pflege").pk])

    for words in ("deku", "pflege"):
        table = planner.get(f"{url('index')}?q={words}").context["table"]
        assert [row.data["resource__title"] for row in table.rows] == ["Dekubitus"]


def test_a_title_is_all_that_is_needed(planner, product):
    sender(planner, path_of(product))(title="Kurz")

    run = Implementation.objects.get()
    assert (run.resource.begin, run.resource.max_participants) == (None, None)
    assert (run.type, run.needs_order, run.resource.priority) == ("single", True, 0)


def test_without_a_product_it_is_asked_which(planner, product, root):
    archived = make_product(root, "Alt", archived_at="2026-01-01T00:00Z")

    page = planner.get(url("implementation_create"))

    assert list(page.context["products"]) == [product]
    assert planner.get(path_of(archived)).status_code == 404
    assert planner.get(f"{url('implementation_create')}?product=x").status_code == 200
    assert planner.get(f"{url('implementation_create')}?product={'9' * 40}").status_code == 404


def test_where_there_is_no_product_the_way_on_is_shown(planner):
    assert says(planner.get(url("implementation_create")), "There is no product to run")


def test_a_product_archived_meanwhile_takes_none(planner, bob, product):
    Product.objects.update(archived_at="2026-01-01T00:00Z")
    run = Implementation(
        product=product,
        resource=LearningResource(title="Zu spät", organisation=product.organisation),
    )

    with pytest.raises(Refusal, match="“Wundversorgung” is archived"):
        actions.create(implementation=run, subjects=[], by=bob)
    assert not LearningResource.objects.exists()


def test_a_product_owner_creates_one_under_their_product_only(client, product, tech):
    owner = make_person("Olga")
    product.owners.add(owner)
    foreign = make_product(tech)
    client.force_login(owner)

    sender(client, path_of(product))(title="Olgas Kurs")

    assert Implementation.objects.get().resource.organisation == product.organisation
    assert client.get(path_of(foreign)).status_code == 404
    assert list(client.get(url("implementation_create")).context["products"]) == [product]


def test_a_planner_elsewhere_creates_nothing_here(client, product, dora):
    client.force_login(dora)

    assert client.post(path_of(product), FILLED).status_code == 404
    assert not Implementation.objects.exists()
