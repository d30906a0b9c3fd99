"""Sets of web map tiles in one file: MBTiles (SQLite, rows from the south) and PMTiles (rows from the north).

Both are opened read-only and read tile by tile. What a file says of itself is not believed: sizes and counts have
limits, so that a crafted directory neither fills the memory nor goes on for ever.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct
from pmtiles.tile import (
    Compression,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    tileid_to_zxy,
    zxy_to_tileid,
)

from placeplanner.domain.streetmap import Box
from placeplanner.errors import Problem
from placeplanner.mappacks.sources.damage import Damaged

TileAt = tuple[int, int, int, bytes]  # zoom, column, row from the north, content
MOST_ZOOM = 22
_MOST_BYTES = 16_000_000  # of a tile or a directory
_MOST_TILES = 5_000_000
_MOST_DEPTH = 4
_STEPS, _MOST_STEPS = (
    1_000_000,
    1_000_000_000,
)  # of SQLite's own: reading five million tiles takes a fifth of them
_HEADER = 127
_BROKEN = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    EOFError,
    OSError,
    OverflowError,
    MemoryError,
    zlib.error,
)


class TileFile(Protocol):
    """One of either."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def words(self) -> str:
        """The format's name."""

    @property
    def is_vector(self) -> bool:
        """Whether its tiles hold shapes, not pictures."""

    @property
    def count(self) -> int:
        """How many tiles it says that it has."""

    @property
    def metadata(self) -> Mapping[str, str]:
        """What it says of itself."""

    def tiles(self, box: Box | None) -> Iterator[TileAt]:
        """The tiles that touch a box (degrees), or all. Raises `Problem` where the file is damaged."""


class MbTiles(Struct, frozen=True):
    """An MBTiles file, after version 1.3 of its specification."""

    path: Path
    is_vector: bool
    count: int
    metadata: Mapping[str, str]

    words = "MBTiles"

    @classmethod
    def open(cls, path: Path) -> MbTiles | None:
        """The file, or None where it is an SQLite file of something else. Raises `Problem`."""
        with _database(path) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not {"tiles", "metadata"} <= tables:
                return None
            rows = connection.execute("SELECT name, value FROM metadata LIMIT 1000")
            metadata = {str(name): str(value) for name, value in rows}
            some = f"SELECT count(*) FROM (SELECT 1 FROM tiles LIMIT {_MOST_TILES})"
            count = connection.execute(some).fetchone()[0]
        return cls(path, metadata.get("format", "").casefold() in ("pbf", "mvt"), int(count), metadata)

    def tiles(self, box: Box | None) -> Iterator[TileAt]:
        """As `TileFile` says."""
        with _database(self.path) as connection:
            zooms = [row[0] for row in connection.execute("SELECT DISTINCT zoom_level FROM tiles ORDER BY 1")]
            for zoom in zooms:
                if isinstance(zoom, int) and 0 <= zoom <= MOST_ZOOM:
                    yield from _rows(connection, zoom, tile_range(box, zoom))


