"""What stands in somebody else's columns, as a TOML file says it."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path

from django.utils.translation import gettext as _

from catalog import states
from catalog.methods import installed
from courseplanner.imports import values
from courseplanner.imports.columns import COLUMNS
from tables.sheets.problems import FaultyError, Problem, UnreadableError

Named = dict[str, str]


# What a part that follows from another column may speak of.
_KEYS: dict[str, Callable[[], Iterable[str]]] = {
    "offer_type_by_price": lambda: ("priced", "free"),
    "kind_by_offer_type": installed,
    "status_by_kind": lambda: states.BY_KIND,
}


@dataclass(frozen=True)
class Mapping:
    """The keys of a mapping file. Without one, every column bears its own name."""

    columns: Named = field(default_factory=dict)
    ignore: list[str] = field(default_factory=list)
    constants: Named = field(default_factory=dict)
    suffix: Named = field(default_factory=dict)
    offer_type_by_price: Named = field(default_factory=dict)
    kind_by_offer_type: Named = field(default_factory=dict)
    status_by_kind: Named = field(default_factory=dict)

    def named(self, key: str) -> str:
        """How the file calls this column of ours."""
        return self.columns.get(key, key)

    def places(self, header: list[str]) -> dict[str, int]:
        """Our columns with their place in the file."""
        found = {name: place for place, name in enumerate(header)}
        renamed = set(self.columns.values()) | set(self.ignore)
        own = {key: found[key] for key in COLUMNS if key in found and key not in renamed}
        return own | {ours: found[name] for ours, name in self.columns.items() if name in found}

    def problems(self, header: list[str]) -> list[Problem]:
        """Where this file and this mapping do not fit together."""
        known = {*self.columns.values(), *self.ignore, *COLUMNS.keys() - self.columns.keys()}
        named = [name for name in header if name]
        unknown = [Problem(1, name, _("unknown column")) for name in named if name not in known]
        missing = [
            Problem(1, name, _("the mapping names this column, but the file does not have it"))
            for name in self.columns.values()
            if name not in named
        ]
        twice = [
            Problem(1, name, _("two columns have this name"))
            for name, times in Counter(named).items()
            if times > 1
        ]
        return unknown + missing + twice

    def fill(self, cells: Named) -> Named:
        """Cells under our names, with everything that follows from others. Cells come first."""
        filled = {key: cells[key] + self.suffix.get(key, "") for key in cells if cells[key]}
        filled = self.constants | filled
        offer_type = self._offer_type(filled.get("price", ""))
        _settle(filled, "offer_type", offer_type)
        _settle(filled, "kind", self.kind_by_offer_type.get(filled.get("offer_type", "")))
        _settle(filled, "status", self.status_by_kind.get(filled.get("kind", "")))
        return filled

    def _offer_type(self, price: str) -> str | None:
        try:
            is_free = not price or not values.price(price)
        except FaultyError:
            is_free = False
        return self.offer_type_by_price.get("free" if is_free else "priced")


def _settle(cells: Named, key: str, value: str | None) -> None:
    if value:
        cells.setdefault(key, value)


def load(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UnreadableError(
            _("The mapping {name} cannot be read: {reason}.").format(name=path.name, reason=error)
        ) from error
    _refuse_unknown(content)
    ignore = [str(name) for name in content.pop("ignore", [])]
    return Mapping(ignore=ignore, **{name: _texts(part) for name, part in content.items()})


def _refuse_unknown(content: dict[str, object]) -> None:
    tables = {one.name for one in fields(Mapping)} - {"ignore"}
    for name, part in content.items():
        is_right = isinstance(part, list) if name == "ignore" else isinstance(part, dict)
        if name not in tables | {"ignore"} or not is_right:
            raise UnreadableError(_("The mapping has no part {name}.").format(name=name))
    ours = [key for name in ("columns", "constants", "suffix") for key in _keys(content, name)]
    for key in ours:
        if key not in COLUMNS:
            raise UnreadableError(
                _("The mapping speaks of {key}, which is no column.").format(key=key)
            )
    for part, known in _KEYS.items():
        for key in _keys(content, part):
            if key not in known():
                said = _("{part} knows {known}, not {key}.")
                known_ones = ", ".join(known())
                raise UnreadableError(said.format(part=part, known=known_ones, key=key))


def _keys(content: dict[str, object], name: str) -> list[str]:
    part = content.get(name)
    return list(part) if isinstance(part, dict) else []


def _texts(part: dict[str, object]) -> Named:
    """TOML has numbers and truth values; cells are text."""
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in part.items()
    }
