"""Medians, how far they spread, and the tables they are shown in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Figures:
    """Seconds of several runs."""

    seconds: list[float]

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.seconds[0]

    @property
    def ms(self) -> str:
        """The median in milliseconds, and between which the runs lay: the noise."""
        low, high = min(self.seconds), max(self.seconds)
        return f"{self.median * 1000:.1f} ({low * 1000:.1f}–{high * 1000:.1f})"


def runs(work: Callable[[], object], times: int = 9) -> Figures:
    """After one run that warms up."""
    work()
    return Figures([timed(work) for _ in range(times)])


def side_by_side(
    ours: Callable[[], object], reference: Callable[[], object], times: int = 9
) -> tuple[Figures, Figures]:
    """In turn, so that both meet the same weather."""
    ours(), reference()
    pairs = [(timed(ours), timed(reference)) for _ in range(times)]
    return Figures([one for one, _other in pairs]), Figures([other for _one, other in pairs])


def timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def held(value: float, target: float, *, at_most: bool = True) -> str:
    """A ratio, its target, and whether it is met."""
    met = value <= target if at_most else value >= target
    sign = "≤" if at_most else "≥"
    return f"{value:.2f} {sign} {target:.2f}: {'met' if met else '**missed**'}"


def table(head: str, rows: Iterable[Iterable[object]]) -> None:
    """`head` names the columns as markdown does."""
    print(head)
    print("|---" * (head.count("|") - 1) + "|")
    for row in rows:
        print("| " + " | ".join(map(str, row)) + " |", flush=True)
    print(flush=True)
