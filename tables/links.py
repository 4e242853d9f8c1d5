"""The addresses inside a list: each keeps what it does not change."""

from collections.abc import Iterator
from functools import cached_property

from django.http import QueryDict

from .saved_views import PARAMETER

# What belongs to the page one is on, not to what the list shows.
_PASSING = ("cursor", "chooser", "columns")


class Links:
    """`here`, `behind` and `kept` stand in every row, so each is written once."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query

    @cached_property
    def here(self) -> str:
        """What the list shows, for the workbook and for coming back."""
        return self._with()

    @cached_property
    def behind(self) -> str:
        """The same behind the path of another page: nothing at all where nothing is chosen."""
        return self.here if self.kept else ""

    @cached_property
    def kept(self) -> str:
        """What the list shows, as a form hands it on."""
        return self.here.removeprefix("?")

    @property
    def everything(self) -> str:
        """The workbook with all columns."""
        return self._with(columns="all")

    @property
    def all_rows(self) -> str:
        """The list without any filter."""
        sort = self.query.get("sort")
        return self._written(QueryDict(mutable=True), {"sort": str(sort)} if sort else {})

    def sort(self, key: str) -> str:
        return self._with(sort=key)

    def cursor(self, token: str) -> str:
        return self._with(cursor=token)

    def preset(self, name: str) -> str:
        return self._with(preset=name)

    def without(self, name: str, value: str) -> str:
        """One value of one filter taken away."""
        query = self.query.copy()
        query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
        return Links(query).here

    def hidden(self, *without: str) -> Iterator[tuple[str, str]]:
        """Name and value of what a form hands on."""
        for name, values in self.query.lists():
            if name not in (*without, *_PASSING):
                yield from ((name, value) for value in values)

    @property
    def search_fields(self) -> list[tuple[str, str]]:
        return list(self.hidden("q"))

    @property
    def filter_fields(self) -> list[tuple[str, str]]:
        """A form of filters brings its own fields; search, sort, tab and view stay."""
        kept = ("q", "sort", "preset", PARAMETER)
        return [(name, value) for name, value in self.hidden() if name in kept]

    def _with(self, **changes: str) -> str:
        query = self.query.copy()
        for name in _PASSING:
            query.pop(name, None)
        return self._written(query, changes)

    @staticmethod
    def _written(query: QueryDict, changes: dict[str, str]) -> str:
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"
