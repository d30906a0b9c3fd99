"""A raster backdrop beneath all else. Its tiles lie askew on the National Grid, so each is drawn as a quad."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPolygonF, QTransform

from placeplanner.domain.streetmap import Tile
from placeplanner.draw.easel import Easel

_KEPT = 96  # tiles of 256 pixels: 25 MB
_MOST_PIXELS = 1024 * 1024  # of a tile: those of sharp screens have 512 × 512
_FORMATS = {b"\x89PNG": b"png", b"\xff\xd8\xff": b"jpeg", b"RIFF": b"webp"}


def paint_backdrop(easel: Easel) -> None:
    """Draw the tiles in view, a little faded, so that what people record stands out."""
    streets = easel.scene.streets
    if streets is None:
        return
    tiles = streets.tiles(easel.viewport.bounds, easel.viewport.metres_per_pixel)
    if not tiles:
        return
    painter = easel.painter
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(easel.style.streets.backdrop_strength)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # or the seams between tiles would show
    for tile in tiles:
        _draw(easel, tile)
    painter.restore()


def _draw(easel: Easel, tile: Tile) -> None:
    image = picture_of(tile)
    if image.isNull():
        return
    width, height = image.width(), image.height()
    source = QPolygonF([QPointF(0, 0), QPointF(width, 0), QPointF(width, height), QPointF(0, height)])
    target = QPolygonF([QPointF(x, y) for x, y in easel.viewport.to_pixels(tile.corners).tolist()])
    turned = QTransform()
    if QTransform.quadToQuad(source, target, turned):
        painter = easel.painter
        painter.save()
        painter.setTransform(turned, True)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()


@lru_cache(maxsize=_KEPT)
def picture_of(tile: Tile) -> QImage:
    """A tile's picture, which is empty where it cannot be read, is no picture of a web map, or far too large for one."""
    from PySide6.QtCore import QBuffer, QByteArray  # here, since few maps have a backdrop
    from PySide6.QtGui import QImageReader

    form = next((form for head, form in _FORMATS.items() if tile.picture.startswith(head)), None)
    if form is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(tile.picture)
    reader = QImageReader(
        buffer, QByteArray(form)
    )  # no other format is tried: a drawing in SVG may name files
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not 0 < size.width() * size.height() <= _MOST_PIXELS:
        return QImage()
    image = reader.read()
    return image if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
