"""Keeps the processes of the demo: `tick` runs here, everything else is a child.

Children stand in sessions of their own, so that Ctrl-C reaches only this process, which then ends
them in order. If one of them dies by itself, the others are ended as well.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

HOST = "127.0.0.1"
START_WITHIN = 30
END_WITHIN = 10
TICK_EVERY = 60

Child = subprocess.Popen[bytes]


def is_free(port: int) -> bool:
    """As the server will ask for it: a port that is only waiting to be closed counts as free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def web_server(port: int) -> list[str]:
    """Threads, because a download streams for as long as its reader takes."""
    module, _, application = settings.WSGI_APPLICATION.rpartition(".")
    return [
        *(sys.executable, "-m", "gunicorn", f"{module}:{application}"),
        *("--bind", f"{HOST}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload"),
        *("--graceful-timeout", "5", "--log-level", "warning"),
    ]


def worker() -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "db_worker", "-v", "0"]


def standin(port: int, site: int) -> list[str]:
    """In place of PayPal: in the demo nobody pays with money."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "paypal_standin", "-v", "0"]
    return [*command, "--port", str(port), "--site", f"http://{HOST}:{site}"]


@contextmanager
def running(*commands: list[str]) -> Iterator[list[Child]]:
    """The children, ended when the block is left, however it is left."""
    # Static files come from their sources: nobody has to collect them first.
    environment = os.environ | {"PYTHONWARNINGS": "ignore:No directory at:UserWarning"}
    children = [
        subprocess.Popen(  # noqa: S603 — the commands above
            command, cwd=settings.BASE_DIR, env=environment, start_new_session=True
        )
        for command in commands
    ]
    try:
        yield children
    finally:
        _end(children)


def _end(children: list[Child]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + END_WITHIN
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def answers(port: int, children: list[Child]) -> bool:
    """Wait for the first answer; False if a child has died or the time is over."""
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        if _is_alive(port):
            return True
        time.sleep(0.05)
    return False


def _is_alive(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=START_WITHIN)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """Set by Ctrl-C, by SIGTERM, and when the terminal is closed."""
    told = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: told.set()) for number in signals}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(stop: threading.Event, children: list[Child], tick: Callable[[], None]) -> bool:
    """Tick every minute until told to stop; False if a child ended by itself before that."""
    next_tick = time.monotonic()
    while not stop.wait(0.5):
        if any(child.poll() is not None for child in children):
            return False
        if time.monotonic() >= next_tick:
            next_tick += TICK_EVERY
            tick()
    return True
