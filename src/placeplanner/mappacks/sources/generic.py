"""Any other layer: drawn as a reference layer under its own name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import shapely

from placeplanner.domain.outline import Outline
from placeplanner.domain.streetmap import MapLayer
from placeplanner.mappacks.haul import Drawn, Haul, Outlined
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows
from placeplanner.mappacks.sources.whole import whole_areas

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
_WORD = re.compile(r"[^\W\d_]{3}")
_NO_NAME = re.compile(r"://|@|^\S*\d\S*$|^\d")  # addresses, codes, dates
_LONGEST_NAME = 80
_DISTINCT, _MOST = 0.8, 0.9  # of what a column says
_NOT_NAMES = ("filename", "username", "layername", "areaname", "tablename", "typename", "fieldname")


def reference_meaning(layer: Layer, title: str) -> Meaning:
    """A layer of which nobody knows more than its name."""
    is_of_areas = layer.dimension == 2
    name = (name_column_of_areas(layer) if is_of_areas else "") or name_column(layer.fields)
    said = said_name(layer.name, title)

    def make(rows: Rows) -> Made:
        texts = rows.texts(name) if name else []
        return Made((*drawn_reference(rows, said, texts), *outlined(rows, said, texts)))

    return Meaning(
        product=said,
        credits=credits.unknown(said, credits.date_in(title)),
        begin=lambda: Each(make),
        columns=(name,) if name else (),
        labels=(name,) if name else (),
        has_outlines=layer.dimension is None or is_of_areas or _has_closed_lines(layer),
    )


def _has_closed_lines(layer: Layer) -> bool:
    """Whether somebody may have meant areas: whoever asks for those is then told why there are none."""
    return layer.dimension == 1 and bool(shapely.is_closed(layer.sample.geometries).any())


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


def name_column_of_areas(layer: Layer) -> str:
    """The column of a layer of areas that reads as their names, by what it says; "" where none does."""
    fitting = tuple(field for field in layer.fields if _read_as_names(layer.sample.texts(field)))
    likely = name_column(fitting) or next((field for field in fitting if field.endswith(_ENDINGS)), "")
    return likely or next(iter(fitting), "")


def _read_as_names(texts: Sequence[str]) -> bool:
    """Whether texts are words, and hardly any of them the same."""
    said = [text for text in texts if text]
    if not said or len(said) * 2 < len(texts) or len(set(said)) < _DISTINCT * len(said):
        return False
    names = [
        text
        for text in said
        if _WORD.search(text) and not _NO_NAME.search(text) and len(text) < _LONGEST_NAME
    ]
    return len(names) >= _MOST * len(said)


def outlined(rows: Rows, layer: str, texts: Sequence[str]) -> tuple[Haul, ...]:
    """The areas among some rows as outlines, whole even where the map is cut."""
    shapes = rows.geometries if rows.uncut is None else rows.uncut
    at = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    if not len(at):
        return ()
    names = [texts[index] for index in at.tolist()] if texts else [""] * len(at)
    areas = zip(names, whole_areas(shapes[at]), strict=True)
    return (Outlined(tuple(Outline(name, area, layer) for name, area in areas)),)


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
