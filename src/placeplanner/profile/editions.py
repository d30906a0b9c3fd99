"""The profile's editions on paper: in full, easy to read, and as a poster; each by a template of its own."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.profile.blocks import MapOfPlace, Profile
from placeplanner.profile.easy_pages import easy_pages, plain_letters
from placeplanner.profile.large_print import most_wanted
from placeplanner.profile.pdf import MapPicture, compiled, laid_out
from placeplanner.profile.pictures import credited, map_mm, map_picture, photos_of
from placeplanner.profile.poster import figures_of, pictures_of, poster

EDITIONS = ("pdf", "easy", "poster")
_MAP_MM = {"easy": (170.0, 104.0), "poster": (236.0, 182.0)}
_FROM_MM, _HIGHEST_MM = 125.0, 150.0  # of a high place's map on easy-read pages
_MARKS_MM, _PHOTOS_MM, _STRIP_MM = 11.0, 60.0, 33.0  # of the poster's height; the strip has figures
_DPI = 300
_DOTS = {"pdf": 96, "easy": 56, "poster": 56}  # pixels to the inch: the fewer, the larger the letters
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
    size_mm = map_size_mm(each, profile)
    return map_picture(reader, profile, streets, dpi=dpi, size_mm=size_mm, dots=_DOTS[each])


def map_size_mm(each: str, profile: Profile) -> tuple[float, float]:
    """How wide and high an edition's map is.

    On easy-read pages it leaves room for its marks below it, unless the place is high; on the poster for photos.
    """
    if each == "pdf":
        return map_mm(profile)
    width, height = _MAP_MM[each]
    if each == "poster":
        marks = _MARKS_MM if profile.records else 0.0
        photos = _PHOTOS_MM if any(pictures_of(profile)) else 0.0
        return width, height + (0.0 if figures_of(profile) else _STRIP_MM) - marks - photos
    if each == "easy":
        west, south, east, north = profile.place.geometry.bounds
        wanted = width * (north - south) / max(east - west, 1)
        return width, min(wanted, _HIGHEST_MM) if wanted > _FROM_MM else height
    return width, height


def set_in_type(each: str, profile: Profile, reader: Reader, drawn: MapPicture | None) -> bytes:
    """An edition with a map that is painted already."""
    with tempfile.TemporaryDirectory(prefix="placeplanner-") as name:
        folder = Path(name)
        photos, is_whole = photos_of(reader, profile), each == "pdf"
        content = laid_out(folder, profile, reader.catalogue, drawn, photos, has_charts=is_whole)
        files = content.pop("files")
        more = {} if is_whole else _extra(each, folder, profile, reader.catalogue, content, files)
        fonts = plain_letters() if each == "easy" else ()
        return compiled(folder, _TEMPLATES[each], {**content, **more}, fonts=fonts)


def _extra(
    each: str,
    folder: Path,
    profile: Profile,
    catalogue: Catalogue,
    content: Mapping[str, Any],
    files: Mapping[PhotoId, str],
) -> dict[str, Any]:
    """What the easy-read edition or the poster has beyond the profile's own content."""
    wanted = most_wanted(profile)
    blocks = (block for section in profile.sections for block in section.blocks)
    drawn = next((block for block in blocks if isinstance(block, MapOfPlace)), None)
    more: dict[str, Any] = {
        "map_alt": drawn.alt if drawn else f"A map of {profile.place.name}.",
        "legend": list(drawn.legend) if drawn else _marks(profile, catalogue),
    }
    if each == "easy":
        return {**more, **easy_pages(profile, catalogue, files, folder, content["locator"], wanted)}
    return {**more, "chart": wanted.as_rows() if wanted else None, **poster(profile, files)}


def _marks(profile: Profile, catalogue: Catalogue) -> list[tuple[str, str, int]]:
    """What the map shows, where the section that tells it is switched off."""
    counts = Counter(record.kind for record in profile.records)
    return [(kind.value, spec.plural, counts[kind]) for kind, spec in catalogue.kinds.items() if counts[kind]]
