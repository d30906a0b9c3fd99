"""Tables with positions: how a file of text is written, and which of its columns say where things are."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.streetmap import Box
from placeplanner.errors import Problem
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.placing import BRITAIN
from placeplanner.mappacks.sources.rows import Rows, Shapes, plain
from placeplanner.mappacks.sources.sniffing import HEAD, head_of

_BATCH = 20_000
_SAMPLE = 200
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19]")
_MOST_STRAY = 3  # of such signs in a line
_WIDEST_CELL = 50_000_000  # a boundary written as text
_DELIMITERS = (",", "\t", ";", "|")
_LATITUDES = ("latitude", "lat", "latwgs84", "gpslatitude", "stoplat", "ycoordlat", "geolat")
_LONGITUDES = ("longitude", "long", "lon", "lng", "longwgs84", "gpslongitude", "stoplon", "geolong", "geolon")
_EASTINGS = (
    "easting",
    "eastings",
    "oseast1m",
    "east1m",
    "geometryx",
    "xcoordinate",
    "xcoord",
    "gridreast",
    "oseasting",
    "easting27700",
)
_NORTHINGS = (
    "northing",
    "northings",
    "osnrth1m",
    "north1m",
    "geometryy",
    "ycoordinate",
    "ycoord",
    "gridrnorth",
    "osnorthing",
    "northing27700",
)
_WKT_COLUMNS = ("wkt", "wktgeom", "geometry", "geom", "thegeom", "shape", "geometrywkt", "geomwkt")
_WKT = re.compile(
    r"^\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\b|^\s*GEOMETRYCOLLECTION\b", re.IGNORECASE
)
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? {0,2}\d[A-Z]{2}$")  # "M1  1AA": always seven signs
_CODE_POINT = (
    "postcode", "positional_quality_indicator", "easting", "northing", "country_code", "nhs_regional_ha_code",
    "nhs_ha_code", "admin_county_code", "admin_district_code", "admin_ward_code",
)  # fmt: skip
_OPEN_NAMES = (
    "id", "names_uri", "name1", "name1_lang", "name2", "name2_lang", "type", "local_type", "geometry_x", "geometry_y",
    "most_detail_view_res", "least_detail_view_res", "mbr_xmin", "mbr_ymin", "mbr_xmax", "mbr_ymax",
    "postcode_district", "postcode_district_uri", "populated_place", "populated_place_uri", "populated_place_type",
    "district_borough", "district_borough_uri", "district_borough_type", "county_unitary", "county_unitary_uri",
    "county_unitary_type", "region", "region_uri", "country", "country_uri", "related_spatial_object", "same_as_dbpedia",
    "same_as_geonames",
)  # fmt: skip


class _Writing(Struct, frozen=True):
    """How a table is written."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    has_header: bool


class _Where(Struct, frozen=True):
    """Which columns say where: two numbers, x first, or one text."""

    columns: tuple[int, ...]
    crs: str | None
    words: str


class TableLayer(Struct, frozen=True, eq=False):
    """A table as a layer. See `rows.Layer`; `count` is the number of its lines, which may be a few too many."""

    path: Path
    name: str
    writing: _Writing
    where: _Where
    count: int
    sample: Rows

    is_indexed = is_numbered = False
    container = "table"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(plain(name) for name in self.writing.header)

    @property
    def crs(self) -> str | None:
        return self.where.crs

    @property
    def coordinates_from(self) -> str:
        return self.where.words

    @property
    def dimension(self) -> int | None:
        found = set(shapely.get_dimensions(self.sample.geometries).tolist()) - {-1}
        return int(found.pop()) if len(found) == 1 else None

    def without_shape(self) -> int:
        """As `Layer` says."""
        batches = self.batches((), None)
        return sum(int(shapely.is_missing(rows.geometries).sum()) for rows in batches)

    def batches(self, columns: tuple[str, ...] | None, box: Box | None) -> Iterator[Rows]:
        """As `Layer` says, `box` ignored: a table has no index. Raises `Problem`."""
        with _opened(self.path, self.writing.encoding) as file:
            lines = _lines(self.path, file, self.writing)
            for batch in _batched(lines):
                yield _rows_of(batch, self.writing.header, self.where, columns)


