"""Medians, how far they spread, and the tables they are shown in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

TIMES = 11
FRAMES_A_STEP = 12  # eleven steps of twelve frames are about as long as a piece of the stack


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


def runs(work: Callable[[], object], times: int = TIMES) -> Figures:
    """After one run that warms up."""
    work()
    return Figures([timed(work, deeper=place) for place in range(times)])


def side_by_side(
    ours: Callable[[], object], reference: Callable[[], object], times: int = TIMES
) -> tuple[Figures, Figures]:
    """In turn, so that both meet the same weather."""
    ours(), reference()
    pairs = [(timed(ours, deeper=n), timed(reference, deeper=n)) for n in range(times)]
    return Figures([one for one, _other in pairs]), Figures([other for _one, other in pairs])


def timed(work: Callable[[], object], *, deeper: int = 0) -> float:
    """Seconds; `deeper` says from how many steps below the caller.

    Python keeps its frames in pieces of 16 KiB. Where the busiest calls of a page lie across the
    end of one, it is taken and given back at each of them, and the page takes up to twice its
    time. Runs that start at depths all over a piece have a median that knows nothing of it.
    """
    return _down(work, FRAMES_A_STEP * (deeper % TIMES))


def _down(work: Callable[[], object], frames: int) -> float:
    if frames:
        return _down(work, frames - 1)
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
