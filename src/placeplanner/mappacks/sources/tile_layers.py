"""Vector tiles: layers of the schemas in common use (OpenMapTiles, Protomaps, Shortbread) drawn as ours.

The words in them are mostly OpenStreetMap's own, and are looked up in the same tables. A tile cuts what crosses
its edge, so a long road comes in pieces. In a file of another schema every layer becomes a reference layer.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import Box, MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Drawn, Haul, Named, SourceFile
from placeplanner.mappacks.sources.gdal import gdal
from placeplanner.mappacks.sources.generic import reference_meaning
from placeplanner.mappacks.sources.layered import LayeredSource, Part
from placeplanner.mappacks.sources.osm_names import PLACES
from placeplanner.mappacks.sources.osm_tags import AREAS, LINES, Look
from placeplanner.mappacks.sources.placing import placing_of
from placeplanner.mappacks.sources.rows import Each, Made, Meaning, Rows, plain
from placeplanner.mappacks.sources.tile_files import TileFile, damaged

_WEB_MERCATOR = "EPSG:3857"
_BATCH = 50_000
_SAMPLE = 50
_CLASSES = ("kinddetail", "pmapkinddetail", "kind", "pmapkind", "subclass", "class")
_NAMES = ("name", "nameen", "namelatin", "ref")
_ROADS, _GREEN, _WATER = MapLayer.ROADS, MapLayer.GREEN, MapLayer.WATER

_LINES_IN_SCHEMAS = {
    "minor": Look(_ROADS, "street"),
    "minor_road": Look(_ROADS, "street"),
    "medium_road": Look(_ROADS, "through"),
    "major_road": Look(_ROADS, "a_road"),
    "transit": Look(MapLayer.RAILWAYS, "tram"),
}
_AREAS_IN_SCHEMAS = {
    "lake": Look(_WATER, "water"),
    "river": Look(_WATER, "water"),
    "ocean": Look(_WATER, "water"),
    "pond": Look(_WATER, "water"),
    "swimming_pool": Look(_WATER, "water"),
    "national_park": Look(_GREEN, "nature"),
    "protected_area": Look(_GREEN, "nature"),
    "hospital": Look(MapLayer.GROUNDS, "health"),
    "railway": Look(MapLayer.GROUNDS, "other"),
}


def _flat(tables: Mapping[str, Mapping[str, Look]], more: Mapping[str, Look]) -> dict[str, Look]:
    known = dict(more)
    for key, values in tables.items():
        for value, look in values.items():
            if key != "building" and value != "*":
                known.setdefault(value, look)
    return known


_OF_LINES, _OF_AREAS = _flat(LINES, _LINES_IN_SCHEMAS), _flat(AREAS, _AREAS_IN_SCHEMAS)
_WHATEVER = {  # what a layer holds where the class of a shape is not known
    "water": Look(_WATER, "water"),
    "waterpolygons": Look(_WATER, "water"),
    "ocean": Look(_WATER, "water"),
    "building": Look(MapLayer.BUILDINGS, "building"),
    "buildings": Look(MapLayer.BUILDINGS, "building"),
    "park": Look(_GREEN, "nature"),
}
_LINES_OF = frozenset({"transportation", "roads", "streets", "waterway", "water", "waterlines"})
_AREAS_OF = frozenset({*_WHATEVER, "landuse", "landcover", "land", "sites"})
_PLACES_OF = frozenset({"place", "places", "placelabels"})
_STREETS_OF = frozenset({"transportationname", "streetlabels"})
_SCHEMA = _LINES_OF | _AREAS_OF | _PLACES_OF | _STREETS_OF
_LEFT_OUT = "labels, boundaries and points of the tiles that this map does not show"


def vector_source(file: SourceFile, tiles: TileFile) -> LayeredSource:
    """A source that reads the finest zoom of vector tiles. Raises `Problem`."""
    layers = _layers(tiles.path, tiles.words)
    is_known = any(plain(layer.name) in _SCHEMA for layer in layers)
    parts = []
    for layer in layers:
        meaning = _meaning(layer, file) if is_known else reference_meaning(layer, file.credits.title)
        sample = shapely.get_coordinates(layer.sample.geometries)
        placing = replace(placing_of(_WEB_MERCATOR, sample, layer.name), box_of=_box_of)
        parts.append(Part(layer, meaning, placing))
    return LayeredSource(replace(file, coordinates=parts[0].placing.words), parts)


def _box_of(area: Area) -> Box | None:
    if area.lonlat_box is None:
        return None
    west, south, east, north = area.lonlat_box
    there = pyproj.Transformer.from_crs("EPSG:4326", _WEB_MERCATOR, always_xy=True)
    (left, right), (bottom, top) = there.transform([west, east], [south, north])
    return left, bottom, right, top


class TileLayer(Struct, frozen=True, dict=True):
    """One layer of vector tiles. See `rows.Layer`."""

    path: Path
    driver: str
    name: str
    index: int

    crs = _WEB_MERCATOR
    dimension: int | None = None
    is_indexed = True
    is_numbered = False

    def without_shape(self) -> int:
        """None: what has no shape is not in a tile."""
        return 0

    @cached_property
    def sample(self) -> Rows:
        return self._rows(None, 0, _SAMPLE)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.sample.columns)

    @cached_property
    def count(self) -> int:
        with _asked(self.path, self.driver) as (gdal, path):
            return int(gdal.read_info(path, layer=self.index, force_feature_count=True)["features"])

    def batches(self, columns: tuple[str, ...] | None, box: Box | None) -> Iterator[Rows]:
        """As `Layer` says."""
        done, last = 0, _BATCH
        while last == _BATCH:
            rows = self._rows(box, done, _BATCH)
            last = len(rows)
            done += last
            if last:
                yield rows

    def _rows(self, box: Box | None, skip: int, size: int) -> Rows:
        with _asked(self.path, self.driver) as (gdal, path):
            meta, _, wkb, data = gdal.raw.read(
                path, layer=self.index, bbox=box, skip_features=skip, max_features=size, force_2d=True
            )
            shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        return Rows(shapes, dict(zip((plain(str(name)) for name in meta["fields"]), data, strict=True)))


def _layers(path: Path, driver: str) -> list[TileLayer]:
    with _asked(path, driver) as (gdal, named):
        listed = gdal.list_layers(named)
        if len(listed) and gdal.read_info(named, layer=0)["driver"] != driver:
            raise damaged(path)
    if not len(listed):
        raise damaged(path)
    return [TileLayer(path, driver, str(name), index) for index, (name, _) in enumerate(listed)]


@contextmanager
def _asked(path: Path, driver: str) -> Iterator[tuple[Any, Path]]:
    """GDAL, and the file under a name by which GDAL knows what it is; its errors become a `Problem`."""
    pyogrio = gdal()
    try:
        with tempfile.TemporaryDirectory(prefix="tiles") as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield pyogrio, _named(path, Path(folder), f".{driver.casefold()}")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise damaged(path) from error
    except (pyogrio.errors.FeatureError, pyogrio.errors.GeometryError, RuntimeError, ValueError) as error:
        raise damaged(path) from error


def _named(path: Path, folder: Path, ending: str) -> Path:
    if path.suffix.casefold() == ending:
        return path.absolute()
    link = folder / f"tiles{ending}"
    for make in (os.symlink, os.link, shutil.copyfile):
        try:
            make(path.absolute(), link)
            return link
        except OSError:
            continue
    raise Problem(f"{path.name} cannot be read.", "There is no room for a copy of it.", "Make some room.")


def _meaning(layer: TileLayer, file: SourceFile) -> Meaning:
    name = plain(layer.name)
    if name in _PLACES_OF:
        make = _places
    elif name in _STREETS_OF:
        make = _streets
    else:
        make = lambda rows: _drawn(rows, name)  # noqa: E731
    return Meaning(
        product=file.credits.title,
        credits=file.credits,
        begin=lambda: Each(make),
        labels=("name",),
        not_shown="" if name in _SCHEMA else _LEFT_OUT,
    )


def _first(rows: Rows, columns: Sequence[str]) -> list[str]:
    """Of each row the first of some columns that says something."""
    texts = [rows.texts(column) for column in columns if rows.has(column)]
    return [next(filter(None, row), "") for row in zip(*texts, strict=True)] if texts else [""] * len(rows)


def _looks(rows: Rows, layer: str) -> list[Look | None]:
    columns = [rows.texts(column) for column in _CLASSES if rows.has(column)]
    dimensions = shapely.get_dimensions(rows.geometries)
    looks: list[Look | None] = []
    for index in range(len(rows)):
        words = [column[index] for column in columns if column[index]]
        looks.append(_look(words, int(dimensions[index]), layer))
    return looks


def _look(words: list[str], dimension: int, layer: str) -> Look | None:
    if dimension == 1 and layer in _LINES_OF:
        look = next((_OF_LINES[word] for word in words if word in _OF_LINES), None)
        if look is None and "highway" in words:
            return Look(_ROADS, "motorway")
        return Look(MapLayer.WATERWAYS, "stream") if look is None and "water" in layer else look
    if dimension == 2 and layer in _AREAS_OF:
        if layer in ("building", "buildings"):
            return _WHATEVER[layer]
        look = next((_OF_AREAS[word] for word in words if word in _OF_AREAS), None)
        is_water = layer in _WHATEVER and _WHATEVER[layer].layer is _WATER
        return (
            _WHATEVER[layer]
            if is_water and (look is None or look.layer is not _WATER)
            else look or _WHATEVER.get(layer)
        )
    return None


def _drawn(rows: Rows, layer: str) -> Made:
    looks, names = _looks(rows, layer), _first(rows, _NAMES)
    by_layer: dict[MapLayer, list[int]] = defaultdict(list)
    for index, look in enumerate(looks):
        if look is not None:
            by_layer[look.layer].append(index)
    hauls: list[Haul] = []
    for of, indices in by_layer.items():
        classes = np.array([look.number for i in indices if (look := looks[i])], dtype=np.uint8)
        texts = tuple(names[i] for i in indices)
        hauls.append(Drawn(of, rows.geometries[indices], classes, texts if any(texts) else ()))
    left = sum(look is None for look in looks)
    return Made(tuple(hauls), Counter({_LEFT_OUT: left} if left else {}))


def _places(rows: Rows) -> Made:
    kinds = [
        next((PLACES[word] for word in words if word in PLACES), None)
        for words in zip(*(_first(rows, (column,)) for column in _CLASSES), strict=True)
    ]
    return _named_at(rows, kinds)


def _streets(rows: Rows) -> Made:
    return _named_at(rows, [(NameKind.STREET, 0.5)] * len(rows))


def _named_at(rows: Rows, kinds: Sequence[tuple[NameKind, float] | None]) -> Made:
    """Names at a point of each, once in a square kilometre: tiles repeat the name of a street in each piece."""
    found: dict[tuple[str, int, int], Name] = {}
    left = 0
    for shape, text, kind in zip(rows.geometries, _first(rows, _NAMES), kinds, strict=True):
        if kind is None or not text:
            left += 1
            continue
        x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist()
        found.setdefault(
            (text, int(x // 1000), int(y // 1000)), Name(text, kind[0], EastingNorthing(x, y), weight=kind[1])
        )
    hauls: tuple[Haul, ...] = (Named(tuple(found.values())),) if found else ()
    return Made(hauls, Counter({_LEFT_OUT: left} if left else {}))
