"""The borough and its towns as a quiet picture, so that everybody finds their own before anything is opened.

The places are read only after the page has been on screen once: they must not keep the window waiting.
"""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from placeplanner.domain.kinds import Catalogue, KindSpec
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.errors import Problem
from placeplanner.gui.icons import paint_symbol
from placeplanner.gui.theme import GRID, colours

_AFTER_MS = 60
_SHARES = (1.2, 1.05, 0.95, 0.85, 0.78, 0.72)  # of the page's own letters
_SYMBOL = 22


class Outline(Struct, frozen=True):
    """A town: its shape with north up the screen, where its name goes, and its name in lines."""

    path: QPainterPath
    middle: QPointF
    lines: tuple[str, ...]


class BoroughPicture(QWidget):
    """The towns with their names. Empty until the places have been read, and where they cannot be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.towns: tuple[Outline, ...] = ()
        self._whole = QPainterPath()
        self._kinds: tuple[KindSpec, ...] = ()
        self._is_asked = False
        self.setAccessibleName("Picture: Wigan Borough and its 14 towns")
        self.setAccessibleDescription(
            "Below it, what goes on the map: assets, greenspaces, heritage, priorities"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(480, 420)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._is_asked:
            self._is_asked = True
            QTimer.singleShot(_AFTER_MS, self, self._read)
        return super().event(event)

    def _read(self) -> None:
        from placeplanner.domain.catalogue import load_catalogue
        from placeplanner.mappacks.shipped import shipped_places

        try:
            self.show_places(shipped_places(), load_catalogue())
        except Problem:  # a picture less; opening a plan says what is wrong with the map
            return

    def show_places(self, places: Places, catalogue: Catalogue) -> None:
        """Show the towns of these places, and the kinds of record that go on their map."""
        self._kinds = tuple(catalogue.kinds.values())
        self.towns = tuple(_outline(town) for town in places.of_kind(PlaceKind.TOWN))
        self._whole = _path(places.borough) if places.borough else QPainterPath()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.towns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        to_pixel = self._to_pixel()
        worn = colours()
        painter.setBrush(QColor(worn.panel))
        painter.setPen(QPen(QColor(worn.line), 1.2))
        for town in self.towns:
            painter.drawPath(to_pixel.map(town.path))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(worn.edge), 1.5))
        painter.drawPath(to_pixel.map(self._whole))
        self._write(painter, to_pixel)
        self._paint_kinds(painter)

    def _to_pixel(self) -> QTransform:
        box = self._whole.boundingRect()
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2 - self._strip())
        scale = min(room.width() / box.width(), room.height() / box.height())
        to_pixel = QTransform.fromTranslate(room.center().x(), room.center().y())
        return to_pixel.scale(scale, scale).translate(-box.center().x(), -box.center().y())

    def _strip(self) -> float:
        """How high the line of kinds below the map is."""
        return max(_SYMBOL, self.fontMetrics().height()) + 3 * GRID

    def _paint_kinds(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        widths = [_SYMBOL + GRID + metrics.horizontalAdvance(spec.plural) for spec in self._kinds]
        gap = min((self.width() - sum(widths)) / max(len(widths) - 1, 1), 3.0 * GRID)
        if gap < GRID:
            return
        middle = self.height() - self._strip() / 2
        left = (self.width() - sum(widths) - gap * (len(widths) - 1)) / 2
        for spec, width in zip(self._kinds, widths, strict=True):
            paint_symbol(painter, QRectF(left, middle - _SYMBOL / 2, _SYMBOL, _SYMBOL), spec)
            painter.setPen(QColor(colours().text))
            words = QRectF(left + _SYMBOL + GRID, middle - metrics.height(), width, 2 * metrics.height())
            painter.drawText(
                words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), spec.plural
            )
            left += width + gap

    def _write(self, painter: QPainter, to_pixel: QTransform) -> None:
        """Every name in the largest letters in which all of them fit; none where one town's would be missing."""
        for share in _SHARES:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * share)
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
            metrics = QFontMetricsF(font)
            boxes = [_box(town, to_pixel.map(town.middle), metrics) for town in self.towns]
            if not _overlap(boxes):
                break
        else:
            return
        painter.setFont(font)
        painter.setPen(QColor(colours().muted))
        for town, box in zip(self.towns, boxes, strict=True):
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "\n".join(town.lines))


def _outline(town: Place) -> Outline:
    import shapely

    widest = shapely.maximum_inscribed_circle(town.geometry)
    east, north = shapely.get_coordinates(widest)[0].tolist()
    return Outline(_path(town), QPointF(east, -north), _lines(town.name))


def _path(place: Place) -> QPainterPath:
    import shapely

    path = QPainterPath()
    for part in place.geometry.geoms:
        for ring in (part.exterior, *part.interiors):
            path.addPolygon(QPolygonF([QPointF(x, -y) for x, y in shapely.get_coordinates(ring).tolist()]))
    return path


def _lines(name: str) -> tuple[str, ...]:
    """A long name in two lines: after "and", after "-in-", or before the last word."""
    for joint in (" and ", "-in-"):
        if joint in name:
            first, _, second = name.partition(joint)
            return (f"{first}{joint.rstrip()}", second)
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last,)


def _box(town: Outline, middle: QPointF, metrics: QFontMetricsF) -> QRectF:
    width = max(metrics.horizontalAdvance(line) for line in town.lines) + GRID
    height = metrics.lineSpacing() * len(town.lines)
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _overlap(boxes: list[QRectF]) -> bool:
    return any(one.intersects(other) for i, one in enumerate(boxes) for other in boxes[:i])
