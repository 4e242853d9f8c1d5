"""Running a report in a browser: the list tells by itself when it is there."""

import pytest

from bookings import jobs
from tests.browser import LOOKS, assert_well_made
from tests.cast import make_order


@pytest.mark.parametrize(("size", "theme", "language"), LOOKS)
def test_a_report_appears_by_itself(
    page, live_server, sign_in, look, alice, bob, size, theme, language
):
    make_order(alice)
    bob.language = language
    bob.save()
    sign_in(bob)
    look(size, theme, language)
    page.goto(f"{live_server.url}/planner/reports/")

    page.locator("#run-all").click()
    assert page.locator("[data-renew] progress").is_visible()
    assert_well_made(page)

    jobs.run_due()
    with page.expect_download() as file:
        page.locator("td.title a").click()

    assert file.value.suggested_filename.endswith(".xlsx")
    assert page.locator("[data-renew]").count() == 0
    assert_well_made(page)
