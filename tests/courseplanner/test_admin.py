"""Django's admin shows what the planner's pages change."""

import pytest

from accounts.models import User
from tests.courseplanner.pages import make_run


@pytest.fixture
def operator(client, db):
    client.force_login(User.objects.create_superuser("operator@example.org"))
    return client


@pytest.mark.parametrize("name", ["product", "implementation"])
def test_products_and_implementations_are_only_shown(operator, name):
    run = make_run("Wound care")
    row = run if name == "implementation" else run.product
    base = f"/admin/courseplanner/{name}/"

    assert operator.get(f"{base}?q=wound").status_code == 200
    assert operator.get(f"{base}{row.pk}/change/").status_code == 200
    assert operator.get(f"{base}add/").status_code == 403
    assert operator.post(f"{base}{row.pk}/change/", {}).status_code == 403
    assert operator.post(f"{base}{row.pk}/delete/").status_code == 403
