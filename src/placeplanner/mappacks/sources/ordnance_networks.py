"""OS Open Roads, OS Open Rivers and OS Open Greenspace: each told by columns that only it has."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.mappacks.haul import Drawn, Haul, Known
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.generic import drawn_reference
from placeplanner.mappacks.sources.ordnance import road_class
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Maker, Meaning, Rows
from placeplanner.mappacks.sources.things import made_origin

_ROADS = "OS Open Roads"
_RIVERS = "OS Open Rivers"
_GREEN = "OS Open Greenspace"
_FORM_OF_WAY = frozenset({"formofway"})
_ROAD_CLASS = ("roadfunction", "function", "roadclassification", "roadclass", "class")
_FORMS = frozenset({"inlandriver", "tidalriver", "canal", "lake", "marine"})
_FUNCTIONS = {  # what OS Open Greenspace says, our class, the greenspace's category
    "allotments or community growing spaces": ("allotments", "allotments_or_community_growing_spaces"),
    "allotments or community growing space": ("allotments", "allotments_or_community_growing_spaces"),
    "bowling green": ("sport", "bowling_green"),
    "cemetery": ("cemetery", "cemetery"),
    "golf course": ("golf", "golf_course"),
    "other sports facility": ("sport", "other_sports_facility"),
    "play space": ("play_space", "play_space"),
    "playing field": ("playing_field", "playing_field"),
    "public park or garden": ("park", "public_park_or_garden"),
    "religious grounds": ("cemetery", "religious_grounds"),
    "tennis court": ("sport", "tennis_court"),
}
_ACCESS = frozenset({"pedestrian", "motor vehicle", "motor vehicle and pedestrian"})
_GREEN_NAMES = ("distinctivename1", "distname1", "distinctivename", "name")


def network_meaning(layer: Layer, title: str) -> Meaning | None:
    """A layer of one of these products, else None."""
    for recognised in (_roads, _rivers, _greenspace, _access, _nodes):
        if meaning := recognised(layer, title):
            return meaning
    return None


def _meaning(
    product: str, title: str, make: Callable[[Rows, str], Made], dimension: int, is_whole: bool = False
) -> Meaning:
    said = credits.ordnance_survey(product, credits.date_in(title))
    source = credits.told(said)
    return Meaning(
        product=product,
        credits=said,
        begin=lambda: Each(lambda rows: make(rows, source)),
        dimensions=frozenset({dimension}),
        labels=("name1", "watercoursename", "distinctivename1", "distname1", "name", "id", "identifier"),
        is_whole=is_whole,
    )


def _nothing() -> Maker:
    return Each(lambda rows: Made(()))


def _nodes(layer: Layer, title: str) -> Meaning | None:
    fields = set(layer.fields)
    if layer.dimension != 0:
        return None
    if "formofroadnode" in fields or ("formofnode" in fields and "hydronodecategory" not in fields):
        said = credits.ordnance_survey(_ROADS, credits.date_in(title))
        return Meaning(_ROADS, said, _nothing, not_shown="ends of roads are drawn with their roads")
    if "hydronodecategory" in fields or "hydronode" in layer.name.casefold().replace("_", ""):
        said = credits.ordnance_survey(_RIVERS, credits.date_in(title))
        return Meaning(_RIVERS, said, _nothing, not_shown="ends of watercourses are drawn with them")
    if "motorwayjunction" in layer.name.casefold().replace("_", "") and "junctionnumber" in fields:
        said = credits.ordnance_survey(_ROADS, credits.date_in(title))
        return Meaning(_ROADS, said, _nothing, not_shown="numbers of junctions are not on this map")
    return None


def _roads(layer: Layer, title: str) -> Meaning | None:
    fields = set(layer.fields)
    if not fields >= _FORM_OF_WAY or not fields & set(_ROAD_CLASS) or layer.dimension != 1:
        return None
    return _meaning(_ROADS, title, _made_roads, 1)


def _made_roads(rows: Rows, source: str) -> Made:
    names = rows.texts("name1", "roadname1", "roadname")
    numbers = rows.texts("roadclassificationnumber", "roadnumber")
    called = tuple(name or number for name, number in zip(names, numbers, strict=True))
    functions, kinds = (
        rows.texts("roadfunction", "function"),
        rows.texts("roadclassification", "roadclass", "class"),
    )
    found = [_road_class(a, b) for a, b in zip(functions, kinds, strict=True)]
    classes = np.array([CLASSES[MapLayer.ROADS].index(name) for name in found], dtype=np.uint8)
    return Made((Drawn(MapLayer.ROADS, rows.geometries, classes, called),))


def _road_class(function: str, classification: str) -> str:
    by_function = road_class(function)
    return by_function if by_function != "street" else road_class(classification)


def _rivers(layer: Layer, title: str) -> Meaning | None:
    if layer.dimension != 1 or "form" not in layer.fields:
        return None
    forms = {form.casefold().replace(" ", "") for form in layer.sample.texts("form")}
    return _meaning(_RIVERS, title, _made_rivers, 1) if forms and forms <= _FORMS else None


def _made_rivers(rows: Rows, source: str) -> Made:
    names = rows.texts("watercoursename", "name1", "name")
    forms = rows.texts("form")
    found = [_river_class(form.casefold(), name) for form, name in zip(forms, names, strict=True)]
    classes = np.array([CLASSES[MapLayer.WATERWAYS].index(word) for word in found], dtype=np.uint8)
    return Made((Drawn(MapLayer.WATERWAYS, rows.geometries, classes, tuple(names)),))


def _river_class(form: str, name: str) -> str:
    if "canal" in form:
        return "canal"
    is_wide = "river" in name.casefold().split() or "tidal" in form
    return "river" if is_wide else "stream"


def _greenspace(layer: Layer, title: str) -> Meaning | None:
    if layer.dimension != 2 or "function" not in layer.fields:
        return None
    functions = {text.casefold() for text in layer.sample.texts("function")}
    return _meaning(_GREEN, title, _made_green, 2) if functions & set(_FUNCTIONS) else None


def _made_green(rows: Rows, source: str) -> Made:
    names, functions = rows.texts(*_GREEN_NAMES), rows.texts("function")
    said = [_FUNCTIONS.get(text.casefold(), ("other", "informal_green")) for text in functions]
    classes = np.array([CLASSES[MapLayer.GREEN].index(name) for name, _ in said], dtype=np.uint8)
    hauls: list[Haul] = [Drawn(MapLayer.GREEN, rows.geometries, classes, tuple(names))]
    things = tuple(
        KnownThing(
            # the publisher's own number changes at every release
            origin=made_origin("greenspace", f"{category} {name}", geometry),
            kind=Kind.GREENSPACE,
            category=category,
            name=name,
            geometry=geometry,
            source=source,
        )
        for name, (_, category), geometry in zip(names, said, rows.geometries, strict=True)
        if name
    )
    if things:
        hauls.append(Known(things))
    return Made(tuple(hauls))


def _access(layer: Layer, title: str) -> Meaning | None:
    if layer.dimension != 0 or "accesstype" not in layer.fields:
        return None
    values = {text.casefold() for text in layer.sample.texts("accesstype")}
    return _meaning(_GREEN, title, _made_access, 0) if values and values <= _ACCESS else None


def _made_access(rows: Rows, source: str) -> Made:
    return Made(drawn_reference(rows, "Ways into greenspace", []))
