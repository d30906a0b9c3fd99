"""Symbols of records: circle, square, diamond and flag, with their category's icon where there is room.

On screen they are pre-drawn sprites; on paper the same function draws them as vectors.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from placeplanner.draw.easel import colour
from placeplanner.draw.glyphs import glyph_path
from placeplanner.draw.looks import Look, Looks
from placeplanner.draw.style import Style

_LARGEST_AT, _SMALLEST_AT = 14_000, 110_000  # scale denominators
_WITH_GLYPH = 14  # pixels
_GLYPH_SHARE = 0.64
_ROOM = 4  # pixels around a symbol, for its ring and shadow


def symbol_size(scale: float, style: Style) -> int:
    """How large symbols are on a map of 1:`scale`, in even pixels: far off small, so that all can be seen."""
    largest, smallest = style.marks.size, style.marks.smallest
    share = (math.log(_SMALLEST_AT) - math.log(max(scale, 1))) / (
        math.log(_SMALLEST_AT) - math.log(_LARGEST_AT)
    )
    return 2 * round((smallest + (largest - smallest) * min(max(share, 0.0), 1.0)) / 2)


def symbol_path(symbol: str, size: float) -> QPainterPath:
    """The outline of a circle, square, diamond or flag of about this size around (0, 0)."""
    path, half = QPainterPath(), size / 2
    if symbol == "square":
        side = size * 0.9
        path.addRoundedRect(QRectF(-side / 2, -side / 2, side, side), size * 0.12, size * 0.12)
    elif symbol == "diamond":
        reach = half * 1.2
        path.addPolygon(
            QPolygonF([QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)])
        )
        path.closeSubpath()
    elif symbol == "flag":
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRect(QRectF(-half * 0.9, -half, size * 0.1, size * 1.08))
        path.addRoundedRect(QRectF(-half * 0.9, -half, size, size * 0.74), size * 0.08, size * 0.08)
        path = path.simplified()
    else:
        path.addEllipse(QPointF(0, 0), half, half)
    return path


def draw_symbol(painter: QPainter, look: Look, size: float, style: Style) -> None:
    """Draw a symbol around (0, 0), as vectors."""
    marks = style.marks
    kind_colour = look.spec.colour_dark if style.is_dark else look.spec.colour
    outline = symbol_path(look.spec.symbol, size)
    if marks.shadow_strength and size >= _WITH_GLYPH:
        _draw_shadow(painter, outline, style)
    if look.is_hollow:
        painter.strokePath(outline, _round_pen(marks.ring, 2 * marks.ring_width))
        painter.fillPath(outline, colour(marks.ring))
        inner = symbol_path(look.spec.symbol, size - 1.8)
        painter.strokePath(inner, _round_pen(kind_colour, max(size / 11, 1.4)))
    else:
        painter.strokePath(outline, _round_pen(marks.ring, 2 * marks.ring_width if size > 10 else 2.0))
        painter.fillPath(outline, colour(kind_colour))
    if size >= _WITH_GLYPH:
        _draw_glyph(painter, look, size, kind_colour if look.is_hollow else marks.glyph)


def draw_halo(painter: QPainter, look: Look, size: float, style: Style) -> None:
    """The halo of a selected symbol around (0, 0): 3 pixels outside its ring."""
    marks = style.marks
    outline = symbol_path(look.spec.symbol, size)
    width = 2 * (marks.ring_width + marks.selected_width)
    painter.strokePath(outline, _round_pen(marks.casing, width + 2))
    painter.strokePath(outline, _round_pen(marks.selected, width))


class Sprites:
    """Symbols as pixels, by the number of their look, drawn when first asked for. Never to be painted on."""

    def __init__(self, looks: Looks, style: Style, size: int, pixel_ratio: float) -> None:
        self._looks, self._style, self._size, self._ratio = looks, style, size, pixel_ratio
        self._drawn: dict[int, QImage] = {}
        self.side = math.ceil((size * 1.2 + 2 * _ROOM) * pixel_ratio)  # real pixels

    def __getitem__(self, number: int) -> QImage:
        image = self._drawn.get(number)
        if image is None:
            image = self._drawn[number] = self._draw(self._looks.all[number])
        return image

    def _draw(self, look: Look) -> QImage:
        image = QImage(self.side, self.side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.side / 2, self.side / 2)
        painter.scale(self._ratio, self._ratio)
        draw_symbol(painter, look, self._size, self._style)
        painter.end()
        image.setDevicePixelRatio(self._ratio)
        return image


@lru_cache(maxsize=64)
def sprites(looks: Looks, style: Style, size: int, pixel_ratio: float) -> Sprites:
    """The sprites for one size, kept for the next picture."""
    return Sprites(looks, style, size, pixel_ratio)


def _draw_shadow(painter: QPainter, outline: QPainterPath, style: Style) -> None:
    for width, strength in ((5.0, 0.25), (3.0, 0.35)):
        shadow = _round_pen("#000000", width)
        shadow.setColor(colour("#000000", style.marks.shadow_strength * strength))
        painter.strokePath(outline.translated(0, 1.0), shadow)


def _draw_glyph(painter: QPainter, look: Look, size: float, ink: str) -> None:
    glyph = glyph_path(look.icon)
    if glyph is None:
        return
    share = size * _GLYPH_SHARE * (0.86 if look.spec.symbol == "flag" else 1.0)
    up = size * 0.13 if look.spec.symbol == "flag" else 0.0
    right = size * 0.05 if look.spec.symbol == "flag" else 0.0
    painter.fillPath(QTransform.fromTranslate(right, -up).scale(share, share).map(glyph), colour(ink))


def _round_pen(ink: str, width: float) -> QPen:
    made = QPen(colour(ink), width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made
