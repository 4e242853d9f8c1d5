"""PayPal's stand-in for tests: a real server, reached over HTTP like PayPal itself.

    def test_…(standin):
        standin.control.fail("capture", "timeout", seconds=1)
        …
        assert standin.ledger()["totals"] == {"CHF": "50.00"}

Where PayPal's published files are at hand, everything that was said is held against them when the
test ends. `standin.account.post.url` is where webhooks go.
"""

import logging
from collections.abc import Iterator

import pytest

from bookings.paypal import config as paypal
from bookings.paypal.gateway import Gateway, connect
from bookings.paypal.standin.server import Standin
from tests import openapi

# Long enough for a busy machine, short enough for a test of a time-out.
HASTY = paypal.Patience(connect=2, read=1, together=8, tries=3, pause=0.02)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """PayPal's sandbox is reached by nobody who has not asked for it, credentials or not."""
    if "sandbox" not in config.option.markexpr:
        unasked = [item for item in items if item.get_closest_marker("sandbox")]
        config.hook.pytest_deselected(items=unasked)
        items[:] = [item for item in items if item not in unasked]


@pytest.fixture
def standin(settings, monkeypatch) -> Iterator[Standin]:
    monkeypatch.setattr(paypal, "PATIENCE", HASTY)
    settings.PLAY_MONEY = True
    with Standin(keeps_exchanges=True) as standin:
        standin.account.post.again_after = (0.05, 0.1, 0.2)
        settings.PAYPAL_STANDIN = standin.url
        yield standin
    assert openapi.drift(standin.exchanges) == []


@pytest.fixture
def gateway(standin) -> Gateway:
    return connect(paypal.STANDIN)


@pytest.fixture
def everything_logged(caplog, monkeypatch):
    """DEBUG for every logger, also for those somebody has quietened."""
    for name in (None, *logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    monkeypatch.setattr(paypal, "PATIENCE", HASTY)
    return caplog
