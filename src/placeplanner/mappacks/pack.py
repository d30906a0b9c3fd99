"""A pack that is open: a `StreetMap` that reads only the pieces a view needs, from any thread.

Pieces that were unpacked are kept, up to a number of bytes, and handed out as the very same objects.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np
import shapely
from msgspec.structs import replace
from numpy.typing import NDArray

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.streetmap import Box, Coverage, MapLayer, Names, Publication, Shapes, Tile
from placeplanner.errors import Problem
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.kept import Kept
from placeplanner.mappacks.layout import COVERAGE, NAMES, OUTLINE, SHAPES, level_at
from placeplanner.mappacks.opening import opened, read_manifest, reading_carefully
from placeplanner.mappacks.packing import damaged, unpack_coverage, unpack_names, unpack_shapes
from placeplanner.mappacks.sense import (
    refuse_bomb,
    sensible_coverage,
    sensible_details,
    sensible_figures,
    sensible_geometry,
    sensible_names,
    sensible_shapes,
    sensible_text,
    sensible_zoom,
)
from placeplanner.mappacks.webtiles import metres_per_pixel as of_zoom

KEPT_BYTES = 48_000_000
_COARSEST = 1.5  # pixels of the screen that one of a backdrop's may have to fill

_PIECE = "SELECT data FROM piece_data WHERE id = ?"

Made = TypeVar("Made")


class Pack:
    """An open map pack. Raises `Problem` from any method where the file turns out to be damaged or gone."""

    def __init__(self, path: Path, connection: sqlite3.Connection, manifest: PackManifest) -> None:
        self.path = path
        self.manifest = manifest
        self.first_reference = 0  # what the numbers of its reference layers begin at, beside other packs
        self._connection = connection
        self._is_closed = False
        self._lock = Lock()
        self._kept = Kept(KEPT_BYTES)
        with self._reading():
            self._pieces = _piece_index(connection)
            self._tiles = _tile_index(connection)

    @property
    def box(self) -> Box:
        """Around all that it holds."""
        return self.manifest.box

    @property
    def attribution(self) -> str:
        """What must be said wherever it is shown, in one line."""
        return self.manifest.short_attribution

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What it was made from."""
        return self.manifest.publications

    @property
    def references(self) -> tuple[str, ...]:
        """The names of its reference layers, in the order of their numbers."""
        return self.manifest.references

    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        """What a view needs of a layer, in pieces."""
        numbers = self._found(SHAPES, layer, box, metres_per_pixel)
        return self._made(numbers, lambda data: self._shapes(data, layer), _bytes_of_shapes)

    def coverage(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Coverage]:
        """Pictures of what is too small to be drawn at this scale."""
        numbers = self._found(COVERAGE, layer, box, metres_per_pixel)
        return self._made(numbers, lambda data: _coverage(data, layer), lambda it: it.cells.nbytes)

    def names(self, box: Box, metres_per_pixel: float) -> Sequence[Names]:
        """Names worth considering, in pieces."""
        numbers = self._found(NAMES, "", box, metres_per_pixel)
        return self._made(numbers, _names, _bytes_of_names)

    def tiles(self, box: Box, metres_per_pixel: float) -> Sequence[Tile]:
        """The pictures of a backdrop, of the zoom that fits."""
        if not self._tiles:
            return ()
        fitting = [zoom for zoom in self._tiles if of_zoom(zoom) <= metres_per_pixel * _COARSEST]
        numbers, boxes, corners = self._tiles[min(fitting) if fitting else max(self._tiles)]
        found = np.flatnonzero(_meet(boxes, box))
        return [self._tile(int(numbers[at]), corners[at]) for at in found]

    def known(self) -> tuple[KnownThing, ...]:
        """Things that its publishers know, which may be proposed as records."""
        with self._reading():
            rows = self._connection.execute(
                "SELECT origin, kind, category, name, geometry, source, details FROM known ORDER BY id"
            ).fetchall()
            return tuple(
                KnownThing(
                    sensible_text(origin),
                    Kind(kind),
                    sensible_text(category),
                    sensible_text(name),
                    sensible_geometry(shapely.from_wkb(wkb)),
                    sensible_text(source),
                    sensible_details(json.loads(details)),
                )
                for origin, kind, category, name, wkb, source, details in rows
            )

    def places(self) -> tuple[Place, ...]:
        """Places with their boundaries."""
        return tuple(place for place in self._all_places() if not place.code.startswith(OUTLINE))

    def outlines(self) -> tuple[Outline, ...]:
        """Areas of which nobody has said what they are."""
        return tuple(
            Outline(place.name, place.geometry, place.source)
            for place in self._all_places()
            if place.code.startswith(OUTLINE)
        )

    def _all_places(self) -> tuple[Place, ...]:
        with self._reading():
            rows = self._connection.execute(
                "SELECT code, name, kind, parent, geometry, figures, source FROM place ORDER BY id"
            ).fetchall()
            return tuple(_place(row) for row in rows)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._is_closed = True
            self._connection.close()

    def piece_numbers(self) -> list[int]:
        """The numbers of all pieces."""
        return [number for numbers, _ in self._pieces.values() for number in numbers.tolist()]

    def unpacked(self, number: int) -> Shapes | Names | Coverage:
        """One piece, read anew. Raises `Problem` where it is damaged."""
        holds, layer = next(key[:2] for key, (numbers, _) in self._pieces.items() if number in numbers)
        data = self._read(_PIECE, number)
        with reading_carefully():
            match holds:
                case "names":
                    return _names(data)
                case "coverage":
                    return _coverage(data, MapLayer(layer))
                case _:
                    return _shapes(data, MapLayer(layer))

    def _found(self, holds: str, layer: str, box: Box, metres_per_pixel: float) -> list[int]:
        entry = self._pieces.get((holds, layer, level_at(metres_per_pixel).number))
        if entry is None:
            return []
        numbers, boxes = entry
        found: list[int] = numbers[_meet(boxes, box)].tolist()
        return found

    def _made(
        self, numbers: list[int], make: Callable[[bytes], Made], size_of: Callable[[Made], int]
    ) -> list[Made]:
        made: list[Made] = []
        for number in numbers:
            it = self._kept.get(number)
            if it is None:
                data = self._read(_PIECE, number)
                with reading_carefully():
                    it = make(data)
                it = self._kept.keep(number, it, size_of(it))
            made.append(it)
        return made

    def _shapes(self, data: bytes, layer: MapLayer) -> Shapes:
        shapes = _shapes(data, layer)
        if layer is MapLayer.REFERENCE and self.first_reference:
            return replace(shapes, classes=shapes.classes + np.uint8(self.first_reference % 256))
        return shapes

    def _tile(self, number: int, corners: NDArray[np.float64]) -> Tile:
        kept = self._kept.get(-number)
        if kept is None:
            picture = self._read("SELECT picture FROM tile_data WHERE id = ?", number)
            kept = self._kept.keep(-number, Tile(picture, corners), len(picture))
        assert isinstance(kept, Tile)
        return kept

    def _read(self, query: str, number: int) -> bytes:
        with self._reading():
            row = self._connection.execute(query, (number,)).fetchone()
        if row is None or not isinstance(row[0], bytes):
            raise damaged("A piece of the map is missing.")
        return row[0]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Hold the connection; what turns out not to be as it was written is a `Problem`."""
        with self._lock:
            if self._is_closed:
                raise Problem(f"The map pack “{self.manifest.title}” is no longer in use.")
            with reading_carefully():
                yield


def open_pack(path: Path) -> Pack:
    """Open a pack after a quick look at it; `check_pack` looks at all of it.

    Raises:
        Problem: it is not a pack, was made by a newer Place Planner, or is damaged.
    """
    connection = opened(path)
    try:
        return Pack(path, connection, read_manifest(connection))
    except BaseException:
        connection.close()
        raise


_Index = dict[tuple[str, str, int], tuple[NDArray[np.int64], NDArray[np.float64]]]


def _piece_index(connection: sqlite3.Connection) -> _Index:
    rows = connection.execute(
        "SELECT holds, layer, level, id, west, south, east, north FROM piece ORDER BY id"
    )
    gathered: dict[tuple[str, str, int], list[tuple[float, ...]]] = {}
    for holds, layer, level, *rest in rows:
        gathered.setdefault((holds, layer, level), []).append(tuple(rest))
    index: _Index = {}
    for key, found in gathered.items():
        table = np.array(found, dtype=float)
        index[key] = table[:, 0].astype(np.int64), np.ascontiguousarray(table[:, 1:])
    return index


_Tiles = dict[int, tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]]


def _tile_index(connection: sqlite3.Connection) -> _Tiles:
    gathered: dict[int, list[tuple[int, bytes]]] = {}
    for zoom, number, corners in connection.execute("SELECT zoom, id, corners FROM tile ORDER BY id"):
        gathered.setdefault(sensible_zoom(zoom), []).append((number, corners))
    index: _Tiles = {}
    for zoom, found in gathered.items():
        corners = np.frombuffer(b"".join(each for _, each in found), dtype="<f8").reshape(len(found), 4, 2)
        boxes = np.hstack([corners.min(axis=1), corners.max(axis=1)])
        index[zoom] = np.array([number for number, _ in found]), boxes, corners
    return index


def _meet(boxes: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    meets: NDArray[np.bool_] = (
        (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    )
    return meets


def _place(row: tuple[str, str, str, str | None, bytes, str, str]) -> Place:
    code, name, kind, parent, wkb, figures, source = row
    geometry = sensible_geometry(shapely.from_wkb(wkb))
    if not isinstance(geometry, shapely.MultiPolygon):
        raise ValueError("a place without a boundary")
    around = PlaceCode(sensible_text(parent)) if parent else None
    told = sensible_figures(json.loads(figures))
    return Place(
        PlaceCode(sensible_text(code)),
        sensible_text(name),
        PlaceKind(kind),
        around,
        geometry,
        told,
        sensible_text(source),
    )


def _shapes(data: bytes, layer: MapLayer) -> Shapes:
    return sensible_shapes(unpack_shapes(refuse_bomb(data), layer))


def _names(data: bytes) -> Names:
    return sensible_names(unpack_names(refuse_bomb(data)))


def _coverage(data: bytes, layer: MapLayer) -> Coverage:
    return sensible_coverage(unpack_coverage(refuse_bomb(data), layer))


def _bytes_of_shapes(shapes: Shapes) -> int:
    return shapes.xy.nbytes + shapes.starts.nbytes + shapes.owner.nbytes + shapes.classes.nbytes


def _bytes_of_names(names: Names) -> int:
    return names.xy.nbytes + 100 * len(names.texts)
