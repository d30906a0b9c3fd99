"""Looking around: drag the map, click a record."""

from __future__ import annotations

from PySide6.QtCore import Qt

from placeplanner.gui.tools.tool import Gesture, Pointer, Tool, click_or_pan


class Browse(Tool):
    """Drag to move the map; a click on a record selects it."""

    name = "browse"
    label = "Look around"
    key = "B"
    icon = "mdi6.hand-back-right-outline"
    hint = "Drag to move the map. Click something to read about it."
    cursor = Qt.CursorShape.OpenHandCursor
    highlights = True

    def gesture(self, pointer: Pointer) -> Gesture:
        if (yield from click_or_pan(self.host, pointer)):
            choose_under(self, pointer)


def choose_under(tool: Tool, pointer: Pointer) -> None:
    """Select what is under the pointer, on empty ground nothing; Shift or Ctrl adds it or takes it away."""
    host = tool.host
    record_id = host.pick(pointer)
    selected = host.scene.selected
    if record_id is None:
        if not pointer.adds:
            host.select(())
        return
    host.select(selected ^ {record_id} if pointer.adds else {record_id})
    host.click_record(record_id, pointer)
