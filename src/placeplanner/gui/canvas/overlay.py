"""What lies over the painted map and changes with every move: selection, sketch, faults, crosshair."""

from __future__ import annotations

import math

import numpy as np
import shapely
from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault
from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Shape
from placeplanner.domain.record import Record, shape_of
from placeplanner.draw.easel import colour
from placeplanner.draw.parts import Parts, path_of
from placeplanner.draw.scene import Scene
from placeplanner.draw.snapping import Snap
from placeplanner.draw.style import Style
from placeplanner.draw.symbols import draw_halo, draw_symbol, symbol_size
from placeplanner.draw.viewport import Viewport
from placeplanner.draw.writing import Writer
from placeplanner.gui.tools.tool import Sketch

HANDLE_PX, MIDPOINT_PX = 11.0, 7.0  # what is seen; what can be hit is larger
_POINT_PX = 9.0


class Overlay(Struct, frozen=True):
    """Paints over the map, in the widget's pixels."""

    painter: QPainter
    scene: Scene
    viewport: Viewport
    style: Style

    def records(self, ids: frozenset[RecordId], strength: float = 1.0, *, is_thin: bool = False) -> None:
        """Records with a halo, above all others; a thin one leaves corners free to be seen."""
        self.painter.setOpacity(strength)
        for record_id in sorted(ids):
            at = self.scene.layers.index.get(record_id)
            if at is not None:
                self._record(at, is_thin)
        self.painter.setOpacity(1.0)

    def _record(self, at: int, is_thin: bool) -> None:
        layers, marks = self.scene.layers, self.style.marks
        record, look = layers.records[at], layers.looks.all[layers.look_numbers[at]]
        if record.shape is not Shape.POINT:
            ink = look.spec.colour_dark if self.style.is_dark else look.spec.colour
            self._outlined(record, ink, is_thin)
        size = symbol_size(self.viewport.scale, self.style)
        x, y = self.viewport.to_pixels(layers.anchors[at : at + 1])[0].tolist()
        self.painter.save()
        self.painter.translate(x, y)
        draw_halo(self.painter, look, max(size, marks.smallest + 4), self.style)
        draw_symbol(self.painter, look, max(size, marks.smallest + 4), self.style)
        self.painter.restore()

    def _outlined(self, record: Record, ink: str, is_thin: bool) -> None:
        marks = self.style.marks
        path = self._path(record.geometry)
        width = marks.line_width if record.shape is Shape.LINE else marks.outline_width
        halo = 1.0 if is_thin else marks.selected_width
        self.painter.strokePath(path, _pen(marks.casing, width + 2 * halo + 2, 0.8))
        self.painter.strokePath(path, _pen(marks.selected, width + 2 * halo, 0.6))
        self.painter.strokePath(path, _pen(ink, width))

    def draft(self, geometry: BaseGeometry) -> None:
        """A shape that is not yet in the plan: dashed."""
        marks = self.style.marks
        if shape_of(geometry) is Shape.POINT:
            for x, y in self.viewport.to_pixels(shapely.get_coordinates(geometry)).tolist():
                self._ring(x, y, _POINT_PX, marks.draft, marks.draft_fill_strength)
            return
        path = self._path(geometry)
        if shape_of(geometry) is Shape.AREA:
            self.painter.fillPath(path, colour(marks.draft, marks.draft_fill_strength))
        self.painter.strokePath(path, _pen(marks.casing, 4.5, 0.85))
        dashed = _pen(marks.draft, 2.2)
        dashed.setDashPattern([3.2, 2.4])
        dashed.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.strokePath(path, dashed)

    def sketch(self, sketch: Sketch) -> None:
        """All that a tool shows."""
        if sketch.geometry is not None and not sketch.geometry.is_empty:
            self.draft(sketch.geometry)
        if sketch.box is not None:
            self._box(sketch)
        for middle in sketch.midpoints:
            self._handle(middle, MIDPOINT_PX, is_held=False)
        for number, handle in enumerate(sketch.handles):
            self._handle(handle, HANDLE_PX, is_held=number == sketch.held)
        if sketch.snap is not None:
            self._snap(sketch.snap)
        for fault in sketch.faults:
            self._fault(fault)
        if sketch.words and sketch.words_at is not None and not sketch.faults:
            self._words(sketch.words, sketch.words_at)

    def _handle(self, at: EastingNorthing, size: float, *, is_held: bool) -> None:
        marks = self.style.marks
        x, y = self.viewport.to_pixel(at)
        box = QRectF(x - size / 2, y - size / 2, size, size)
        self.painter.setPen(_pen(marks.draft, 1.8))
        self.painter.setBrush(colour(marks.draft if is_held else marks.casing))
        if size == MIDPOINT_PX:
            self.painter.drawEllipse(box)
        else:
            self.painter.drawRoundedRect(box, 2.5, 2.5)

    def _snap(self, snap: Snap) -> None:
        """A ring on a corner, a cross on an edge, and what it is."""
        marks = self.style.marks
        x, y = self.viewport.to_pixel(snap.at)
        if snap.is_corner:
            self._ring(x, y, 8, marks.snap, 0.0)
        else:
            for dx, dy in ((5, 5), (5, -5)):
                self.painter.setPen(_pen(marks.casing, 4.5))
                self.painter.drawLine(QPointF(x - dx, y - dy), QPointF(x + dx, y + dy))
                self.painter.setPen(_pen(marks.snap, 2))
                self.painter.drawLine(QPointF(x - dx, y - dy), QPointF(x + dx, y + dy))
        self._plate(x + 14, y - 18, (snap.words,), marks.snap)

    def _fault(self, fault: Fault) -> None:
        """A marker where something is wrong, with what it is and what one key mends."""
        if fault.at is None:
            return
        marks = self.style.marks
        x, y = self.viewport.to_pixel(fault.at)
        self._ring(x, y, 10, marks.fault, 0.15)
        offer = "F mends it" if fault.mended is not None else fault.try_this
        self._plate(x + 16, y + 10, tuple(line for line in (fault.what, offer) if line), marks.fault)

    def _words(self, words: str, at: EastingNorthing) -> None:
        x, y = self.viewport.to_pixel(at)
        self._plate(x + 16, y + 10, (words,), self.style.furniture.ink)

    def _plate(self, x: float, y: float, lines: tuple[str, ...], ink: str) -> None:
        """Words on a small plate of paper, kept inside the map."""
        writer = Writer(self.painter, self.style)
        font = writer.font(self.style.furniture.size + 1, 500)
        metrics = QFontMetricsF(font)
        width = max(metrics.horizontalAdvance(line) for line in lines) + 16
        height = metrics.height() * len(lines) + 8
        x = min(max(x, 4), max(self.viewport.width - width - 4, 4))
        y = min(max(y, 4), max(self.viewport.height - height - 4, 4))
        furniture = self.style.furniture
        self.painter.setPen(_pen(ink, 1, 0.5))
        self.painter.setBrush(colour(furniture.paper, 0.94))
        self.painter.drawRoundedRect(QRectF(x, y, width, height), 4, 4)
        self.painter.setFont(font)
        self.painter.setPen(colour(ink))
        for number, line in enumerate(lines):
            self.painter.drawText(QPointF(x + 8, y + 4 + metrics.ascent() + number * metrics.height()), line)

    def _box(self, sketch: Sketch) -> None:
        assert sketch.box is not None
        west, south, east, north = sketch.box
        (x0, y0), (x1, y1) = self.viewport.to_pixels(np.array([(west, north), (east, south)])).tolist()
        marks = self.style.marks
        self.painter.setPen(_pen(marks.draft, 1.2))
        self.painter.setBrush(colour(marks.draft, marks.draft_fill_strength))
        self.painter.drawRect(QRectF(QPointF(x0, y0), QPointF(x1, y1)))

    def mark(self, at: EastingNorthing, words: str) -> None:
        """Where something is that people looked for: two rings, and what it is."""
        x, y = self.viewport.to_pixel(at)
        self._ring(x, y, 16, self.style.marks.selected, 0.12)
        self._ring(x, y, 4, self.style.marks.selected, 1.0)
        self._plate(x + 24, y - 14, (words,), self.style.furniture.ink)

    def crosshair(self, at: EastingNorthing) -> None:
        """The keyboard's pointer: open in the middle, so that it hides nothing."""
        x, y = self.viewport.to_pixel(at)
        arms = QPainterPath()
        for angle in range(0, 360, 90):
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            arms.moveTo(x + 7 * dx, y + 7 * dy)
            arms.lineTo(x + 22 * dx, y + 22 * dy)
        self.painter.strokePath(arms, _pen(self.style.marks.casing, 5))
        self.painter.strokePath(arms, _pen(self.style.marks.selected, 2.2))
        self._ring(x, y, 2, self.style.marks.selected, 1.0)

    def _ring(self, x: float, y: float, radius: float, ink: str, fill: float) -> None:
        centre = QPointF(x, y)
        self.painter.setBrush(colour(ink, fill) if fill else Qt.BrushStyle.NoBrush)
        self.painter.setPen(_pen(self.style.marks.casing, 5))
        self.painter.drawEllipse(centre, radius, radius)
        self.painter.setPen(_pen(ink, 2.2))
        self.painter.drawEllipse(centre, radius, radius)

    def _path(self, geometry: BaseGeometry) -> QPainterPath:
        return path_of(Parts.of([geometry], np.zeros(1, dtype=np.int64)).in_pixels(self.viewport))


def _pen(ink: str, width: float, strength: float = 1.0) -> QPen:
    made = QPen(colour(ink, strength), width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.RoundCap)
    return made
