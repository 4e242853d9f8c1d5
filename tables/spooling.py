"""Rows read to their end before the first is used: the database is free while a file is written,
all rows are of one moment, and how many there are is known from the start."""

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

Tell = Callable[[int, int], None]
_AT_ONCE = 500


def spooled(rows: Iterable[Any], tell: Tell) -> Iterator[Any]:
    """On disk in between, so that a million rows need no more memory than a hundred.

    tell: hears how many of how many were taken, before the first and after every few hundred.
    """
    with tempfile.TemporaryFile() as spool:
        total = 0
        for batch in _batches(iter(rows)):
            pickle.dump(batch, spool, pickle.HIGHEST_PROTOCOL)
            total += len(batch)
        spool.seek(0)
        tell(0, total)
        done = 0
        while done < total:
            batch = pickle.load(spool)  # noqa: S301  written above, and nobody else has the file
            yield from batch
            done += len(batch)
            tell(done, total)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch
