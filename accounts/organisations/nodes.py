"""The tree as its page shows it: in the order of names, narrowed by a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Organisation
from tables.folding import every_word_in, fold

FEW = 40  # as many can be shown at once; of more, the lower levels are folded away
FIRST_LEVELS = 2


@dataclass
class Node:
    organisation: Organisation
    level: int = 1
    children: list[Node] = field(default_factory=list)
    is_found: bool = False
    is_open: bool = True


def tops(organisations: Iterable[Organisation], query: str) -> list[Node]:
    """Those that stand under none of the others; what is found keeps the path above it."""
    by_name = sorted(organisations, key=lambda one: (fold(one.name), one.pk))
    nodes = {one.pk: Node(one) for one in by_name}
    first: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.organisation.parent_id or 0)
        (above.children if above else first).append(node)
    searched = bool(query.strip())
    kept = _found(first, query) if searched else first
    _place(kept, 1, all_open=searched or len(nodes) <= FEW)
    return kept


def _found(nodes: list[Node], query: str) -> list[Node]:
    for node in nodes:
        text = f"{node.organisation.name} {node.organisation.identifier}"
        node.is_found = every_word_in(text, query)
        node.children = _found(node.children, query)
    return [node for node in nodes if node.is_found or node.children]


def _place(nodes: list[Node], level: int, *, all_open: bool) -> None:
    for node in nodes:
        node.level = level
        node.is_open = all_open or level < FIRST_LEVELS
        _place(node.children, level + 1, all_open=all_open)
