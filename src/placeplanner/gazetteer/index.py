"""Writes the names of a pack so that they are found while they are typed.

The likelier a name, the lower its number: SQLite gives rows by number, so whoever takes the first few hundred of
far too many has the likeliest. Misspellings are looked up among the words, not the names: there are far fewer.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct

from placeplanner.domain.grid import EastingNorthing
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.spelling import postcode_parts, words_of_name
from placeplanner.gazetteer.tables import TABLES

CALLED: dict[NameKind, str] = {
    NameKind.STATION: "station",
    NameKind.STOP: "stop",
    NameKind.SCHOOL: "school",
    NameKind.PARK: "park",
    NameKind.WARD: "ward",
    NameKind.HEALTH: "surgery",
}
"""Words that people add to a name to say what they mean: "hindley station"."""

_POSTAL = (NameKind.POSTCODE, NameKind.SECTOR, NameKind.DISTRICT)
_COLUMNS = "text, kind, within, spelt, apart, easting, northing, west, south, east, north, weight"
_Row = tuple[
    str, str, str, str, str, float, float, float | None, float | None, float | None, float | None, float
]


class _Postal(Struct):
    """What is gathered of the postcodes of one sector or district."""

    count: int = 0
    easting: float = 0.0
    northing: float = 0.0
    west: float = float("inf")
    south: float = float("inf")
    east: float = float("-inf")
    north: float = float("-inf")

    def take(self, at: EastingNorthing) -> None:
        self.count += 1
        self.easting += at.easting
        self.northing += at.northing
        self.west, self.east = min(self.west, at.easting), max(self.east, at.easting)
        self.south, self.north = min(self.south, at.northing), max(self.north, at.northing)


def write_names(connection: sqlite3.Connection, names: Iterable[Name]) -> int:
    """Make the tables `name…` in a pack under way and fill them; how many names there are then.

    Sectors and districts of the postcodes are added where no source gave them. Commits nothing.
    """
    for statement in TABLES.strip().split(";\n"):
        connection.execute(statement)
    connection.execute(f"create temp table name_heap ({_COLUMNS})")
    connection.executemany(f"insert into name_heap values ({', '.join('?' * 12)})", _rows(names))
    count = connection.execute(
        f"insert into name ({_COLUMNS}) select {_COLUMNS} from name_heap"
        " order by weight desc, text, easting, northing"
    ).rowcount
    connection.execute("drop table name_heap")
    connection.execute(
        "insert into name_words (rowid, spelt, apart) select id, spelt, apart from name order by id"
    )
    _write_positions(connection)
    _write_words(connection)
    return int(count)


def padded(word: str) -> str:
    """A word as its trigrams are taken: so its first and last letters have some of their own."""
    return f"^^{word}$$"


def _rows(names: Iterable[Name]) -> Iterator[_Row]:
    postal: dict[tuple[NameKind, str], _Postal] = {}
    given: set[tuple[NameKind, str]] = set()
    for name in names:
        if name.kind is NameKind.POSTCODE:
            name = _as_postcode(name, postal)
        elif name.kind in _POSTAL:
            given.add((name.kind, name.text))
        yield _row(name)
    for (kind, text), gathered in postal.items():
        if (kind, text) not in given:
            yield _row(_gathered(kind, text, gathered))


def _as_postcode(name: Name, postal: dict[tuple[NameKind, str], _Postal]) -> Name:
    parts = postcode_parts(name.text)
    if parts is None or len(parts[1]) != len("1eb"):
        return name
    outward, inward = parts[0].upper(), parts[1].upper()
    postal.setdefault((NameKind.SECTOR, f"{outward} {inward[0]}"), _Postal()).take(name.at)
    postal.setdefault((NameKind.DISTRICT, outward), _Postal()).take(name.at)
    return Name(f"{outward} {inward}", name.kind, name.at, name.within, name.box, name.weight)


def _gathered(kind: NameKind, text: str, gathered: _Postal) -> Name:
    middle = EastingNorthing(gathered.easting / gathered.count, gathered.northing / gathered.count)
    box = (gathered.west, gathered.south, gathered.east, gathered.north)
    return Name(text, kind, middle, box=box, weight=0.6 if kind is NameKind.DISTRICT else 0.55)


def _row(name: Name) -> _Row:
    spelt = " ".join(words_of_name(name.text))
    if name.kind in _POSTAL:
        spelt = spelt.replace(" ", "")
    apart = words_of_name(name.within)
    if name.kind in CALLED:
        apart.append(CALLED[name.kind])
    west, south, east, north = name.box or (None, None, None, None)
    at = name.at
    return (
        name.text,
        name.kind.value,
        name.within,
        spelt,
        " ".join(apart),
        *(round(at.easting, 1), round(at.northing, 1)),
        *(west, south, east, north),
        name.weight,
    )


def _write_positions(connection: sqlite3.Connection) -> None:
    """All positions in one piece, in the order of their names: what is near is found before any name is read."""
    positions = connection.execute("select easting, northing from name order by id").fetchall()
    metres = np.array(positions, dtype="<f8").reshape(-1, 2).round().astype("<i4")
    connection.execute("insert into name_positions values (?)", (metres.tobytes(),))


def _write_words(connection: sqlite3.Connection) -> None:
    """Every word that is not a postcode, commonest first."""
    counted: Counter[str] = Counter()
    postal = ", ".join(f"'{kind.value}'" for kind in _POSTAL)
    for spelt, apart in connection.execute(f"select spelt, apart from name where kind not in ({postal})"):
        counted.update(spelt.split())
        counted.update(apart.split())
    words = sorted((word for word in counted if len(word) > 1), key=lambda word: (-counted[word], word))
    connection.executemany("insert into name_word values (?, ?)", enumerate(words, 1))
    connection.executemany(
        "insert into name_trigrams (rowid, word) values (?, ?)",
        ((number, padded(word)) for number, word in enumerate(words, 1)),
    )
