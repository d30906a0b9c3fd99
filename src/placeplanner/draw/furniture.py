"""Scale bar, north arrow and attribution, in the corners of a map: on the map, but not of the world."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from placeplanner.domain.geometry import length_in_words
from placeplanner.draw.easel import colour
from placeplanner.draw.lettering import font_of
from placeplanner.draw.style import Furniture, Lettering, Style
from placeplanner.draw.viewport import Viewport, scale_bar_m

_EDGE = 12  # pixels from the edge of the map
_TICK = 5
_NORTH = 22  # height of the arrow


def paint_furniture(painter: QPainter, viewport: Viewport, style: Style, attribution: str) -> None:
    """Paint all of it into a picture of the viewport's size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = _paint_scale_bar(painter, viewport, style)
    _paint_north(painter, viewport, style, left - 20)
    _paint_attribution(painter, viewport, style, attribution, left - 56)
    painter.restore()


def _paint_scale_bar(painter: QPainter, viewport: Viewport, style: Style) -> float:
    """At the bottom right; gives its left edge."""
    furniture = style.furniture
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
    font = furniture_font(style)
    width = QFontMetricsF(font).horizontalAdvance(words)
    _text(painter, QPointF(left + (length - width) / 2, bottom - _TICK - 4), words, font, furniture)
    return left


def _paint_north(painter: QPainter, viewport: Viewport, style: Style, x: float) -> None:
    furniture = style.furniture
    bottom = viewport.height - _EDGE - 4.0
    arrow = QPainterPath()
    half, top = _NORTH * 0.26, bottom - _NORTH
    arrow.addPolygon(
        QPolygonF(
            [
                QPointF(x, top),
                QPointF(x + half, bottom),
                QPointF(x, bottom - _NORTH * 0.22),
                QPointF(x - half, bottom),
            ]
        )
    )
    arrow.closeSubpath()
    painter.strokePath(arrow, _pen(furniture.paper, 4, furniture.paper_strength))
    painter.fillPath(arrow, colour(furniture.ink))
    font = furniture_font(style)
    width = QFontMetricsF(font).horizontalAdvance("N")
    _text(painter, QPointF(x - width / 2, top - 3), "N", font, furniture)


def _paint_attribution(
    painter: QPainter, viewport: Viewport, style: Style, attribution: str, room: float
) -> None:
    """At the bottom left, small, on a strip of paper; broken into as many lines as it needs."""
    if not attribution:
        return
    font = furniture_font(style, 0.82)
    metrics = QFontMetricsF(font)
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    widest = QRectF(0, 0, max(min(room - 2 * _EDGE, 960), 120), 400)
    box = metrics.boundingRect(widest, int(flags), attribution)
    box.moveBottomLeft(QPointF(8, viewport.height - 6))
    furniture = style.furniture
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(furniture.paper, furniture.paper_strength))
    painter.drawRoundedRect(box.adjusted(-5, -2, 5, 2), 3, 3)
    painter.setPen(colour(furniture.ink))
    painter.setFont(font)
    painter.drawText(box, int(flags), attribution)


def furniture_font(style: Style, share: float = 1.0, weight: int = 400) -> QFont:
    """The typeface of what surrounds a map; `share` of its usual size."""
    lettering = Lettering(style.furniture.ink, style.furniture.paper, style.furniture.size, weight=weight)
    return font_of(lettering, round(style.furniture.size * share), style.families)


def _text(painter: QPainter, at: QPointF, words: str, font: QFont, furniture: Furniture) -> None:
    path = QPainterPath()
    path.addText(at, font, words)
    painter.strokePath(path, _pen(furniture.paper, 3, furniture.paper_strength))
    painter.setFont(font)
    painter.setPen(colour(furniture.ink))
    painter.drawText(at, words)


def _pen(ink: str, width: float, strength: float = 1.0) -> QPen:
    made = QPen(colour(ink, strength), width)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    made.setCapStyle(Qt.PenCapStyle.SquareCap)
    return made
