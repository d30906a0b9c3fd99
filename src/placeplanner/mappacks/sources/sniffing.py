"""What a file is, by its first bytes, and whether its end is there: before anything bigger is asked to open it."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from placeplanner.errors import Problem, said_by
from placeplanner.mappacks.sources.damage import Damaged

HEAD = 65_536
_WINDOW = 4_096
_WINDOWS = 16
_LOOKED_THROUGH = 1_000_000  # bytes: larger files of text are probed in several places
_PACK = 0x50504D50
_GEOPACKAGES = (0x47504B47, 0x47503130, 0x47503131)
_SERVICES = (b"OGRVRTDataSource", b"OGRWFSDataSource", b"gdal_streamed_alg", b"<!ENTITY", b"OGRVRTLayer")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_PROLOGUE = re.compile(rb"^\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*", re.DOTALL)
_SHAPES = rb"FeatureCollection|Feature|Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|GeometryCollection"
_GEOJSON = re.compile(rb'"type"\s*:\s*"(?:' + _SHAPES + rb')"|"features"\s*:\s*\[')


class Sort(Enum):
    """Kinds of files that are told apart."""

    ZIP = auto()
    PACK = auto()
    GEOPACKAGE = auto()
    SQLITE = auto()
    OSM = auto()
    TILES = auto()
    SHAPEFILE = auto()
    COMPANION = auto()  # of a shapefile
    FLATGEOBUF = auto()
    GML = auto()
    KML = auto()
    GPX = auto()
    GEOJSON = auto()
    TABLE = auto()
    EMPTY = auto()
    PICTURE = auto()
    DOCUMENT = auto()
    PACKED = auto()  # in a way that is not unpacked here
    REFERRING = auto()  # to services or to other files
    UNKNOWN = auto()


_MAGIC = (
    (b"PK\x03\x04", Sort.ZIP),
    (b"PK\x05\x06", Sort.ZIP),
    (b"PMTiles", Sort.TILES),
    (b"fgb\x03", Sort.FLATGEOBUF),
    (b"\x89PNG", Sort.PICTURE),
    (b"\xff\xd8\xff", Sort.PICTURE),
    (b"II*\x00", Sort.PICTURE),
    (b"MM\x00*", Sort.PICTURE),
    (b"%PDF", Sort.DOCUMENT),
    (b"\xd0\xcf\x11\xe0", Sort.DOCUMENT),
    (b"\x1f\x8b", Sort.PACKED),
    (b"7z\xbc\xaf", Sort.PACKED),
    (b"Rar!", Sort.PACKED),
    (b"BZh", Sort.PACKED),
)
_ROOTS = {
    b"osm": Sort.OSM,
    b"osmchange": Sort.OSM,
    b"kml": Sort.KML,
    b"gpx": Sort.GPX,
    b"featurecollection": Sort.GML,
    b"openmaplocal": Sort.GML,
    b"html": Sort.DOCUMENT,
}


def sort_of(head: bytes) -> Sort:
    """What a file is that begins like this (`HEAD` bytes of it)."""
    if not head.strip(b"\x00 \t\r\n"):
        return Sort.EMPTY
    for magic, sort in _MAGIC:
        if head.startswith(magic):
            return sort
    if head.startswith(b"SQLite format 3\x00"):
        return _sort_of_database(head)
    if head[:4] == b"\x00\x00\x27\x0a" and len(head) >= 100:
        # the index of a shapefile begins as the shapefile does, but records of 8 bytes follow
        return Sort.COMPANION if _is_index(head) else Sort.SHAPEFILE
    if b"OSMHeader" in head[:32]:
        return Sort.OSM
    if any(service in head for service in _SERVICES):
        return Sort.REFERRING
    return _sort_of_text(head)


def _is_index(head: bytes) -> bool:
    """An index holds offsets (the first is 50 words); a shapefile numbers its records from 1."""
    return len(head) >= 108 and struct.unpack(">i", head[100:104])[0] == 50


def _sort_of_database(head: bytes) -> Sort:
    application = int.from_bytes(head[68:72], "big")
    if application == _PACK:
        return Sort.PACK
    return Sort.GEOPACKAGE if application in _GEOPACKAGES else Sort.SQLITE


def _sort_of_text(head: bytes) -> Sort:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return _sort_of_xml(text)
    if text[:1] in (b"{", b"\x1e"):
        return Sort.GEOJSON if _GEOJSON.search(text) else Sort.UNKNOWN
    return Sort.TABLE if is_like_text(head) else Sort.UNKNOWN


def _sort_of_xml(text: bytes) -> Sort:
    prologue = _PROLOGUE.match(text)
    root = _ROOT.match(text[prologue.end() :]) if prologue else None
    if root is None:
        return Sort.UNKNOWN
    sort = _ROOTS.get(root[1].lower())
    if sort is None and (b"opengis.net/gml" in text or b"ordnancesurvey" in text):
        return Sort.GML
    return sort or Sort.UNKNOWN


def is_like_text(head: bytes) -> bool:
    """Whether bytes may be a table in some encoding."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    control = sum(head.count(bytes([sign])) for sign in range(32) if sign not in (9, 10, 12, 13))
    return control == 0 and b"\n" in head.replace(b"\r", b"\n")


