"""What can be done with a row: the entries of its menu, declared once like its columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from .columns import Label

Fetched = Mapping[str, Any]  # what the list read of a row
Page = Any  # what the page's template was given, asked by name
Href = Callable[[Fetched, Page], str]
When = Callable[[Fetched, Page], bool]


def always(_row: Fetched, _page: Page) -> bool:
    return True


def having(*keys: str) -> When:
    """Rows that hold something under each of these keys."""
    return lambda row, _page: all(row[key] for key in keys)


@dataclass(frozen=True)
class Entry:
    """One line of a row's menu.

    when   whether a row has it
    posts  it changes something at once: a button, which hands on what the list shows
    sends  name and value of that button
    """

    label: Label
    icon: str
    href: Href
    when: When = always
    posts: bool = False
    sends: tuple[str, str] | None = None


def below(path: str = "", *, key: str = "pk") -> Href:
    """A page below the list, which leads back to the list as it is."""
    return lambda row, page: f"{page['list_url']}{row[key]}/{path}{page['table'].links.behind}"


def posted(path: str, *, key: str = "pk") -> Href:
    """An address below the list that takes a button's click."""
    return lambda row, page: f"{page['list_url']}{row[key]}/{path}"


def at(view: str, **keys: str) -> Href:
    """A page by the name of its address; the keys name what the row holds."""
    names, held = tuple(keys), keys.values()
    return lambda row, _page: _address(view, names, tuple(row[key] for key in held))


@lru_cache(maxsize=4096)
def _address(view: str, names: tuple[str, ...], values: tuple[object, ...]) -> str:
    """Rows lead to the same pages again and again, and to look them up takes its time."""
    return reverse(view, kwargs=dict(zip(names, values, strict=True)))
