"""make bench: loads the demo at growing sizes into both databases, measures, prints tables.

SIZE= sets the largest number of booking orders (default 100000; SQLite stops there). Everything
happens in folders that are thrown away; the servers under test listen on loopback only.
"""

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

STEPS = (1_000, 10_000, 100_000, 1_000_000)
SIZE = int(os.environ.get("SIZE", "100000"))
LARGEST = {"SQLite": 100_000, "PostgreSQL": 1_000_000}
USUAL = 100_000  # where what does not grow with the orders is measured, too


def main() -> None:
    print(f"# Figures up to {SIZE:,} booking orders\n\n{_machine()}\n", flush=True)
    for database, largest in LARGEST.items():
        steps = [step for step in STEPS if step <= min(SIZE, largest)] or [SIZE]
        for step in steps:
            measure(database, step, whole=step == min(steps[-1], USUAL))


def _machine() -> str:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    system = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    return f"Commit {commit.stdout.strip()}; {system}; {platform.machine()}."


def measure(database: str, size: int, *, whole: bool) -> None:
    """One database of one size in a process of its own; PostgreSQL comes from its wheel."""
    print(f"\n## {database}, {size:,} orders\n", flush=True)
    command = [sys.executable, "-m", "benchmarks.run", str(size), "all" if whole else "growing"]
    if database == "PostgreSQL":
        command = [sys.executable, "-m", "tests.postgres", *command]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}" if database == "SQLite" else ""
        subprocess.run(command, env=environment(url), check=True)


def environment(url: str) -> dict[str, str]:
    known = {**os.environ, "SECRET_KEY": "only-for-benchmarks" * 3, "DEMO": "1", "DEBUG": "0"}
    return {**known, "DATABASE_URL": url} if url else known


if __name__ == "__main__":
    main()
