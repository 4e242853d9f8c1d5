"""The geometry of the occupancy drawing: one square, one seat, a bar at the minimum."""

from dataclasses import dataclass
from math import ceil

PITCH = 17
GAP = 6
MOST_SQUARES = 40
SCALES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Square:
    kind: str
    x: int


@dataclass(frozen=True)
class Row:
    squares: list[Square]
    bar: int | None
    width: int
    scale: int


def draw(*, taken: int, held: int, total: int, minimum: int) -> Row:
    """Above 40 seats one square stands for two, five, … of them; nobody is left undrawn."""
    seats = max(total, taken + held)
    scale = next((step for step in SCALES if seats <= step * MOST_SQUARES), SCALES[-1])
    kinds = _kinds(ceil(taken / scale), ceil((taken + held) / scale), ceil(seats / scale))
    before = ceil(minimum / scale)
    split = 0 < before < len(kinds)
    squares = [
        Square(kind, n * PITCH + (GAP if split and n >= before else 0))
        for n, kind in enumerate(kinds)
    ]
    width = squares[-1].x + PITCH if squares else 0
    return Row(squares, before * PITCH + 1 if split else None, width, scale)


def _kinds(taken: int, occupied: int, seats: int) -> list[str]:
    return ["taken"] * taken + ["held"] * (occupied - taken) + ["free"] * (seats - occupied)
