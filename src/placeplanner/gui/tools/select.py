"""Choosing records: by a click, by a box, and moving what is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt

from placeplanner.domain.record import Record
from placeplanner.draw.picking import pick_within
from placeplanner.draw.viewport import Bounds
from placeplanner.gui.tools.browse import choose_under
from placeplanner.gui.tools.moving import Moving
from placeplanner.gui.tools.tool import Gesture, Pointer, Sketch, ToolHost, click_or_pan


class Select(Moving):
    """Click selects, Shift adds, Shift and drag pulls open a box; a selected record can be dragged."""

    name = "select"
    label = "Select"
    key = "V"
    icon = "mdi6.cursor-default-outline"
    hint = (
        "Click a record to select it, then drag it to move it. Shift adds; Shift and drag selects in a box."
    )
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._box: Bounds | None = None

    def sketch(self) -> Sketch | None:
        return Sketch(box=self._box) if self._box else super().sketch()

    def grabs(self, pointer: Pointer) -> bool:
        return self._selected_under(pointer) is not None

    def gesture(self, pointer: Pointer) -> Gesture:
        record = self._selected_under(pointer)
        if record is not None and not pointer.adds:
            yield from self.drag(record, pointer)
        elif pointer.adds and self.host.pick(pointer) is None:
            yield from self._pull_box(pointer)
        elif (yield from click_or_pan(self.host, pointer)):
            choose_under(self, pointer)

    def _selected_under(self, pointer: Pointer) -> Record | None:
        record_id = self.host.pick(pointer)
        is_selected = record_id is not None and record_id in self.host.scene.selected
        return self.host.scene.record(record_id) if record_id and is_selected else None

    def _pull_box(self, press: Pointer) -> Gesture:
        pointer = press
        try:
            while not pointer.is_release:
                pointer = yield
                if not pointer.is_near(press.x, press.y, press.slop_px):
                    self._box = _box_between(press, pointer)
                    self.host.refresh()
            if self._box is not None:
                found = frozenset(pick_within(self.host.scene, self._box))
                self.host.select(self.host.scene.selected | found)
                self.host.say(f"{len(found)} records in the box." if found else "No record in the box.")
        finally:
            self._box = None
            self.host.refresh()


def _box_between(one: Pointer, other: Pointer) -> Bounds:
    eastings, northings = (
        sorted((one.at.easting, other.at.easting)),
        sorted((one.at.northing, other.at.northing)),
    )
    return eastings[0], northings[0], eastings[1], northings[1]
