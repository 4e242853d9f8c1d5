"""make bench: loads the demo at two sizes into both databases, measures, prints tables.

SIZE= sets the larger number of booking orders (default 100000). Everything happens in a folder
that is thrown away; the server under test listens on loopback only.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

SMALL = 1_000
SIZE = int(os.environ.get("SIZE", "100000"))


def main() -> None:
    print(f"# Figures at {SMALL:,} and {SIZE:,} booking orders\n", flush=True)
    for size in (SMALL, SIZE):
        with tempfile.TemporaryDirectory() as folder:
            measure("SQLite", size, f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        measure("PostgreSQL", size)


def measure(database: str, size: int, url: str = "") -> None:
    """One database of one size in a process of its own; PostgreSQL comes from its wheel."""
    print(f"\n## {database}, {size:,} orders\n", flush=True)
    command = [sys.executable, "-m", "benchmarks.run", str(size)]
    if not url:
        command = [sys.executable, "-m", "tests.postgres", *command]
    subprocess.run(command, env=environment(url), check=True)


def environment(url: str) -> dict[str, str]:
    known = {**os.environ, "SECRET_KEY": "only-for-benchmarks" * 3, "DEMO": "1", "DEBUG": "0"}
    return {**known, "DATABASE_URL": url} if url else known


if __name__ == "__main__":
    main()
