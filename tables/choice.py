"""What a person chose for one list: columns in order, sort, rows per page.

The chooser posts the whole arrangement with every button, so the server can move a column
without any script. Keeping the choice is the caller's task.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from .columns import Column
from .saved_views import Views

PAGE_SIZES = (25, 50, 100)
HIDDEN = "-"


@dataclass(frozen=True)
class Choice:
    """`columns` are names in order; a leading minus keeps the place of a hidden one.

    layout  another way to show the same, where a list has one
    views   those the person keeps of the list; None for whoever cannot keep any
    """

    columns: tuple[str, ...] = ()
    sort: str = ""
    page_size: int = 0
    layout: str = ""
    views: Views | None = field(default=None, compare=False)

    def stored(self) -> dict[str, object]:
        kept = {"columns": list(self.columns), "sort": self.sort, "page_size": self.page_size}
        return kept | {"layout": self.layout} if self.layout else kept

    @classmethod
    def of(cls, stored: object) -> "Choice":
        """From what was stored, whatever became of it: nonsense is no choice."""
        if not isinstance(stored, dict):
            return cls()
        columns, sort, layout = (stored.get(name) for name in ("columns", "sort", "layout"))
        return cls(
            columns=tuple(map(str, columns)) if isinstance(columns, list | tuple) else (),
            sort=sort if isinstance(sort, str) else "",
            page_size=page_size(stored.get("page_size")),
            layout=layout if isinstance(layout, str) else "",
        )


@dataclass(frozen=True)
class Placed:
    column: Column
    visible: bool

    @property
    def name(self) -> str:
        return self.column.name if self.visible else HIDDEN + self.column.name


def arrange(permitted: Sequence[Column], chosen: Iterable[str]) -> list[Placed]:
    """All permitted columns in the chosen order; unknown names fall away silently."""
    left = {column.name: column for column in permitted}
    placed = []
    for name in chosen:
        column = left.pop(str(name).removeprefix(HIDDEN), None)
        if column:
            placed.append(Placed(column, column.locked or not str(name).startswith(HIDDEN)))
    if not placed:
        return [Placed(column, column.default or column.locked) for column in permitted]
    locked = [Placed(column, True) for column in left.values() if column.locked]
    return locked + placed + [Placed(c, False) for c in left.values() if not c.locked]


def read(post: QueryDict, permitted: Sequence[Column]) -> Choice | None:
    """The choice a posted chooser asks for; None to go back to what the list began with."""
    if "reset" in post:
        return None
    ticked = set(post.getlist("columns"))
    names = [name for name in post.getlist("order") if name in ticked]
    hidden = [HIDDEN + name for name in post.getlist("order") if name not in ticked]
    order = {name: place for place, name in enumerate(post.getlist("order"))}
    asked = sorted(names + hidden, key=lambda name: order[name.removeprefix(HIDDEN)])
    placed = _moved(arrange(permitted, asked), post)
    return Choice(
        columns=tuple(place.name for place in placed),
        sort=post.get("sort", ""),
        page_size=page_size(post.get("page_size")),
    )


def page_size(asked: object) -> int:
    """One of the sizes on offer; 0 leaves it to the list."""
    return int(str(asked)) if str(asked) in map(str, PAGE_SIZES) else 0


def _moved(placed: list[Placed], post: QueryDict) -> list[Placed]:
    for button, step in (("up", -1), ("down", 1)):
        names = [place.column.name for place in placed]
        name = str(post.get(button, ""))
        if name in names:
            here = names.index(name)
            there = min(max(here + step, 0), len(placed) - 1)
            placed.insert(there, placed.pop(here))
    return placed


def back(list_url: str, post: QueryDict) -> str:
    """Where the posted chooser leads: the same list and filter, open again after a move."""
    query = QueryDict(post.get("query", ""), mutable=True)
    for name in ("chooser", "cursor", "sort", "columns"):
        query.pop(name, None)
    for button in ("up", "down"):
        if button in post:
            query["chooser"] = f"{button}-{post[button]}"
    return f"{list_url}?{query.urlencode()}" if query else list_url


@dataclass(frozen=True)
class Item:
    """One line of the chooser."""

    column: Column
    visible: bool
    first: bool
    last: bool
    focus: str  # "up" or "down": the button pressed before, so the keyboard stays there

    @property
    def up(self) -> str:
        return _("Move %(column)s up") % {"column": self.column.label}

    @property
    def down(self) -> str:
        return _("Move %(column)s down") % {"column": self.column.label}


@dataclass(frozen=True)
class Chooser:
    items: tuple[Item, ...]
    is_open: bool
    page_size: int
    sizes: tuple[int, ...] = PAGE_SIZES

    @property
    def visible(self) -> int:
        return sum(item.visible for item in self.items)


def chooser(placed: Sequence[Placed], opened: str, size: int) -> Chooser:
    button, _dash, name = opened.partition("-")
    last = len(placed) - 1
    items = [
        Item(
            column=place.column,
            visible=place.visible,
            first=number == 0,
            last=number == last,
            focus=_focus(button, number, last) if place.column.name == name else "",
        )
        for number, place in enumerate(placed)
    ]
    return Chooser(tuple(items), is_open=bool(opened), page_size=size)


def _focus(button: str, number: int, last: int) -> str:
    """The same button, or its neighbour where the end of the list switched it off."""
    if button == "up":
        return "up" if number else "down"
    return "down" if number < last else "up"
