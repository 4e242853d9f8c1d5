"""The two pages of the stand-in, in a browser: one pays, one makes things go wrong."""

import pytest
import requests
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from bookings.paypal.gateway import Declined
from tests.bookings.paypal.test_gateway import FIFTY, begin, paid
from tests.browser import DESK, PHONE, assert_well_made

LOOKS = [(PHONE, "dark", "de"), (DESK, "light", "en")]


@pytest.fixture
def checkout(standin, gateway):
    """Back to a page of the stand-in itself, so that no site of ours is needed."""
    back = f"{standin.url}/healthz"
    return begin(
        gateway, return_url=f"{back}?to=return&key=a%2Fb", cancel_url=f"{back}?to=cancel&key=c"
    )


@pytest.mark.parametrize(
    ("button", "where", "status"),
    [
        ("Approve", "to=return&key=a%2Fb&token={}&PayerID=", "COMPLETED"),
        ("Approve, the money arrives later", "to=return&key=a%2Fb&token={}", "PENDING"),
        ("Decline: the bank says no", "to=return&key=a%2Fb&token={}", "INSTRUMENT_DECLINED"),
        ("Cancel and go back", "to=cancel&key=c&token={}", "ORDER_NOT_APPROVED"),
    ],
)
def test_a_payer_decides_and_is_led_back(standin, gateway, page, checkout, button, where, status):
    page.goto(checkout.approve_url)
    expect(page.get_by_role("main")).to_contain_text("This is not PayPal.")
    expect(page.get_by_text("CHF 50.00")).to_be_visible()
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"**/healthz?{where.format(checkout.id)}*")
    assert what_comes_of(gateway, checkout) == status


def what_comes_of(gateway, checkout) -> str:
    try:
        [capture] = gateway.capture(checkout.id, request_id="c1").captures
    except Declined as refused:
        return refused.issue
    return capture.status


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_the_pages_are_well_made(standin, gateway, page: Page, size, theme, language):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.context.set_extra_http_headers({"Accept-Language": language})
    open_one = begin(gateway, language=language, title="Wundversorgung " * 8)
    page.goto(open_one.approve_url)
    with translation.override(language):
        expect(page.get_by_role("heading", level=1)).to_have_text(gettext("Approve the payment"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_well_made(page)
    paid(standin, gateway, "2")
    standin.control.fail("capture", "timeout")
    page.goto(standin.url)
    expect(page.get_by_text("capture: timeout")).to_be_visible()
    assert_well_made(page)


def test_somebody_makes_things_go_wrong_by_hand(standin, gateway, page: Page):
    [capture] = paid(standin, gateway).captures
    page.goto(f"{standin.url}/control/")
    page.get_by_label("Call").select_option("refund")
    page.get_by_label("What is answered").select_option("503")
    page.get_by_role("button", name="Let it fail").click()
    expect(page.get_by_text("refund: 503")).to_be_visible()
    page.get_by_role("button", name="Let everything work again").click()
    expect(page.get_by_text("refund: 503")).to_have_count(0)
    item = page.get_by_role("listitem").filter(has_text=capture.id)
    item.get_by_label("Amount").fill("60")
    item.get_by_role("button", name="Refund on PayPal’s site").click()
    expect(page.get_by_role("alert")).to_contain_text("50.00 is left")
    item.get_by_label("Amount").fill("20")
    item.get_by_role("button", name="Refund on PayPal’s site").click()
    expect(item).to_contain_text("PARTIALLY_REFUNDED")
    assert standin.ledger()["totals"] == {"CHF": "30.00"}


def test_a_payment_that_was_made_is_not_made_again(standin, gateway):
    checkout = paid(standin, gateway)
    said = requests.get(checkout.approve_url, timeout=5).text
    assert "already been made" in said
    again = requests.post(checkout.approve_url, data={"answer": "approve"}, timeout=5)
    assert "already been made" in again.text


def test_a_payment_nobody_knows_is_told_so(standin):
    said = requests.get(f"{standin.url}/checkoutnow?token=X", timeout=5)
    assert "not known here" in said.text


def test_titles_are_words_and_not_markup(standin, gateway):
    checkout = begin(gateway, title="<script>alert(1)</script>{{ 7 }}")
    said = requests.get(checkout.approve_url, timeout=5).text
    assert "<script>" not in said
    assert "{{ 7 }}" in said


def test_a_return_address_cannot_write_headers(standin, gateway):
    checkout = begin(gateway, return_url="http://localhost:8000/\r\nSet-Cookie: a=b")
    answer = requests.post(
        checkout.approve_url, data={"answer": "approve"}, timeout=5, allow_redirects=False
    )
    assert "Set-Cookie" not in answer.headers
    standin.exchanges.clear()  # such an address is nobody's


def test_another_amount_is_shown_as_it_was_asked(standin, gateway):
    assert FIFTY.currency in requests.get(begin(gateway).approve_url, timeout=5).text
