"""The pages of products and implementations in every look, and a run from product to archive."""

import pytest
from playwright.sync_api import expect

from courseplanner.models import Implementation
from tests.browser import LOOKS, PHONE, assert_well_made
from tests.cast import make_offer, make_subject
from tests.courseplanner.pages import make_product, make_run, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(root) -> Implementation:
    wounds = make_subject("Wounds", "Wunden", parent=make_subject("Nursing", "Pflege"))
    run = make_run(
        "Wundversorgung in der Praxis und Dekubitusprophylaxe im Langzeitbereich",
        status="finished",
        subjects=(wounds,),
        max_participants=2,
        seats_taken=3,
        organisation=root,
    )
    make_offer(run.resource)
    return run


def pages(run: Implementation) -> list[str]:
    product = run.product_id
    return [
        url("index"),
        url("products"),
        url("product", product=product),
        url("product_edit", product=product),
        url("product_archive", product=product),
        f"{url('product_owners', product=product)}?q=b",
        url("implementation_create"),
        f"{url('implementation_create')}?product={product}",
        url("implementation_settings", pk=run.pk),
        url("implementation_copy", pk=run.pk),
        url("implementation_archive", pk=run.pk),
    ]


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_pages_are_well_made(
    page, live_server, sign_in, look, bob, run, *, size, theme, language
):
    bob.language = language
    bob.save()
    run.product.owners.add(bob)
    sign_in(bob)
    look(size, theme, language)
    for path in pages(run):
        page.goto(f"{live_server.url}{path}")
        assert_well_made(page)


def test_an_implementation_is_made_mended_and_copied_on_a_phone(
    page, live_server, sign_in, look, bob, root
):
    make_product(root)
    sign_in(bob)
    look(PHONE)
    page.goto(f"{live_server.url}{url('products')}")
    page.get_by_role("link", name="Wundversorgung").click()
    page.get_by_role("link", name="Create implementation").click()
    page.get_by_label("Begin").fill("2027-05-10")
    page.get_by_label("End").fill("2027-05-03")
    page.get_by_label("Minimum of participants").fill("8")
    page.get_by_label("Maximum of participants").fill("5")
    page.get_by_role("button", name="Create implementation").click()

    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The end lies before the begin.")
    expect(alert).to_contain_text("The minimum of participants lies above the maximum.")
    assert_well_made(page)
    page.get_by_label("End").fill("2027-05-28")
    page.get_by_label("Maximum of participants").fill("14")
    page.get_by_role("button", name="Create implementation").click()
    expect(page.locator(".kb-note.ok")).to_contain_text("“Wundversorgung” is created.")

    page.goto(f"{live_server.url}{url('index')}")
    page.get_by_role("button", name="Actions for Wundversorgung").click()
    page.get_by_role("link", name="Copy…").click()
    page.get_by_label("Title").fill("Wundversorgung im Herbst")
    page.get_by_label("Begin").fill("2027-09-06")
    page.get_by_role("button", name="Copy implementation").click()

    expect(page.get_by_label("End")).to_have_value("2027-09-24")
    assert Implementation.objects.count() == 2


def test_a_product_gets_an_owner_by_keyboard_alone(page, live_server, sign_in, bob, alice, root):
    product = make_product(root)
    sign_in(bob)
    page.goto(f"{live_server.url}{url('product_owners', product=product.pk)}")

    page.get_by_role("searchbox").focus()
    page.keyboard.type("ämm")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Add Alice Ämmerli")
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".kb-note.ok")).to_contain_text("Alice Ämmerli owns this product now.")
    assert list(product.owners.all()) == [alice]
