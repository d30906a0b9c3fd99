"""Scale bar, north arrow and attribution, in the corners of a map: on the map, but not of the world."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainterPath, QPen, QPolygonF

from placeplanner.domain.geometry import length_in_words
from placeplanner.draw.easel import colour
from placeplanner.draw.viewport import Viewport, scale_bar_m
from placeplanner.draw.writing import Writer, broken_at, width_of

_EDGE = 12  # pixels from the edge of the map
_TICK = 5
_NORTH = 22  # height of the arrow
_WIDEST = 960  # of the attribution
_SMALL = 0.82


def paint_furniture(writer: Writer, viewport: Viewport, attribution: str) -> None:
    """Paint all of it into a picture of the viewport's size."""
    left = _paint_scale_bar(writer, viewport)
    _paint_north(writer, viewport, left - 20)
    if attribution:
        _paint_attribution(writer, viewport, attribution, left - 56)


def furniture_box(viewport: Viewport) -> tuple[float, float, float, float]:
    """Where scale bar and arrow stand: left, top, right and bottom in pixels."""
    length = scale_bar_m(viewport.metres_per_pixel) / viewport.metres_per_pixel
    top = viewport.height - 2 * _EDGE - _NORTH - 16
    return viewport.width - length - 56, top, viewport.width, viewport.height


def _paint_scale_bar(writer: Writer, viewport: Viewport) -> float:
    """At the bottom right; gives its left edge."""
    painter, furniture = writer.painter, writer.style.furniture
    distance_m = scale_bar_m(viewport.metres_per_pixel)
    length = distance_m / viewport.metres_per_pixel
    right, bottom = viewport.width - _EDGE - 6.0, viewport.height - _EDGE - 4.0
    left = right - length
    bar = QPainterPath(QPointF(left, bottom - _TICK))
    for x, y in ((left, bottom), (right, bottom), (right, bottom - _TICK)):
        bar.lineTo(x, y)
    bar.moveTo(left + length / 2, bottom)
    bar.lineTo(left + length / 2, bottom - _TICK * 0.6)
    painter.strokePath(bar, _pen(furniture.paper, 4, furniture.paper_strength))
    painter.strokePath(bar, _pen(furniture.ink, 1.4))
    words = length_in_words(distance_m).replace(".0 km", " km")
    font = writer.font(furniture.size)
    start = QPointF(left + (length - width_of(words, font)) / 2, bottom - _TICK - 4)
    writer.write(start, words, font, has_halo=True)
    return left


def _paint_north(writer: Writer, viewport: Viewport, x: float) -> None:
    painter, furniture = writer.painter, writer.style.furniture
    bottom = viewport.height - _EDGE - 4.0
    arrow, top = north_arrow(x, bottom, _NORTH), bottom - _NORTH
    painter.strokePath(arrow, _pen(furniture.paper, 4, furniture.paper_strength))
    painter.fillPath(arrow, colour(furniture.ink))
    font = writer.font(furniture.size)
    writer.write(QPointF(x - width_of("N", font) / 2, top - 3), "N", font, has_halo=True)


def north_arrow(x: float, bottom: float, height: float) -> QPainterPath:
    """The arrow itself, its middle at `x`."""
    half, top, notch = height * 0.26, bottom - height, bottom - height * 0.22
    arrow = QPainterPath()
    corners = ((x, top), (x + half, bottom), (x, notch), (x - half, bottom))
    arrow.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    arrow.closeSubpath()
    return arrow


def _paint_attribution(writer: Writer, viewport: Viewport, attribution: str, room: float) -> None:
    """At the bottom left, small, on a strip of paper; broken into as many lines as it needs."""
    furniture = writer.style.furniture
    font = writer.font(furniture.size * _SMALL)
    lines = broken_at(attribution, font, max(min(room - 2 * _EDGE, _WIDEST), 120))
    height = QFontMetricsF(font).lineSpacing() * len(lines)
    width = max(width_of(line, font) for line in lines)
    top = viewport.height - 6 - height
    plate = QPainterPath()
    plate.addRoundedRect(QRectF(3, top - 2, width + 10, height + 4), 3, 3)
    writer.painter.fillPath(plate, colour(furniture.paper, furniture.paper_strength))
    writer.write_lines(QPointF(8, top), lines, font)


def _pen(ink: str, width: float, strength: float = 1.0) -> QPen:
    made = QPen(colour(ink, strength), width)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    made.setCapStyle(Qt.PenCapStyle.SquareCap)
    return made
