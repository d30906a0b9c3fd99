"""A picture of the map: layer over layer on one painter, given up between layers once it is not wanted."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter

from placeplanner.draw.backdrop import paint_backdrop
from placeplanner.draw.easel import Cancelled, Easel, Layer, never
from placeplanner.draw.ground import paint_boundaries, paint_paper, paint_veil
from placeplanner.draw.labels import paint_names
from placeplanner.draw.marks import paint_areas, paint_lines, paint_symbols
from placeplanner.draw.patches import paint_patches
from placeplanner.draw.scene import Scene
from placeplanner.draw.streets import STREETS
from placeplanner.draw.style import Style
from placeplanner.draw.viewport import Viewport

LAYERS: tuple[Layer, ...] = (
    paint_paper,
    paint_backdrop,
    *STREETS,
    paint_boundaries,
    paint_veil,
    paint_patches,
    paint_areas,
    paint_lines,
    paint_symbols,
    paint_names,
)


def paint(
    scene: Scene,
    viewport: Viewport,
    style: Style | None = None,
    cancelled: Cancelled = never,
    *,
    margin: int = 0,
) -> QImage | None:
    """The map as an image of the viewport's size and pixel ratio, or None where it was cancelled. Any thread.

    `margin` pixels at each edge are only there for panning: no place is named for what it shows there alone.
    """
    ratio = viewport.pixel_ratio
    image = QImage(round(viewport.width * ratio), round(viewport.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    try:
        easel = Easel(painter, scene, viewport, style or scene.style, margin=margin)
        return image if paint_on(easel, cancelled) else None
    finally:
        painter.end()


def paint_on(easel: Easel, cancelled: Cancelled = never) -> bool:
    """Paint every layer on an easel; whether it was finished rather than cancelled."""
    easel.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for layer in LAYERS:
        if cancelled():
            return False
        layer(easel)
    return True
