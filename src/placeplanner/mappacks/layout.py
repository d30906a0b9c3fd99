"""How a map pack is laid out: one SQLite file, with pieces of the map for each of four ranges of scale.

The boxes of the pieces stand apart from their bytes, so that opening a pack reads a few pages of the file and
not one in every piece; that matters on a slow stick.
"""

from __future__ import annotations

from math import inf

from msgspec import Struct

APPLICATION_ID = 0x50504D50  # "PPMP"; a GeoPackage has another, so neither is taken for the other
FORMAT = 1
PAGE_SIZE = 8192
SUFFIX = ".pack"

OUTLINE = "outline-"  # which the code of a place begins with that is only an outline: what it is, people say

SHAPES, NAMES, COVERAGE = "shapes", "names", "coverage"  # what a piece may hold

SCHEMA = """
CREATE TABLE info (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE piece (
    id INTEGER PRIMARY KEY, holds TEXT NOT NULL, layer TEXT NOT NULL, level INTEGER NOT NULL, count INTEGER NOT NULL,
    west REAL NOT NULL, south REAL NOT NULL, east REAL NOT NULL, north REAL NOT NULL
);
CREATE TABLE piece_data (id INTEGER PRIMARY KEY REFERENCES piece (id), data BLOB NOT NULL);
CREATE TABLE known (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, kind TEXT NOT NULL, category TEXT NOT NULL, name TEXT NOT NULL,
    source TEXT NOT NULL, details TEXT NOT NULL, geometry BLOB NOT NULL
);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT,
    source TEXT NOT NULL, figures TEXT NOT NULL, geometry BLOB NOT NULL
);
CREATE TABLE tile (
    id INTEGER PRIMARY KEY, zoom INTEGER NOT NULL, column INTEGER NOT NULL, line INTEGER NOT NULL, corners BLOB NOT NULL
);
CREATE TABLE tile_data (id INTEGER PRIMARY KEY REFERENCES tile (id), picture BLOB NOT NULL);
"""


class Level(Struct, frozen=True):
    """One range of scales: `widest` metres a pixel is its end, `tolerance_m` half a pixel at its beginning."""

    number: int
    name: str
    widest: float
    tolerance_m: float
    cell_m: float = 0.0  # of the coverage; 0 where shapes say it all


DETAIL = Level(0, "detail", 1.6, 0.1)
TOWN = Level(1, "town", 5.0, 0.8)
WIDE = Level(2, "wide", 14.0, 2.5, 8.0)
BOROUGH = Level(3, "borough", inf, 7.0, 16.0)
LEVELS = (DETAIL, TOWN, WIDE, BOROUGH)


def level_at(metres_per_pixel: float) -> Level:
    """The level that a view of this scale is painted from."""
    return next(level for level in LEVELS if metres_per_pixel <= level.widest)


def begins_at(level: Level) -> float:
    """The finest scale of a level, in metres a pixel: what is never worth showing there needs no place in it."""
    return LEVELS[level.number - 1].widest if level.number else 0.0
