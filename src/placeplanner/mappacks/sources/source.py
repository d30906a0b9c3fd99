"""A file that was recognised, ready to be read. Reading is lazy: nothing much is opened before `read`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Haul, Progress, SourceFile, Tally


class Source(Protocol):
    """One file of one format. It may be read more than once; each reading starts its tallies anew."""

    file: SourceFile
    tallies: list[Tally]  # filled while `read` runs, complete when it is exhausted

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        """What the file holds of an area, in pieces. Raises `Problem` where the file is damaged.

        Whatever it unpacks is removed when the iterator is exhausted, closed or fails.
        """
