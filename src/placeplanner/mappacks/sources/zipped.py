"""A source inside a zip: unpacked when it is read, and gone when that ends, however it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct, field

from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Haul, Progress, SourceFile, Tally
from placeplanner.mappacks.sources.archives import unpacked
from placeplanner.mappacks.sources.source import Source


class ZippedSource(Struct):
    """A source that waits in a zip. `find` recognises it among the files that were unpacked."""

    file: SourceFile
    members: Sequence[str]
    find: Callable[[Path], Sequence[Source]]
    tallies: list[Tally] = field(default_factory=list)

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        """As `Source` says."""
        progress(None, f"Unpacking {self.file.path.name}")
        with unpacked(self.file.path, self.members) as folder:
            source = self._own(self.find(folder))
            try:
                for haul in source.read(area, progress):
                    self.tallies = source.tallies
                    yield haul
            finally:  # how far a damaged one came is told too
                self.tallies = source.tallies

    def _own(self, sources: Sequence[Source]) -> Source:
        for source in sources:
            if (source.file.format, source.file.credits.title) == (self.file.format, self.file.credits.title):
                return source
        raise Problem(
            f"“{self.file.path.name}” is no longer what it was.",
            "It changed since it was looked at.",
            "Add it again.",
        )
