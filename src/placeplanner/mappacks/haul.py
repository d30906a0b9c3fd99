"""What comes out of a source, whatever its format: the only thing that sources and the builder share.

A source yields hauls of a few thousand features and tallies every feature that it met. All coordinates are
EPSG:27700 metres, all geometries valid, and clipped to the area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from placeplanner.domain.known import KnownThing
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import Name

Progress = Callable[[float | None, str], None]  # share done or None, what is happening; may raise to cancel


class Drawn(Struct, frozen=True, eq=False):
    """Shapes for the map, all of one layer and one dimension. Arrays and tuples are as long as `geometries`."""

    layer: MapLayer
    geometries: NDArray[np.object_]  # shapely, single or multi
    classes: NDArray[np.uint8]  # into `CLASSES[layer]`; nothing but noughts for a reference layer
    names: tuple[str, ...] = ()  # "" where a shape has none; () where none has
    reference: str = ""  # of a reference layer: its name


class Named(Struct, frozen=True):
    """Names for the gazetteer. Towns, villages and localities among them are written on the map as well."""

    names: tuple[Name, ...]


class Known(Struct, frozen=True):
    """Things that can be proposed as records."""

    things: tuple[KnownThing, ...]


class Bounded(Struct, frozen=True):
    """Places with their boundaries: wards, neighbourhoods, a borough. `parent` is None: that is not published."""

    places: tuple[Place, ...]


class Outlined(Struct, frozen=True):
    """Whole areas of a layer of which only its name is known: each may be the boundary of a place."""

    outlines: tuple[Outline, ...]


class Pictured(Struct, frozen=True):
    """Tiles of a raster backdrop: (zoom, x, y) counted from the north-west in EPSG:3857, and their bytes."""

    tiles: tuple[tuple[int, int, int, bytes], ...]


Haul = Drawn | Named | Known | Bounded | Outlined | Pictured


class Tally(Struct):
    """What became of every feature of one layer of a source: `read` is the sum of the rest but for `repaired`."""

    layer: str  # as the source calls it
    read: int = 0
    kept: int = 0
    clipped_away: int = 0
    repaired: Counter[str] = field(default_factory=Counter)  # by what was wrong; these are among the kept
    left_out: Counter[str] = field(default_factory=Counter)  # by why: nothing that this map shows
    refused: Counter[str] = field(default_factory=Counter)  # by why: broken beyond repair
    notes: list[str] = field(
        default_factory=list
    )  # sentences: "Wigan 003B: its outline crossed itself; mended."

    @property
    def is_balanced(self) -> bool:
        """Whether every feature is accounted for."""
        return self.read == self.kept + self.clipped_away + self.left_out.total() + self.refused.total()


class Credits(Struct, frozen=True):
    """Who is to be named for a source, and under which licence it may be used."""

    title: str  # "OpenStreetMap extract of Rutland"
    publisher: str
    date: str  # of the data, as exactly as it is known: "2018-06", "January 2026"; "" where nobody can tell
    licence: str
    attribution: str  # what its licence asks to be said, in its own words; "" where nobody can tell
    short: str = ""  # the same for the map itself, in parts with " · " between; "" where it is the very same

    @property
    def for_the_map(self) -> str:
        """What is said on the map itself."""
        return self.short or self.attribution


class SourceFile(Struct, frozen=True):
    """A file that was recognised. `path` is what people named; `inner` is a file inside it where it is a zip."""

    path: Path
    format: str  # in words: "OpenStreetMap extract (PBF)"
    credits: Credits
    coordinates: (
        str  # in words: "latitude and longitude (WGS 84), made National Grid by OSTN15 to within 0.1 m"
    )
    inner: str = ""
    has_outlines: bool = (
        False  # areas without codes, or lines meant for some: what each of them is, only people know
    )
