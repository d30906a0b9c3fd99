"""Files that GDAL reads, as layers in batches.

What is handed to it was looked at before (`sniffing`, `pointing`); the driver that it chose is checked once more.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import shapely
from msgspec import Struct

from placeplanner.domain.streetmap import Box
from placeplanner.errors import Problem
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.gdal import gdal
from placeplanner.mappacks.sources.rows import Rows, Shapes, plain
from placeplanner.mappacks.sources.sniffing import Sort, head_of, sort_of

DRIVERS = {
    "GPKG": "GeoPackage",
    "ESRI Shapefile": "Shapefile",
    "GeoJSON": "GeoJSON",
    "GeoJSONSeq": "GeoJSON",
    "GML": "GML",
    "KML": "KML",
    "LIBKML": "KML",
    "GPX": "GPX",
    "FlatGeobuf": "FlatGeobuf",
}
_INDEXED = ("GPKG", "ESRI Shapefile", "FlatGeobuf")
_SAMPLE = 200
_MOST_LAYERS = 500
_BATCH = {"GPKG": 20_000, "ESRI Shapefile": 20_000, "FlatGeobuf": 20_000}
_FEWEST = 500  # in a batch, to find out how far a damaged file can be read
_BATCH_OF_TEXT = 150_000  # each batch reads a file of text from its beginning
_DIMENSIONS = {"Point": 0, "LineString": 1, "Polygon": 2, "Curve": 1, "Surface": 2}
_Result = TypeVar("_Result")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """GDAL's errors as a `Problem`; its warnings are about what we find out ourselves, and in words."""
    pyogrio = gdal()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.GeometryError,
        pyogrio.errors.CRSError,
        pyogrio.errors.FieldError,
        ValueError,
        RuntimeError,
        OSError,
        OverflowError,
    ) as error:
        if "ALLOW_NETWORK_ACCESS" in str(error):
            raise Problem(
                f"“{path.name}” cannot be read without the network.",
                "It only says where on the web its coordinate system is described.",
                "Save it as GeoPackage or GeoJSON in the program that it came from.",
            ) from error
        raise Damaged(
            f"“{path.name}” cannot be read.",
            "It is damaged, or was not fetched completely.",
            "Fetch it again, or open and save it in the program that it came from.",
        ) from error


def _asked(path: Path, ask: Callable[[], _Result]) -> _Result:
    with _told(path):
        return ask()


class GdalLayer(Struct, frozen=True, eq=False):
    """One layer of a file. See `rows.Layer`."""

    path: Path
    name: str
    driver: str
    original: tuple[str, ...]  # names of the columns as they are written
    count: int
    crs: str | None
    dimension: int | None
    sample: Rows
    index: int = 0

    is_indexed = True
    coordinates_from = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(plain(name) for name in self.original)

    @property
    def container(self) -> str:
        """The format of the file, in words."""
        return DRIVERS[self.driver]

    def batches(self, columns: tuple[str, ...] | None, box: Box | None) -> Iterator[Rows]:
        """As `Layer` says. Raises `Problem` where the file is damaged."""
        size = _BATCH.get(self.driver, _BATCH_OF_TEXT)
        wanted = None if columns is None else [name for name in self.original if plain(name) in columns]
        done = 0
        while True:
            try:
                rows = _rows(self.path, self.index, wanted, box, done, size)
            except Damaged:
                if size <= _FEWEST:
                    raise
                size //= 2
                continue
            if len(rows):
                yield rows
            done += len(rows)
            if len(rows) < size:
                return

    def without_shape(self) -> int:
        """How many features have none. Where nothing numbers the features, this reads the whole file."""
        where = "OGR_GEOMETRY IS NULL"  # GDAL's own word; SQLite, which GeoPackage is asked through, does not know it
        name = self.name.replace("\\", "\\\\").replace('"', '\\"')
        asked: dict[str, Any] = (
            {"sql": f'SELECT FID FROM "{name}" WHERE {where}', "sql_dialect": "OGRSQL"}
            if self.driver == "GPKG"
            else {"layer": self.index, "columns": [], "where": where}
        )

        def ask() -> int:
            # with their shapes, none: a Shapefile that is read without them says that nothing has one
            found = gdal().raw.read(self.path, return_fids=True, **asked, **_options(self.path))
            return len(found[1])

        return _asked(self.path, ask)

    @property
    def is_numbered(self) -> bool:
        """Whether a question about all features is quickly answered."""
        return self.driver in _INDEXED


