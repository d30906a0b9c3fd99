"""Streets, buildings, green and water beneath the records, as far as a map pack holds them.

All is drawn in metres under one transform. Pens are wide in metres too, since a pen of pixels would be of the
device's own, which are finer than ours on a sharp screen and on paper.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QTransform

from placeplanner.domain.streetmap import CLASSES, Box, MapLayer, Shapes
from placeplanner.draw.coverage import paint_coverage
from placeplanner.draw.easel import Easel, Layer, colour
from placeplanner.draw.parts import draw_segments, touching
from placeplanner.draw.pieces import (
    TOGETHER,
    TOGETHER_ROUGH,
    Seen,
    Sides,
    areas_of,
    classes_of,
    dashes_of,
    lines_of,
    seen_sides,
    strokes_of,
)
from placeplanner.draw.street_style import Fill, Streets, Way
from placeplanner.draw.viewport import Coordinates, Viewport

_EDGES_BELOW = 1.7  # metres a pixel: further off, the edges of buildings would be all that is seen
_FAINT = 32  # of 255 shades of red, green or blue
_STOPS_BELOW, _STATIONS_BELOW = 1.7, 14.0
_PATHS_BELOW = 2.4
_REFERENCES_FULL_BELOW = 4.0
REFERENCE_DOTS_BELOW = 13.5  # from 1:50,000 a thousand dots would be all that is seen


@contextmanager
def in_metres(easel: Easel) -> Iterator[QPainter]:
    """The painter with eastings and northings as its coordinates; on paper still in pixels.

    What writes SVG keeps six digits of each number, which would round eastings to metres: so paths for paper are
    brought into pixels one by one.
    """
    painter = easel.painter
    painter.save()
    if not easel.is_vector:
        painter.setTransform(metres_to_pixels(easel.viewport), True)
    yield painter
    painter.restore()


def _on_paper(easel: Easel, paths: Sequence[QPainterPath], which: Sequence[int]) -> Iterator[QPainterPath]:
    """Some paths in the coordinates that `in_metres` draws in."""
    if not easel.is_vector:
        yield from (paths[at] for at in which)
        return
    pixels = metres_to_pixels(easel.viewport)
    yield from (pixels.map(paths[at]) for at in which)


def _pen(easel: Easel, ink: str, width: float, cap: Qt.PenCapStyle) -> QPen:
    """A pen of a width in pixels, in the units that `in_metres` draws in."""
    made = QPen(colour(ink), width * (1.0 if easel.is_vector else easel.viewport.metres_per_pixel))
    made.setCapStyle(cap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


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
    """How a layer of areas is painted; with edges below so many metres a pixel."""

    def paint(easel: Easel) -> None:
        if easel.scene.streets is None:
            return
        fills: list[Fill] = _looks(part(easel.style.streets), layer)
        paint_coverage(easel, layer, fills[0].fill)
        _fill(easel, _pieces(easel, layer), fills, edges_below)

    return paint


def _fill(easel: Easel, pieces: Sequence[Shapes], fills: Sequence[Fill], edges_below: float) -> None:
    inks = [colour(look.fill) for look in fills]
    has_edges = easel.viewport.metres_per_pixel <= edges_below
    is_small = (
        bool(pieces) and pieces[0].layer is MapLayer.BUILDINGS and not easel.is_vector and not has_edges
    )
    is_smooth = [not (is_small and _is_faint(easel, look.fill)) for look in fills]
    together = TOGETHER if all(is_smooth) else TOGETHER_ROUGH
    last = -1
    with in_metres(easel) as painter:
        for piece in pieces:
            areas = areas_of(piece, together)
            which = np.flatnonzero(touching(areas.boxes, easel.viewport.bounds)).tolist()
            for at, path in zip(which, _on_paper(easel, areas.paths, which), strict=True):
                number = areas.classes[at]
                if number != last:
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth[number])
                    last = number
                painter.fillPath(path, inks[number])
                if easel.is_vector and has_edges and fills[number].edge:
                    painter.strokePath(path, _pen(easel, fills[number].edge, 0.6, Qt.PenCapStyle.FlatCap))
        if has_edges and not easel.is_vector:
            _draw_edges(easel, pieces, fills)


def _is_faint(easel: Easel, ink: str) -> bool:
    """Whether a fill is so like the ground that nobody sees steps at its edges; smooth ones are half the work."""
    fill, ground = colour(ink), colour(easel.style.ground.borough)
    apart = (fill.red() - ground.red(), fill.green() - ground.green(), fill.blue() - ground.blue())
    return max(map(abs, apart)) <= _FAINT


def _draw_edges(easel: Easel, pieces: Sequence[Shapes], fills: Sequence[Fill]) -> None:
    for number, look in enumerate(fills):
        if look.edge:
            sides, *_ = seen_sides(pieces, number, view_of(easel, 0.9))
            _draw_sides(easel, sides, look.edge, 0.9)


def _draw_sides(easel: Easel, sides: Sides, ink: str, width: float) -> None:
    """Draw sides in a solid colour, `width` pixels wide."""
    if len(sides):
        easel.painter.setPen(_pen(easel, ink, width, Qt.PenCapStyle.FlatCap))
        draw_segments(easel.painter, _sides_on_paper(easel, sides))


def _sides_on_paper(easel: Easel, sides: Sides) -> Sides:
    if not easel.is_vector:
        return sides
    return easel.viewport.to_pixels(sides.reshape(-1, 2)).reshape(-1, 4)


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
        seen: dict[int, Seen] = {}  # the sides of casings, which the roads within them have too
        for number in cased:
            way = ways[number]
            width = width_of(way, metres) + 2 * way.edge
            seen[number] = seen_sides(pieces, number, view_of(easel, width))
            _draw_class(easel, pieces, number, way.casing, width, (), seen[number])
        for number in order:
            if metres <= ways[number].hairline:
                width = width_of(ways[number], metres)
                _draw_class(easel, pieces, number, ways[number].fill, width, (), seen.get(number))


def _draw_class(
    easel: Easel,
    pieces: Sequence[Shapes],
    number: int,
    ink: str,
    width: float,
    dash: tuple[float, ...],
    seen: Seen | None = None,
) -> None:
    """Draw the lines of one class as bare sides, which costs a quarter of stroking paths; as paths on paper."""
    metres = easel.viewport.metres_per_pixel
    if easel.is_vector and not dash:
        _stroke(easel, [piece for piece in pieces if number in lines_of(piece)], number, ink, width)
        return
    sides, reaches, offsets = seen or seen_sides(pieces, number, view_of(easel, width))
    if dash:
        # so that dashes stay where they are while one zooms a little:
        grain = 2.0 ** round(math.log2(metres))
        sides = dashes_of(sides, offsets, dash[0] * grain, dash[1] * grain)
    elif width > 1:
        sides = sides + reaches * (width / 2 * metres)
    _draw_sides(easel, sides, ink, width)


def _stroke(easel: Easel, pieces: Sequence[Shapes], number: int, ink: str, width: float) -> None:
    made, seen = _pen(easel, ink, width, Qt.PenCapStyle.RoundCap), view_of(easel, width)
    for piece in pieces:
        strokes = strokes_of(piece)
        which = np.flatnonzero((strokes.classes == number) & touching(strokes.boxes, seen)).tolist()
        for path in _on_paper(easel, strokes.paths, which):
            easel.painter.strokePath(path, made)


def paint_references(easel: Easel) -> None:
    """Layers that somebody named, each in a colour of its own, and the quieter the further off.

    Areas have the lightest of fills: those of many a layer lie side by side, and would tint the whole map.
    """
    inks = easel.style.streets.references
    for piece in _pieces(easel, MapLayer.REFERENCE, 8):
        for number in classes_of(piece):
            _paint_reference(easel, piece, number, inks[number % len(inks)])


def _paint_reference(easel: Easel, piece: Shapes, number: int, ink: str) -> None:
    metres = easel.viewport.metres_per_pixel
    is_close = metres <= _REFERENCES_FULL_BELOW
    if piece.dimension == 0:
        if metres <= REFERENCE_DOTS_BELOW:
            ink = ink if is_close else _fainter(ink, easel.style.ground.borough, 0.6)
            ring = easel.style.streets.stops.ring if is_close else easel.style.ground.borough
            _dots(easel, piece.xy[piece.classes[piece.owner] == number], 4.4 if is_close else 2.6, ink, ring)
        return
    with in_metres(easel) as painter:
        if piece.dimension == 2:
            areas = areas_of(piece)
            which = np.flatnonzero(areas.classes == number).tolist()
            for path in _on_paper(easel, areas.paths, which):
                painter.fillPath(path, colour(ink, 0.05))
            ink = _fainter(ink, easel.style.ground.borough, 0.6 if is_close else 0.45)
        elif not is_close:
            painter.setOpacity(0.55)
        sides, *_ = seen_sides([piece], number, view_of(easel, 1.4))
        _draw_sides(easel, sides, ink, 1.4 if is_close else 1.0)


def _fainter(ink: str, ground: str, share: float) -> str:
    """So much ink, the rest ground: opaque, since neighbours share sides, which would be twice as strong."""
    of_ink, of_ground = colour(ink), colour(ground)
    parts = (
        (of_ink.red(), of_ground.red()),
        (of_ink.green(), of_ground.green()),
        (of_ink.blue(), of_ground.blue()),
    )
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02X}" for one, other in parts)


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


def stations_near(easel: Easel, around: float) -> Coordinates:
    """Where stations are painted, in pixels of the picture and so many beyond: names stand beside them."""
    if easel.viewport.metres_per_pixel > _STATIONS_BELOW:
        return np.zeros((0, 2))
    found = [piece.xy[piece.classes[piece.owner] == 0] for piece in _pieces(easel, MapLayer.STOPS, around)]
    metres = np.vstack((np.zeros((0, 2)), *found))
    return easel.viewport.to_pixels(metres[touching(np.hstack((metres, metres)), view_of(easel, around))])


def _dots(easel: Easel, metres: Coordinates, size: float, ink: str, ring: str) -> None:
    painter, ratio = easel.painter, easel.viewport.pixel_ratio
    seen = touching(np.hstack((metres, metres)), view_of(easel, size))
    pixels = easel.viewport.to_pixels(metres[seen])
    if easel.is_vector:
        for x, y in pixels.tolist():
            _dot(painter, x, y, size, ink, ring)
        return
    image = _dot_sprite(size, ink, ring, ratio)
    half = image.width() / 2
    for x, y in (np.round(pixels * ratio - half) / ratio).tolist():
        painter.drawImage(QPointF(x, y), image)


def _dot(painter: QPainter, x: float, y: float, size: float, ink: str, ring: str) -> None:
    painter.setPen(QPen(colour(ring), 1.2))
    painter.setBrush(colour(ink))
    painter.drawEllipse(QPointF(x, y), size / 2 + 0.6, size / 2 + 0.6)
    painter.setBrush(Qt.BrushStyle.NoBrush)


@lru_cache(maxsize=64)
def _dot_sprite(size: float, ink: str, ring: str, pixel_ratio: float) -> QImage:
    across = 2 * math.ceil((size / 2 + 2) * pixel_ratio)
    image = QImage(across, across, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixel_ratio, pixel_ratio)
    _dot(painter, across / 2 / pixel_ratio, across / 2 / pixel_ratio, size, ink, ring)
    painter.end()
    image.setDevicePixelRatio(pixel_ratio)
    return image


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
