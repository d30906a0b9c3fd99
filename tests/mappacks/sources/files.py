"""Small files as publishers hand them out, and what a reading of one gave."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.known import KnownThing
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import Name
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Bounded, Drawn, Haul, Known, Named, Tally
from placeplanner.mappacks.sources.recognise import recognise
from placeplanner.mappacks.sources.source import Source

SHARED = Path(__file__).parents[3].parent / "shared" / "real"
EVERYWHERE = Area("everywhere")
HINDLEY = (361900.0, 404500.0)
HINDLEY_LONLAT = (-2.5766, 53.5352)
_DRIVERS = {
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".gml": "GML",
    ".fgb": "FlatGeobuf",
    ".kml": "KML",
    ".geojson": "GeoJSON",
}


def quiet(share: float | None, what: str) -> None:
    """Progress that nobody watches."""


@dataclass
class Reading:
    """All that came out of some sources."""

    sources: Sequence[Source]
    hauls: list[Haul]

    @property
    def tallies(self) -> list[Tally]:
        return [tally for source in self.sources for tally in source.tallies]

    @property
    def tally(self) -> Tally:
        (only,) = self.tallies
        return only

    def drawn(self, layer: MapLayer | None = None) -> list[Drawn]:
        return [haul for haul in self.hauls if isinstance(haul, Drawn) and layer in (None, haul.layer)]

    @property
    def names(self) -> list[Name]:
        return [name for haul in self.hauls if isinstance(haul, Named) for name in haul.names]

    @property
    def things(self) -> list[KnownThing]:
        return [thing for haul in self.hauls if isinstance(haul, Known) for thing in haul.things]

    @property
    def places(self) -> list[Place]:
        return [place for haul in self.hauls if isinstance(haul, Bounded) for place in haul.places]


def reading(path: Path, area: Area = EVERYWHERE) -> Reading:
    """Everything in a file, each feature accounted for."""
    sources = recognise(path)
    hauls = [haul for source in sources for haul in source.read(area, quiet)]
    found = Reading(sources, hauls)
    assert found.tallies and all(tally.is_balanced for tally in found.tallies), found.tallies
    for drawn in found.drawn():
        assert shapely.is_valid(drawn.geometries).all()
        assert len(drawn.classes) == len(drawn.geometries)
        assert len(drawn.names) in (0, len(drawn.geometries))
    return found


def a_layer(
    path: Path,
    geometries: Iterable[BaseGeometry | None],
    columns: Mapping[str, Sequence[Any]] | None = None,
    *,
    layer: str | None = None,
    crs: str | None = "EPSG:27700",
    kind: str | None = None,
) -> Path:
    """A file of one layer, or one more layer in a GeoPackage."""
    shapes = list(geometries)
    said = columns or {}
    is_more = path.exists() and path.suffix == ".gpkg"
    known = next((shape.geom_type for shape in shapes if shape is not None), "Point")
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of a layer without a coordinate system, and of column names cut to ten
        pyogrio.raw.write(
            str(path),
            np.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], dtype=object),
            [np.array(values, dtype=object) for values in said.values()],
            np.array(list(said), dtype=object),
            geometry_type=kind or known,
            crs=crs,
            driver=_DRIVERS[path.suffix],
            layer=layer or path.stem,
            append=False,
            **({"layer_options": {}} if is_more else {}),
        )
    return path


def geojson(path: Path, features: Iterable[tuple[Any, Mapping[str, Any]]], **more: Any) -> Path:
    """A GeoJSON file; a geometry is a shape or ready JSON."""
    listed = [
        {
            "type": "Feature",
            "properties": dict(properties),
            "geometry": shape.__geo_interface__ if isinstance(shape, BaseGeometry) else shape,
        }
        for shape, properties in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": listed, **more}), "utf-8")
    return path


def a_zip(path: Path, files: Mapping[str, bytes | Path]) -> Path:
    """A zip of bytes and files, by the names they have in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content.read_bytes() if isinstance(content, Path) else content)
    return path


def a_square(east: float = HINDLEY[0], north: float = HINDLEY[1], size: float = 20.0) -> BaseGeometry:
    return shapely.box(east, north, east + size, north + size)


def a_point(east: float = HINDLEY[0], north: float = HINDLEY[1]) -> BaseGeometry:
    return shapely.Point(east, north)


def a_line(east: float = HINDLEY[0], north: float = HINDLEY[1], length: float = 100.0) -> BaseGeometry:
    return shapely.LineString([(east, north), (east + length, north)])
