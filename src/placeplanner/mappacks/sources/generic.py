"""Any other layer: drawn as a reference layer under its own name."""

from __future__ import annotations

import numpy as np
import shapely

from placeplanner.domain.streetmap import MapLayer
from placeplanner.mappacks.haul import Drawn
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows

_NAMES = (
    "name",
    "title",
    "label",
    "sitename",
    "fullname",
    "displayname",
    "placename",
    "streetname",
    "distinctivename",
    "distinctivename1",
    "distname",
    "name1",
    "description",
)
_ENDINGS = ("name", "nm", "title")
_NOT_NAMES = ("filename", "username", "layername", "areaname", "tablename", "typename", "fieldname")


def reference_meaning(layer: Layer, title: str) -> Meaning:
    """A layer of which nobody knows more than its name."""
    name = name_column(layer.fields)
    said = said_name(layer.name, title)
    return Meaning(
        product=said,
        credits=credits.unknown(said, credits.date_in(title)),
        begin=lambda: Each(lambda rows: Made(drawn_reference(rows, said, rows.texts(name) if name else []))),
        columns=(name,) if name else (),
        labels=(name,) if name else (),
    )


def said_name(layer: str, title: str) -> str:
    """What to call a layer: by its own name, or by its file's where that says nothing."""
    text = title if layer.casefold() in ("", "layer", "layer1", "doc", "waypoints_", "ogrgeojson") else layer
    return " ".join(text.replace("_", " ").split()) or "Layer"


def name_column(fields: tuple[str, ...]) -> str:
    """The column that most likely holds names; "" where none does."""
    for name in _NAMES:
        if name in fields:
            return name
    return next((field for field in fields if field.endswith(_ENDINGS) and field not in _NOT_NAMES), "")


def drawn_reference(rows: Rows, name: str, texts: list[str]) -> tuple[Drawn, ...]:
    """Shapes of a reference layer, one haul for points, one for lines, one for areas."""
    dimensions = shapely.get_dimensions(rows.geometries)
    hauls = []
    for dimension in np.unique(dimensions):
        chosen = np.flatnonzero(dimensions == dimension)
        hauls.append(
            Drawn(
                layer=MapLayer.REFERENCE,
                geometries=rows.geometries[chosen],
                classes=np.zeros(len(chosen), dtype=np.uint8),
                names=tuple(texts[index] for index in chosen) if any(texts) else (),
                reference=name,
            )
        )
    return tuple(hauls)
