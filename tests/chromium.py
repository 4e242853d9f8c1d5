"""Finds a Chromium that really starts; `python -m tests.chromium` says so by its exit code."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Some systems have a stub under this name that only explains how to install it."""
    if not Path(path).exists():
        return False
    try:
        page = subprocess.run(
            [path, "--headless", *FLAGS, "--dump-dom", "data:text/html,<p>here</p>"],
            capture_output=True,
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"<p>here</p>" in page.stdout


@cache
def find() -> str | None:
    return next(filter(starts, candidates()), None)


if __name__ == "__main__":
    sys.exit(find() is None)
