"""Putting a point on the map: one click."""

from __future__ import annotations

from shapely import Point

from placeplanner.draw.snapping import Snap
from placeplanner.gui.tools.tool import Gesture, Pointer, Sketch, Tool, ToolHost, click_or_pan


class AddPoint(Tool):
    """A click is a new point; a drag still moves the map."""

    name = "point"
    label = "Add a point"
    key = "P"
    icon = "mdi6.map-marker-plus-outline"
    hint = "Click where it is. Hold Alt to place it freely, without snapping."

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._snap: Snap | None = None

    def exit(self) -> None:
        self._snap = None

    def hover(self, pointer: Pointer) -> None:
        self._snap = self.host.snap(pointer.at)
        self.host.refresh()

    def sketch(self) -> Sketch | None:
        return Sketch(snap=self._snap) if self._snap else None

    def gesture(self, pointer: Pointer) -> Gesture:
        snap = self.host.snap(pointer.at)
        if (yield from click_or_pan(self.host, pointer)):
            point = Point(snap.at if snap else pointer.at)
            faults = self.host.faults(point)
            if faults:
                self.host.say(f"{faults[0].what} {faults[0].try_this}")
            else:
                self._snap = None
                self.host.finish(point)
