"""The account of a reading of OpenStreetMap: what became of each point, line and group, by what kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from placeplanner.mappacks.haul import Tally
from placeplanner.mappacks.sources.osm_tags import BARE, CORNERS

_MOST_NOTES = 20


class Account(Struct):
    """Tallies by name; `points`, `ways` and `groups` count those without tags, which only osmium sees."""

    points: int = 0
    ways: int = 0
    groups: int = 0
    seen: int = 0  # of those with tags
    _tallies: dict[str, Tally] = field(default_factory=dict)
    _notes: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many were met so far."""
        return self.points + self.ways + self.groups + self.seen

    def tally(self, name: str) -> Tally:
        """The tally of that name."""
        found = self._tallies.get(name)
        if found is None:
            found = self._tallies[name] = Tally(name)
        return found

    def met(self, name: str) -> Tally:
        """The same, with one more read."""
        self.seen += 1
        tally = self.tally(name)
        tally.read += 1
        return tally

    def refuse(self, name: str, label: str, why: str) -> None:
        """One that was met is refused."""
        self.tally(name).refused[why] += 1
        self._note(name, f"{label}: {why}; left out.")

    def repair(self, name: str, label: str, why: str) -> None:
        """One that is kept was mended."""
        self.tally(name).repaired[why] += 1
        self._note(name, f"{label}: {why}; mended.")

    def _note(self, name: str, note: str) -> None:
        self._notes[name] = self._notes.get(name, 0) + 1
        if self._notes[name] <= _MOST_NOTES:
            self.tally(name).notes.append(note)

    def closed(self) -> Iterator[Tally]:
        """All tallies when everything is read, those without tags last."""
        for name, count in self._notes.items():
            if count > _MOST_NOTES:
                self.tally(name).notes.append(f"And {count - _MOST_NOTES:,} more like these.")
        yield from sorted(self._tallies.values(), key=lambda tally: (-tally.kept, tally.layer))
        for form, count in zip("nwr", (self.points, self.ways, self.groups), strict=True):
            if count:
                bare = Tally(BARE[form], read=count)
                bare.left_out[CORNERS if form != "r" else "nothing that this map shows"] = count
                yield bare
