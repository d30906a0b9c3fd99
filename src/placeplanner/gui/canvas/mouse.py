"""The mouse, and two fingers on a touch pad: press, move, wheel; the middle button pans with every tool."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QSinglePointEvent, QWheelEvent

from placeplanner.gui.canvas.stage import Stage
from placeplanner.gui.tools.tool import Pointer

_NOTCH = 120  # of a wheel, in Qt's eighths of a degree
_WHEEL_STEP, _DOUBLE_CLICK_STEP = 1.3, 2.0
_ADDS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Mouse:
    """Turns mouse events into what happens on the stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._panning: QPointF | None = None

    def press(self, event: QMouseEvent) -> None:
        """A button goes down."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = event.position()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._stage.press(self._pointer(event))

    def move(self, event: QMouseEvent) -> Pointer:
        """It moves; gives where to."""
        if self._panning is not None:
            moved = self._panning - event.position()
            self._panning = event.position()
            self._stage.pan(moved.x(), moved.y())
            return self._pointer(event)
        pointer = self._pointer(event)
        self._stage.move(pointer)
        return pointer

    def release(self, event: QMouseEvent) -> None:
        """A button goes up."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = None
        elif event.button() == Qt.MouseButton.LeftButton:
            self._stage.release(self._pointer(event))

    def double_click(self, event: QMouseEvent) -> None:
        """With a drawing tool it finishes the shape; where one only looks around, it zooms in."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pointer = self._pointer(event, is_double=True)
        if self._stage.tool.name == "browse" and self._stage.pick(pointer) is None:
            self._stage.zoom(_DOUBLE_CLICK_STEP, pointer.x, pointer.y)
        else:
            self._stage.press(pointer)

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel zooms about the pointer; two fingers on a touch pad pan, with Ctrl they zoom."""
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        from PySide6.QtGui import QInputDevice  # here, since the first map comes before any wheel

        is_pad = event.device().type() == QInputDevice.DeviceType.TouchPad
        pixels = event.pixelDelta()
        if is_pad and not with_ctrl and not pixels.isNull():
            self._stage.pan(-pixels.x(), -pixels.y())
        else:
            notches = (event.angleDelta().y() or event.angleDelta().x()) / _NOTCH
            self._stage.zoom(_WHEEL_STEP**notches, event.position().x(), event.position().y())

    def pinch(self, event: QNativeGestureEvent) -> bool:
        """A touch pad's own gesture; whether it was one that zooms."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._stage.zoom(1.0 + event.value(), event.position().x(), event.position().y())
        return True

    def _pointer(self, event: QSinglePointEvent, *, is_double: bool = False) -> Pointer:
        x, y = event.position().x(), event.position().y()
        modifiers = event.modifiers()
        self._stage.is_free_hand = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        at = self._stage.viewport.to_easting_northing(x, y)
        return Pointer(at, x, y, is_double=is_double, adds=bool(modifiers & _ADDS))
