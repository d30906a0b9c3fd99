"""The postcode sector in which a home can hide, from the postcodes of some map packs.

A sector of few spots, however many postcodes they have, is a sorting office or reaches over the border. It would hide
nobody, and a home that was shown otherwise because of it would be as good as found: so such sectors are passed over,
and the nearest postcode of a larger one decides. What comes out depends on the sector alone.
"""

from __future__ import annotations

import math
import re
import sqlite3
from array import array
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.hiding import Sector
from placeplanner.errors import Problem
from placeplanner.gazetteer.name import NameKind
from placeplanner.store.connection import uri_of

FEWEST = 5  # postcodes at spots of their own: some 75 households
NARROWEST_M = 100.0  # from edge to edge: less is one street
FURTHEST_M = 2000.0  # from a home to a postcode; nowhere in the borough is further than 1,500 m from one
_ROUND_M = 100.0  # so that nobody takes the middle for an exact position
_FREE_M = 25.0  # and so that nobody takes it for the postcode that it happens to lie on

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]? [0-9])[A-Z]{2}")
_Spots = NDArray[np.float64]
File = tuple[Path, int, int]  # with its time in nanoseconds and its size: one that was made anew is read anew


@dataclass(frozen=True, slots=True)
class PostcodeSectors:
    """The sectors of all postcodes that some packs know. Packs are read when the first home is asked about.

    Equal where they are of the same files in the same state. For one thread at a time. Raises `Problem` from `of`
    where a pack cannot be read.
    """

    files: tuple[File, ...]
    _found: dict[int, Sector | None] = field(default_factory=dict, compare=False, repr=False)
    _asked: dict[EastingNorthing, Sector | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def in_packs(cls, paths: Iterable[Path]) -> PostcodeSectors:
        """Those of some packs as they are now. Raises `Problem` where one has gone."""
        return cls(tuple(map(_as_it_is, paths)))

    def of(self, at: EastingNorthing) -> Sector | None:
        """The nearest sector that is large enough to hide in; None where there is none within `FURTHEST_M`."""
        if at not in self._asked:  # an atlas asks about every home for every place
            self._asked[at] = self._nearest(at)
        return self._asked[at]

    def _nearest(self, at: EastingNorthing) -> Sector | None:
        names, numbers, spots = _postcodes(self.files)
        apart = np.hypot(spots[:, 0] - at.easting, spots[:, 1] - at.northing)
        near = np.flatnonzero(apart <= FURTHEST_M)
        nearest: dict[int, float] = {}
        for number, metres in zip(numbers[near].tolist(), apart[near].tolist(), strict=True):
            nearest[number] = min(metres, nearest.get(number, math.inf))
        for number in sorted(nearest, key=lambda each: (nearest[each], names[each])):
            if number not in self._found:
                self._found[number] = sector_of(names[number], spots[numbers == number])
            if sector := self._found[number]:
                return sector
        return None


def sector_of(name: str, spots: _Spots) -> Sector | None:
    """A sector from where its postcodes are, shape (n, 2) in metres; None where it is too small to hide in."""
    if len(np.unique(spots.round(), axis=0)) < FEWEST or _width(spots) < NARROWEST_M:
        return None
    middle = (spots.mean(axis=0) / _ROUND_M).round() * _ROUND_M
    while np.hypot(*(spots - middle).T).min() < _FREE_M:
        middle[0] += 2 * _FREE_M
    return Sector(name, EastingNorthing(float(middle[0]), float(middle[1])))


def _width(spots: _Spots) -> float:
    """How wide the narrowest strip is that holds them all."""
    around = shapely.minimum_rotated_rectangle(shapely.MultiPoint(spots))
    if around.geom_type != "Polygon":
        return 0.0
    sides = np.diff(shapely.get_coordinates(around), axis=0)
    return float(np.hypot(sides[:, 0], sides[:, 1]).min())


def _as_it_is(path: Path) -> File:
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    return path, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _postcodes(files: tuple[File, ...]) -> tuple[list[str], NDArray[np.int64], _Spots]:
    """The names of the sectors; for each postcode the number of its sector, and where it is."""
    sectors: dict[str, int] = {}
    seen: set[str] = set()  # two packs that know the same postcode do not agree to the metre
    numbers, spots = array("q"), array("d")
    for path, _, _ in files:
        for text, easting, northing in _rows(path):
            postcode = _POSTCODE.fullmatch(str(text))
            if postcode is None or text in seen or not _is_somewhere(easting, northing):
                continue
            seen.add(text)
            numbers.append(sectors.setdefault(postcode[1], len(sectors)))
            spots.extend((easting, northing))
    return (
        list(sectors),
        np.array(numbers, dtype=np.int64),
        np.array(spots, dtype=np.float64).reshape(-1, 2),
    )


def _rows(path: Path) -> Iterable[tuple[str, float, float]]:
    """Every postcode of a pack, by its text: not the order in which a pack happens to hold them."""
    query = "select text, easting, northing from name where kind = ? order by text, easting, northing"
    try:
        with closing(sqlite3.connect(f"{uri_of(path)}?mode=ro&immutable=1", uri=True)) as connection:
            for pragma in ("trusted_schema=off", "cell_size_check=on", "query_only=on"):
                connection.execute(f"pragma {pragma}")
            yield from connection.execute(query, (NameKind.POSTCODE.value,))
    except sqlite3.Error as error:
        raise _unreadable(path, str(error)) from error


def _is_somewhere(easting: object, northing: object) -> bool:
    return all(isinstance(each, float | int) and math.isfinite(each) for each in (easting, northing))


def _unreadable(path: Path, said: str) -> Problem:
    return Problem(
        f"The postcodes in {path.name} cannot be looked through, so homes cannot be hidden in their sectors.",
        f"The file may be damaged or gone: {said}.",
        "Copy the map pack again, switch it off, or show homes in their neighbourhood instead.",
    )