def _rows(connection: sqlite3.Connection, zoom: int, wanted: tuple[int, int, int, int]) -> Iterator[TileAt]:
    west, north, east, south = wanted
    last = (1 << zoom) - 1
    query = (
        "SELECT tile_column, tile_row, tile_data FROM tiles WHERE zoom_level = ?"
        " AND tile_column BETWEEN ? AND ? AND tile_row BETWEEN ? AND ?"
    )
    for column, row, data in connection.execute(query, (zoom, west, east, last - south, last - north)):
        yield zoom, int(column), last - int(row), data if isinstance(data, bytes) else b""


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            # tables may be views here, and a view may go on for ever
            turns = iter(range(_MOST_STEPS // _STEPS))
            connection.set_progress_handler(lambda: next(turns, None) is None, _STEPS)
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise damaged(path) from error


class PmTiles(Struct, frozen=True):
    """A PMTiles file of version 3."""

    path: Path
    is_vector: bool
    count: int
    metadata: Mapping[str, str]
    header: Mapping[str, Any]

    words = "PMTiles"

    @classmethod
    def open(cls, path: Path) -> PmTiles | None:
        """The file, or None where it is none. Raises `Problem`."""
        with path.open("rb") as file:
            start = file.read(_HEADER)
        if not start.startswith(b"PMTiles"):
            return None
        try:
            header = deserialize_header(start)
            metadata = json.loads(
                _unpacked(_piece(path, header["metadata_offset"], header["metadata_length"]))
            )
            said = {str(name): value for name, value in metadata.items() if isinstance(value, str)}
        except (*_BROKEN, AttributeError, RecursionError, MagicNumberNotFound) as error:
            raise damaged(path) from error
        except SpecVersionUnsupported as error:
            raise Problem(
                f"{path.name} is of another version of PMTiles.",
                "Version 3 can be read here.",
                "Ask its publisher for version 3.",
            ) from error
        is_vector = header["tile_type"] in (TileType.MVT, TileType.UNKNOWN)
        return cls(path, is_vector, int(header["addressed_tiles_count"]), said, header)

    def tiles(self, box: Box | None) -> Iterator[TileAt]:
        """As `TileFile` says."""
        wanted = None if box is None else self._ids(box)
        root = self._entries(self.header["root_offset"], self.header["root_length"], wanted, 0)
        for given, (number, offset, length) in enumerate(root):
            if given >= min(self.count or _MOST_TILES, _MOST_TILES):
                raise damaged(self.path)
            try:
                zoom, column, row = tileid_to_zxy(number)
            except _BROKEN as error:
                raise damaged(self.path) from error
            yield zoom, column, row, self._content(offset, length)

    def _content(self, offset: int, length: int) -> bytes:
        data = _piece(self.path, self.header["tile_data_offset"] + offset, length)
        try:
            return _unpacked(data) if self._is_packed else data
        except _BROKEN:
            return b""  # one tile less, and the account says so

    @property
    def _is_packed(self) -> bool:
        return bool(self.header["tile_compression"] == Compression.GZIP)

    def _ids(self, box: Box) -> list[int]:
        ids: list[int] = []
        for zoom in range(self.header["min_zoom"], min(self.header["max_zoom"], MOST_ZOOM) + 1):
            west, north, east, south = tile_range(box, zoom)
            if (east - west + 1) * (south - north + 1) + len(ids) > _MOST_TILES:
                break  # no publisher hands out so many
            ids += [zxy_to_tileid(zoom, x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
        return sorted(ids)

    def _entries(
        self, at: int, length: int, wanted: list[int] | None, depth: int
    ) -> Iterator[tuple[int, int, int]]:
        """Tile numbers with where their content lies; only the branches of the directory that are wanted."""
        if depth > _MOST_DEPTH:
            raise damaged(self.path)
        entries = self._directory(at, length)
        for index, entry in enumerate(entries):
            is_leaf = entry.run_length == 0
            following = entries[index + 1].tile_id if index + 1 < len(entries) else 1 << 62
            end = following if is_leaf else entry.tile_id + entry.run_length
            numbers = _between(wanted, entry.tile_id, end)
            if is_leaf and (wanted is None or numbers):
                leaves = self.header["leaf_directory_offset"]
                yield from self._entries(leaves + entry.offset, entry.length, wanted, depth + 1)
            elif not is_leaf:
                for number in range(entry.tile_id, end) if wanted is None else numbers:
                    yield number, entry.offset, entry.length

    def _directory(self, at: int, length: int) -> list[Any]:
        packed = _piece(self.path, at, length)
        try:
            _unpacked(packed)  # it is no larger unpacked than a directory may be
            entries: list[Any] = deserialize_directory(packed)
        except _BROKEN as error:
            raise damaged(self.path) from error
        return entries


def _between(wanted: list[int] | None, start: int, end: int) -> list[int]:
    return [] if wanted is None else wanted[bisect_left(wanted, start) : bisect_left(wanted, end)]


def _piece(path: Path, at: int, length: int) -> bytes:
    if length > _MOST_BYTES or at < 0 or at + length > path.stat().st_size:
        raise damaged(path)
    with path.open("rb") as file:
        file.seek(at)
        return file.read(length)


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    plain = unpacker.decompress(data, _MOST_BYTES)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise gzip.BadGzipFile("too large, or cut short")
    return plain


def tile_range(box: Box | None, zoom: int) -> tuple[int, int, int, int]:
    """West, north, east and south of the columns and rows that touch a box in degrees, or of all that there are."""
    last = (1 << zoom) - 1
    if box is None:
        return 0, 0, last, last
    west, south, east, north = box
    columns = [floor((lon + 180.0) / 360.0 * (last + 1)) for lon in (west, east)]
    rows = [floor((1 - asinh(tan(radians(lat))) / pi) / 2 * (last + 1)) for lat in (north, south)]
    first_column, first_row, last_column, last_row = (
        min(max(number, 0), last) for number in (columns[0], rows[0], columns[1], rows[1])
    )
    return first_column, first_row, last_column, last_row


def damaged(path: Path) -> Damaged:
    """What to raise about a file that cannot be read."""
    return Damaged(
        f"{path.name} is damaged.",
        "It begins as a set of map tiles, but cannot be read to its end.",
        "Download it again; perhaps the download stopped early.",
    )
