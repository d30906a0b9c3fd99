"""What the map shows and what happens on it, without the widget: scene, view, selection, tool, crosshair.

It is the `ToolHost` of the tools, and its signals are what the rest of the app listens to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault, faults
from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.draw.describing import describe_position
from placeplanner.draw.parts import boxes_of
from placeplanner.draw.picking import pick
from placeplanner.draw.scene import Scene
from placeplanner.draw.snapping import Snap, snap
from placeplanner.draw.viewport import Bounds, Viewport
from placeplanner.gui.tools.browse import Browse
from placeplanner.gui.tools.tool import Gesture, Pointer, Sketch, Tool

if TYPE_CHECKING:
    from placeplanner.edits.edit import Edit

_AROUND_BOROUGH_M = 8_000.0


class Stage(QObject):
    """The map and the tool in hand. Coordinates are metres; x and y are pixels of the widget."""

    scene_changed = Signal()  # something that the picture is painted from
    viewport_changed = Signal(object)  # Viewport
    overlay_changed = Signal()
    selection_changed = Signal(object)  # frozenset[RecordId]
    record_clicked = Signal(str, object)  # RecordId, Pointer
    edit_wanted = Signal(object)  # Edit
    drawn = Signal(object)  # a new, faultless geometry
    draft_changed = Signal(object)  # geometry or None: what would be lost in a crash
    faults_changed = Signal(object)  # tuple[Fault, ...]
    tool_changed = Signal(str)
    crosshair_moved = Signal(object)  # EastingNorthing or None
    said = Signal(str)

    def __init__(self, scene: Scene, viewport: Viewport) -> None:
        super().__init__()
        self.scene = scene
        self.viewport = viewport
        self.tool: Tool = Browse(self)
        self._tools: dict[str, Tool] = {self.tool.name: self.tool}
        self.hovered: RecordId | None = None
        self.pending: BaseGeometry | None = None  # drawn, and not yet a record
        self._pointed_out: BaseGeometry | None = None  # of no tool and no plan: somebody asks where it lies
        self.crosshair: EastingNorthing | None = None
        self.is_snapping = True
        self.is_free_hand = False  # Alt is held
        self._gesture: Gesture | None = None
        self._draft: BaseGeometry | None = None
        self._faults: tuple[Fault, ...] = ()
        self._checked: tuple[BaseGeometry | None, tuple[Fault, ...]] = (None, ())

    # What is on the map

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; its own selection holds."""
        had = self.scene.selected
        self.scene = scene
        self._checked = (None, ())
        if self.hovered is not None and self.hovered not in scene.layers.index:
            self.hovered = None
        self.scene_changed.emit()
        self.refresh()
        if scene.selected != had:
            self.selection_changed.emit(scene.selected)

    def change_records(self, changed: Iterable[Record] = (), removed: Iterable[RecordId] = ()) -> None:
        """Show records as they are now."""
        self.set_scene(self.scene.with_records(changed, removed))

    def propose(self, records: Iterable[Record]) -> None:
        """Show these hollow, and none else: they are proposed, and no records yet."""
        wanted = tuple(records)
        if not wanted and not self.scene.proposed:
            return
        ids = frozenset(record.id for record in wanted)
        self.set_scene(replace(self.scene.with_records(wanted, self.scene.proposed - ids), proposed=ids))

    def choose_place(self, code: PlaceCode | None) -> None:
        """Show a place at full strength."""
        self.set_scene(self.scene.with_chosen(code))

    def show_kinds(self, kinds: Iterable[Kind]) -> None:
        """Show only these kinds."""
        self.set_scene(self.scene.with_visible(kinds))

    def select(self, records: Iterable[RecordId]) -> None:
        """Select these records and no others."""
        wanted = frozenset(records) & self.scene.layers.index.keys()
        if wanted != self.scene.selected:
            self.scene = self.scene.with_selected(wanted)
            self.refresh()
            self.selection_changed.emit(wanted)

    # The view

    def set_viewport(self, viewport: Viewport) -> None:
        """Look elsewhere, but never so far that people are lost."""
        viewport = replace(viewport, centre=self._kept_near(viewport.centre))
        if viewport != self.viewport:
            self.viewport = viewport
            self.viewport_changed.emit(viewport)
            self.overlay_changed.emit()

    def pan(self, right_px: float, down_px: float) -> None:
        """Move the window over the map."""
        self.set_viewport(self.viewport.panned(right_px, down_px))

    def zoom(self, factor: float, x: float | None = None, y: float | None = None) -> None:
        """Zoom in (`factor` above 1) or out; what is under (x, y) stays there."""
        self.set_viewport(self.viewport.zoomed(factor, x=x, y=y))

    def fit(self, bounds: Bounds, margin: int = 32) -> None:
        """Show all of a box."""
        view = self.viewport
        fitting = Viewport.fit(bounds, view.width, view.height, margin=margin, pixel_ratio=view.pixel_ratio)
        self.set_viewport(fitting)

    def pan_to_show(self, geometry: BaseGeometry, margin: int = 96) -> None:
        """Move the map just so far that a shape is clear of the edges; of one too large, its middle."""
        view = self.viewport
        (x0, y0), (x1, y1) = view.to_pixels(boxes_of([geometry]).reshape(2, 2)).tolist()
        self.pan(_needed(x0, x1, view.width, margin), _needed(y1, y0, view.height, margin))

    def _kept_near(self, centre: EastingNorthing) -> EastingNorthing:
        borough, streets = self.scene.places.borough, self.scene.streets
        boxes = [*([borough.geometry.bounds] if borough else ()), *([streets.box] if streets else ())]
        if not boxes:
            return centre
        wests, souths, easts, norths = zip(*boxes, strict=True)
        west, south, east, north = min(wests), min(souths), max(easts), max(norths)
        around = _AROUND_BOROUGH_M
        return EastingNorthing(
            min(max(centre.easting, west - around), east + around),
            min(max(centre.northing, south - around), north + around),
        )

    # The tool in hand

    @property
    def tools(self) -> Mapping[str, Tool]:
        """All tools by name, in their order; but for the first they are made when one is asked for: a map comes sooner."""
        if len(self._tools) == 1:
            from placeplanner.gui.tools.toolbox import TOOLS

            self._tools = {kind.name: self._tools.get(kind.name) or kind(self) for kind in TOOLS}
        return self._tools

    def set_tool(self, name: str) -> None:
        """Take up a tool; a shape half drawn stays with its tool."""
        if name == self.tool.name:
            return
        self.abandon()
        self.tool.exit()
        self.tool = self.tools[name]
        self.tool.enter()
        self.tool_changed.emit(name)
        self.refresh()

    def press(self, pointer: Pointer) -> None:
        """Begin a gesture; on the mark of a fault that can be mended, mend it instead."""
        self.abandon()
        if self._is_on_a_fault(pointer) and self.tool.mend():
            return
        gesture = self.tool.gesture(pointer)
        if _goes_on(gesture, None):
            self._gesture = gesture

    def _is_on_a_fault(self, pointer: Pointer) -> bool:
        marks = [fault.at for fault in self._faults if fault.at is not None and fault.mended is not None]
        return any(pointer.is_near(*self.viewport.to_pixel(mark)) for mark in marks)

    def move(self, pointer: Pointer) -> None:
        """Go on with the gesture, or hover where there is none."""
        if self._gesture is None:
            self.tool.hover(pointer)
            self._hover_over(self.pick(pointer) if self.tool.highlights else None)
        elif not _goes_on(self._gesture, pointer):
            self._gesture = None

    def release(self, pointer: Pointer) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None and _goes_on(gesture, replace(pointer, is_release=True)):
            gesture.close()

    def abandon(self) -> bool:
        """Give up the gesture; whether there was one."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.close()
        return gesture is not None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    def step_back(self) -> bool:
        """Esc: give up the gesture, else take back a step, else let go of tool or selection."""
        if self.abandon() or self.tool.step_back():
            return True
        if self.tool.name != "browse":
            self.set_tool("browse")
            return True
        had = bool(self.scene.selected)
        self.select(())
        return had

    def sketch(self) -> Sketch | None:
        """What the tool shows over the map."""
        return self.tool.sketch()

    def draft_geometry(self) -> BaseGeometry | None:
        """The shape being drawn, whichever tool holds it, else the drawn one that is not yet a record."""
        drafts = [self.tool.draft_geometry(), *(tool.draft_geometry() for tool in self._tools.values())]
        return next((draft for draft in drafts if draft is not None), self.pending)

    def waiting_drafts(self) -> list[BaseGeometry]:
        """Shapes not in the plan and not in hand: drawn and not yet a record, or left half drawn."""
        drafts = [tool.draft_geometry() for tool in self._tools.values() if tool is not self.tool]
        return [draft for draft in (*drafts, self.pending, self._pointed_out) if draft is not None]

    def point_out(self, geometry: BaseGeometry | None) -> None:
        """Show where a shape lies that is no record and no draft; None ends that."""
        if geometry is not None:
            west, south, east, north = geometry.bounds
            self.fit((west, south, east, north))
        if geometry is not self._pointed_out:
            self._pointed_out = geometry
            self.overlay_changed.emit()

    def resume_draft(self, geometry: BaseGeometry, tool: str) -> None:
        """Go on drawing, with "line" or "area", a shape that was kept."""
        self.set_tool(tool)
        self.tool.resume(geometry)

    def move_pending(self, geometry: BaseGeometry) -> None:
        """The drawn shape is elsewhere now: its position was typed."""
        self.pending = geometry
        self.refresh()
        self.pan_to_show(geometry)

    def clear_pending(self) -> None:
        """The drawn shape has become a record, or was given up."""
        self.pending = None
        self.refresh()

    def _hover_over(self, record_id: RecordId | None) -> None:
        if record_id != self.hovered:
            self.hovered = record_id
            self.overlay_changed.emit()

    # What tools ask for

    def snap(
        self,
        at: EastingNorthing,
        *,
        leaving_out: Iterable[RecordId] = (),
        own_corners: Iterable[EastingNorthing] = (),
    ) -> Snap | None:
        """What is near enough to snap to; None while snapping is switched off."""
        if not self.is_snapping or self.is_free_hand:
            return None
        return snap(self.scene, self.viewport, at, leaving_out=leaving_out, own_corners=own_corners)

    def pick(self, pointer: Pointer) -> RecordId | None:
        """The record under the pointer."""
        return pick(self.scene, self.viewport, pointer.at, pointer.reach_px)

    def click_record(self, record_id: RecordId, pointer: Pointer) -> None:
        """Tell the rest of the app that a record was clicked."""
        self.record_clicked.emit(record_id, pointer)

    def perform(self, edit: Edit) -> None:
        """Ask for a change of the plan."""
        self.edit_wanted.emit(edit)

    def finish(self, geometry: BaseGeometry) -> None:
        """A new shape is complete: it stays visible as a draft until it has become a record."""
        self.pending = geometry
        self.refresh()
        self.drawn.emit(geometry)

    def faults(self, geometry: BaseGeometry) -> tuple[Fault, ...]:
        """What is wrong with a shape."""
        if geometry is not self._checked[0]:
            borough = self.scene.places.borough
            self._checked = (geometry, faults(geometry, borough.geometry if borough else None))
        return self._checked[1]

    def say(self, words: str) -> None:
        """Tell people something."""
        self.said.emit(words)

    def put_crosshair(self, at: EastingNorthing) -> None:
        """Move the keyboard's crosshair, if it is in use."""
        if self.crosshair is not None:
            self.crosshair = at
            self.crosshair_moved.emit(at)

    def refresh(self) -> None:
        """The tool's sketch or draft is another now: tell who shows or keeps them."""
        self.overlay_changed.emit()
        draft = self.draft_geometry()
        if draft is not self._draft and (draft is None or draft != self._draft):
            self._draft = draft
            self.draft_changed.emit(draft)
        sketch = self.tool.sketch()
        found = sketch.faults if sketch else ()
        if found != self._faults:
            self._faults = found
            self.faults_changed.emit(found)

    def describe(self, at: EastingNorthing) -> str:
        """A position in words."""
        return describe_position(self.scene, at)


def _goes_on(gesture: Gesture, pointer: Pointer | None) -> bool:
    """Send a pointer into a gesture, or None to start it; whether it wants more."""
    try:
        if pointer is None:
            next(gesture)
        else:
            gesture.send(pointer)
    except StopIteration:
        return False
    return True


def _needed(low: float, high: float, size: float, margin: float) -> float:
    """How far to pan so that low to high lies within the margins; to its middle where it cannot."""
    margin = min(margin, size / 4)
    if high - low > size - 2 * margin:
        return (low + high) / 2 - size / 2
    return min(low - margin, 0.0) + max(high - (size - margin), 0.0)
