"""A file on disk and the command that imports it, as a person at a terminal meets them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

# What every row needs.
ROW = {"reference": "PF-1", "title": "Wundversorgung", "kind": "course", "organisation": "bza"}


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, names, delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def as_workbook(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


class Imported:
    """What the command said, and whether it gave up."""

    def __init__(self, *arguments: str) -> None:
        said = io.StringIO()
        self.refusal = ""
        try:
            call_command("import_catalog", *arguments, stdout=said)
        except CommandError as error:
            self.refusal = str(error)
        self.said = said.getvalue()

    def __contains__(self, sentence: str) -> bool:
        return sentence in self.said


@pytest.fixture
def run(tmp_path, root) -> Callable[..., Imported]:
    """Import rows, or a text, or a file: run([…], "--commit")."""

    def run(what: list[dict[str, str]] | str | Path, *options: str, name="courses.csv"):
        file = what if isinstance(what, Path) else tmp_path / name
        if not isinstance(what, Path):
            text = what if isinstance(what, str) else as_csv(what)
            file.write_text(text, encoding="utf-8", newline="")
        return Imported(str(file), *options)

    return run


@pytest.fixture
def mapped(tmp_path) -> Callable[[str], str]:
    """A mapping file with this content, as an option of the command."""

    def mapped(content: str) -> str:
        path = tmp_path / "mapping.toml"
        path.write_text(content, encoding="utf-8")
        return f"--mapping={path}"

    return mapped
