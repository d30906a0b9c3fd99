"""What one thing of OpenStreetMap is for us, by its tags alone: how it looks, what it is called, or why it is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import NameKind
from placeplanner.mappacks.sources import osm_tags as table
from placeplanner.mappacks.sources.osm_names import named_as
from placeplanner.mappacks.sources.osm_tags import Look, Tags
from placeplanner.mappacks.sources.osm_things import Sort, sort_of

Form = Literal[
    "n", "w", "a", "r"
]  # a point, a way, an area, a relation that is no area: as osmium calls them


class Meaning(Struct, frozen=True):
    """`tally` is the line of the account; `left_out` says why it is not shown, "" where it is."""

    tally: str
    looks: tuple[Look, ...] = ()
    named: tuple[NameKind, float] | None = None
    sort: Sort | None = None
    is_area: bool = False
    left_out: str = ""


def meaning_of(tags: Tags, form: Form, *, is_closed: bool = False) -> Meaning:
    """What it is. A closed way is an area where its tags are an area's, or where it says so."""
    looks, is_area = _looks(tags, form, is_closed)
    has_shape = form != "r"
    named = named_as(tags, looks) if has_shape and tags.get("name") else None
    sort = sort_of(tags) if has_shape and (form == "n" or is_area) else None
    is_shown = bool(looks or named or sort)
    return Meaning(
        _tally(tags, form), looks, named, sort, is_area, "" if is_shown else _why_not(tags, looks, form)
    )


def _looks(tags: Tags, form: Form, is_closed: bool) -> tuple[tuple[Look, ...], bool]:
    if form == "n":
        return _first(table.STOPS, tags), False
    if form == "r":
        return (), False
    if form == "w" and tags.get("area") != "yes" and _is_any(table.LINES, tags):
        return _line(tags), False
    is_area = form == "a" or (is_closed and tags.get("area") != "no")
    if not is_area:  # an outline that does not close may still be one that should have
        return _area(tags), bool(_area(tags))
    return _area(tags), True


def _line(tags: Tags) -> tuple[Look, ...]:
    look = _first(table.LINES, tags)
    layer = look[0].layer
    beside = (tags.get("footway"), tags.get("cycleway"), tags.get("path"), tags.get("bridleway"))
    if (
        layer is MapLayer.ROADS
        and look[0].kind == "path"
        and table.WITH_THEIR_ROAD & set(filter(None, beside))
    ):
        return ()
    if layer is MapLayer.ROADS and tags.get("service") in table.CAR_PARK_LANES:
        return ()
    if layer is MapLayer.WATERWAYS and tags.get("tunnel") in table.UNDERGROUND:
        return ()
    if layer is MapLayer.RAILWAYS and "yes" in (tags.get("disused"), tags.get("abandoned")):
        return (Look(MapLayer.RAILWAYS, "disused"),)
    return look


def _area(tags: Tags) -> tuple[Look, ...]:
    if tags.get("building") in table.NOT_A_BUILDING:
        tags = {key: value for key, value in tags.items() if key != "building"}
    looks = _first(table.AREAS, tags)
    if looks and looks[0].layer is MapLayer.BUILDINGS:
        if tags.get("location") == "underground":
            looks = ()
        elif tags.get("amenity") in table.PUBLIC_AMENITIES or tags["building"] in table.PUBLIC_BUILDINGS:
            looks = (Look(MapLayer.BUILDINGS, "public"),)
    return (*looks, *_first(table.STOPS, tags))


def _first(tables: Mapping[str, Mapping[str, Look]], tags: Tags) -> tuple[Look, ...]:
    for key, values in tables.items():
        if key in tags and (look := values.get(tags[key]) or values.get(table.ANY)):
            return (look,)
    return ()


def _is_any(tables: Mapping[str, Mapping[str, Look]], tags: Tags) -> bool:
    return any(tags.get(key) in values for key, values in tables.items())


def _tally(tags: Tags, form: Form) -> str:
    if form == "r":
        return table.OTHERS[form]
    return next((words for key, words in table.TALLIES.items() if key in tags), table.OTHERS[form])


def _why_not(tags: Tags, looks: tuple[Look, ...], form: Form) -> str:
    if form == "r":
        return table.LEFT_OUT.get(tags.get("type", ""), table.NOT_SHOWN)
    if form == "w" and _is_any(table.LINES, tags):
        if tags.get("waterway"):
            return "under the ground"
        return "lanes of car parks, and pavements and crossings, which go with their road"
    if table.UNBUILT & {tags.get("highway"), tags.get("railway"), tags.get("building")}:
        return "not built yet, or no longer there"
    return next((why for key, why in table.LEFT_OUT.items() if key in tags), table.NOT_SHOWN)
