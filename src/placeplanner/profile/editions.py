"""The profile's editions on paper: in full, easy to read, and as a poster; each by a template of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placeplanner.domain.ids import PhotoId
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.profile.blocks import MapOfPlace, Profile
from placeplanner.profile.easy import easy_foreword, easy_read
from placeplanner.profile.large_print import most_wanted
from placeplanner.profile.pdf import MapPicture, compiled, laid_out
from placeplanner.profile.pictures import credited, map_picture, photos_of
from placeplanner.profile.poster import poster

EDITIONS = ("pdf", "easy", "poster")
_MAP_MM = {"pdf": (170.0, 110.0), "easy": (170.0, 130.0), "poster": (238.0, 221.0)}
_DPI = 300
_DOTS = {"pdf": 96, "easy": 80, "poster": 90}  # pixels to the inch: the fewer, the larger the letters
_TEMPLATES = {"pdf": "profile", "easy": "easy", "poster": "poster"}


def edition(
    each: str, profile: Profile, reader: Reader, streets: StreetMap | None = None, *, dpi: int = _DPI
) -> bytes:
    """One edition as a PDF/UA-1 file."""
    drawn = map_for(each, profile, reader, streets, dpi=dpi)
    return set_in_type(each, credited(profile, streets), reader, drawn)


def map_for(
    each: str, profile: Profile, reader: Reader, streets: StreetMap | None = None, *, dpi: int = _DPI
) -> MapPicture | None:
    """The map in the size that an edition has room for."""
    return map_picture(reader, profile, streets, dpi=dpi, size_mm=_MAP_MM[each], dots=_DOTS[each])


def set_in_type(each: str, profile: Profile, reader: Reader, drawn: MapPicture | None) -> bytes:
    """An edition with a map that is painted already."""
    with tempfile.TemporaryDirectory(prefix="placeplanner-") as name:
        folder = Path(name)
        photos, is_whole = photos_of(reader, profile), each == "pdf"
        content = laid_out(folder, profile, reader.catalogue, drawn, photos, has_charts=is_whole)
        files = content.pop("files")
        more = {} if is_whole else _extra(each, folder, profile, files)
        return compiled(folder, _TEMPLATES[each], {**content, **more})


def _extra(each: str, folder: Path, profile: Profile, files: Mapping[PhotoId, str]) -> dict[str, Any]:
    wanted = most_wanted(profile)
    blocks = (block for section in profile.sections for block in section.blocks)
    drawn = next((block for block in blocks if isinstance(block, MapOfPlace)), None)
    more: dict[str, Any] = {
        "map_alt": drawn.alt if drawn else f"A map of {profile.place.name}.",
        "legend": list(drawn.legend) if drawn else [],
        "chart": wanted.put_into(folder) if wanted else None,
    }
    if each == "easy":
        words = {"easy_foreword": easy_foreword(profile.foreword), "has_records": bool(profile.records)}
        return {**more, **words, "parts": easy_read(profile, files)}
    return {**more, **poster(profile)}
