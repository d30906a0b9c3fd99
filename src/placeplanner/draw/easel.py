"""What every layer of a picture is painted with: a painter, the scene, the view and the style."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from placeplanner.draw import plain_imports  # noqa: F401 - before all else that draws
from placeplanner.draw.parts import Parts
from placeplanner.draw.scene import Scene
from placeplanner.draw.style import Stroke, Style
from placeplanner.draw.viewport import Viewport

Cancelled = Callable[[], bool]
Layer = Callable[["Easel"], None]


def never() -> bool:
    """The `cancelled` of a picture that nobody will give up."""
    return False


class Easel(Struct, frozen=True):
    """One picture in the making. On paper and in SVG (`is_vector`) nothing may be drawn as pixels."""

    painter: QPainter
    scene: Scene
    viewport: Viewport
    style: Style
    is_vector: bool = False
    margin: int = 0  # pixels at each edge that are only there for panning
    kept_free: tuple[tuple[float, float, float, float], ...] = ()  # boxes in pixels that no name may enter
    is_studied: bool = False  # read at leisure, on paper: records have their names further out

    def pixels(self, parts: Parts) -> Parts:
        """Parts in metres as pixels of this picture."""
        return parts.in_pixels(self.viewport)


def colour(text: str, strength: float = 1.0) -> QColor:
    """A colour from a style, with an opacity."""
    made = QColor(text)
    made.setAlphaF(strength)
    return made


def pen(stroke: Stroke) -> QPen:
    """A style's line as Qt draws it."""
    made = QPen(colour(stroke.colour, stroke.strength), stroke.width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if stroke.dash else Qt.PenCapStyle.RoundCap)
    if stroke.dash:
        made.setDashPattern([length / max(stroke.width, 0.1) for length in stroke.dash])
    return made
