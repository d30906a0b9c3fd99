"""A road's number on a small plate, level, as it stands on signs and in atlases."""

from __future__ import annotations

import math
from functools import lru_cache

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from placeplanner.draw.easel import colour
from placeplanner.draw.lettering import font_of
from placeplanner.draw.street_style import Lettering

_BESIDE, _ABOVE = 3.5, 2.5  # pixels between the letters and the edge


class Plate(Struct, frozen=True):
    """A number, its lettering, and the colours of its plate."""

    text: str
    lettering: Lettering
    ground: str
    edge: str
    families: tuple[str, ...]


def draw_plate(painter: QPainter, plate: Plate) -> None:
    """Draw a plate around (0, 0) as outlines."""
    font = font_of(plate.lettering, round(plate.lettering.size), plate.families)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(plate.text), metrics.capHeight()
    box = QRectF(-width / 2 - _BESIDE, -height / 2 - _ABOVE, width + 2 * _BESIDE, height + 2 * _ABOVE)
    painter.setPen(QPen(colour(plate.edge), 1.0))
    painter.setBrush(colour(plate.ground))
    painter.drawRoundedRect(box, 2.5, 2.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    letters = QPainterPath()
    letters.addText(QPointF(-width / 2, height / 2), font, plate.text)
    painter.fillPath(letters, colour(plate.lettering.colour))


@lru_cache(maxsize=256)
def plate_sprite(plate: Plate, pixel_ratio: float) -> QImage:
    """A plate as pixels, its middle in the middle."""
    size = plate.lettering.size
    width = 2 * math.ceil((len(plate.text) * size * 0.45 + _BESIDE + 2) * pixel_ratio)
    height = 2 * math.ceil((size * 0.6 + _ABOVE + 2) * pixel_ratio)
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(width / 2, height / 2)
    painter.scale(pixel_ratio, pixel_ratio)
    draw_plate(painter, plate)
    painter.end()
    image.setDevicePixelRatio(pixel_ratio)
    return image
