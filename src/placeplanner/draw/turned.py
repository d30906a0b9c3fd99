"""Names that do not stand level: turned as a whole, or letter by letter along a bend. Sprites on screen."""

from __future__ import annotations

import math
from functools import lru_cache

from msgspec import Struct
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from placeplanner.draw.easel import colour
from placeplanner.draw.halo import HALO_ONLY, inked
from placeplanner.draw.lettering import font_of, halo_pen
from placeplanner.draw.street_style import Lettering

_KEPT = 600  # sprites: twice what a view has; some 8 MB, 32 MB on a sharp screen
_STRIP = 0.3  # of a name's size: what its halo covers between words, before it grows
_NONE: tuple[tuple[float, float, float], ...] = ()


class Turned(Struct, frozen=True):
    """A name by its letters. `poses` are each letter's middle and turn in degrees, from the name's own middle;
    without them the whole is turned by `degrees`."""

    text: str
    lettering: Lettering
    families: tuple[str, ...]
    degrees: int = 0
    poses: tuple[tuple[float, float, float], ...] = _NONE


@lru_cache(maxsize=8192)
def length_of(text: str, lettering: Lettering, families: tuple[str, ...]) -> float:
    """How long a name is, in pixels."""
    size = round(lettering.size)
    advance = _metrics(lettering, families).horizontalAdvance(text) - lettering.spacing * size
    return advance * lettering.narrowed


@lru_cache(maxsize=64)
def _metrics(lettering: Lettering, families: tuple[str, ...]) -> QFontMetricsF:
    return QFontMetricsF(font_of(lettering, round(lettering.size), families))


@lru_cache(maxsize=2048)
def advances_of(text: str, lettering: Lettering, families: tuple[str, ...]) -> tuple[float, ...]:
    """Where each letter ends, in pixels from the beginning of the name."""
    metrics, spacing = _metrics(lettering, families), lettering.spacing * round(lettering.size)
    ends = [metrics.horizontalAdvance(text[: end + 1]) * lettering.narrowed for end in range(len(text))]
    ends[-1] -= spacing * lettering.narrowed
    return tuple(ends)


def outline_of_turned(turned: Turned) -> QPainterPath:
    """The letters' outlines, around (0, 0)."""
    if not turned.poses:
        level = _level(turned.text, turned.lettering, turned.families)
        return QTransform().rotate(turned.degrees).map(level)
    path = QPainterPath()
    for letter, (x, y, degrees) in zip(turned.text, turned.poses, strict=True):
        if not letter.isspace():
            placed = QTransform().translate(x, y).rotate(degrees)
            path.addPath(placed.map(_level(letter, turned.lettering, turned.families)))
    return path


@lru_cache(maxsize=1024)
def _level(text: str, lettering: Lettering, families: tuple[str, ...]) -> QPainterPath:
    font = font_of(lettering, round(lettering.size), families)
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text) - lettering.spacing * round(lettering.size)
    path = QPainterPath()
    path.addText(QPointF(-width / 2, metrics.capHeight() / 2), font, text)
    return path if lettering.narrowed == 1.0 else QTransform.fromScale(lettering.narrowed, 1.0).map(path)


def strip_of(turned: Turned) -> QPainterPath | None:
    """A line through a name of several words: without it a thin road between them would be read as a hyphen."""
    if " " not in turned.text:
        return None
    path = QPainterPath()
    if turned.poses:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y, _ in turned.poses]))
        return path
    half = length_of(turned.text, turned.lettering, turned.families) / 2
    across = QTransform().rotate(turned.degrees).map(QPointF(half, 0.0))
    path.moveTo(-across)
    path.lineTo(across)
    return path


def _strip_pen(turned: Turned, ink: QColor, more: float = 0.0) -> QPen:
    made = QPen(ink, turned.lettering.size * _STRIP + more)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


def draw_turned(painter: QPainter, turned: Turned, x: float, y: float) -> None:
    """Draw a name around a point as outlines."""
    outline = outline_of_turned(turned).translated(x, y)
    if strip := strip_of(turned):
        halo = halo_pen(turned.lettering)
        painter.strokePath(strip.translated(x, y), _strip_pen(turned, halo.color(), halo.widthF()))
    painter.strokePath(outline, halo_pen(turned.lettering))
    painter.fillPath(outline, colour(turned.lettering.colour))


@lru_cache(maxsize=_KEPT)
def sprite_of_turned(turned: Turned, pixel_ratio: float) -> QImage:
    """A name as pixels, its middle in the middle."""
    outline = outline_of_turned(turned)
    box = outline.controlPointRect()
    reach = turned.lettering.halo_width + 1.5
    width = 2 * math.ceil((max(-box.left(), box.right()) + reach) * pixel_ratio)
    height = 2 * math.ceil((max(-box.top(), box.bottom()) + reach) * pixel_ratio)
    mask = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    mask.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mask)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(width / 2, height / 2)
    painter.scale(pixel_ratio, pixel_ratio)
    if strip := strip_of(turned):
        painter.strokePath(strip, _strip_pen(turned, QColor(HALO_ONLY)))
    painter.fillPath(outline, Qt.GlobalColor.white)
    painter.end()
    return inked(mask, turned.lettering, pixel_ratio)
