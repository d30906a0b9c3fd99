"""Statistical and administrative boundaries: told by their nine-sign codes, which mean the same in every file.

What a code begins with says what it belongs to; the Ordnance Survey and the Office for National Statistics agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.mappacks.haul import Bounded, Credits, Haul
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.generic import drawn_reference, name_column, outlined
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows, text_of
from placeplanner.mappacks.sources.whole import whole_areas

_CODE = re.compile(r"^[EWSN]\d{8}$")
_CODED = re.compile(r"^([a-z]+)(\d\d)cd$")
_OTHER_CODES = ("areacode", "code", "censuscode", "gsscode", "gss", "geographycode", "geogcode")
_OTHER_NAMES = ("areaname", "name", "geographyname", "geogname", "label")
_BETTER_NAMES = ("hclname", "msoa21hclnm", "msoa11hclnm", "msoahclnm")
_UNCODED = (  # columns that only layers of Boundary-Line have
    frozenset({"name", "areadescription"}),
    frozenset({"featuredescription", "featureserialnumber"}),
    frozenset({"pdid", "wards"}),
)
_BOUNDARY_LINE = ("areadescription", "descriptio", "areatypecode", "typecode")


class _Sort(Struct, frozen=True):
    """One kind of area, and what is made of it."""

    plural: str
    kind: PlaceKind | None  # None: a reference layer
    is_of_people: bool = False  # such a layer whose areas people may call their own


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
    "E04": _Sort("Parishes", None, is_of_people=True),
    "W04": _Sort("Communities", None, is_of_people=True),
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
    column = _code_column(layer) if layer.dimension == 2 else None
    names = _name_columns(layer.fields, column) if column else ()
    if column is None or not names:
        return _of_boundary_line(layer, title)
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
        has_outlines=sort.kind is None and sort.is_of_people,
    )


def _of_boundary_line(layer: Layer, title: str) -> Meaning | None:
    """What Boundary-Line has besides coded areas: counties of old, polling districts, the line of high water."""
    if not any(marks <= set(layer.fields) for marks in _UNCODED):
        return None
    named = " ".join(layer.name.replace("_", " ").casefold().replace("boundary line", "").split())
    plural = named.capitalize().replace(" england", " of England") or "Areas"
    said = credits.ordnance_survey(f"Boundary-Line: {plural}", credits.date_in(title))
    column = name_column(layer.fields)
    return Meaning(
        product=said.title,
        credits=said,
        begin=lambda: Each(
            lambda rows: Made(drawn_reference(rows, plural, rows.texts(column) if column else []))
        ),
        columns=(column,) if column else (),
        labels=(column,) if column else (),
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
            drawn = drawn_reference(rows, sort.plural, called)
            return Made((*drawn, *(outlined(rows, source, called) if sort.is_of_people else ())))
        haul: Haul = Bounded(
            tuple(
                Place(
                    code=PlaceCode(code),
                    name=called[index] or code,
                    kind=sort.kind,
                    parent=None,
                    geometry=outline,
                    source=source,
                )
                for index, (code, outline) in enumerate(
                    zip(rows.texts(column), whole_areas(rows.geometries), strict=True)
                )
            )
        )
        return Made((haul,))

    return make


def _first_said(rows: Rows, names: tuple[str, ...]) -> list[str]:
    columns = [rows.columns[name] for name in names if name in rows.columns]
    cells = zip(*columns, strict=True)
    return [next((said for cell in row if (said := text_of(cell))), "") for row in cells]
