"""Names in OpenStreetMap: what is written along a road, which names can be looked up, how likely they are meant."""

from __future__ import annotations

from collections.abc import Mapping

from placeplanner.domain.streetmap import MapLayer
from placeplanner.gazetteer.name import NameKind
from placeplanner.mappacks.sources.osm_tags import Look, Tags

_NUMBERED = frozenset({"motorway", "a_road", "b_road"})

PLACES: Mapping[str, tuple[NameKind, float]] = {
    "city": (NameKind.TOWN, 1.0),
    "town": (NameKind.TOWN, 0.95),
    "village": (NameKind.VILLAGE, 0.85),
    "suburb": (NameKind.VILLAGE, 0.8),
    "hamlet": (NameKind.LOCALITY, 0.65),
    "neighbourhood": (NameKind.LOCALITY, 0.6),
    "quarter": (NameKind.LOCALITY, 0.6),
    "locality": (NameKind.LOCALITY, 0.4),
    "isolated_dwelling": (NameKind.BUILDING, 0.3),
    "farm": (NameKind.BUILDING, 0.3),
    "square": (NameKind.STREET, 0.5),
}
"""What a value of `place` is, and how likely people mean it."""

_AMENITIES: Mapping[str, Mapping[str, tuple[NameKind, float]]] = {
    "railway": {
        "station": (NameKind.STATION, 0.8),
        "halt": (NameKind.STATION, 0.8),
        "tram_stop": (NameKind.STATION, 0.7),
    },
    "amenity": {
        "bus_station": (NameKind.STATION, 0.7),
        "school": (NameKind.SCHOOL, 0.6),
        "college": (NameKind.SCHOOL, 0.6),
        "university": (NameKind.SCHOOL, 0.6),
        "kindergarten": (NameKind.SCHOOL, 0.5),
        "hospital": (NameKind.HEALTH, 0.7),
        "clinic": (NameKind.HEALTH, 0.6),
        "doctors": (NameKind.HEALTH, 0.6),
        "dentist": (NameKind.HEALTH, 0.4),
        "pharmacy": (NameKind.HEALTH, 0.4),
        "library": (NameKind.BUILDING, 0.6),
    },
    "healthcare": {"*": (NameKind.HEALTH, 0.5)},
}
_IN_A_BUILDING = ("amenity", "shop", "tourism", "leisure", "historic", "office", "club", "craft", "man_made")
_NOT_DRAWN: Mapping[str, Mapping[str, tuple[NameKind, float]]] = {
    "landuse": {"farmyard": (NameKind.BUILDING, 0.3), "farm": (NameKind.BUILDING, 0.3)},
    "leisure": dict.fromkeys(
        ("park", "garden", "nature_reserve", "playground", "common", "recreation_ground"),
        (NameKind.PARK, 0.5),
    ),
    "natural": {"water": (NameKind.WATER, 0.4), "wood": (NameKind.WOOD, 0.4)},
}
_OF_LAYERS = {
    MapLayer.BUILDINGS: (NameKind.BUILDING, 0.4),
    MapLayer.GROUNDS: (NameKind.BUILDING, 0.4),
}


def name_of(tags: Tags, look: Look | None) -> str:
    """What is written on the map beside or along something; "" for nothing.

    A numbered road says both, "Market Street (A577)", so that either can be found; without a name its number
    alone. Of other roads the number (of a footpath, say) is the council's business and not written.
    """
    name = _plain(tags.get("name", ""))
    if look is None or look.layer is not MapLayer.ROADS or look.kind not in _NUMBERED:
        return name
    number = _plain(tags.get("ref", "").replace(";", ", "))
    return f"{name} ({number})" if name and number and number != name else name or number


def named_as(tags: Tags, looks: tuple[Look, ...]) -> tuple[NameKind, float] | None:
    """How the name of something goes into the gazetteer by itself, and its weight.

    None where it is a street, a green, a wood or water: those are drawn, and the builder names them from that.
    """
    if tags.get("place") in PLACES:
        return PLACES[tags["place"]]
    for key, values in _AMENITIES.items():
        if found := values.get(tags.get(key, "")) or (values.get("*") if key in tags else None):
            return found
    if not looks:
        for key, values in _NOT_DRAWN.items():  # a park, say, of which only a point is known
            if found := values.get(tags.get(key, "")):
                return found
        return (NameKind.BUILDING, 0.4) if any(key in tags for key in _IN_A_BUILDING) else None
    return next((_OF_LAYERS[look.layer] for look in looks if look.layer in _OF_LAYERS), None)


def within(tags: Tags) -> str:
    """The town or village that an address names, to tell two of one name apart."""
    return next(
        (_plain(tags[key]) for key in ("addr:suburb", "addr:village", "addr:city") if tags.get(key)), ""
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:200]
