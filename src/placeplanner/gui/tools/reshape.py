"""Changing a shape, of a record or of a patch: drag a corner, drag the middle of an edge to make a new corner, delete the chosen corner.

What is wrong with the new shape is shown at once; until that is mended, the plan keeps the old one.
"""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.geometry import (
    corners,
    delete_corner,
    edges,
    insert_corner,
    move_corner,
    size_in_words,
)
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Shape
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.record import Record
from placeplanner.draw.snapping import Snap
from placeplanner.edits.edit import Edit
from placeplanner.edits.patches import ReshapePatch
from placeplanner.edits.shape import Reshape as ReshapeRecord
from placeplanner.errors import Problem
from placeplanner.gui.tools.browse import choose_under
from placeplanner.gui.tools.tool import Gesture, Pointer, Sketch, Tool, ToolHost, click_or_pan

_MOST_HANDLES = 600
_ROOM_FOR_MIDPOINT_PX = 36.0


class Reshape(Tool):
    """Works on the selected record, or on a patch that was asked for; a click selects another record."""

    name = "reshape"
    label = "Reshape"
    key = "R"
    icon = "mdi6.vector-polyline-edit"
    hint = "Drag a corner, or the middle of an edge to add one. Delete takes away the chosen corner."
    highlights = True

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._held: int | None = None
        self._draft: BaseGeometry | None = None  # changed, and not yet in the plan
        self._snap: Snap | None = None
        self._code: PlaceCode | None = None  # of the patch

    def take_patch(self, code: PlaceCode) -> None:
        """Work on the outline of a patch, until a record is clicked or another tool taken up."""
        self._held = self._draft = None
        self._code = code
        self.host.refresh()

    def enter(self) -> None:
        if self._record() is None:
            self.host.say("Click the record whose shape you want to change.")

    def exit(self) -> None:
        self._held = self._draft = self._snap = self._code = None

    def _patch(self) -> Place | None:
        place = self.host.scene.places.get(self._code) if self._code else None
        return place if place is not None and place.kind is PlaceKind.PATCH else None

    def _record(self) -> Record | None:
        if self._code is not None:
            return None
        selected = self.host.scene.selected
        return self.host.scene.record(next(iter(selected))) if len(selected) == 1 else None

    def _geometry(self) -> BaseGeometry | None:
        if self._draft is not None:
            return self._draft
        thing = self._patch() or self._record()
        return thing.geometry if thing else None

    def sketch(self) -> Sketch | None:
        geometry = self._geometry()
        if geometry is None:
            return None
        handles = tuple(corners(geometry))
        if len(handles) > _MOST_HANDLES:
            return Sketch(self._draft, words="Too many corners to show. Zoom in.", words_at=handles[0])
        held = self._held if self._held is not None and self._held < len(handles) else None
        return Sketch(
            self._draft,
            handles,
            midpoints=tuple(middle for _, middle in self._midpoints(geometry)),
            held=held,
            words=size_in_words(geometry) if self._draft is not None else "",
            words_at=handles[held] if held is not None else handles[0],
            faults=self.host.faults(geometry) if self._draft is not None else (),
            snap=self._snap,
        )

    def _midpoints(self, geometry: BaseGeometry) -> list[tuple[int, EastingNorthing]]:
        """The middles of edges long enough to have one that can be hit, with the edges' numbers."""
        shortest = _ROOM_FOR_MIDPOINT_PX * self.host.viewport.metres_per_pixel
        return [
            (
                edge.index,
                EastingNorthing((edge.start[0] + edge.end[0]) / 2, (edge.start[1] + edge.end[1]) / 2),
            )
            for edge in edges(geometry)
            if abs(edge.start[0] - edge.end[0]) + abs(edge.start[1] - edge.end[1]) > shortest
        ]

    def grabs(self, pointer: Pointer) -> bool:
        return self._corner_under(pointer) is not None or self._midpoint_under(pointer) is not None

    def gesture(self, pointer: Pointer) -> Gesture:
        geometry = self._geometry()
        if geometry is not None and (index := self._corner_under(pointer)) is not None:
            yield from self._drag(geometry, index, pointer, "Moved a corner")
        elif geometry is not None and (middle := self._midpoint_under(pointer)) is not None:
            edge, at = middle
            yield from self._drag(insert_corner(geometry, edge, at), edge + 1, pointer, "Added a corner")
        elif (yield from click_or_pan(self.host, pointer)):
            self._leave_for(pointer)

    def _leave_for(self, pointer: Pointer) -> None:
        """A click elsewhere chooses another record, but not while a shape waits to be mended."""
        if self._draft is not None:
            self.host.say("Mend the shape first: F mends it, Esc gives up the change.")
            return
        self._held = self._code = None
        choose_under(self, pointer)

    def _corner_under(self, pointer: Pointer) -> int | None:
        geometry = self._geometry()
        found = [
            ((pointer.x - x) ** 2 + (pointer.y - y) ** 2, index)
            for index, (x, y) in enumerate(self._pixels(corners(geometry) if geometry is not None else []))
            if pointer.is_near(x, y)
        ]
        return min(found)[1] if found else None

    def _midpoint_under(self, pointer: Pointer) -> tuple[int, EastingNorthing] | None:
        geometry = self._geometry()
        middles = self._midpoints(geometry) if geometry is not None else []
        pixels = self._pixels([middle for _, middle in middles])
        near = (middle for middle, (x, y) in zip(middles, pixels, strict=True) if pointer.is_near(x, y))
        return next(near, None)

    def _pixels(self, positions: list[EastingNorthing]) -> list[tuple[float, float]]:
        return [self.host.viewport.to_pixel(position) for position in positions]

    def _drag(self, geometry: BaseGeometry, index: int, press: Pointer, label: str) -> Gesture:
        """Take a corner along until the release. Closed before that, the shape is as it was."""
        before, pointer, is_new = self._draft, press, label != "Moved a corner"
        self._held = index
        record = self._record()
        try:
            while not pointer.is_release:
                self.host.refresh()
                pointer = yield
                if (
                    is_new
                    or self._draft is not before
                    or not pointer.is_near(press.x, press.y, press.slop_px)
                ):
                    self._snap = self.host.snap(pointer.at, leaving_out=(record.id,) if record else ())
                    to = self._snap.at if self._snap else pointer.at
                    self._draft = move_corner(geometry, index, to)
        except GeneratorExit:
            self._draft = before
            raise
        finally:
            self._snap = None
            self.host.refresh()
        if self._draft is not before:
            self._keep(label)

    def _keep(self, label: str) -> None:
        """Put the draft into the plan if nothing is wrong with it; say what is, otherwise."""
        geometry = self._draft
        edit = self._edit(geometry, label) if geometry is not None else None
        if edit is None or geometry is None:
            return
        if faults := self.host.faults(geometry):
            can_mend = any(fault.mended is not None for fault in faults)
            offer = "Press F to mend it, Esc to give up the change." if can_mend else faults[0].try_this
            self.host.say(f"{faults[0].what} {offer}")
        else:
            self._draft = None
            self.host.perform(edit)
        self.host.refresh()

    def _edit(self, geometry: BaseGeometry, label: str) -> Edit | None:
        """What puts the new shape into the plan; None where the record or patch has gone meanwhile."""
        if (patch := self._patch()) is not None:
            return ReshapePatch(patch.code, geometry)
        if (record := self._record()) is None:
            return None
        is_point = record.shape is Shape.POINT
        return ReshapeRecord(record.id, geometry, "Moved a record" if is_point else label)

    def mend(self) -> bool:
        faults = self.host.faults(self._draft) if self._draft is not None else ()
        better = next((fault.mended for fault in reversed(faults) if fault.mended is not None), None)
        if better is None:
            return False
        self._draft, self._held = better, None
        self._keep("Mended a shape")
        return True

    def step_back(self) -> bool:
        if self._draft is None and self._held is None:
            return False
        self._draft = self._held = None
        self.host.refresh()
        return True

    def remove(self) -> bool:
        geometry = self._geometry()
        if geometry is None or self._held is None or geometry.geom_type == "Point":
            return False
        try:
            self._draft = delete_corner(geometry, self._held)
        except Problem as problem:
            self.host.say(str(problem) if self._code is None else f"{problem.what} {problem.why}")
            return True
        self._held = None
        self._keep("Removed a corner")
        return True

    def next_corner(self, step: int) -> bool:
        geometry = self._geometry()
        if geometry is None:
            return False
        places = corners(geometry)
        start = self._held if self._held is not None else (-1 if step > 0 else 0)
        self._held = (start + step) % len(places)
        self.host.put_crosshair(places[self._held])
        self.host.say(f"Corner {self._held + 1} of {len(places)}.")
        self.host.refresh()
        return True
