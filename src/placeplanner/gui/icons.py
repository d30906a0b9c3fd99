"""Icons from QtAwesome's Material Design set, drawn in the palette's colours at the moment they are painted.

The outlines are those that the map draws with, see `draw.glyphs`.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPalette,
    QPixmap,
    QPolygonF,
    QTransform,
)

from placeplanner.domain.kinds import KindSpec
from placeplanner.draw.glyphs import glyph_path
from placeplanner.gui.theme import colours, is_dark

PREFIX = "mdi6."
UNKNOWN = "help-circle-outline"


@cache
def icon(name: str, role: str = "text") -> QIcon:
    """The icon called `name` ("mdi6.library" or "library"), which follows the palette.

    `role` is the name of one of `Colours`' colours; a disabled widget greys it whatever it is.
    """
    return QIcon(_Glyph(name, role))


@cache
def kind_icon(spec: KindSpec) -> QIcon:
    """A kind's symbol as the map draws it: shape and colour, with its icon inside."""
    return QIcon(_Symbol(spec))


def paint_symbol(painter: QPainter, box: QRectF, spec: KindSpec, glyph: str = "") -> None:
    """Paint a kind's symbol into a square box; `glyph` is a category's icon, the kind's own by default."""
    dark = is_dark()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(spec.colour_dark if dark else spec.colour))
    painter.drawPath(symbol_path(spec.symbol, box))
    inside = QRectF(0, 0, box.width() * 0.56, box.height() * 0.56)
    inside.moveCenter(box.center() - QPointF(0, box.height() * 0.1 if spec.symbol == "flag" else 0))
    if inside.width() >= 9:
        painter.fillPath(_placed(glyph or spec.icon, inside), QColor(colours().window if dark else "#FFFFFF"))
    painter.restore()


def symbol_path(symbol: str, box: QRectF) -> QPainterPath:
    """The outline of a circle, square, diamond or flag that fills a square box."""
    path = QPainterPath()
    side = box.width()
    if symbol == "square":
        path.addRoundedRect(box.adjusted(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08), 2, 2)
    elif symbol == "diamond":
        middle = box.center()
        corners = (QPointF(middle.x(), box.top()), QPointF(box.right(), middle.y()))
        path.addPolygon(
            QPolygonF([*corners, QPointF(middle.x(), box.bottom()), QPointF(box.left(), middle.y())])
        )
        path.closeSubpath()
    elif symbol == "flag":
        left, top = box.left() + side * 0.06, box.top() + side * 0.04
        path.addRect(QRectF(left, top, side * 0.1, side * 0.92))
        path.addRoundedRect(QRectF(left, top, side * 0.88, side * 0.66), 2, 2)
        path.setFillRule(Qt.FillRule.WindingFill)
    else:
        path.addEllipse(box)
    return path


class _Glyph(QIconEngine):
    """One glyph, tinted when it is painted."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(_placed(self._name, QRectF(rect)), self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _pixmap_of(self, size, mode, state)

    def clone(self) -> QIconEngine:
        return _Glyph(self._name, self._role)

    def _colour(self, mode: QIcon.Mode) -> QColor:
        if mode is QIcon.Mode.Disabled:
            palette = QGuiApplication.palette()
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        return QColor(getattr(colours(), self._role))


class _Symbol(QIconEngine):
    """A kind's symbol as an icon."""

    def __init__(self, spec: KindSpec) -> None:
        super().__init__()
        self._spec = spec

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.setOpacity(0.4 if mode is QIcon.Mode.Disabled else 1.0)
        paint_symbol(painter, QRectF(rect).adjusted(1, 1, -1, -1), self._spec)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return _pixmap_of(self, size, mode, state)

    def clone(self) -> QIconEngine:
        return _Symbol(self._spec)


def _pixmap_of(engine: QIconEngine, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    engine.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
    painter.end()
    return pixmap


def _placed(name: str, box: QRectF) -> QPainterPath:
    """A glyph's outline, moved and scaled into `box`; an unknown name gives a question mark."""
    outline = glyph_path(_full(name)) or glyph_path(_full(UNKNOWN))
    assert outline is not None
    side = min(box.width(), box.height())
    return QTransform.fromTranslate(box.center().x(), box.center().y()).scale(side, side).map(outline)


def exists(name: str) -> bool:
    """Whether the icon set has an icon of this name."""
    return glyph_path(_full(name)) is not None


def _full(name: str) -> str:
    return name if name.startswith(PREFIX) else f"{PREFIX}{name}"
