"""What a column is: declared once for the page, the chooser and the workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django_countries import countries

Label = str | Promise
Choices = Mapping[Any, Label]


class Kind(StrEnum):
    TEXT = "text"
    CODE = "code"  # text that looks like a number: booking numbers, ZIP codes
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    COUNTRY = "country"


TEXT, CODE, DATE, DATETIME, MONEY, NUMBER, CHOICE, COUNTRY = Kind

_CSS = {
    CODE: "code",
    DATE: "kb-nowrap",
    DATETIME: "kb-nowrap",
    MONEY: "num",
    NUMBER: "num",
}


@dataclass(frozen=True)
class Column:
    """One column of a list.

    value     a database path or an expression; page and workbook both read it
    sort      the indexed path it is sorted by; None: cannot be sorted
    default   shown until somebody chooses otherwise
    locked    always shown, though it may be moved
    needs     a right; who lacks it never meets this column, nowhere
    currency  for MONEY: the path of the currency code
    choices   for CHOICE: stored key → label, or a callable giving that
    extras    further paths that dressing the cell reads
    write     dresses the cell on the page: of the cell, its row (a dict) and the page
    template  the same by a template; gets `value`, `row` and `column`
    css       for the layout as card: no, state, title, full, wrap
    page_only never in a workbook (an icon, a link)
    """

    name: str
    label: Label
    value: str | Combinable
    kind: Kind = TEXT
    sort: str | None = None
    default: bool = True
    locked: bool = False
    needs: str | None = None
    currency: str | None = None
    choices: Choices | Callable[[], Choices] | None = None
    extras: tuple[str, ...] = ()
    write: Callable[[Any, Mapping[str, Any], Any], object] | None = None
    template: str | None = None
    css: str = ""
    width: float | None = None
    page_only: bool = False

    @property
    def key(self) -> str:
        """Under which a fetched row holds the value."""
        return self.value if isinstance(self.value, str) else f"{self.name}_value"

    @property
    def classes(self) -> str:
        return f"{self.css} {_CSS.get(self.kind, '')}".strip()

    @property
    def paths(self) -> tuple[str, ...]:
        """What the page fetches beside the value."""
        return (*self.extras, self.currency) if self.currency else self.extras

    def labels(self) -> dict[Any, str]:
        """Stored key → what is read, in the active language."""
        if self.kind == COUNTRY and self.choices is None:
            return dict(countries)
        choices = self.choices() if callable(self.choices) else self.choices
        return {key: str(label) for key, label in (choices or {}).items()}