def gdal_layers(path: Path) -> list[GdalLayer]:
    """The layers of a file that have shapes. Raises `Problem` where there is none or it is not of a known format."""
    path = path.absolute()  # a name with a colon in it might be taken for the address of a service
    layers = [_layer(path, index) for index in _indices(path)]
    if not layers:
        raise Problem(
            f"“{path.name}” holds no map layers.",
            "Nothing in it has positions or shapes.",
            "Check that it is the right file.",
        )
    return layers


def _indices(path: Path) -> list[int]:
    """Numbers of the layers that have shapes."""
    if not _options(path):
        listed = _asked(path, lambda: gdal().list_layers(path))
        return [index for index, (_, geometry_type) in enumerate(listed) if geometry_type is not None]
    found: list[int] = []
    for index in range(_MOST_LAYERS):  # merely listing the layers of GML would write a file beside it
        geometry_type = _asked(path, partial(_geometry_type, path, index))
        if geometry_type == "":
            break
        if geometry_type is not None:
            found.append(index)
    return found


def _geometry_type(path: Path, index: int) -> str | None:
    """Of a layer; None where it has no shapes, "" where there is no such layer."""
    try:
        told = gdal().read_info(path, layer=index, **_options(path))["geometry_type"]
    except gdal().errors.DataLayerError:
        return ""
    return None if told is None else str(told)


def _options(path: Path) -> dict[str, str]:
    head = head_of(path)
    is_gml = sort_of(head) is Sort.GML
    return {"WRITE_GFS": "NO"} if is_gml else {}


def _layer(path: Path, index: int) -> GdalLayer:
    info = _asked(
        path, lambda: gdal().read_info(path, layer=index, force_feature_count=True, **_options(path))
    )
    if info["driver"] not in DRIVERS:
        raise Problem(
            f"“{path.name}” is of a kind that is not read here.",
            f"It is a file for {info['driver']}.",
            "Save it as GeoPackage or GeoJSON.",
        )
    sample = _rows(path, index, None, None, 0, _SAMPLE)
    crs = info["crs"]
    return GdalLayer(
        path=path,
        name=str(info["layer_name"]),
        driver=info["driver"],
        original=tuple(str(name) for name in info["fields"]),
        count=max(int(info["features"]), len(sample)),
        crs=str(crs) if crs else None,
        dimension=_dimension(str(info["geometry_type"]), sample.geometries),
        sample=sample,
        index=index,
    )


def _dimension(told: str, sample: Shapes) -> int | None:
    for word, dimension in _DIMENSIONS.items():
        if word in told:
            return dimension
    found = set(shapely.get_dimensions(sample).tolist()) - {-1} if len(sample) else set()
    return int(found.pop()) if len(found) == 1 else None


def _rows(path: Path, index: int, columns: list[str] | None, box: Box | None, skip: int, size: int) -> Rows:
    def ask() -> tuple[dict[str, Any], Any, Any, Any]:
        found: tuple[dict[str, Any], Any, Any, Any] = gdal().raw.read(
            path,
            layer=index,
            columns=columns,
            force_2d=True,
            skip_features=skip,
            max_features=size,
            bbox=box,
            datetime_as_string=True,
            **_options(path),
        )
        return found

    meta, _, wkb, data = _asked(path, ask)
    if wkb is None:  # a damaged file may lose them on the way
        wkb = np.full(len(data[0]) if len(data) else 0, None, dtype=object)
    names = [plain(str(name)) for name in meta["fields"]]
    return Rows(_shapes(wkb), dict(zip(names, data, strict=True)))


@np.errstate(all="ignore")  # what is no number is found out and refused later
def _shapes(wkb: Any) -> Shapes:
    """Shapes from WKB: None where there is none, an empty one where it cannot be read."""
    shapes: Shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    for index in np.flatnonzero(shapely.is_missing(shapes)):
        if wkb[index] is not None:
            closed = shapely.from_wkb(wkb[index], on_invalid="fix")
            shapes[index] = shapely.Point() if closed is None else closed
    return shapes
