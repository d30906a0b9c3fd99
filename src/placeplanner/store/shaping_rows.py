"""How a profile has been shaped, as a row: each part in a column of its own, so that two people's parts both stay."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from placeplanner.domain.ids import PhotoId, PlaceCode, ShapingId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.shaping import Shaping

_AUDIENCES = {audience.value: audience for audience in Audience}


def to_row(shaping: Shaping) -> dict[str, Any]:
    """Column values, without fid and uuid."""
    return {
        "name": shaping.place,
        "audience": shaping.audience.value,
        "title": shaping.title,
        "foreword": shaping.foreword,
        "logo": shaping.logo,
        "logo_of": shaping.logo_of,
        "photos": None if shaping.photos is None else json.dumps(shaping.photos),
        "sections": json.dumps(shaping.order) if shaping.order else None,
        "off": json.dumps(shaping.off) if shaping.off else None,
        "leads": json.dumps(dict(shaping.leads), ensure_ascii=False) if shaping.leads else None,
    }


def to_shaping(row: sqlite3.Row) -> Shaping:
    """From its row; what another program made nonsense of counts as not said."""
    photos = _read(row["photos"])
    leads = _read(row["leads"])
    return Shaping(
        id=ShapingId(row["uuid"]),
        place=PlaceCode(str(row["name"] or "")),
        audience=_AUDIENCES.get(row["audience"], Audience.GROUP),
        title=str(row["title"] or ""),
        foreword=str(row["foreword"] or ""),
        logo=str(row["logo"] or ""),
        logo_of=str(row["logo_of"] or ""),
        photos=tuple(PhotoId(str(each)) for each in photos) if isinstance(photos, list) else None,
        order=_words(row["sections"]),
        off=_words(row["off"]),
        leads={str(key): str(text) for key, text in leads.items()} if isinstance(leads, dict) else {},
    )


def _read(text: Any) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _words(text: Any) -> tuple[str, ...]:
    found = _read(text)
    return tuple(str(each) for each in found) if isinstance(found, list) else ()
