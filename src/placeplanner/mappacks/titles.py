"""What to call a map where nobody said: after its place, or after what is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placeplanner.mappacks.area import Area
    from placeplanner.mappacks.haul import SourceFile

_ENDINGS = re.compile(r"(\.osm)?\.[a-z0-9]{2,10}$", re.IGNORECASE)
_NO_NAME = re.compile(r"[\W_](latest|free|internal)\b", re.IGNORECASE)
_GAPS = re.compile(r"[\W_]+")
_OSM = "OpenStreetMap extract"  # which says nothing of where it is, as its file's name does
_FEW = 2


def title_of(area: Area, files: Sequence[SourceFile]) -> str:
    """What to call a map of an area that was made from some files: of its place, or else what they are."""
    if area.title:
        return area.title
    titles = list(dict.fromkeys(map(_title, files)))
    if not titles:
        return area.name
    if len(titles) > _FEW:
        titles = [titles[0], f"{len(titles) - 1} more"]
    said = " and ".join(titles)
    return said if area.outline is None else f"{said} ({area.name})"


def title_of_file(path: Path) -> str:
    """What a file's name says: "rutland-2018.osm.pbf" is “Rutland 2018”."""
    stem = _NO_NAME.sub("", _ENDINGS.sub("", path.name))
    words = [word for word in _GAPS.split(stem) if word]
    return " ".join(word if word != word.lower() else word.capitalize() for word in words) or path.name


def _title(file: SourceFile) -> str:
    title = file.credits.title
    return title_of_file(file.path) if title == _OSM else title[:1].upper() + title[1:]
