"""What lies beneath the records: a street map as arrays, whoever made it. Map packs hold it, painting shows it.

Neither knows the other: both know this. All coordinates are EPSG:27700 metres. Codes of classes are written into
packs, so `CLASSES` and `NAME_KINDS` only ever grow at their ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Box = tuple[float, float, float, float]  # west, south, east, north


class MapLayer(StrEnum):
    """What a street map is made of, from the bottom up as it is painted."""

    GROUNDS = "grounds"  # areas: of schools, hospitals, works
    GREEN = "green"  # areas
    WOODS = "woods"  # areas
    WATER = "water"  # areas
    WATERWAYS = "waterways"  # lines
    BUILDINGS = "buildings"  # areas
    RAILWAYS = "railways"  # lines
    ROADS = "roads"  # lines
    STOPS = "stops"  # points
    REFERENCE = (
        "reference"  # points, lines or areas of a layer that somebody named; classes number the layers
    )


CLASSES: Mapping[MapLayer, tuple[str, ...]] = {
    MapLayer.GROUNDS: ("education", "health", "industry", "other"),
    MapLayer.GREEN: (
        "park",
        "playing_field",
        "play_space",
        "sport",
        "golf",
        "allotments",
        "cemetery",
        "nature",
        "grass",
        "other",
    ),
    MapLayer.WOODS: ("wood",),
    MapLayer.WATER: ("water", "wetland"),
    MapLayer.WATERWAYS: ("river", "canal", "stream"),
    MapLayer.BUILDINGS: ("building", "public"),
    MapLayer.RAILWAYS: ("railway", "tram", "disused"),
    MapLayer.ROADS: ("motorway", "a_road", "b_road", "through", "street", "service", "path"),
    MapLayer.STOPS: ("station", "tram_stop", "bus_stop"),
    MapLayer.REFERENCE: (),
}
"""What each number in `Shapes.classes` means, by layer."""

NAME_KINDS = (
    "town",
    "village",
    "locality",
    "motorway",
    "a_road",
    "b_road",
    "through",
    "street",
    "service",
    "path",
    "water",
    "waterway",
    "park",
    "wood",
    "grounds",
    "station",
    "stop",
    "building",
    "reference",
)
"""What each number in `Names.kinds` means."""


class Shapes(Struct, frozen=True, eq=False):
    """Some shapes of one layer: part `i` (a point, a line or a ring) is `xy[starts[i]:starts[i + 1]]`.

    Rings are closed, outer ones counter-clockwise, holes clockwise. `owner[i]` is the shape that a part belongs to
    (an index into `classes`); parts of a shape follow one another.
    """

    layer: MapLayer
    dimension: int  # 0 points, 1 lines, 2 areas
    xy: NDArray[np.float64]  # shape (n, 2)
    starts: NDArray[np.int64]  # one longer than there are parts
    owner: NDArray[np.int64]
    classes: NDArray[np.uint8]  # one a shape

    @property
    def count(self) -> int:
        """How many shapes."""
        return len(self.classes)


class Names(Struct, frozen=True, eq=False):
    """Names to set on the map: name `i` stands along or at `xy[starts[i]:starts[i + 1]]`, a line or one point.

    `widest` is the most metres a pixel at which it is worth showing; `weight` says which of two goes first.
    """

    texts: tuple[str, ...]
    kinds: NDArray[np.uint8]
    weight: NDArray[np.float32]
    widest: NDArray[np.float32]
    xy: NDArray[np.float64]  # shape (n, 2)
    starts: NDArray[np.int64]


class Coverage(Struct, frozen=True, eq=False):
    """How much of each cell a layer covers (0 to 255), row 0 in the north: for views in which shapes are specks."""

    layer: MapLayer
    cells: NDArray[np.uint8]  # shape (rows, columns)
    box: Box


class Tile(Struct, frozen=True, eq=False):
    """One picture of a backdrop (PNG, JPEG or WebP). `corners`, shape (4, 2): north-west, then clockwise."""

    picture: bytes
    corners: NDArray[np.float64]


class Publication(Struct, frozen=True):
    """Something published that a map was made from. `whose` says publisher and licence in words, or that nobody can."""

    title: str
    whose: str
    date: str
    attribution: str  # in the words that its licence asks for; "" where nobody can tell


class StreetMap(Protocol):
    """A map that can be painted. Read-only; every method may be called from any thread.

    What is asked for again comes back as the very same objects while they are kept, so that painting may keep
    what it made of them. `metres_per_pixel` chooses the level of detail; what is given may reach beyond the box.
    """

    @property
    def box(self) -> Box:
        """Around all that it holds."""

    @property
    def attribution(self) -> str:
        """What must be said wherever it is shown, in one line."""

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What it was made from, where there is room to say all."""

    @property
    def references(self) -> tuple[str, ...]:
        """The names of its reference layers, in the order of their numbers."""

    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        """What a view needs of a layer, in pieces."""

    def coverage(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Coverage]:
        """The same as pictures, where the view is so wide that `shapes` leaves the layer (or its small classes) out."""

    def names(self, box: Box, metres_per_pixel: float) -> Sequence[Names]:
        """Names worth considering, in pieces."""

    def tiles(self, box: Box, metres_per_pixel: float) -> Sequence[Tile]:
        """The pictures of a backdrop; none in most maps."""
