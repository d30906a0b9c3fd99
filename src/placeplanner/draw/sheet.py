"""The map of a place as a picture for a page that has its own title and legend: nothing but map and sources.

A page that is set in type says the sources itself, in letters large enough to read: its map is bare.
"""

from __future__ import annotations

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen

from placeplanner.domain.place import Place
from placeplanner.draw.easel import Easel, colour
from placeplanner.draw.furniture import furniture_box, paint_furniture
from placeplanner.draw.painter import ABOVE, GROUND, paint_on
from placeplanner.draw.paper_style import uncrowded
from placeplanner.draw.scene import Scene
from placeplanner.draw.sheet_files import leaf_bytes, size_of
from placeplanner.draw.style import load_style
from placeplanner.draw.viewport import Viewport
from placeplanner.draw.writing import Writer, broken_at

A4_LANDSCAPE_MM = (297.0, 210.0)
_DOTS = 120  # print is finer than a screen, and read from nearer


class Sheet(Struct, frozen=True):
    """A map to be set into a page."""

    scene: Scene
    place: Place
    size_mm: tuple[float, float] = A4_LANDSCAPE_MM
    is_bare: bool = False  # the page around it says the sources
    dots: int = _DOTS  # pixels to the inch: the fewer, the larger are letters, marks and lines
    ground_dpi: int = (
        0  # where streets are too many lines for a drawing: they alone are a picture, as fine as this
    )

    @property
    def heading(self) -> str:
        """What the file says of itself."""
        return f"Map of {self.place.name}"

    @property
    def told(self) -> str:
        """What it shows, in words."""
        return f"{self.heading}, with north at the top."

    @property
    def credits(self) -> str:
        """Whom to thank."""
        return self.scene.credits

    def draw_around(self, writer: Writer) -> QRectF:
        """The sources at the bottom, unless the page says them, and a frame around all above them."""
        width, height = size_of(self)
        if self.is_bare:
            return self._framed(writer, QRectF(0, 0, width - 1, height - 1))
        font = writer.font(9)
        lines = broken_at(self.credits, font, width - 2)
        top = height - 1 - QFontMetricsF(font).lineSpacing() * len(lines)
        frame = self._framed(writer, QRectF(0, 0, width, top - 4))
        with writer.part("P"):
            writer.write_lines(QPointF(1, top), lines, font, 0.8)
        return frame

    def _framed(self, writer: Writer, frame: QRectF) -> QRectF:
        with writer.part("Figure", self.told, box=frame, shows_map=True):
            writer.painter.setPen(QPen(colour(writer.style.furniture.ink, 0.6), 0.75))
            writer.painter.setBrush(Qt.BrushStyle.NoBrush)
            writer.painter.drawRect(frame)
        return frame

    def draw_map(
        self, painter: QPainter, size: QSizeF, *, ratio: float, as_outlines: bool, is_vector: bool
    ) -> None:
        """The map, with its scale and north on it."""
        width, height = round(size.width()), round(size.height())
        viewport = Viewport.fit(self.place.geometry.bounds, width, height, pixel_ratio=ratio)
        scene = self.scene.with_chosen(self.place.code).with_theme("paper")
        style = uncrowded(load_style("paper"), scene, viewport)
        shift = scale_shift(viewport, self.place)
        left, top, right, bottom = furniture_box(viewport)
        free = ((left + shift, top, right + shift, bottom),)
        easel = Easel(painter, scene, viewport, style, is_vector=is_vector, kept_free=free, is_studied=True)
        if is_vector and self.ground_dpi:
            painter.drawImage(QRectF(0, 0, width, height), _ground(easel, self.ground_dpi / self.dots))
            paint_on(easel, layers=ABOVE)
        else:
            paint_on(easel)
        painter.translate(shift, 0)
        paint_furniture(Writer(painter, style, as_outlines), viewport, "")
        painter.translate(-shift, 0)


def scale_shift(viewport: Viewport, place: Place) -> float:
    """How far scale and north stand from the right, in pixels: in the left corner where they hide much less of the place."""
    left, top, right, bottom = furniture_box(viewport)
    shift = -left
    hidden_right, hidden_left = (
        place.geometry.intersection(
            shapely.box(
                *viewport.to_eastings_northings(np.array([(x, bottom), (x + right - left, top)])).ravel()
            )
        ).area
        for x in (left, 0)
    )
    return shift if hidden_left < hidden_right / 2 else 0.0


def _ground(easel: Easel, ratio: float) -> QImage:
    """What lies beneath boundaries, records and names, with `ratio` real pixels to each of the map's."""
    view = easel.viewport.resized(easel.viewport.width, easel.viewport.height, ratio)
    image = QImage(round(view.width * ratio), round(view.height * ratio), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    paint_on(replace(easel, painter=painter, viewport=view, is_vector=False), layers=GROUND)
    painter.end()
    image.setDevicePixelRatio(1.0)
    return image


def sheet_bytes(sheet: Sheet, format: str, *, dpi: int = 200) -> bytes:
    """The sheet as a file's bytes; `format` is "png", "svg" or "pdf". Raises `Problem` for any other."""
    return leaf_bytes(sheet, format, dpi=dpi)


def map_svg(
    scene: Scene, place: Place, width_mm: float, height_mm: float, *, dots: int = _DOTS, ground_dpi: int = 0
) -> bytes:
    """The map of a place without title, legend and sources, as SVG that needs no typeface.

    With `ground_dpi` what lies beneath boundaries, records and names is a PNG inside it.
    """
    size = (width_mm, height_mm)
    return sheet_bytes(Sheet(scene, place, size, is_bare=True, dots=dots, ground_dpi=ground_dpi), "svg")


def map_png(
    scene: Scene, place: Place, width_mm: float, height_mm: float, dpi: int = 200, *, dots: int = _DOTS
) -> bytes:
    """The map of a place without title, legend and sources, as PNG."""
    return sheet_bytes(Sheet(scene, place, (width_mm, height_mm), is_bare=True, dots=dots), "png", dpi=dpi)
