"""When and where a camera says a photo was taken. Cameras write nonsense, too: that is left out.

Tags and their meaning: Exif 2.32 (CIPA DC-008), sections 4.6.4 to 4.6.6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base


class Taken(Struct, frozen=True):
    """What the camera noted: `at` in ISO 8601, local unless it says so, or empty; `lonlat` in WGS 84."""

    at: str = ""
    lonlat: tuple[float, float] | None = None
    orientation: int = 1


def taken(exif: Image.Exif) -> Taken:
    """When and where, and which way up the camera was held (1 to 8)."""
    details = exif.get_ifd(IFD.Exif)
    orientation = exif.get(Base.Orientation)
    return Taken(
        at=_when(exif, details),
        lonlat=_where(exif.get_ifd(IFD.GPSInfo)),
        orientation=orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1,
    )


def _when(exif: Mapping[int, object], details: Mapping[int, object]) -> str:
    noted = (
        (details.get(Base.DateTimeOriginal), details.get(Base.OffsetTimeOriginal)),
        (details.get(Base.DateTimeDigitized), details.get(Base.OffsetTimeDigitized)),
        (exif.get(Base.DateTime), details.get(Base.OffsetTime)),
    )
    return next((time for time in (_time(*pair) for pair in noted) if time), "")


def _time(noted: object, offset: object) -> str:
    try:
        time = datetime.strptime(_text(noted), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return ""
    if time.year < 1900:
        return ""
    try:
        zone = datetime.strptime(_text(offset), "%z").tzinfo
    except ValueError:
        zone = None
    return time.replace(tzinfo=zone).isoformat()


def _text(value: object) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
    return text.strip(" \0")


def _where(gps: Mapping[int, object]) -> tuple[float, float] | None:
    lat = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "NS", 90)
    lon = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "EW", 180)
    if lat is None or lon is None or (lat == 0 and lon == 0):  # 0, 0 is what a camera writes before it knows
        return None
    return (round(lon, 7), round(lat, 7))


def _degrees(value: object, letter: object, letters: str, limit: float) -> float | None:
    sign = {letters[0]: 1, letters[1]: -1}.get(_text(letter).upper()[:1])
    if sign is None or not isinstance(value, Sequence) or not 1 <= len(value) <= 3:
        return None
    parts = [_number(part) for part in value]
    if not all(math.isfinite(part) and part >= 0 for part in parts) or any(
        part >= 60.001 for part in parts[1:]
    ):
        return None
    size = sum(part / 60**power for power, part in enumerate(parts))
    return sign * size if size <= limit else None


def _number(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return math.nan
