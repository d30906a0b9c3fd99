"""Fingers: one does what a mouse does, two pan and zoom, and a long press selects."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QTouchEvent

from placeplanner.gui.canvas.stage import Stage
from placeplanner.gui.tools.tool import SLOP_PX, TOUCH_REACH_PX, Pointer

_LONG_PRESS_MS = 550


class Touch(QObject):
    """Turns touches into what happens on the stage."""

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._first: QPointF | None = (
            None  # where a single finger went down; None once it means something else
        )
        self._two: tuple[QPointF, float] | None = None  # middle and distance of two fingers
        self._long = QTimer(self, singleShot=True, interval=_LONG_PRESS_MS)
        self._long.timeout.connect(self._long_press)

    def handle(self, event: QTouchEvent) -> None:
        """Take a touch event."""
        places = [point.position() for point in event.points()]
        if event.type() == QEvent.Type.TouchCancel:
            self._give_up()
        elif len(places) >= 2 and event.type() != QEvent.Type.TouchEnd:
            self._pinch(places[0], places[1])
        elif places:
            self._one(event.type(), places[0])
        if event.type() == QEvent.Type.TouchEnd:
            self._two = None

    def _one(self, kind: QEvent.Type, place: QPointF) -> None:
        pointer = self._pointer(place)
        if kind == QEvent.Type.TouchBegin:
            self._first = place
            self._long.start()
            self._stage.press(pointer)
        elif self._first is None:
            return
        elif kind == QEvent.Type.TouchEnd:
            self._long.stop()
            self._stage.release(pointer)
            self._first = None
        else:
            if not pointer.is_near(self._first.x(), self._first.y(), 2 * SLOP_PX):
                self._long.stop()
            self._stage.move(pointer)

    def _pinch(self, one: QPointF, other: QPointF) -> None:
        middle = (one + other) / 2
        distance = max(math.hypot(one.x() - other.x(), one.y() - other.y()), 1.0)
        if self._two is None:
            self._give_up()
        else:
            before, before_distance = self._two
            self._stage.pan(before.x() - middle.x(), before.y() - middle.y())
            self._stage.zoom(distance / before_distance, middle.x(), middle.y())
        self._two = (middle, distance)

    def _give_up(self) -> None:
        self._long.stop()
        self._first = None
        self._stage.abandon()

    def _long_press(self) -> None:
        if self._first is None:
            return
        pointer = self._pointer(self._first)
        self._give_up()
        record_id = self._stage.pick(pointer)
        if record_id is not None:
            self._stage.select({record_id})
            self._stage.click_record(record_id, pointer)

    def _pointer(self, place: QPointF) -> Pointer:
        at = self._stage.viewport.to_easting_northing(place.x(), place.y())
        return Pointer(at, place.x(), place.y(), reach_px=TOUCH_REACH_PX, slop_px=2 * SLOP_PX)
