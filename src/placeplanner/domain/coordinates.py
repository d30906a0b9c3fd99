"""Between the National Grid's metres (EPSG:27700), used everywhere inside, and WGS 84 degrees, used outside.

This is the only module that converts. It uses OSTN15, the Ordnance Survey's own transformation, right to a
millimetre; where OSTN15 does not reach it raises `Problem`, and never falls back to a rough conversion
(pyproj's, without its grid file, is nearly 2 m out in Wigan and only warns). GeoJSON, GPS and photos
come in as WGS 84 and pass through here once; ETRS89, which OSTN15 speaks strictly, drifts from WGS 84 by
well under a metre, far below what a phone can tell.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.grid import (
    EastingNorthing,
    LonLat,
    grid_ref,
    is_like_grid_ref,
    position_of_grid_ref,
)
from placeplanner.errors import Problem

__all__ = [
    "TRANSFORMATION",
    "EastingNorthing",
    "LonLat",
    "describe",
    "eastings_northings",
    "eastings_northings_or_nan",
    "geometry_to_easting_northing",
    "geometry_to_lonlat",
    "grid_ref",
    "lonlats",
    "parse_position",
    "to_easting_northing",
    "to_lonlat",
]

TRANSFORMATION = "OSTN15"  # kept beside a raw GPS position, so that it can be converted again
_WAYS_TO_WRITE = (
    "Write it like 53.5448, -2.6318 (latitude first), or SD 5718 0512, or 357180 405120 (easting first)."
)
_Coordinates = NDArray[np.float64]


def lonlats(eastings_northings: _Coordinates) -> _Coordinates:
    """Longitudes and latitudes, shape (n, 2), for eastings and northings, shape (n, 2). Raises `Problem`."""
    from convertbng.cutil import convert_lonlat  # 14 MB with its grid: loaded when first used

    return _converted(eastings_northings, convert_lonlat)


def eastings_northings(lonlats: _Coordinates) -> _Coordinates:
    """Eastings and northings, shape (n, 2), for longitudes and latitudes, shape (n, 2). Raises `Problem`."""
    from convertbng.cutil import convert_bng  # as above

    return _converted(lonlats, convert_bng)


def eastings_northings_or_nan(lonlats: _Coordinates) -> _Coordinates:
    """The same for a file of the whole world: NaN for what the National Grid does not reach, instead of `Problem`."""
    from convertbng.cutil import convert_bng  # as above

    pairs = np.asarray(lonlats, dtype=float)
    return np.column_stack(convert_bng(pairs[:, 0], pairs[:, 1]))


def to_lonlat(position: EastingNorthing) -> LonLat:
    """One position to WGS 84. Raises `Problem` outside Great Britain."""
    lon, lat = lonlats(np.array([position], dtype=float))[0]
    return LonLat(float(lon), float(lat))


def to_easting_northing(position: LonLat) -> EastingNorthing:
    """One position to metres, rounded to the millimetre. Raises `Problem` outside Great Britain."""
    easting, northing = eastings_northings(np.array([position], dtype=float))[0]
    return EastingNorthing(float(easting), float(northing))


def geometry_to_lonlat(geometry: BaseGeometry) -> BaseGeometry:
    """A shape in metres to WGS 84, as GeoJSON wants it; heights are dropped. Raises `Problem`."""
    return shapely.transform(geometry, lonlats)


def geometry_to_easting_northing(geometry: BaseGeometry) -> BaseGeometry:
    """A shape in WGS 84 to metres; heights are dropped. Raises `Problem`."""
    return shapely.transform(geometry, eastings_northings)


def _converted(
    coordinates: _Coordinates,
    convert: Callable[[_Coordinates, _Coordinates], tuple[_Coordinates, _Coordinates]],
) -> _Coordinates:
    pairs = np.asarray(coordinates, dtype=float)
    result = np.column_stack(convert(pairs[:, 0], pairs[:, 1]))
    if np.isnan(result).any():
        raise Problem(
            "That position is not in Great Britain.",
            "The National Grid, on which this map is drawn, does not reach it.",
            "Check that latitude and longitude are the right way round, and that west has a minus sign.",
        )
    return result


def describe(position: EastingNorthing) -> str:
    """Both ways in which people give a position: "SD 5718 0512 · 53.54095, -2.64762"."""
    lon, lat = to_lonlat(position)
    return f"{grid_ref(position)} · {lat:.5f}, {lon:.5f}"


def parse_position(text: str) -> EastingNorthing:
    """What a person typed, as metres: a grid reference, latitude and longitude, or easting and northing.

    Latitude comes first unless letters (N, W) say otherwise; minutes and seconds are understood. A grid
    reference stands for the south-west corner of its square. Raises `Problem` in words.
    """
    plain = _plain(text)
    if not plain:
        raise Problem("There is no position there.", "", _WAYS_TO_WRITE)
    if is_like_grid_ref(plain):
        position = position_of_grid_ref(plain)
        to_lonlat(position)  # raises where it is too far out at sea
        return position
    first, second = (_Part.read(half) for half in _halves(plain))
    return _position_of(first, second)


_MARKS = str.maketrans(
    {"−": "-", "–": "-", "º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"'}
)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
_AROUND_NUMBERS = re.compile(r"^[\s°'\"]*$|^[\s°'\"]*(?:deg|d|min|m|sec|s)?\.?[\s°'\"]*$")


def _plain(text: str) -> str:
    marked = text.translate(_MARKS)
    return " ".join(unicodedata.normalize("NFKC", marked).translate(_MARKS).strip(" ()[]").split())


def _halves(text: str) -> tuple[str, str]:
    """The two parts of a position; raises `Problem` where there are not two."""
    letters = [match.start() for match in re.finditer(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])", text)]
    numbers = list(_NUMBER.finditer(text))
    if len(letters) == 2 and numbers:
        leads = letters[0] < numbers[0].start()
        cut = letters[1] if leads else letters[0] + 1
    elif len(separators := list(re.finditer("[,;]", text))) == 1:
        cut = separators[0].start()
    elif len(numbers) in (2, 4, 6):
        cut = numbers[len(numbers) // 2].start()
    else:
        raise _not_understood(text)
    return text[:cut].strip(" ,;"), text[cut:].strip(" ,;")


def _not_understood(text: str) -> Problem:
    return Problem(f"“{text}” is not a position that can be understood.", "", _WAYS_TO_WRITE)


class _Part(NamedTuple):
    """Half of a position: a number of degrees or metres, and the letter beside it, if any."""

    value: float
    letter: str

    @classmethod
    def read(cls, text: str) -> _Part:
        match = re.match(r"^([NSEW])?\s*(.*?)\s*([NSEW])?$", text, re.IGNORECASE)
        assert match is not None
        letter = (match[1] or match[3] or "").upper()
        numbers = _NUMBER.findall(match[2])
        if not 1 <= len(numbers) <= 3 or (match[1] and match[3]):
            raise _not_understood(text)
        if not all(_AROUND_NUMBERS.match(around) for around in _NUMBER.split(match[2].lower())):
            raise _not_understood(text)
        return cls(_signed(numbers, letter, text), letter)


def _signed(numbers: list[str], letter: str, text: str) -> float:
    whole, *rest = (abs(float(number)) for number in numbers)
    if any(value >= 60 for value in rest) or any("-" in number for number in numbers[1:]):
        raise Problem(
            f"“{text}” is not a latitude or a longitude.",
            "Minutes and seconds go from 0 to 59.",
            _WAYS_TO_WRITE,
        )
    minutes, seconds = [*rest, 0.0, 0.0][:2]
    size = whole + minutes / 60 + seconds / 3600
    is_negative = numbers[0].startswith("-") or letter in ("S", "W")
    return -size if is_negative else size


def _position_of(first: _Part, second: _Part) -> EastingNorthing:
    if first.letter and second.letter and (first.letter in "EW") == (second.letter in "EW"):
        raise Problem("A position needs one part north and one part west or east.", "", _WAYS_TO_WRITE)
    is_east_first = first.letter in ("E", "W") or second.letter in ("N", "S")
    if max(abs(first.value), abs(second.value)) > 180:
        northing_first = first.letter in ("N", "S") or second.letter in ("E", "W")
        easting, northing = (second, first) if northing_first else (first, second)
        position = EastingNorthing(easting.value, northing.value)
        to_lonlat(position)  # raises where it is outside Great Britain
        return position
    lat, lon = (second, first) if is_east_first else (first, second)
    return _on_the_map(lat.value, lon.value, has_letters=bool(first.letter or second.letter))


def _is_near_britain(lat: float, lon: float) -> bool:
    return 49 <= lat <= 61.5 and -9.5 <= lon <= 2.5


def _on_the_map(lat: float, lon: float, *, has_letters: bool) -> EastingNorthing:
    if not has_letters and not _is_near_britain(lat, lon) and _is_near_britain(lon, lat):
        raise Problem(
            "Latitude and longitude are the wrong way round.",
            f"Latitude comes first, and {_degrees(lat)} north is nowhere near Great Britain.",
            f"Write {_degrees(lon)}, {_degrees(lat)}.",
        )
    try:
        return to_easting_northing(LonLat(lon, lat))
    except Problem:
        if lon > 0 and not math.isnan(lat) and _is_near_britain(lat, -lon):
            raise Problem(
                "That position is out at sea, east of Great Britain.",
                "The minus sign before the longitude may be missing: Wigan Borough is west of Greenwich.",
                f"Write {_degrees(lat)}, {_degrees(-lon)}.",
            ) from None
        raise


def _degrees(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
