"""A picture of the map: layer over layer on one painter, given up between layers once it is not wanted."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter

from placeplanner.draw.backdrop import paint_backdrop
from placeplanner.draw.easel import Cancelled, Easel, Layer, never
from placeplanner.draw.furniture import Box, furniture_boxes
from placeplanner.draw.ground import paint_boundaries, paint_paper, paint_veil
from placeplanner.draw.labels import paint_names
from placeplanner.draw.marks import paint_areas, paint_lines, paint_symbols
from placeplanner.draw.patches import paint_patches
from placeplanner.draw.scene import Scene
from placeplanner.draw.streets import STREETS
from placeplanner.draw.style import Style
from placeplanner.draw.viewport import Viewport

GROUND: tuple[Layer, ...] = (paint_paper, paint_backdrop, *STREETS)  # thousands of lines, and no letters
ABOVE: tuple[Layer, ...] = (
    paint_boundaries,
    paint_veil,
    paint_patches,
    paint_areas,
    paint_lines,
    paint_symbols,
    paint_names,
)
LAYERS: tuple[Layer, ...] = (*GROUND, *ABOVE)


def paint(
    scene: Scene,
    viewport: Viewport,
    style: Style | None = None,
    cancelled: Cancelled = never,
    *,
    margin: int = 0,
    has_furniture: bool = False,
) -> QImage | None:
    """The map as an image of the viewport's size and pixel ratio, or None where it was cancelled. Any thread.

    `margin` pixels at each edge are only there for panning: no place is named for what it shows there alone.
    Where scale bar and attribution will be painted over it (`has_furniture`), no name stands beneath them.
    """
    style = style or scene.style
    ratio = viewport.pixel_ratio
    image = QImage(round(viewport.width * ratio), round(viewport.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    try:
        free = _beneath_furniture(scene, viewport, style, margin) if has_furniture else ()
        easel = Easel(painter, scene, viewport, style, margin=margin, kept_free=free)
        return image if paint_on(easel, cancelled) else None
    finally:
        painter.end()


def _beneath_furniture(scene: Scene, viewport: Viewport, style: Style, margin: int) -> tuple[Box, ...]:
    """In pixels of the picture, whose margin lies outside what is seen."""
    seen = viewport.widened(-margin)
    return tuple(
        (left + margin, top + margin, right + margin, bottom + margin)
        for left, top, right, bottom in furniture_boxes(seen, scene.credits, style)
    )


def paint_on(easel: Easel, cancelled: Cancelled = never, layers: tuple[Layer, ...] = LAYERS) -> bool:
    """Paint every layer on an easel, or those asked for; whether it was finished rather than cancelled."""
    easel.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for layer in layers:
        if cancelled():
            return False
        layer(easel)
    return True
