"""A street map that lies in memory: what painting is tried on without any pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from msgspec import Struct, field
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.streetmap import (
    CLASSES,
    NAME_KINDS,
    Box,
    Coverage,
    MapLayer,
    Names,
    Publication,
    Shapes,
    Tile,
)

Item = tuple[BaseGeometry, int]
NameItem = tuple[str, str, BaseGeometry]
_WIDEST = {"town": 60.0, "village": 30.0, "locality": 8.0, "street": 3.0, "service": 1.2, "path": 1.0}


def shapes_of(layer: MapLayer, items: Sequence[Item]) -> Shapes:
    """Some geometries of one layer and one dimension, as painting is given them."""
    geometries = np.array([item[0] for item in items], dtype=object)
    dimension = int(shapely.get_dimensions(geometries)[0])
    parts, owner = shapely.get_parts(geometries, return_index=True)
    if dimension == 2:
        parts, ring_of = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
        owner = owner[ring_of]
    xy, part = shapely.get_coordinates(parts, return_index=True)
    starts = np.concatenate(([0], np.cumsum(np.bincount(part, minlength=len(parts))))).astype(np.int64)
    classes = np.array([item[1] for item in items], dtype=np.uint8)
    return Shapes(layer, dimension, xy, starts, owner.astype(np.int64), classes)


def names_of(items: Sequence[NameItem]) -> Names:
    """Names along lines, or at the middles of all else."""
    lines = [
        shapely.get_coordinates(shape)
        if shape.geom_type == "LineString"
        else shapely.get_coordinates(shape.representative_point())
        for _, _, shape in items
    ]
    kinds = [kind for _, kind, _ in items]
    return Names(
        tuple(text for text, _, _ in items),
        np.array([NAME_KINDS.index(kind) for kind in kinds], dtype=np.uint8),
        np.array([len(NAME_KINDS) - NAME_KINDS.index(kind) for kind in kinds], dtype=np.float32),
        np.array([_WIDEST.get(kind, 6.0) for kind in kinds], dtype=np.float32),
        np.concatenate(lines) if lines else np.zeros((0, 2)),
        np.cumsum([0, *map(len, lines)]).astype(np.int64),
    )


class FakeStreets(Struct, frozen=True, eq=False):
    """A `StreetMap` of shapes, names and tiles that are simply there."""

    pieces: dict[MapLayer, list[Shapes]]
    written: tuple[Names, ...] = ()
    attribution: str = "© Somebody who drew streets"
    publications: tuple[Publication, ...] = ()
    references: tuple[str, ...] = ()
    covered: dict[MapLayer, list[Coverage]] = field(default_factory=dict)
    pictures: tuple[Tile, ...] = ()

    @classmethod
    def of(cls, items: dict[str, list[Item]], names: Iterable[NameItem] = (), size: int = 300) -> FakeStreets:
        """Shapes by layer, a few hundred to a piece."""
        pieces = {
            MapLayer(layer): [
                shapes_of(MapLayer(layer), some[at : at + size]) for at in range(0, len(some), size)
            ]
            for layer, some in items.items()
        }
        every = list(names)
        written = tuple(names_of(every[at : at + size]) for at in range(0, len(every), size))
        return cls(pieces, written)

    @property
    def box(self) -> Box:
        """Around all its shapes."""
        corners = np.concatenate([piece.xy for some in self.pieces.values() for piece in some])
        west, south = corners.min(axis=0).tolist()
        east, north = corners.max(axis=0).tolist()
        return west, south, east, north

    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        """Every piece that touches the box."""
        return [piece for piece in self.pieces.get(layer, []) if _touches(piece.xy, box)]

    def coverage(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Coverage]:
        """What was given, however close one looks."""
        return self.covered.get(layer, [])

    def names(self, box: Box, metres_per_pixel: float) -> Sequence[Names]:
        """Every piece that touches the box."""
        return [piece for piece in self.written if _touches(piece.xy, box)]

    def tiles(self, box: Box, metres_per_pixel: float) -> Sequence[Tile]:
        """What was given."""
        return self.pictures


def _touches(xy: np.ndarray, box: Box) -> bool:
    west, south, east, north = box
    (left, bottom), (right, top) = xy.min(axis=0), xy.max(axis=0)
    return bool(left <= east and right >= west and bottom <= north and top >= south)


def class_number(layer: MapLayer, name: str) -> int:
    """The number of a class of a layer."""
    return CLASSES[layer].index(name)
