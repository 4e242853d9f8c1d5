"""What is wrong with a file: as a whole, or row by row."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableError(Exception):
    """The file cannot be read at all; says why, and what to do."""


class FaultyError(ValueError):
    """One value cannot be taken; says why."""


@dataclass(frozen=True, order=True)
class Problem:
    """`row` is counted as a spreadsheet does, the header being 1; `column` is the file's own."""

    row: int
    column: str
    reason: str
    is_warning: bool = False