def table_layer(path: Path) -> TableLayer:
    """A table with positions. Raises `Problem` where it has none, or is not a table."""
    writing = _writing_of(path)
    with _opened(path, writing.encoding) as file:
        first = list(islice(_lines(path, file, writing), _SAMPLE))
    if not first:
        raise Problem(f"“{path.name}” is empty.", "It has no lines below its headings.", "Check the file.")
    where = _where_of(path, writing.header, first)
    return TableLayer(
        path=path,
        name=path.stem,
        writing=writing,
        where=where,
        count=max(_count_lines(path, writing), len(first)),
        sample=_rows_of(first, writing.header, where, None),
    )


def _batched(lines: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    """Lines by the thousand; those before a damage come before the damage."""
    batch: list[list[str]] = []
    try:
        for line in lines:
            batch.append(line)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except Damaged:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _opened(path: Path, encoding: str) -> TextIO:
    # a wrong letter in one name is no reason to refuse the other 9,999
    return path.open(encoding=encoding, errors="replace", newline="")


def _lines(path: Path, file: TextIO, writing: _Writing) -> Iterator[list[str]]:
    csv.field_size_limit(_WIDEST_CELL)
    reader = csv.reader(_of_text(path, file), delimiter=writing.delimiter)
    try:
        if writing.has_header:
            next(reader, None)
        for line in reader:
            if any(line):
                yield line
    except csv.Error as error:
        raise Damaged(
            f"“{path.name}” is not a proper table.",
            f"Line {reader.line_num:,} cannot be read.",
            "Open it in a spreadsheet, look at that line, and save it as CSV again.",
        ) from error


def _of_text(path: Path, file: TextIO) -> Iterator[str]:
    """The lines, for as long as they are text. Old programs leave a sign or two of their own in a cell or at the end."""
    for number, line in enumerate(file, 1):
        found = _NOT_TEXT.findall(line)
        if "\x00" in found or len(found) > _MOST_STRAY:
            raise Damaged(
                f"“{path.name}” is damaged.",
                f"From line {number:,} on it is not text.",
                "Fetch or copy it again.",
            )
        yield line


def _writing_of(path: Path) -> _Writing:
    head = head_of(path)
    encoding = _encoding_of(head)
    text = head.decode(encoding, errors="replace")
    lines = text.splitlines()
    whole = lines[:-1] if len(head) == HEAD and len(lines) > 1 else lines
    delimiter = max(_DELIMITERS, key=lambda sign: _likeliness(whole[:30], sign))
    first = next(csv.reader(whole, delimiter=delimiter), [])
    if len(first) < 2:
        raise _not_a_table(path)
    known = _known_header(first)
    header = known or tuple(name.strip() or f"column {index}" for index, name in enumerate(first, 1))
    return _Writing(encoding, delimiter, header, known is None)


def _likeliness(lines: Sequence[str], delimiter: str) -> float:
    """How many columns it makes, less where lines differ."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    if not widths or widths[0] < 2:
        return 0.0
    return widths[0] * sum(width == widths[0] for width in widths) / len(widths)


def _encoding_of(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _known_header(first: Sequence[str]) -> tuple[str, ...] | None:
    """The headings of tables that are published without them."""
    if len(first) == len(_CODE_POINT) and _POSTCODE.match(first[0].strip()) and first[2].isdigit():
        return _CODE_POINT
    if len(first) == len(_OPEN_NAMES) and first[1].startswith("http"):
        return _OPEN_NAMES
    return None


def _count_lines(path: Path, writing: _Writing) -> int:
    sign = b"\n\x00" if writing.encoding == "utf-16" else b"\n"
    with path.open("rb") as file:
        lines = sum(chunk.count(sign) for chunk in iter(lambda: file.read(1 << 20), b""))
    return max(lines - int(writing.has_header), 0)


def _where_of(path: Path, header: Sequence[str], lines: Sequence[Sequence[str]]) -> _Where:
    names = [plain(name) for name in header]
    return (
        _by_names(names, header, lines, _LONGITUDES, _LATITUDES, "EPSG:4326")
        or _by_names(names, header, lines, _EASTINGS, _NORTHINGS, "EPSG:27700")
        or _by_text(names, header, lines)
        or _by_names(names, header, lines, ("x", "xcoord", "geox"), ("y", "ycoord", "geoy"), None)
        or _by_values(header, lines)
        or _nowhere(path, header)
    )


def _by_names(
    names: Sequence[str],
    header: Sequence[str],
    lines: Sequence[Sequence[str]],
    east: Sequence[str],
    north: Sequence[str],
    crs: str | None,
) -> _Where | None:
    x = next((names.index(name) for name in east if name in names), None)
    y = next((names.index(name) for name in north if name in names), None)
    if (
        x is None
        or y is None
        or not np.isfinite(_numbers(lines, x)).any()
        or not np.isfinite(_numbers(lines, y)).any()
    ):
        return None
    return _Where((x, y), crs, f"from the columns “{header[x]}” and “{header[y]}”")


def _by_text(names: Sequence[str], header: Sequence[str], lines: Sequence[Sequence[str]]) -> _Where | None:
    for index, name in enumerate(names):
        cells = [line[index] for line in lines if len(line) > index and line[index].strip()]
        if cells and (name in _WKT_COLUMNS or len(cells) == len(lines)) and all(map(_WKT.match, cells)):
            return _Where((index,), None, f"from the shapes in the column “{header[index]}”")
    return None


def _by_values(header: Sequence[str], lines: Sequence[Sequence[str]]) -> _Where | None:
    """Two columns of which one can only hold latitudes, and the other only longitudes, in Great Britain."""
    west, south, east, north = BRITAIN
    columns = [_numbers(lines, index) for index in range(len(header))]
    whole = [bool(np.isfinite(column).all()) and bool((column % 1 != 0).any()) for column in columns]
    lats = [
        i for i, column in enumerate(columns) if whole[i] and ((column >= south) & (column <= north)).all()
    ]
    lons = [i for i, column in enumerate(columns) if whole[i] and ((column >= west) & (column <= east)).all()]
    if len(lats) != 1 or len(lons) != 1:
        return None
    x, y = lons[0], lats[0]
    return _Where(
        (x, y), "EPSG:4326", f"from the columns “{header[x]}” and “{header[y]}”, told by their values"
    )


def _numbers(lines: Sequence[Sequence[str]], index: int) -> NDArray[np.float64]:
    """A column as numbers, NaN where a cell is none."""
    cells = [line[index] if len(line) > index else "" for line in lines]
    try:
        return np.array(cells, dtype=float)
    except ValueError:
        return np.array([_number(cell) for cell in cells], dtype=float)


def _number(cell: str) -> float:
    try:
        return float(cell.replace(",", "").strip())
    except ValueError:
        return float("nan")


def _rows_of(
    lines: Sequence[list[str]], header: Sequence[str], where: _Where, columns: tuple[str, ...] | None
) -> Rows:
    found: dict[str, NDArray[np.object_]] = {}
    for index, name in enumerate(header):
        if columns is None or plain(name) in columns:
            cells = [line[index] if len(line) > index else "" for line in lines]
            found.setdefault(plain(name), np.array(cells, dtype=object))
    return Rows(_shapes(lines, where), found)


@np.errstate(all="ignore")  # what is no number is found out and refused later
def _shapes(lines: Sequence[Sequence[str]], where: _Where) -> Shapes:
    if len(where.columns) == 1:
        index = where.columns[0]
        cells = [line[index].rpartition(";")[2] if len(line) > index else "" for line in lines]
        texts = np.array([cell.strip() or None for cell in cells], dtype=object)
        shapes: Shapes = shapely.from_wkt(texts, on_invalid="ignore")
        return shapes
    x, y = (_numbers(lines, index) for index in where.columns)
    found: Shapes = np.full(len(lines), None, dtype=object)
    is_there = np.isfinite(x) & np.isfinite(y)
    found[is_there] = shapely.points(x[is_there], y[is_there])
    return found


def _nowhere(path: Path, header: Sequence[str]) -> _Where:
    columns = ", ".join(header[:8]) + (" …" if len(header) > 8 else "")
    raise Problem(
        f"“{path.name}” does not say where anything is.",
        f"No columns for latitude and longitude or easting and northing were found among: {columns}.",
        "Add two columns with these headings, or choose a file with positions.",
    )


def _not_a_table(path: Path) -> Problem:
    return Problem(
        f"“{path.name}” is not a map or a table.",
        "It is text, but its lines have no columns.",
        "Choose a map file, or a CSV table with latitude and longitude or easting and northing.",
    )
