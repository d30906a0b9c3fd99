"""The boundaries in a map pack, sorted for people to choose from; none of it knows Qt, all of it is work for a job."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.places import ReplaceBoundaries, how_many_places

if TYPE_CHECKING:
    from placeplanner.domain.place import Places
    from placeplanner.edits.claims import Claim, UseOutlines
    from placeplanner.gui.jobs import Progress
    from placeplanner.mappacks.matching import Suggestion

_KINDS = (PlaceKind.NEIGHBOURHOOD, PlaceKind.WARD, PlaceKind.BOROUGH, PlaceKind.PATCH)
NOBODY = "No file says whose they are, or of what date."


class Sort(Struct, frozen=True):
    """The boundaries of one kind: how many in words, and whose they are and of what date."""

    kind: PlaceKind
    label: str
    whose: str


class Outlines(Struct, frozen=True):
    """All the boundaries of one pack. Towns are among `places`, but not among `sorts`: a plan makes its own."""

    title: str
    places: tuple[Place, ...]

    @property
    def sorts(self) -> tuple[Sort, ...]:
        """What can be chosen."""
        found = {kind: [place for place in self.places if place.kind is kind] for kind in _KINDS}
        return tuple(_sort(kind, places) for kind, places in found.items() if places)

    def edit(self, kinds: Collection[PlaceKind]) -> ReplaceBoundaries:
        """The step that uses those of some kinds. What is not to be chosen comes along, to be told why it is not used."""
        from placeplanner.mappacks.shipped import shipped_rules

        wanted = tuple(
            place if place.source else replace(place, source=self.title)
            for place in self.places
            if place.kind in kinds or place.kind not in _KINDS
        )
        return ReplaceBoundaries(wanted, "", shipped_rules(), f"“{self.title}”")


class Choices(Struct, frozen=True):
    """Outlines of which people say what they are, each with a suggestion, and what is to be read before."""

    title: str
    suggestions: tuple[Suggestion, ...]
    told: tuple[str, ...]

    def edit(self, claims: tuple[Claim, ...]) -> UseOutlines:
        """The step that does what was said."""
        from placeplanner.edits.claims import UseOutlines
        from placeplanner.mappacks.shipped import shipped_rules

        return UseOutlines(claims, f"“{self.title}”", shipped_rules())


def _sort(kind: PlaceKind, places: list[Place]) -> Sort:
    label = how_many_places(kind, len(places))
    sources = dict.fromkeys(place.source for place in places if place.source)
    return Sort(kind, f"{label[:1].upper()}{label[1:]}", "; ".join(sources) or NOBODY)


def outlines_of(path: Path, title: str, progress: Progress) -> Outlines:
    """The boundaries of a pack. Raises `Problem` where the file is damaged or gone."""
    from placeplanner.mappacks.pack import open_pack

    progress(None, f"Reading the boundaries of “{title}” …")
    pack = open_pack(path)
    try:
        return Outlines(title, pack.places())
    finally:
        pack.close()


def choices_of(source: Path, title: str, places: Places, progress: Progress) -> Choices:
    """The outlines without codes in a file or a pack. Raises `Problem` where there is none that could be used."""
    from placeplanner.mappacks.matching import suggested, worth_listing
    from placeplanner.mappacks.outlines import outlines_in

    found = outlines_in(str(source), places, progress)
    progress(None, "Comparing them with the places of this plan …")
    listed, rest = worth_listing(suggested(found.outlines, places))
    return Choices(title, listed, (*found.told, *([rest] if rest else [])))
