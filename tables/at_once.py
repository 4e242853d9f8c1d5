"""How many workbooks one person may be fetching at the same moment; see docs/adr.

Counted in each process: a count that several share would outlive the process that crashed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from threading import Lock

MOST = 10


class Places:
    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._taken: Counter[Hashable] = Counter()
        self._lock = Lock()

    def take(self, who: Hashable) -> bool:
        with self._lock:
            if self._taken[who] >= self.most:
                return False
            self._taken[who] += 1
            return True

    def give_back(self, who: Hashable) -> None:
        with self._lock:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]


class Held:
    """Bytes on their way to somebody, whose place is free again after the last of them, after
    an error, or when the reader has gone."""

    def __init__(self, content: Iterator[bytes], places: Places, who: Hashable) -> None:
        self._content, self._places, self._who = content, places, who
        self._is_open = True

    def __iter__(self) -> Held:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._content)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        self._places.give_back(self._who)
        end = getattr(self._content, "close", None)
        if end:
            end()

    __del__ = close
