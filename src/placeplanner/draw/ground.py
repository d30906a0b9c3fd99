"""The quiet map beneath the records: paper, the borough with its soft edge, boundaries, and the veil."""

from __future__ import annotations

from enum import Enum, auto

import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from placeplanner.domain.place import Place, PlaceKind
from placeplanner.draw.easel import Easel, colour, pen
from placeplanner.draw.parts import path_of, touching
from placeplanner.draw.style import Stroke

_GLOW_STEPS = 4  # with six nobody sees a difference, and they are a third of what a borough costs to paint


def paint_paper(easel: Easel) -> None:
    """The borough on its paper, with a soft edge and barely different towns."""
    ground, painter, outlines = easel.style.ground, easel.painter, easel.scene.outlines
    towns = {
        index: (_seen(easel, index), colour(ground.towns[tint % len(ground.towns)]))
        for index, tint in outlines.tints.items()
    }
    for seen, ink in towns.values():
        if seen is _Seen.ALL:
            _fill_whole(easel, ink)
            return
    painter.setRenderHint(
        QPainter.RenderHint.Antialiasing, easel.is_vector
    )  # too faint to show steps, twice as fast
    _paint_borough(easel)
    for index, (seen, ink) in towns.items():
        if seen is _Seen.SOME:
            painter.fillPath(path_of(easel.pixels(outlines.rings_of((index,)))), ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_borough(easel: Easel) -> None:
    ground, painter = easel.style.ground, easel.painter
    whole = easel.scene.outlines.of_kind(PlaceKind.BOROUGH)
    if any(_seen(easel, index, ground.glow_width) is _Seen.ALL for index in whole):
        _fill_whole(easel, colour(ground.borough))
        return
    _fill_whole(easel, colour(ground.outside))
    borough = _path_of_kind(easel, PlaceKind.BOROUGH)
    _paint_glow(easel, borough, Stroke(ground.glow, ground.glow_width, ground.glow_strength))
    painter.fillPath(borough, colour(ground.borough))


def paint_boundaries(easel: Easel) -> None:
    """Between places: a fine dash-dot, finest between neighbourhoods, solid around the borough."""
    looks = easel.style.boundaries
    strokes = {
        PlaceKind.NEIGHBOURHOOD: looks.neighbourhood,
        PlaceKind.TOWN: looks.town,
        PlaceKind.BOROUGH: looks.borough,
    }
    for kind, stroke in strokes.items():
        lines = easel.scene.outlines.boundaries[kind]
        seen = lines.chosen(touching(lines.boxes, easel.viewport.bounds))
        easel.painter.strokePath(path_of(easel.pixels(seen)), pen(stroke))


def paint_veil(easel: Easel) -> None:
    """A veil over everything but the chosen place, which seems to lie on top; none over a chosen borough."""
    place = easel.scene.chosen_place
    if place is None or place.kind is PlaceKind.BOROUGH:
        return
    chosen = _path_of(easel, place)
    veil = QPainterPath()
    veil.addRect(_whole(easel))
    veil.addPath(chosen)
    veil.setFillRule(Qt.FillRule.OddEvenFill)
    ground, painter = easel.style.ground, easel.painter
    painter.fillPath(veil, colour(ground.veil, ground.veil_strength))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, easel.is_vector)
    painter.setClipPath(veil)
    _paint_glow(easel, chosen, easel.style.boundaries.chosen_glow)
    painter.restore()
    painter.strokePath(chosen, pen(easel.style.boundaries.chosen))


def _paint_glow(easel: Easel, outline: QPainterPath, glow: Stroke) -> None:
    """A soft edge: ever narrower strokes, each barely there."""
    for step in range(_GLOW_STEPS, 0, -1):
        stroke = QPen(colour(glow.colour, glow.strength / _GLOW_STEPS), glow.width * step / _GLOW_STEPS)
        stroke.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        easel.painter.strokePath(outline, stroke)


class _Seen(Enum):
    """How much of a view a place fills."""

    NONE = auto()
    SOME = auto()
    ALL = auto()


def _seen(easel: Easel, index: int, around: float = 2.0) -> _Seen:
    """How much of the view, and `around` pixels beyond, a place fills: all of it is filled without any path."""
    outlines = easel.scene.outlines
    more = around * easel.viewport.metres_per_pixel
    if not touching(outlines.boxes[index : index + 1], easel.viewport.bounds, more)[0]:
        return _Seen.NONE
    west, south, east, north = easel.viewport.bounds
    geometry = outlines.places[index].geometry
    shapely.prepare(geometry)
    view = shapely.box(west - more, south - more, east + more, north + more)
    if shapely.contains_properly(geometry, view):
        return _Seen.ALL
    return _Seen.SOME if shapely.intersects(geometry, view) else _Seen.NONE


def _fill_whole(easel: Easel, ink: QColor) -> None:
    """As `fillRect` does it, for whose sake PySide would first make all that it knows of gradients."""
    painter = easel.painter
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRect(_whole(easel))
    painter.restore()


def _whole(easel: Easel) -> QRectF:
    return QRectF(0, 0, easel.viewport.width, easel.viewport.height)


def _path_of_kind(easel: Easel, kind: PlaceKind) -> QPainterPath:
    outlines = easel.scene.outlines
    return path_of(easel.pixels(outlines.rings_of(outlines.of_kind(kind))))


def _path_of(easel: Easel, place: Place) -> QPainterPath:
    outlines = easel.scene.outlines
    return path_of(easel.pixels(outlines.rings_of((outlines.places.index(place),))))
