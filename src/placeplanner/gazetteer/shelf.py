"""The names of one pack, looked up: which may be meant, before anybody judges how well.

Far too many names begin with "s". Then the likeliest are taken, and those of the names near the view that fit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.strangers import LONGEST, shown
from placeplanner.errors import Problem
from placeplanner.gazetteer.misspelt import spelt_like
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.wanted import Wanted, Word
from placeplanner.store.connection import uri_of

_MOST = 400  # rows judged at a keystroke
_NEAREST = 1500  # names around the view that are looked through where too many fit
_SAME_VIEW_M = 100.0
_ROW = "id, text, kind, within, spelt, apart, easting, northing, west, south, east, north, weight"


class Candidate(Struct, frozen=True):
    """A name that may be meant, with its words and those of where it is."""

    name: Name
    spelt: str
    apart: str


class Shelf:
    """One pack's names. For one thread at a time, whichever that is. Raises `Problem` where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = _opened(path)
        except (sqlite3.Error, ValueError) as error:
            raise _unreadable(path, error) from error
        try:
            self._positions = _positions(self._connection)
        except (sqlite3.Error, ValueError, TypeError) as error:
            self._connection.close()
            raise _unreadable(path, error) from error
        self._near: tuple[EastingNorthing, list[tuple[int, str]]] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def kinds(self) -> frozenset[NameKind]:
        """What kinds of names there are in it."""
        every = [str(row[0]) for row in self._connection.execute("select distinct kind from name")]
        return frozenset(kind for kind in NameKind if kind.value in every)

    def fitting(self, expression: str, sought: Wanted, near: EastingNorthing | None) -> list[Candidate]:
        """Names that fit an expression for FTS5, likeliest first, and more of them around what is looked at."""
        ids = [
            row[0]
            for row in self._connection.execute(
                "select rowid from name_words where name_words match ? order by rowid limit ?",
                (expression, _MOST),
            )
        ]
        if len(ids) == _MOST and near is not None:
            ids = [*ids, *self._fitting_nearby(sought, near)]
        return self._candidates(ids)

    def knows(self, word: Word) -> bool:
        """Whether any name has a word that begins so."""
        return bool(
            self._connection.execute(
                "select 1 from name_words where name_words match ? limit 1", (word.expression,)
            ).fetchone()
        )

    def respelt(self, word: Word) -> Word:
        """The word with those that are spelt nearly so."""
        return Word(word.typed, {**spelt_like(self._connection, word.typed), **word.others})

    def _fitting_nearby(self, sought: Wanted, near: EastingNorthing) -> list[int]:
        tests = [(word.typed, frozenset(word.others)) for word in sought.words]
        return [
            number
            for number, spelt in self._nearby(near)
            if all(
                spelt.startswith(typed) or f" {typed}" in spelt or not others.isdisjoint(spelt.split())
                for typed, others in tests
            )
        ]

    def _nearby(self, near: EastingNorthing) -> list[tuple[int, str]]:
        """The nearest names, kept while people type: the view stays where it is."""
        if self._near is None or max(abs(self._near[0][axis] - near[axis]) for axis in (0, 1)) > _SAME_VIEW_M:
            apart = np.abs(self._positions - np.array(near)).max(axis=1)
            count = min(_NEAREST, len(apart))
            marks = ",".join(map(str, np.argsort(apart)[:count] + 1))
            rows = self._connection.execute(f"select id, spelt from name where id in ({marks})").fetchall()
            self._near = near, rows
        return self._near[1]

    def _candidates(self, ids: Iterable[int]) -> list[Candidate]:
        marks = ",".join(str(number) for number in sorted(set(ids)))
        return [
            _candidate(row)
            for row in self._connection.execute(f"select {_ROW} from name where id in ({marks})")
        ]


def _candidate(row: tuple[object, ...]) -> Candidate:
    _, text, kind, within, spelt, apart, easting, northing, west, south, east, north, weight = row
    name = Name(
        shown(str(text)),
        NameKind(str(kind)),
        EastingNorthing(float(easting), float(northing)),  # type: ignore[arg-type]
        shown(str(within)),
        None if west is None else (float(west), float(south), float(east), float(north)),  # type: ignore[arg-type]
        float(weight),  # type: ignore[arg-type]
    )
    return Candidate(name, str(spelt)[:LONGEST], str(apart)[:LONGEST])


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{uri_of(path)}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        for pragma in ("trusted_schema=off", "cell_size_check=on", "query_only=on"):
            connection.execute(f"pragma {pragma}")
        connection.execute("select rowid from name_words where name_words match '\"a\" *' limit 1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _positions(connection: sqlite3.Connection) -> NDArray[np.int32]:
    (metres,) = connection.execute("select metres from name_positions").fetchone() or (b"",)
    return np.frombuffer(metres, dtype="<i4").reshape(-1, 2)


def _unreadable(path: Path, error: Exception) -> Problem:
    said = str(error) if isinstance(error, sqlite3.Error) else "part of it is no text"
    return Problem(
        f"The names in {path.name} cannot be looked through.",
        f"The file may be damaged or not a map pack: {said}.",
        "Copy the map pack again from where you had it, or make it again.",
    )
