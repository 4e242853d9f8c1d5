"""The accounting workbook from a real server: first bytes, whole file, the worker's peak."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from benchmarks.statements import EXPORT, signed_in

ROUNDS = 3


def report() -> None:
    """Peak memory is read from /proc, so that column stays empty on other systems than Linux."""
    email, path = EXPORT
    cookie = signed_in(email).cookies["sessionid"].value
    with server() as (port, worker):
        fetch(port, "/healthz", cookie)
        calm = memory(worker, "VmRSS")
        print("| export | first bytes s | whole s | MiB file | worker before, peak MiB |")
        print("|---|---|---|---|---|")
        for number in range(1, ROUNDS + 1):
            first, whole, size = fetch(port, path, cookie)
            peak = memory(worker, "VmHWM")
            print(
                f"| {number} | {first:.2f} | {whole:.2f} | {size / 2**20:.1f} | {calm}, {peak} |",
                flush=True,
            )


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """One gunicorn worker on a free loopback port; yields the port and the worker's process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--threads", "4", "--log-level", "error", "--timeout", "120"]
    process = subprocess.Popen(command)
    try:
        wait_for(port)
        yield port, child_of(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
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
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return ""
    [line] = [line for line in status.read_text().splitlines() if line.startswith(name)]
    return f"{int(line.split()[1]) / 1024:.0f}"


def fetch(port: int, path: str, cookie: str) -> tuple[float, float, int]:
    """Seconds to the first 4 KiB, seconds to the end, and how many bytes came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}", "Host": "localhost"})
    response = connection.getresponse()
    assert response.status == HTTPStatus.OK, (path, response.status)
    size = len(response.read(4096))
    first = time.perf_counter() - started
    while chunk := response.read(65536):
        size += len(chunk)
    return first, time.perf_counter() - started, size
