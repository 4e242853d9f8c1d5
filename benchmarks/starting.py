"""From a fresh checkout to the first page, against pip alone. Slow, so only by ONLY=starting."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import table, timed
from benchmarks.serving import HERE, wait_for

HOUSE = Path(__file__).resolve().parent.parent
SLOW = 300


def report() -> None:
    with tempfile.TemporaryDirectory() as folder:
        alone = timed(lambda: _install(Path(folder) / "alone"))
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "kursbuch"
        _run("git", "clone", "--quiet", str(HOUSE), str(checkout))
        fresh, again = _first_page(checkout), _first_page(checkout)
    rows = [["pip alone", alone], ["make run, fresh", fresh], ["make run, again", again]]
    table("| what | seconds |", [[name, f"{seconds:.1f}"] for name, seconds in rows])


def _install(where: Path) -> None:
    _run(sys.executable, "-m", "venv", str(where))
    requirements = str(HOUSE / "requirements" / "run.txt")
    _run(str(where / "bin" / "pip"), "install", "--quiet", "-r", requirements)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _first_page(checkout: Path) -> float:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    known = ("DATABASE_URL", "SECRET_KEY", "DEMO", "DEBUG", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in known}
    command = ["make", "run", f"PORT={port}"]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=checkout, env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_for(port, SLOW)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
