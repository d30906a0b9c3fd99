"""The map by keyboard alone: arrows pan; C or F8 takes up a crosshair that arrows move and Enter clicks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.gui.canvas.stage import Stage
from placeplanner.gui.tools.tool import KEY_SLOP_PX, Pointer

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ZOOM_STEP = 1.4
_PAN_PX, _CROSSHAIR_PX = (96, 24, 320), (16, 2, 64)  # usual, finer with Shift, coarser with Ctrl
_EDGE_PX = 48  # the crosshair stays this far from the edge of the map, which pans instead
_ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
_ZOOM = {
    Key.Key_Plus: ZOOM_STEP,
    Key.Key_Equal: ZOOM_STEP,
    Key.Key_PageUp: ZOOM_STEP,
    Key.Key_Minus: 1 / ZOOM_STEP,
    Key.Key_Underscore: 1 / ZOOM_STEP,
    Key.Key_PageDown: 1 / ZOOM_STEP,
}
_DRAWING = ("point", "line", "area", "measure")


class Keyboard:
    """Turns keys into what happens on the stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key; whether it meant anything here."""
        key, modifiers = Key(event.key()), event.modifiers() & ~Modifier.KeypadModifier
        if key in _ARROWS:
            self._arrow(_ARROWS[key], modifiers)
            return True
        if key in _ZOOM and not modifiers & Modifier.ControlModifier:
            self._zoom(_ZOOM[key])
            return True
        if key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
            return self._enter(is_space=key == Key.Key_Space, modifiers=modifiers)
        if modifiers & (Modifier.ControlModifier | Modifier.AltModifier | Modifier.MetaModifier):
            return False
        return self._plain(key, event.text().upper())

    def _plain(self, key: Qt.Key, letter: str) -> bool:
        stage = self._stage
        if key == Key.Key_F8 or letter == "C":
            self.toggle_crosshair()
            return True
        if key == Key.Key_Escape:
            return self._escape()
        if key in (Key.Key_Delete, Key.Key_Backspace):
            return stage.tool.remove()
        if key == Key.Key_Home:
            return self._home()
        if letter in ("[", "]"):
            return stage.tool.next_corner(1 if letter == "]" else -1)
        if letter == "F":
            return stage.tool.mend()
        return self._take_up(letter)

    def _take_up(self, letter: str) -> bool:
        name = next((tool.name for tool in self._stage.tools.values() if letter and tool.key == letter), None)
        if name is None:
            return False
        self._stage.set_tool(name)
        return True

    def toggle_crosshair(self) -> None:
        """Take up the crosshair in the middle of the map, or put it away."""
        stage = self._stage
        stage.abandon()
        stage.crosshair = stage.viewport.centre if stage.crosshair is None else None
        stage.crosshair_moved.emit(stage.crosshair)
        stage.overlay_changed.emit()
        if stage.crosshair is not None:
            stage.say("Crosshair on. Arrow keys move it, Enter clicks, C puts it away.")

    def _arrow(self, direction: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        stage = self._stage
        usual, finer, coarser = _PAN_PX if stage.crosshair is None else _CROSSHAIR_PX
        is_finer, is_coarser = modifiers & Modifier.ShiftModifier, modifiers & Modifier.ControlModifier
        step = finer if is_finer else coarser if is_coarser else usual
        right, down = direction[0] * step, direction[1] * step
        if stage.crosshair is None:
            stage.pan(right, down)
        else:
            self._move_crosshair(stage.crosshair, right, down)

    def _move_crosshair(self, crosshair: EastingNorthing, right: float, down: float) -> None:
        stage = self._stage
        x, y = stage.viewport.to_pixel(crosshair)
        at = stage.viewport.to_easting_northing(x + right, y + down)
        stage.put_crosshair(at)
        view = stage.viewport
        stage.pan(_beyond(x + right, view.width), _beyond(y + down, view.height))
        stage.move(self._pointer(at))
        stage.overlay_changed.emit()

    def _enter(self, *, is_space: bool, modifiers: Qt.KeyboardModifier) -> bool:
        stage = self._stage
        if stage.crosshair is None or modifiers & Modifier.ControlModifier:
            return False if is_space else stage.tool.finish() or self._offer_crosshair()
        pointer = self._pointer(stage.crosshair, adds=bool(modifiers & Modifier.ShiftModifier))
        if stage.is_busy:
            stage.release(pointer)
        elif stage.tool.grabs(pointer):
            stage.press(pointer)
            stage.say("Picked up. Arrow keys move it, Enter puts it down, Esc leaves it where it was.")
        else:
            stage.press(pointer)
            stage.release(pointer)
        stage.overlay_changed.emit()
        return True

    def _offer_crosshair(self) -> bool:
        """Enter with something to draw and nothing drawn yet: who has no mouse is shown what to draw with."""
        stage = self._stage
        if stage.crosshair is not None or stage.tool.name not in _DRAWING or stage.tool.sketch() is not None:
            return False
        self.toggle_crosshair()
        return True

    def _pointer(self, at: EastingNorthing, *, adds: bool = False) -> Pointer:
        x, y = self._stage.viewport.to_pixel(at)
        return Pointer(at, x, y, slop_px=KEY_SLOP_PX, adds=adds)

    def _escape(self) -> bool:
        stage = self._stage
        if stage.abandon() or stage.tool.step_back():
            return True
        if stage.crosshair is not None:
            self.toggle_crosshair()
            return True
        return stage.step_back()

    def _home(self) -> bool:
        bounds = self._stage.scene.bounds
        if bounds is not None:
            self._stage.fit(bounds)
        return bounds is not None

    def _zoom(self, factor: float) -> None:
        stage = self._stage
        x, y = stage.viewport.to_pixel(stage.crosshair) if stage.crosshair else (None, None)
        stage.zoom(factor, x, y)


def _beyond(pixel: float, size: float) -> float:
    """How far a pixel is past the inner edge, on either side."""
    return min(pixel - _EDGE_PX, 0.0) + max(pixel - (size - _EDGE_PX), 0.0)
