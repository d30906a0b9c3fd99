"""Sources that broke while they were read. Of such a file nothing is on the map: half a town would look like all of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from placeplanner.errors import Problem
from placeplanner.mappacks.haul import SourceFile
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.refusals import nothing_in


class Refused(Struct, frozen=True):
    """A source, how many things had been read of it when it broke, and why it did."""

    file: SourceFile
    read: int
    problem: Problem

    @property
    def name(self) -> str:
        """What people know it by."""
        return f"{self.file.path.name}/{self.file.inner}" if self.file.inner else self.file.path.name

    @property
    def reason(self) -> str:
        """How it ended: "refused: damaged after 20,000 things"."""
        if not isinstance(self.problem, Damaged):
            return f"refused: {self.problem.what[:-1]}"
        things = "thing" if self.read == 1 else "things"
        return f"refused: damaged after {self.read:,} {things}" if self.read else "refused: damaged"

    @property
    def words(self) -> str:
        """All of it, in one line."""
        told = f"{self.name}: {self.reason}. Nothing of it is on the map."
        return " ".join(part for part in (told, self.problem.why, self.problem.try_this) if part)


def all_refused(refused: Sequence[Refused]) -> Problem:
    """What to say where no source is left."""
    if len(refused) > 1:
        return nothing_in("these files", [f"{one.name}: {one.reason}." for one in refused])
    (one,) = refused
    read = f"It broke after {one.read:,} things." if one.read else ""
    why = " ".join(part for part in (one.problem.why, read) if part)
    return Problem(one.problem.what, why, one.problem.try_this)
