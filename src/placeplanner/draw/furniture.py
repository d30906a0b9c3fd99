"""Scale bar, north arrow and attribution, in the corners of a map: on the map, but not of the world."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from placeplanner.domain.geometry import length_in_words
from placeplanner.draw.easel import colour
from placeplanner.draw.style import Style
from placeplanner.draw.viewport import Viewport, scale_bar_m
from placeplanner.draw.writing import Writer, broken_at, width_of

_EDGE = 12  # pixels from the edge of the map
_BAR_EDGE = _EDGE + 6.0
_TICK = 5
_NORTH = 22  # height of the arrow
_WIDEST = 960  # of the attribution
_MOST_OF_MAP = 0.08  # of its height, for the attribution
_SMALL = 0.82


Box = tuple[float, float, float, float]  # left, top, right and bottom in pixels


def paint_furniture(writer: Writer, viewport: Viewport, attribution: str) -> None:
    """Paint all of it into a picture of the viewport's size."""
    _paint_strip(writer, *_scale_strip(viewport))
    left = _paint_scale_bar(writer, viewport)
    _paint_north(writer, viewport, left - 20)
    if attribution:
        _paint_attribution(writer, viewport, attribution)


def furniture_boxes(viewport: Viewport, attribution: str, style: Style) -> tuple[Box, ...]:
    """What `paint_furniture` covers, for names to be kept off."""
    if not attribution:
        return (furniture_box(viewport),)
    return furniture_box(viewport), attribution_box(viewport, attribution, style)


def attribution_box(viewport: Viewport, attribution: str, style: Style) -> Box:
    """Where the attribution stands on its strip."""
    writer = Writer(QPainter(), style)
    lines = _attribution_lines(writer, viewport, attribution)
    width, height = _size_of(writer, lines)
    return 0, viewport.height - 8 - height, width + 13, viewport.height


def furniture_box(viewport: Viewport) -> Box:
    """Where scale bar and arrow stand."""
    length = scale_bar_m(viewport.metres_per_pixel) / viewport.metres_per_pixel
    top = viewport.height - 2 * _EDGE - _NORTH - 16
    return viewport.width - length - 56, top, viewport.width, viewport.height


def _scale_strip(viewport: Viewport) -> Box:
    """What lies beneath scale bar and arrow, so that no boundary or symbol is read as a part of them."""
    left, top, _, bottom = furniture_box(viewport)
    return left + 5, top + 5, viewport.width - _BAR_EDGE + 9, bottom - _EDGE + 4


def _paint_strip(writer: Writer, left: float, top: float, right: float, bottom: float) -> None:
    furniture, strip = writer.style.furniture, QPainterPath()
    strip.addRoundedRect(QRectF(left, top, right - left, bottom - top), 3, 3)
    writer.painter.fillPath(strip, colour(furniture.paper, furniture.paper_strength))


def _paint_scale_bar(writer: Writer, viewport: Viewport) -> float:
    """At the bottom right; gives its left edge."""
    painter, furniture = writer.painter, writer.style.furniture
    distance_m = scale_bar_m(viewport.metres_per_pixel)
    length = distance_m / viewport.metres_per_pixel
    right, bottom = viewport.width - _BAR_EDGE, viewport.height - _EDGE - 4.0
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


def _attribution_lines(writer: Writer, viewport: Viewport, attribution: str) -> list[str]:
    """In as many lines as it needs; where these would hide much of the map, in one that is cut, the short ones first."""
    length = scale_bar_m(viewport.metres_per_pixel) / viewport.metres_per_pixel
    room = viewport.width - _BAR_EDGE - length - 56 - 2 * _EDGE
    font, width = _small(writer), max(min(room, _WIDEST), 120)
    lines = broken_at(attribution, font, width)
    if len(lines) == 1 or _size_of(writer, lines)[1] <= viewport.height * _MOST_OF_MAP:
        return lines
    shortest_first = " · ".join(sorted(attribution.split(" · "), key=len))
    return [QFontMetricsF(font).elidedText(shortest_first, Qt.TextElideMode.ElideRight, width)]


def _small(writer: Writer) -> QFont:
    return writer.font(writer.style.furniture.size * _SMALL)


def _size_of(writer: Writer, lines: list[str]) -> tuple[float, float]:
    font = _small(writer)
    return max(width_of(line, font) for line in lines), QFontMetricsF(font).lineSpacing() * len(lines)


def _paint_attribution(writer: Writer, viewport: Viewport, attribution: str) -> None:
    """At the bottom left, small, on a strip of paper."""
    lines = _attribution_lines(writer, viewport, attribution)
    width, height = _size_of(writer, lines)
    top = viewport.height - 6 - height
    _paint_strip(writer, 3, top - 2, width + 13, top + height + 2)
    writer.write_lines(QPointF(8, top), lines, _small(writer))


def _pen(ink: str, width: float, strength: float = 1.0) -> QPen:
    made = QPen(colour(ink, strength), width)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    made.setCapStyle(Qt.PenCapStyle.SquareCap)
    return made