def head_of(path: Path) -> bytes:
    """The first bytes of a file. Raises `Problem`."""
    return _read(path, 0, HEAD)


def check_whole(path: Path, sort: Sort, head: bytes) -> None:
    """Raises `Problem` where a file is cut short, or plainly nonsense further on; reads little of it."""
    size = path.stat().st_size
    check = _CHECKS.get(sort)
    if check and not check(path, head, size):
        raise Damaged(
            f"“{path.name}” is cut short.",
            "Its end is missing: it was not fetched or copied completely.",
            "Fetch or copy it again.",
        )
    if sort is Sort.GEOJSON and size > _LOOKED_THROUGH and not _is_like_geojson_throughout(path, head, size):
        raise Problem(
            f"“{path.name}” is not GeoJSON.",
            "It begins like it, but what follows is something else.",
            "Fetch it again, or check that it is the right file.",
        )


def _read(path: Path, at: int, length: int) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise OSError("It is not a file")  # a pipe would be waited for, a device has no end
        with path.open("rb") as file:
            file.seek(at)
            return file.read(length)
    except OSError as error:
        raise Problem(
            f"“{path.name}” cannot be opened.", said_by(error), "Check that it is still there."
        ) from error


def _ends_in(path: Path, size: int, signs: bytes) -> bool:
    tail = _read(path, max(0, size - _WINDOW), _WINDOW).rstrip(b"\x1e \t\r\n")
    return tail[-1:] in [signs[index : index + 1] for index in range(len(signs))]


def _ends_like_xml(path: Path, head: bytes, size: int) -> bool:
    tail = _read(path, max(0, size - _WINDOW), _WINDOW)
    return re.search(rb"(</[\w:.-]+\s*>|/>)\s*(<!--.*-->\s*)*$", tail, re.DOTALL) is not None


def _has_all_of_shapefile(path: Path, head: bytes, size: int) -> bool:
    words: int = struct.unpack(">i", head[24:28])[0]
    return size >= words * 2


def _has_all_pages(path: Path, head: bytes, size: int) -> bool:
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    is_said = head[24:28] == head[92:96]  # else the number of pages is not kept
    return not is_said or size >= pages * (65_536 if page == 1 else page)


_CHECKS: dict[Sort, Callable[[Path, bytes, int], bool]] = {
    Sort.GEOJSON: lambda path, head, size: _ends_in(path, size, b"}"),
    Sort.GML: _ends_like_xml,
    Sort.KML: _ends_like_xml,
    Sort.GPX: _ends_like_xml,
    Sort.SHAPEFILE: _has_all_of_shapefile,
    Sort.GEOPACKAGE: _has_all_pages,
}


def _is_like_geojson_throughout(path: Path, head: bytes, size: int) -> bool:
    step = size // _WINDOWS
    windows = [_read(path, step * index, _WINDOW) for index in range(_WINDOWS)]
    if any(b"\x00" in window for window in windows):
        return False
    likely = [window for window in windows if re.search(rb'[\[,"]', window)]
    words = (b'"coordinates"', b'"geometry"', b'"properties"')
    return len(likely) > _WINDOWS // 2 and any(word in text for text in (head, *windows) for word in words)
