"""Positions, and Ordnance Survey grid references such as "SD 5718 0512".

A grid reference names a square and, as the Ordnance Survey does it, stands for its south-west corner.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from placeplanner.errors import Problem

_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # no I
_EXAMPLE = "Write it like SD 5718 0512."
_REFERENCE = r"(?i)^([A-HJ-Z]{2})\s*((?:\d\s*)*)$"


class EastingNorthing(NamedTuple):
    """A position in metres on the British National Grid (EPSG:27700)."""

    easting: float
    northing: float


class LonLat(NamedTuple):
    """A position in degrees, WGS 84, longitude first as in GeoJSON and GPS files."""

    lon: float
    lat: float


def grid_ref(position: EastingNorthing, digits: int = 8) -> str:
    """The reference of the square a position lies in; `digits` is 2, 4, 6, 8 or 10 (8: a square of 10 m)."""
    if digits not in (2, 4, 6, 8, 10):
        raise ValueError(f"a grid reference has 2, 4, 6, 8 or 10 digits, not {digits}")
    easting, northing = position
    if not (0 <= easting < 700_000 and 0 <= northing < 1_300_000):  # also catches NaN
        raise Problem(
            "That position has no grid reference.",
            "It lies outside the British National Grid.",
            "Check the coordinates.",
        )
    half = digits // 2
    size = 10 ** (5 - half)
    east, north = (int(value % 100_000) // size for value in (easting, northing))
    return (
        f"{_letters_of(int(easting) // 100_000, int(northing) // 100_000)} {east:0{half}d} {north:0{half}d}"
    )


def is_like_grid_ref(text: str) -> bool:
    """Whether a text is two letters and figures, well formed or not."""
    return re.match(_REFERENCE, text.strip()) is not None


def position_of_grid_ref(text: str) -> EastingNorthing:
    """The south-west corner of the square; spaces and case do not matter. Raises `Problem`."""
    match = re.match(_REFERENCE, text.strip())
    if match is None:
        raise Problem("That is not a grid reference.", "It is two letters and then figures.", _EXAMPLE)
    digits = _figures(match[2].split())
    half = len(digits) // 2
    size = 10 ** (5 - half)
    column, row = _square_of(match[1].upper())
    return EastingNorthing(
        float(column * 100_000 + int(digits[:half]) * size), float(row * 100_000 + int(digits[half:]) * size)
    )


def _figures(groups: list[str]) -> str:
    digits = "".join(groups)
    if not 2 <= len(digits) <= 10:
        raise Problem(
            f"A grid reference has 2 to 10 figures, and this one has {len(digits)}.",
            "The letters alone name a square 100 km wide." if not digits else "",
            _EXAMPLE,
        )
    if len(digits) % 2 or (len(groups) == 2 and len(groups[0]) != len(groups[1])):
        raise Problem(
            "That grid reference is missing a figure.",
            "It needs as many figures for east as for north.",
            _EXAMPLE,
        )
    return digits


def _letters_of(column: int, row: int) -> str:
    """The letters of the 100 km square so many squares east and north of the grid's origin."""
    east, north = column + 10, row + 5  # the lettering starts 1,000 km west and 500 km south of the origin
    first = (4 - north // 5) * 5 + east // 5
    second = (4 - north % 5) * 5 + east % 5
    return _LETTERS[first] + _LETTERS[second]


def _square_of(letters: str) -> tuple[int, int]:
    first, second = (_LETTERS.index(letter) for letter in letters)
    column = first % 5 * 5 + second % 5 - 10
    row = (4 - first // 5) * 5 + (4 - second // 5) - 5
    if not (0 <= column < 7 and 0 <= row < 13):
        raise Problem(
            f"No part of Great Britain has grid letters {letters}.",
            "All of Wigan Borough is in the square SD or SJ.",
            _EXAMPLE,
        )
    return column, row
