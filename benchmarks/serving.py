"""A server of our own on loopback, and clients that ask it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from benchmarks.measure import Figures, timed

HERE = "127.0.0.1"


@contextmanager
def server(*, workers: int = 1) -> Iterator[tuple[int, int]]:
    """gunicorn on a free port; yields the port and the first worker's process id."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HERE}:{port}"]
    command += ["--workers", str(workers), "--threads", "4", "--log-level", "error"]
    # As docs/operators.md recommends.
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    process = subprocess.Popen([*command, "--timeout", "120"], env=environment)
    try:
        wait_for(port)
        yield port, child_of(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((HERE, port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 10
    while children.exists() and time.monotonic() < until:
        if found := children.read_text().split():
            return int(found[0])
        time.sleep(0.1)
    return pid


def memory(pid: int, name: str) -> str:
    """MiB, from /proc; empty on other systems than Linux."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return ""
    [line] = [line for line in status.read_text().splitlines() if line.startswith(name)]
    return f"{int(line.split()[1]) / 1024:.0f}"


def fetch(port: int, path: str, cookie: str = "") -> tuple[float, float, int]:
    """Seconds to the first 4 KiB, seconds to the end, and how many bytes came."""
    connection = http.client.HTTPConnection(HERE, port, timeout=300)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}", "Host": "localhost"})
    response = connection.getresponse()
    assert response.status == HTTPStatus.OK, (path, response.status)
    size = len(response.read(4096))
    first = time.perf_counter() - started
    while chunk := response.read(65536):
        size += len(chunk)
    connection.close()
    return first, time.perf_counter() - started, size


def ask_for(
    port: int, path: str, cookie: str, *, clients: int, seconds: float
) -> tuple[float, Figures]:
    """Requests a second of so many clients who ask again as soon as they are answered."""

    def one(_client: int) -> list[float]:
        until, spent = time.monotonic() + seconds, []
        while time.monotonic() < until:
            spent.append(timed(lambda: fetch(port, path, cookie)))
        return spent

    with ThreadPoolExecutor(clients) as pool:
        spent = [each for answers in pool.map(one, range(clients)) for each in answers]
    return len(spent) / seconds, Figures(spent)
