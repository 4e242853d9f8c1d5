"""manage.py demo: serves, ticks, ends its children, and says what is wrong when it cannot."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings as house_settings
from django.core.management import CommandError, call_command

from demo import serving

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "pass"]
STUBBORN = [
    sys.executable,
    "-c",
    (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)"
        "\nwhile True: time.sleep(1)"
    ),
]


@pytest.fixture
def port() -> int:
    """Free, and the next one as well: there the stand-in listens."""
    while True:
        with socket.socket() as probe:
            probe.bind((serving.HOST, 0))
            found = probe.getsockname()[1]
        if found < 65535 and serving.is_free(found + 1):
            return found


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind((serving.HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_nobody_uses_is_free(port):
    assert serving.is_free(port)


def test_a_port_somebody_listens_on_is_taken(taken):
    assert not serving.is_free(taken)


def test_children_are_ended_when_the_block_is_left():
    with serving.running(SLEEPS, SLEEPS) as children:
        assert [child.poll() for child in children] == [None, None]
    assert all(child.poll() == -signal.SIGTERM for child in children)


def test_children_are_ended_when_something_goes_wrong():
    children = []
    with pytest.raises(RuntimeError), serving.running(SLEEPS) as started:
        children += started
        raise RuntimeError
    assert children[0].poll() is not None


def test_a_child_that_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr(serving, "END_WITHIN", 0.2)
    with serving.running(STUBBORN) as [child]:
        time.sleep(0.5)
    assert child.poll() == -signal.SIGKILL


def test_nobody_answers_where_the_server_has_died(port):
    with serving.running(ENDS) as children:
        assert not serving.answers(port, children)


def test_nobody_answers_where_the_server_takes_too_long(port, monkeypatch):
    monkeypatch.setattr(serving, "START_WITHIN", 0.2)
    with serving.running(SLEEPS) as children:
        assert not serving.answers(port, children)


def test_watching_ends_when_a_child_has_ended():
    with serving.running(ENDS) as [child]:
        child.wait()
        assert not serving.watch(threading.Event(), [child], tick=list)


def test_watching_ticks_and_ends_when_told():
    stop, ticks = threading.Event(), []

    def tick() -> None:
        ticks.append(1)
        stop.set()

    with serving.running(SLEEPS) as children:
        assert serving.watch(stop, children, tick)
    assert ticks == [1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_tell_to_stop_and_are_given_back(number):
    before = signal.getsignal(number)
    with serving.told_to_stop() as stop:
        os.kill(os.getpid(), number)
        assert stop.wait(1)
    assert signal.getsignal(number) is before


def test_the_server_is_reached_from_this_machine_only():
    assert "127.0.0.1:8123" in serving.web_server(8123)
    assert "config.wsgi:application" in serving.web_server(8123)


def test_what_is_no_demo_is_not_started(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="nothing was started"):
        call_command("demo")


def test_a_taken_port_is_named_with_the_way_out(settings, monkeypatch, taken):
    settings.DEMO = True
    monkeypatch.setenv("PORT", str(taken))
    with pytest.raises(CommandError, match=rf"Port {taken} is taken.*PORT={taken + 10}"):
        call_command("demo")


def test_a_taken_port_of_the_stand_in_is_named_too(settings, monkeypatch, port, taken):
    settings.DEMO = True
    settings.PAYPAL_STANDIN = f"http://127.0.0.1:{taken}"
    monkeypatch.setenv("PORT", str(port))
    with pytest.raises(CommandError, match=rf"Port {taken} is taken.*PORT={port + 10}"):
        call_command("demo")


@contextmanager
def demo(folder, port):
    """manage.py demo in a process of its own, ready; ended like by Ctrl-C."""
    environment = os.environ | {
        "DEMO": "1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
    }
    command = [sys.executable, "manage.py", "demo"]
    started = subprocess.Popen(
        command, cwd=house_settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    )
    said = []
    for line in started.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    try:
        yield said
    finally:
        started.send_signal(signal.SIGINT)
        said += started.communicate(timeout=20)[0].splitlines()
    assert started.returncode == 0


def answer(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return response.status


def test_the_demo_is_served_twice_and_keeps_its_data(tmp_path, port):
    with demo(tmp_path, port) as first:
        assert answer(port, "/accounts/login/") == 200
        assert answer(port, "/static/css/kursbuch.css") == 200
        assert answer(port + 1, "/control/") == 200
    assert any("Loading the demo" in line for line in first)
    assert any(f"http://localhost:{port}/" in line for line in first)
    assert any("learner@example.org" in line for line in first)
    assert any(f"http://localhost:{port + 1}/control/" in line for line in first)
    assert serving.is_free(port)
    assert serving.is_free(port + 1)
    with demo(tmp_path, port) as second:
        assert answer(port, "/healthz") == 200
    assert not any("Loading the demo" in line for line in second)
    assert any("Stopped" in line for line in second)
