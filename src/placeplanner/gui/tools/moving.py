"""Moving a whole record by dragging it, or by picking it up and putting it down with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.kinds import Shape
from placeplanner.domain.record import Record
from placeplanner.draw.snapping import Snap
from placeplanner.edits.shape import MoveRecord
from placeplanner.gui.tools.browse import choose_under
from placeplanner.gui.tools.tool import (
    Gesture,
    Pointer,
    Sketch,
    Tool,
    ToolHost,
    click_or_pan,
    record_words,
)


class Moving(Tool):
    """A tool in which a record can be dragged: what `Select` and `Move` share."""

    highlights = True

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._moved: BaseGeometry | None = None
        self._snap: Snap | None = None

    def sketch(self) -> Sketch | None:
        return Sketch(self._moved, snap=self._snap) if self._moved is not None else None

    def drag(self, record: Record, press: Pointer) -> Gesture:
        """Take a record along until the release; a mere click leaves it where it is."""
        pointer, offset = press, (0.0, 0.0)
        try:
            while not pointer.is_release:
                pointer = yield
                if self._moved is not None or not pointer.is_near(press.x, press.y, press.slop_px):
                    offset = self._offset(record, press, pointer)
                    self._moved = affinity.translate(record.geometry, *offset)
                    self.host.refresh()
            if self._moved is not None:
                put_down(self.host, record, self._moved, offset)
        finally:
            self._moved = self._snap = None
            self.host.refresh()

    def _offset(self, record: Record, press: Pointer, pointer: Pointer) -> tuple[float, float]:
        """How far to move; a point may snap to what is there."""
        east, north = pointer.at.easting - press.at.easting, pointer.at.northing - press.at.northing
        if record.shape is Shape.POINT:
            origin = record.geometry.centroid
            self._snap = self.host.snap(
                EastingNorthing(origin.x + east, origin.y + north), leaving_out=(record.id,)
            )
            if self._snap is not None:
                return self._snap.at.easting - origin.x, self._snap.at.northing - origin.y
        return east, north


class Move(Moving):
    """Drag any record to another spot."""

    name = "move"
    label = "Move"
    key = "G"
    icon = "mdi6.cursor-move"
    hint = "Drag a record to where it belongs. With the crosshair: Enter picks it up, Enter puts it down."
    cursor = Qt.CursorShape.SizeAllCursor

    def grabs(self, pointer: Pointer) -> bool:
        return self.host.pick(pointer) is not None

    def gesture(self, pointer: Pointer) -> Gesture:
        record_id = self.host.pick(pointer)
        record = self.host.scene.record(record_id) if record_id else None
        if record is None:
            if (yield from click_or_pan(self.host, pointer)):
                choose_under(self, pointer)
            return
        self.host.select({record.id})
        yield from self.drag(record, pointer)


def put_down(host: ToolHost, record: Record, moved: BaseGeometry, offset: tuple[float, float]) -> None:
    """Move a record, unless it would then lie where it cannot."""
    if faults := host.faults(moved):
        host.say(f"{faults[0].what} So {record_words(record)} stays where it was.")
        return
    host.perform(MoveRecord(record.id, *offset))
