"""Drawing a line or an area, corner by corner. The corners so far are the tool's draft, and never lost."""

from __future__ import annotations

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault
from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.geometry import area_in_words, corners, drawn, length_in_words
from placeplanner.domain.kinds import Shape
from placeplanner.draw.snapping import Snap
from placeplanner.gui.tools.tool import Gesture, Pointer, Sketch, Tool, ToolHost, click_or_pan

_SAME_PX = 8.0


class AddPath(Tool):
    """Click for each corner; double-click, Enter, or a click on the last corner finishes."""

    shape = Shape.LINE
    too_few = "A line needs at least two corners. Click to add one."

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._corners: list[EastingNorthing] = []
        self._mended: BaseGeometry | None = None  # corners in a row cannot say all that mending makes
        self._unmended: list[EastingNorthing] = []
        self._pointer: EastingNorthing | None = None
        self._snap: Snap | None = None

    def exit(self) -> None:
        """A draft stays when another tool is taken up, so that a wrong key loses nothing."""
        self._pointer = self._snap = None

    def hover(self, pointer: Pointer) -> None:
        self._snap = self._snap_at(pointer.at)
        self._pointer = self._snap.at if self._snap else pointer.at
        self.host.refresh()

    def gesture(self, pointer: Pointer) -> Gesture:
        if pointer.is_double:
            yield from click_or_pan(self.host, pointer)
            self.finish()
            return
        snap = self._snap_at(pointer.at)
        if (yield from click_or_pan(self.host, pointer)):
            self._place(snap.at if snap else pointer.at, pointer)

    def _snap_at(self, at: EastingNorthing) -> Snap | None:
        return self.host.snap(at, own_corners=self._corners)

    def _place(self, at: EastingNorthing, pointer: Pointer) -> None:
        """Put a corner here; on the last one, or an area's first, it means that the shape is finished."""
        if self._ends_at(at):
            self.finish()
        elif self._mended is not None and self._mended.geom_type.startswith("Multi"):
            self.host.say("It has several parts now. Press Enter to finish, or Esc to undo the mending.")
        else:
            self._mended = None
            self._corners.append(at)
            self._tell()

    def _ends_at(self, at: EastingNorthing) -> bool:
        is_area = self.shape is Shape.AREA and len(self._corners) >= 3
        ends = [*self._corners[-1:], *(self._corners[:1] if is_area else ())]
        return any(self._is_same(end, at) for end in ends)

    def _is_same(self, one: EastingNorthing, other: EastingNorthing) -> bool:
        (x, y), (u, v) = self.host.viewport.to_pixel(one), self.host.viewport.to_pixel(other)
        return (x - u) ** 2 + (y - v) ** 2 <= _SAME_PX**2

    def _tell(self) -> None:
        """Say how it stands: for people who cannot see it grow."""
        count = len(self._corners)
        if not count:
            self.host.say("Nothing is drawn any more.")
            self.host.refresh()
            return
        faults = self._faults()
        words = faults[0].what if faults else self._size_words(self.draft_geometry())
        self.host.say(f"{count} corner{'s' * (count != 1)}. {words}".strip())
        self.host.refresh()

    def finish(self) -> bool:
        if not self._corners:
            return False
        geometry = self._geometry()
        if geometry is None:
            self.host.say(self.too_few)
            return True
        if faults := self.host.faults(geometry):
            help_words = "Press F to mend it." if faults[-1].mended is not None else faults[0].try_this
            self.host.say(" ".join((faults[0].what, help_words)))
            self.host.refresh()
            return True
        self._corners, self._mended, self._snap = [], None, None
        self.host.finish(geometry)
        return True

    def step_back(self) -> bool:
        if not self._corners:
            return False
        if self._mended is not None:
            self._corners, self._mended = self._unmended, None
        else:
            self._corners = self._corners[:-1]
        self._tell()
        return True

    def remove(self) -> bool:
        return self.step_back()

    def mend(self) -> bool:
        geometry = self._geometry()
        faults = self.host.faults(geometry) if geometry is not None else ()
        better = next((fault.mended for fault in reversed(faults) if fault.mended is not None), None)
        if better is None:
            return False
        self._unmended, self._corners, self._mended = self._corners, corners(better), better
        self.host.say("Mended. Press Enter to finish.")
        self.host.refresh()
        return True

    def _geometry(self) -> BaseGeometry | None:
        return self._mended if self._mended is not None else drawn(self._corners, self.shape)

    def draft_geometry(self) -> BaseGeometry | None:
        if not self._corners:
            return None
        geometry = self._geometry()
        if geometry is not None:
            return geometry
        return Point(self._corners[0]) if len(self._corners) == 1 else LineString(self._corners)

    def resume(self, geometry: BaseGeometry) -> None:
        self._corners = self._unmended = corners(geometry)
        self._mended = geometry if geometry.geom_type.startswith("Multi") else None
        self._tell()

    def _faults(self) -> tuple[Fault, ...]:
        geometry = self._geometry()
        return self.host.faults(geometry) if geometry is not None else ()

    def sketch(self) -> Sketch | None:
        if not self._corners:
            return Sketch(snap=self._snap) if self._snap else None
        growing = self._growing()
        return Sketch(
            growing,
            handles=tuple(self._corners),
            held=len(self._corners) - 1,
            words=self._size_words(growing),
            words_at=self._pointer or self._corners[-1],
            faults=self._faults(),
            snap=self._snap,
        )

    def _growing(self) -> BaseGeometry | None:
        """The shape as it would be with a corner at the pointer."""
        if self._mended is not None or self._pointer is None:
            return self.draft_geometry()
        along = [*self._corners, self._pointer]
        return drawn(along, self.shape) or (LineString(along) if len(along) > 1 else None)

    def _size_words(self, geometry: BaseGeometry | None) -> str:
        if geometry is None or geometry.length == 0:
            return ""
        return area_in_words(geometry.area) if geometry.area else length_in_words(geometry.length)


class AddLine(AddPath):
    """A line, such as a route or a canal."""

    name = "line"
    label = "Add a line"
    key = "L"
    icon = "mdi6.vector-polyline-plus"
    hint = "Click along it. Enter or a double-click finishes, Esc takes back a corner, Alt places freely."


class AddArea(AddPath):
    """An area, such as a park."""

    name = "area"
    label = "Add an area"
    key = "A"
    icon = "mdi6.vector-polygon"
    hint = "Click around it. Enter or a double-click finishes, Esc takes back a corner, Alt places freely."
    shape = Shape.AREA
    too_few = "An area needs at least three corners. Click to add one."
