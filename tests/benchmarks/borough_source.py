"""The synthetic borough's GeoPackage as a source of map packs that keeps its classes, which no format recognised does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Bounded, Credits, Drawn, Haul, Named, Progress, SourceFile, Tally
from tests.benchmarks.synthetic_tables import PLACES, WARDS, Geometries

_AT_ONCE = 5_000  # features a haul, as real sources yield


class BoroughSource:
    """All layers of one file, in hauls of a few thousand."""

    def __init__(self, path: Path) -> None:
        told = "A synthetic borough"
        self.file = SourceFile(path, told, Credits(told, told, "", "none", told), "National Grid")
        self.tallies: list[Tally] = []

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        """Everything; the area is not looked at."""
        self.tallies = []
        for layer in MapLayer:
            if layer is not MapLayer.REFERENCE:
                progress(None, layer.value)
                yield from self._drawn(layer)
        geometries, classes, names = read_layer(self.file.path, PLACES)
        self._count(PLACES, len(geometries))
        yield Named(
            tuple(
                Name(name, NameKind(kind), EastingNorthing(point.x, point.y))
                for point, kind, name in zip(geometries, classes, names, strict=True)
            )
        )
        geometries, _, names = read_layer(self.file.path, WARDS)
        self._count(WARDS, len(geometries))
        yield Bounded(
            tuple(
                Place(PlaceCode(f"S{number:08}"), name, PlaceKind.WARD, None, ward)
                for number, (ward, name) in enumerate(zip(geometries, names, strict=True))
            )
        )

    def _drawn(self, layer: MapLayer) -> Iterator[Drawn]:
        geometries, words, names = read_layer(self.file.path, layer.value)
        self._count(layer.value, len(geometries))
        numbers = {word: number for number, word in enumerate(CLASSES[layer])}
        classes = np.array([numbers[word] for word in words], dtype=np.uint8)
        for first in range(0, len(geometries), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            yield Drawn(layer, geometries[some], classes[some], tuple(names[some]))

    def _count(self, layer: str, count: int) -> None:
        self.tallies.append(Tally(layer, read=count, kept=count))


def read_layer(path: Path, layer: str) -> tuple[Geometries, Geometries, Geometries]:
    """Geometries, classes and names of one layer."""
    meta, _, wkb, fields = pyogrio.raw.read(path, layer=layer, columns=["class", "name"])
    found = dict(zip(meta["fields"], fields, strict=True))
    return shapely.from_wkb(wkb), found["class"], found["name"]
