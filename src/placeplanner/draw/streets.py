"""Streets, buildings, green and water beneath the records, as far as a map pack holds them.

All is drawn in metres under one transform. Pens are wide in metres too, since a pen of pixels would be of the
device's own, which are finer than ours on a sharp screen and on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from placeplanner.domain.streetmap import CLASSES, Box, MapLayer, Shapes
from placeplanner.draw.coverage import paint_coverage
from placeplanner.draw.easel import Easel, Layer, colour
from placeplanner.draw.parts import draw_segments, touching
from placeplanner.draw.pieces import Sides, areas_of, dashes_of, edges_of, lines_of, strokes_of
from placeplanner.draw.street_style import Fill, Streets, Way
from placeplanner.draw.viewport import Viewport

_EDGES_BELOW = 1.7  # metres a pixel: further off, the edges of buildings would be all that is seen
_BENDS_ABOVE = 6.5  # pixels: of a road's width, from which its bends are drawn round
_STOPS_BELOW, _STATIONS_BELOW = 1.7, 14.0
_PATHS_BELOW = 2.4


@contextmanager
def in_metres(easel: Easel) -> Iterator[QPainter]:
    """The painter with eastings and northings as its coordinates."""
    painter = easel.painter
    painter.save()
    painter.setTransform(metres_to_pixels(easel.viewport), True)
    yield painter
    painter.restore()


def metres_to_pixels(viewport: Viewport) -> QTransform:
    """Eastings and northings to pixels of the picture."""
    west, _, _, north = viewport.bounds
    share = 1 / viewport.metres_per_pixel
    return QTransform(share, 0, 0, -share, -west * share, north * share)


def _pieces(easel: Easel, layer: MapLayer, around: float = 0.0) -> Sequence[Shapes]:
    streets = easel.scene.streets
    if streets is None:
        return ()
    return streets.shapes(layer, view_of(easel, around), easel.viewport.metres_per_pixel)


def view_of(easel: Easel, around: float = 0.0) -> Box:
    """What the picture shows, in metres, and `around` pixels more."""
    west, south, east, north = easel.viewport.bounds
    more = around * easel.viewport.metres_per_pixel
    return west - more, south - more, east + more, north + more


def _looks(part: Any, layer: MapLayer) -> list[Any]:
    """What a part of the style says of each class of a layer, by number."""
    return [getattr(part, name) for name in CLASSES[layer]]


def _areas(layer: MapLayer, part: Callable[[Streets], Any], edges_below: float = 12.0) -> Layer:
    """How a layer of areas is painted."""

    def paint(easel: Easel) -> None:
        if easel.scene.streets is None:
            return
        fills: list[Fill] = _looks(part(easel.style.streets), layer)
        paint_coverage(easel, layer, fills[0].fill)
        _fill(easel, _pieces(easel, layer), fills, edges_below)

    return paint


def _fill(easel: Easel, pieces: Sequence[Shapes], fills: Sequence[Fill], edges_below: float) -> None:
    metres = easel.viewport.metres_per_pixel
    brushes = [colour(look.fill) for look in fills]
    with in_metres(easel) as painter:
        for piece in pieces:
            areas = areas_of(piece)
            for at in np.flatnonzero(touching(areas.boxes, easel.viewport.bounds)).tolist():
                painter.fillPath(areas.paths[at], brushes[areas.classes[at]])
        if metres > edges_below:
            return
        for number, look in enumerate(fills):
            if look.edge:
                edges = [sides for piece in pieces if (sides := edges_of(piece).get(number)) is not None]
                _draw_sides(easel, edges, look.edge, 0.9)


def _draw_sides(easel: Easel, several: Sequence[Sides], ink: str, width: float) -> None:
    """Draw sides in a solid colour, `width` pixels wide; those out of view are left out where there are many."""
    painter = easel.painter
    made = QPen(colour(ink), width * easel.viewport.metres_per_pixel)
    made.setCapStyle(Qt.PenCapStyle.SquareCap if width > 1 else Qt.PenCapStyle.FlatCap)
    painter.setPen(made)
    for sides in several:
        draw_segments(painter, sides)


def paint_waterways(easel: Easel) -> None:
    """Rivers, canals and streams."""
    if easel.scene.streets is None:
        return
    ways = _looks(easel.style.streets.waterways, MapLayer.WATERWAYS)
    paint_coverage(easel, MapLayer.WATERWAYS, ways[0].fill)
    _draw_ways(easel, _pieces(easel, MapLayer.WATERWAYS, 16), ways, range(len(ways) - 1, -1, -1))


def paint_railways(easel: Easel) -> None:
    """Railways as dark lines with light dashes close up; tramways and disused lines more quietly."""
    if easel.scene.streets is None:
        return
    ways: list[Way] = _looks(easel.style.streets.railways, MapLayer.RAILWAYS)
    pieces = _pieces(easel, MapLayer.RAILWAYS, 4)
    metres = easel.viewport.metres_per_pixel
    with in_metres(easel):
        for number in (2, 1, 0):
            way, width = ways[number], width_of(ways[number], metres)
            if not way.casing:
                _draw_class(easel, pieces, number, way.fill, width, way.dash)
            elif metres > way.hairline:
                _draw_class(easel, pieces, number, way.thin, 1.0, ())
            else:
                _draw_class(easel, pieces, number, way.casing, width + 2 * way.edge, ())
                _draw_class(easel, pieces, number, way.fill, width - way.edge, way.dash)


def paint_roads(easel: Easel) -> None:
    """All casings first, then the roads themselves, the widest last: so they join where they meet."""
    if easel.scene.streets is None:
        return
    ways: list[Way] = _looks(easel.style.streets.roads, MapLayer.ROADS)
    paint_coverage(easel, MapLayer.ROADS, ways[4].thin)
    pieces = _pieces(easel, MapLayer.ROADS, 20)
    paths = len(ways) - 1
    if easel.viewport.metres_per_pixel <= _PATHS_BELOW:
        with in_metres(easel):
            way = ways[paths]
            _draw_class(
                easel, pieces, paths, way.fill, width_of(way, easel.viewport.metres_per_pixel), way.dash
            )
    _draw_ways(easel, pieces, ways, range(paths - 1, -1, -1))


def width_of(way: Way, metres_per_pixel: float) -> float:
    """How wide it is drawn, in pixels."""
    return min(max(way.metres / metres_per_pixel, way.least), way.most)


def _draw_ways(easel: Easel, pieces: Sequence[Shapes], ways: Sequence[Way], order: Sequence[int]) -> None:
    metres = easel.viewport.metres_per_pixel
    cased = [number for number in order if ways[number].casing and metres <= ways[number].hairline]
    with in_metres(easel):
        for number in order:
            if metres > ways[number].hairline:
                _draw_class(easel, pieces, number, ways[number].thin, 1.0, ())
        for number in cased:
            way = ways[number]
            _draw_class(easel, pieces, number, way.casing, width_of(way, metres) + 2 * way.edge, ())
        for number in order:
            if metres <= ways[number].hairline:
                _draw_class(easel, pieces, number, ways[number].fill, width_of(ways[number], metres), ())


def _draw_class(
    easel: Easel, pieces: Sequence[Shapes], number: int, ink: str, width: float, dash: tuple[float, ...]
) -> None:
    """Draw the lines of one class: dashes and narrow lines as bare sides, wide ones with their bends."""
    metres = easel.viewport.metres_per_pixel
    having = [piece for piece in pieces if number in lines_of(piece)]
    if dash:
        grain = 2.0 ** np.round(
            np.log2(metres)
        )  # so that dashes stay where they are while one zooms a little
        _draw_sides(
            easel,
            [dashes_of(piece, number, dash[0] * grain, dash[1] * grain) for piece in having],
            ink,
            width,
        )
    elif width < _BENDS_ABOVE and not easel.is_vector:
        _draw_sides(easel, [lines_of(piece)[number].sides for piece in having], ink, width)
    else:
        _stroke(easel, having, number, ink, width)


def _stroke(easel: Easel, pieces: Sequence[Shapes], number: int, ink: str, width: float) -> None:
    made = QPen(colour(ink), width * easel.viewport.metres_per_pixel)
    made.setCapStyle(Qt.PenCapStyle.SquareCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin if easel.is_vector else Qt.PenJoinStyle.MiterJoin)
    seen = view_of(easel, width)
    for piece in pieces:
        strokes = strokes_of(piece)
        for at in np.flatnonzero((strokes.classes == number) & touching(strokes.boxes, seen)).tolist():
            easel.painter.strokePath(strokes.paths[at], made)


def paint_references(easel: Easel) -> None:
    """Layers that somebody named, each in a colour of its own: points, lines, areas with a light fill."""
    inks = easel.style.streets.references
    for piece in _pieces(easel, MapLayer.REFERENCE, 8):
        for number in np.unique_values(piece.classes).tolist():
            _paint_reference(easel, piece, number, inks[number % len(inks)])


def _paint_reference(easel: Easel, piece: Shapes, number: int, ink: str) -> None:
    if piece.dimension == 0:
        _dots(easel, piece.xy[piece.classes[piece.owner] == number], 5.0, ink, "#FFFFFF")
        return
    with in_metres(easel) as painter:
        if piece.dimension == 2:
            areas = areas_of(piece)
            for at in np.flatnonzero(areas.classes == number).tolist():
                painter.fillPath(areas.paths[at], colour(ink, 0.12))
        _draw_sides(easel, [lines_of(piece)[number].sides], ink, 1.4)


def paint_stops(easel: Easel) -> None:
    """Stations, and close up the stops of buses and trams."""
    look, metres = easel.style.streets.stops, easel.viewport.metres_per_pixel
    if metres > _STATIONS_BELOW:
        return
    for piece in _pieces(easel, MapLayer.STOPS, 8):
        classes = piece.classes[piece.owner]
        if metres <= _STOPS_BELOW:
            _dots(easel, piece.xy[classes == 2], 3.4, look.stop, look.ring)
            _dots(easel, piece.xy[classes == 1], 4.6, look.station, look.ring)
        _dots(easel, piece.xy[classes == 0], 6.5, look.station, look.ring)


def _dots(easel: Easel, metres: Any, size: float, ink: str, ring: str) -> None:
    painter = easel.painter
    painter.setPen(QPen(colour(ring), 1.2))
    painter.setBrush(colour(ink))
    seen = touching(np.hstack((metres, metres)), view_of(easel, size))
    for x, y in easel.viewport.to_pixels(metres[seen]).tolist():
        painter.drawEllipse(QPointF(x, y), size / 2 + 0.6, size / 2 + 0.6)
    painter.setBrush(Qt.BrushStyle.NoBrush)


paint_grounds = _areas(MapLayer.GROUNDS, lambda style: style.grounds)
paint_green = _areas(MapLayer.GREEN, lambda style: style.green)
paint_woods = _areas(MapLayer.WOODS, lambda style: style.woods)
paint_water = _areas(MapLayer.WATER, lambda style: style.water)
paint_buildings = _areas(MapLayer.BUILDINGS, lambda style: style.buildings, _EDGES_BELOW)

STREETS: tuple[Layer, ...] = (
    paint_grounds,
    paint_green,
    paint_woods,
    paint_water,
    paint_waterways,
    paint_buildings,
    paint_railways,
    paint_roads,
    paint_references,
    paint_stops,
)
