"""The source of the house as lists: what tests about the house itself read."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "bookings", "catalog", "courseplanner", "demo", "tables")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> list[Path]:
    """Every module that somebody wrote by hand."""
    found = [path for room in (*APPS, "config") for path in (ROOT / room).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*.*") if path.is_file())


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text())


def functions(found: list[Path]) -> Iterator[tuple[str, int]]:
    """Name and length of every function, the signature included, its decorators not."""
    for module in found:
        for node in ast.walk(parsed(module)):
            if isinstance(node, Function):
                yield f"{told(module)}:{node.name}", node.end_lineno - node.lineno + 1


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def told(path: Path) -> str:
    return str(path.relative_to(ROOT))
