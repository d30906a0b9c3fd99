"""How densely a layer covers the ground, as a tint: for views in which its shapes are specks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from placeplanner.domain.streetmap import Coverage, MapLayer
from placeplanner.draw.easel import Easel


def paint_coverage(easel: Easel, layer: MapLayer, ink: str) -> None:
    """Tint the ground with what a street map knows of a layer as coverage, if anything."""
    streets = easel.scene.streets
    if streets is None:
        return
    grids = streets.coverage(layer, easel.viewport.bounds, easel.viewport.metres_per_pixel)
    if not grids:
        return
    painter = easel.painter
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for grid in grids:
        _draw(easel, grid, tinted(grid, ink))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)


def _draw(easel: Easel, grid: Coverage, image: QImage) -> None:
    west, south, east, north = grid.box
    corners = easel.viewport.to_pixels(np.array([(west, north), (east, south)]))
    (left, top), (right, bottom) = corners.tolist()
    easel.painter.drawImage(QRectF(left, top, right - left, bottom - top), image)


@lru_cache(maxsize=16)
def _tints(ink: str) -> list[int]:
    """A colour at each of 256 strengths."""
    tint = QColor(ink)
    return [strength << 24 | tint.rgb() & 0xFFFFFF for strength in range(256)]


@lru_cache(maxsize=64)
def tinted(grid: Coverage, ink: str) -> QImage:
    """A grid as a picture of one colour that is the stronger, the more is covered."""
    rows, columns = grid.cells.shape
    cells = np.ascontiguousarray(grid.cells)
    picture = QImage(cells.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    picture.setColorTable(_tints(ink))
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
