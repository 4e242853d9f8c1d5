"""Bob before the members of one implementation."""

import pytest

from tests.cast import make_resource


@pytest.fixture
def planner(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture
def run(root):
    return make_resource("Wound care", max_participants=20)
