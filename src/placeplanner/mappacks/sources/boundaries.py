"""Statistical and administrative boundaries: told by their nine-sign codes, which mean the same in every file.

What a code begins with says what it belongs to; the Ordnance Survey and the Office for National Statistics agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import shapely
from msgspec import Struct
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.mappacks.haul import Bounded, Credits, Haul
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.generic import drawn_reference
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows, text_of

_CODE = re.compile(r"^[EWSN]\d{8}$")
_CODED = re.compile(r"^([a-z]+)(\d\d)cd$")
_OTHER_CODES = ("areacode", "code", "censuscode", "gsscode", "gss", "geographycode", "geogcode")
_OTHER_NAMES = ("areaname", "name", "geographyname", "geogname", "label")
_BETTER_NAMES = ("hclname", "msoa21hclnm", "msoa11hclnm", "msoahclnm")
_BOUNDARY_LINE = ("areadescription", "descriptio", "areatypecode", "typecode")


class _Sort(Struct, frozen=True):
    """One kind of area, and what is made of it."""

    plural: str
    kind: PlaceKind | None  # None: a reference layer


_DISTRICTS = _Sort("Local authority districts", PlaceKind.BOROUGH)
_WARDS = _Sort("Wards", PlaceKind.WARD)
_SORTS = {
    "E01": _Sort("Lower layer super output areas", None),
    "W01": _Sort("Lower layer super output areas", None),
    "S01": _Sort("Data zones", None),
    "E02": _Sort("Neighbourhoods (MSOA)", PlaceKind.NEIGHBOURHOOD),
    "W02": _Sort("Neighbourhoods (MSOA)", PlaceKind.NEIGHBOURHOOD),
    "S02": _Sort("Neighbourhoods (intermediate zones)", PlaceKind.NEIGHBOURHOOD),
    "E05": _WARDS,
    "W05": _WARDS,
    "S13": _WARDS,
    "E06": _DISTRICTS,
    "E07": _DISTRICTS,
    "E08": _DISTRICTS,
    "E09": _DISTRICTS,
    "W06": _DISTRICTS,
    "S12": _DISTRICTS,
    "E00": _Sort("Output areas", None),
    "W00": _Sort("Output areas", None),
    "S00": _Sort("Output areas", None),
    "E04": _Sort("Parishes", None),
    "W04": _Sort("Communities", None),
    "E10": _Sort("Counties", None),
    "E14": _Sort("Parliamentary constituencies", None),
    "W07": _Sort("Parliamentary constituencies", None),
    "S14": _Sort("Parliamentary constituencies", None),
    "E58": _Sort("Electoral divisions", None),
    "E12": _Sort("Regions", None),
    "E47": _Sort("Combined authorities", None),
    "E63": _Sort("Built-up areas", None),
}


def boundary_meaning(layer: Layer, title: str) -> Meaning | None:
    """A layer of coded areas, else None."""
    if layer.dimension != 2:
        return None
    column = _code_column(layer)
    if column is None:
        return None
    names = _name_columns(layer.fields, column)
    if not names:
        return None
    sort = _SORTS[layer.sample.texts(column)[0][:3]]
    said = _credits(layer, column, sort, title)
    source = credits.told(said)
    return Meaning(
        product=said.title,
        credits=said,
        begin=lambda: Each(_maker(column, names, sort, source)),
        dimensions=frozenset({2}),
        columns=(column, *names),
        labels=(*names, column),
        is_whole=True,
    )


def _code_column(layer: Layer) -> str | None:
    """The column whose codes tell the areas apart, all of them of one known kind."""
    candidates = [field for field in layer.fields if _CODED.match(field)]
    for column in [*candidates, *(name for name in _OTHER_CODES if name in layer.fields)]:
        codes = layer.sample.texts(column)
        kinds = {_SORTS.get(code[:3]) for code in codes if _CODE.match(code)}
        is_every = all(_CODE.match(code) for code in codes) and len(set(codes)) == len(codes)
        if codes and is_every and len(kinds) == 1 and None not in kinds:
            return column
    return None


def _name_columns(fields: tuple[str, ...], column: str) -> tuple[str, ...]:
    match = _CODED.match(column)
    own = (f"{match[1]}{match[2]}nm", f"{match[1]}nm") if match else ()
    return tuple(name for name in (*_BETTER_NAMES, *own, *_OTHER_NAMES) if name in fields)


def _credits(layer: Layer, column: str, sort: _Sort, title: str) -> Credits:
    match = _CODED.match(column)
    date = credits.date_in(title) or (f"20{match[2]}" if match else "")
    if any(field in layer.fields for field in _BOUNDARY_LINE):
        return credits.ordnance_survey(f"Boundary-Line: {sort.plural}", date)
    return credits.national_statistics(sort.plural, date)


def _maker(column: str, names: tuple[str, ...], sort: _Sort, source: str) -> Callable[[Rows], Made]:
    def make(rows: Rows) -> Made:
        called = _first_said(rows, names)
        if sort.kind is None:
            return Made(drawn_reference(rows, sort.plural, called))
        haul: Haul = Bounded(
            tuple(
                Place(
                    code=PlaceCode(code),
                    name=called[index] or code,
                    kind=sort.kind,
                    parent=None,
                    geometry=outline_of(rows.geometries[index]),
                    source=source,
                )
                for index, code in enumerate(rows.texts(column))
            )
        )
        return Made((haul,))

    return make


def _first_said(rows: Rows, names: tuple[str, ...]) -> list[str]:
    columns = [rows.columns[name] for name in names if name in rows.columns]
    cells = zip(*columns, strict=True)
    return [next((said for cell in row if (said := text_of(cell))), "") for row in cells]


def outline_of(geometry: BaseGeometry) -> MultiPolygon:
    """An area as places keep it: many parts, outer rings counter-clockwise."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    oriented = shapely.orient_polygons(np.array([MultiPolygon(parts)], dtype=object))[0]
    assert isinstance(oriented, MultiPolygon)
    return oriented
