"""What our style shows at one scale, as plain numbers that a program without our modules can follow.

Where we tint the ground with how much of it is covered (buildings and small streets in wide views), the rule says
to draw the shapes themselves: that is what the tint stands for. Names are told apart by class, as the pack does.
"""

from __future__ import annotations

from typing import Any

from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.draw.street_style import Way
from placeplanner.draw.streets import _EDGES_BELOW, _PATHS_BELOW, _STATIONS_BELOW, _STOPS_BELOW, width_of
from placeplanner.draw.style import load_style
from placeplanner.mappacks.layout import level_at
from placeplanner.mappacks.levels import shown_classes
from placeplanner.mappacks.naming import _AREA_SHARE, _WIDEST

AREAS = (MapLayer.GROUNDS, MapLayer.GREEN, MapLayer.WOODS, MapLayer.WATER)
_TINTED = ("street", "service")  # shown as coverage where the pack has no shapes of them


def rules_at(metres_per_pixel: float) -> dict[str, Any]:
    """Layers from the bottom up, each with its classes' looks in pixels; then names. Colours "#RRGGBB"."""
    style = load_style("light")
    streets = style.streets
    layers: list[dict[str, Any]] = [_areas(layer, metres_per_pixel, 12.0) for layer in AREAS]
    layers.append(_lines(MapLayer.WATERWAYS, metres_per_pixel))
    layers.append(_areas(MapLayer.BUILDINGS, metres_per_pixel, _EDGES_BELOW))
    layers.append(_lines(MapLayer.RAILWAYS, metres_per_pixel))
    layers.append(_lines(MapLayer.ROADS, metres_per_pixel))
    shown = {
        "station": (6.5, streets.stops.station, _STATIONS_BELOW),
        "tram_stop": (4.6, streets.stops.station, _STOPS_BELOW),
        "bus_stop": (3.4, streets.stops.stop, _STOPS_BELOW),
    }
    dots = {
        word: {"size": size, "fill": ink, "ring": streets.stops.ring}
        for word, (size, ink, widest) in shown.items()
        if metres_per_pixel <= widest
    }
    layers.append({"layer": "stops", "shape": "point", "classes": dots})
    wards = style.boundaries.neighbourhood
    ward = {"width": wards.width, "colour": wards.colour, "dash": list(wards.dash)}
    return {
        "outside": style.ground.outside,
        "layers": [layer for layer in layers if layer["classes"]],
        "wards": ward,
        "names": _names(metres_per_pixel),
    }


def _areas(layer: MapLayer, metres_per_pixel: float, edges_below: float) -> dict[str, Any]:
    part = getattr(load_style("light").streets, layer.value)
    classes = {}
    for word in CLASSES[layer]:
        look = getattr(part, word)
        classes[word] = {"fill": look.fill, "edge": look.edge if metres_per_pixel <= edges_below else ""}
    return {"layer": layer.value, "shape": "area", "classes": classes}


def _lines(layer: MapLayer, metres_per_pixel: float) -> dict[str, Any]:
    """The narrowest first, as we paint them; `strokes` of a class from the bottom up."""
    part = getattr(load_style("light").streets, layer.value)
    shown = shown_classes(layer, level_at(metres_per_pixel))
    classes = {}
    for word in reversed(CLASSES[layer]):
        way: Way = getattr(part, word)
        if word == "path" and metres_per_pixel > _PATHS_BELOW:
            continue
        if not shown[CLASSES[layer].index(word)] and word not in _TINTED:
            continue
        if metres_per_pixel > way.hairline:
            classes[word] = [{"width": 1.0, "colour": way.thin, "dash": []}]
            continue
        width = width_of(way, metres_per_pixel)
        strokes = [{"width": width, "colour": way.fill, "dash": list(way.dash)}]
        if way.casing:
            strokes.insert(0, {"width": width + 2 * way.edge, "colour": way.casing, "dash": []})
        classes[word] = strokes
    return {"layer": layer.value, "shape": "line", "classes": classes}


def _names(metres_per_pixel: float) -> dict[str, Any]:
    """Which classes of which layers are named, and how the letters look."""
    looks = load_style("light").streets.names

    def told(words: tuple[str, ...], look: Any) -> dict[str, Any]:
        shown = [word for word in words if metres_per_pixel <= _WIDEST[word]]
        return {"classes": shown, "size": look.size, "colour": look.colour, "halo": look.halo}

    roads = told(CLASSES[MapLayer.ROADS], looks.road)
    parks = told(("park",), looks.park)
    if parks["classes"]:
        parks["classes"] = list(CLASSES[MapLayer.GREEN])
        parks["side"] = _AREA_SHARE * metres_per_pixel  # metres of an area's side that a letter needs
    names = {"roads": roads, "green": parks, "places": told(("town", "village", "locality"), looks.village)}
    return {layer: look for layer, look in names.items() if look["classes"]}
