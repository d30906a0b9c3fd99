"""The map and its tools, joined to the open plan: what is drawn becomes an edit, what changes is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import PlaceCode, RecordId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.record import Record
from placeplanner.domain.streetmap import Box
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport
from placeplanner.edits.edit import Edit
from placeplanner.edits.history import Done
from placeplanner.gazetteer.name import Name
from placeplanner.gui import theme
from placeplanner.gui.by_ear import is_heard
from placeplanner.gui.canvas.canvas import Canvas
from placeplanner.gui.shell import drafts
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.shell.first_steps import FirstSteps
from placeplanner.gui.shell.side import Side
from placeplanner.gui.shell.toolbar import ToolBar, ToolColumn
from placeplanner.gui.tools.reshape import Reshape
from placeplanner.gui.tools.toolbox import TOOLS
from placeplanner.mappacks.shipped import shipped_manifest

CLOSE_UP = 2_500  # the scale at which a typed position is shown
_AROUND_PX = 32  # around a record that is shown whole


class MapSide(QWidget):
    """The tool bar and the canvas. `position_changed` carries an `EastingNorthing`, `scale_changed` 1 : n."""

    position_changed = Signal(object)
    scale_changed = Signal(float)
    said = Signal(str)
    patch_kept = Signal(str)  # a crash interrupted the drawing of a patch: its code, empty for a new one
    proposal_clicked = Signal(str)  # the id under which the map shows a known thing

    def __init__(self, desk: Desk, side: Side) -> None:
        super().__init__()
        self._desk, self._side = desk, side
        self.kind = Kind.ASSET
        self._takes_area: Callable[[BaseGeometry], None] | None = None
        self._patch: str | None = None  # what is being drawn is a patch: its code, empty for a new one
        scene = Scene.of(
            desk.plan.places,
            desk.records.values(),
            desk.plan.catalogue,
            chosen=desk.here.code if desk.here else None,
            theme=theme.map_style(),
            attribution=shipped_manifest().short_attribution,
        )
        self.canvas = Canvas(scene)
        self.tools = ToolBar()
        self.first_steps = FirstSteps()
        if desk.settings.first_steps_done:
            self.first_steps.hide()
        for tool in TOOLS:
            keys = (tool.key,) if tool.key else ()
            self.tools.add_tool(tool.name, tool.label, tool.icon, keys)
        self.tools.add_kinds(desk.plan.catalogue)
        self._lay_out()
        self._connect()
        self.tools.show_tool("browse")
        self.tools.show_kind(self.kind)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.first_steps)
        column.addWidget(self.canvas, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(ToolColumn(self.tools))
        row.addLayout(column, 1)

    def _connect(self) -> None:
        stage, side = self.canvas.stage, self._side
        self.tools.tool_wanted.connect(self.use_tool)
        self.tools.kind_wanted.connect(self.draw_kind)
        stage.tool_changed.connect(self._show_tool)
        stage.record_clicked.connect(lambda record_id, _pointer: self._click(record_id))
        stage.edit_wanted.connect(self._perform)
        stage.drawn.connect(self._ask_about)
        stage.draft_changed.connect(self._keep_draft)
        stage.said.connect(self.said)
        stage.selection_changed.connect(self._selected)
        side.draft_ended.connect(self._end_draft)
        side.kind_changed.connect(self.draw_kind)
        side.draft_moved.connect(stage.move_pending)
        side.left.connect(self.canvas.setFocus)
        self.canvas.viewport_changed.connect(self._tell_scale)
        self.canvas.position_changed.connect(self._tell_position)
        self._desk.changed.connect(self._take)
        self.first_steps.finished.connect(self._finish_first_steps)

    def start(self) -> None:
        """Show the plan for the first time; a shape that a crash interrupted is back on the map."""
        kept = drafts.kept(self._desk.plan.plan_id)
        if kept is not None and not kept.geometry.is_empty:
            self.draw_kind(kept.kind)
            if kept.patch is not None:
                self.patch_kept.emit(kept.patch)
            self._resume(kept)
            what = "shape" if kept.patch is None else "patch"
            self.said.emit(
                f"The {what} you were drawing was kept. Go on with it, or press Esc to give it up."
            )
        self._tell_scale(self.canvas.viewport)

    def _resume(self, kept: drafts.Kept) -> None:
        stage = self.canvas.stage
        if kept.tool in ("line", "area"):
            stage.resume_draft(kept.geometry, kept.tool)
        else:
            stage.finish(kept.geometry)
        stage.pan_to_show(kept.geometry)

    def use_tool(self, name: str) -> None:
        """Take up a tool and say how it is used."""
        if name == self.canvas.stage.tool.name:
            self._show_tool(name)
        self.canvas.set_tool(name)
        self.canvas.setFocus()

    def _show_tool(self, name: str) -> None:
        if name != "area" and self.canvas.stage.draft_geometry() is None:
            self._takes_area = self._patch = None
        self.tools.show_tool(name)
        hint = self.canvas.stage.tool.hint
        if hint and name != "browse":
            needs_crosshair = is_heard() and self.canvas.stage.crosshair is None
            self.said.emit(f"{hint} Without a mouse: C takes up a crosshair." if needs_crosshair else hint)

    def reshape_patch(self, code: PlaceCode) -> None:
        """Take up the tool that changes shapes, for a patch; all of that is brought into sight."""
        place = self._desk.plan.places.get(code)
        tool = self.canvas.stage.tools["reshape"]
        if place is None or not isinstance(tool, Reshape):
            return
        self.canvas.select(())
        self.canvas.stage.fit(place.geometry.bounds)
        self.use_tool(tool.name)
        tool.take_patch(code)
        self.said.emit(tool.hint)

    def draw_kind(self, kind: Kind) -> None:
        """What is drawn next."""
        self.kind = kind
        self.tools.show_kind(kind)

    def take_patch(self, code: str, take: Callable[[BaseGeometry], None]) -> None:
        """Hand the next area that is drawn to who asks: it is a patch. Another tool lets go of that, if nothing is drawn."""
        self._takes_area, self._patch = take, code

    def _ask_about(self, geometry: BaseGeometry) -> None:
        take = self._takes_area if geometry.geom_type.endswith("Polygon") else None
        if take is not None:
            self._takes_area = None
            self.canvas.stage.pending = geometry
            take(geometry)
            return
        self._side.start_draft(self.kind, geometry)
        self.canvas.stage.pending = geometry  # a draft that was complete has been added, and has cleared it
        self.canvas.stage.refresh()

    def _click(self, record_id: str) -> None:
        if record_id in self.canvas.scene.proposed:
            self.proposal_clicked.emit(record_id)
        else:
            self._desk.choose(record_id)

    def _perform(self, edit: Edit) -> None:
        ids = {getattr(edit, "record_id", None), *getattr(edit, "record_ids", ())}
        if not ids.isdisjoint(self.canvas.scene.proposed):
            self.said.emit("This is only proposed. Add it to the plan first.")
            self.canvas.stage.refresh()
            return
        if self._desk.perform(edit) is None:
            self.canvas.stage.refresh()

    def _keep_draft(self, geometry: BaseGeometry | None) -> None:
        if geometry is None:
            drafts.forget(self._desk.plan.plan_id)
            self._patch = self._patch if self._takes_area else None
        else:
            tool = self.canvas.stage.tool.name
            patch = self._patch if geometry.geom_type != "Point" else None
            drafts.keep(self._desk.plan.plan_id, drafts.Kept(self.kind, tool, geometry, patch))

    def _end_draft(self) -> None:
        self.canvas.stage.clear_pending()
        self.canvas.setFocus()

    def _selected(self, selected: Iterable[RecordId]) -> None:
        chosen = next(iter(selected), None)
        if chosen not in self.canvas.scene.proposed:
            self._desk.choose(chosen)

    def _take(self, done: Done) -> None:
        records = self._desk.records
        changed = [records[record_id] for record_id in done.changed if record_id in records]
        removed = [record_id for record_id in done.changed if record_id not in records]
        is_new = len(changed) == 1 and changed[0].id not in self.canvas.scene.layers.index
        self.canvas.stage.change_records(changed, removed)
        if is_new and not done.is_undo:  # a list that was taken in is nothing that somebody loves
            self.first_steps.mark("love")

    def select(self, record_id: str | None) -> None:
        """Show which record is chosen, and move the map so that it can be seen."""
        record = self._desk.records.get(RecordId(record_id)) if record_id else None
        selected = self.canvas.scene.selected
        if record is None:
            self.canvas.select(())
        elif record.id not in selected:
            self.canvas.select((record.id,))
        if record is not None:
            self.canvas.pan_to_show(record)

    def show_record(self, record_id: str) -> None:
        """Bring a record close enough to recognise it."""
        record = self._desk.records.get(RecordId(record_id))
        if record is not None:
            west, south, east, north = record.geometry.bounds
            self.go_to(EastingNorthing((west + east) / 2, (south + north) / 2))
            view = self.canvas.viewport
            seen_across, seen_up = (
                (pixels - 2 * _AROUND_PX) * view.metres_per_pixel for pixels in (view.width, view.height)
            )
            if east - west > seen_across or north - south > seen_up:
                self.canvas.stage.fit(record.geometry.bounds)

    def propose(self, records: tuple[Record, ...]) -> None:
        """Draw these hollow, and no others."""
        self.canvas.stage.propose(records)

    def show_proposal(self, record_id: RecordId, geometry: BaseGeometry) -> None:
        """Select one of them, and move the map so that it can be seen."""
        self.canvas.select((record_id,) if record_id in self.canvas.scene.proposed else ())
        self.canvas.stage.pan_to_show(geometry)

    def show_place(self, place: Place) -> None:
        """Choose a place on the map and show all of it."""
        if place.kind is not PlaceKind.BOROUGH:  # also the one that was left last
            self.first_steps.mark("place")
        self.canvas.show_place(place)

    def show_name(self, name: Name) -> None:
        """Show a street, a postcode or a town: all of it, but no closer than a street needs, with a mark for a while."""
        stage = self.canvas.stage
        if name.box is not None:
            stage.fit(name.box)
            if self.canvas.viewport.scale < CLOSE_UP:
                stage.set_viewport(self.canvas.viewport.at_scale(CLOSE_UP))
        else:
            self.go_to(name.at)
        self.canvas.mark(name.at, ", ".join(part for part in (name.text, name.within) if part))
        self.position_changed.emit(name.at)

    def show_box_if_out_of_sight(self, box: Box) -> None:
        """Show a box, unless what is seen lies in it."""
        west, south, east, north = box
        at = self.canvas.viewport.centre
        if not (west <= at.easting <= east and south <= at.northing <= north):
            self.canvas.stage.fit(box)

    def go_to(self, position: EastingNorthing) -> None:
        """Show a position close up."""
        view = self.canvas.viewport
        at = Viewport(position, view.metres_per_pixel, view.width, view.height, view.pixel_ratio)
        self.canvas.stage.set_viewport(at if view.scale <= CLOSE_UP else at.at_scale(CLOSE_UP))
        self.position_changed.emit(position)

    def show_kinds(self, kinds: Iterable[Kind]) -> None:
        """Show only these kinds."""
        self.canvas.stage.show_kinds(kinds)

    def follow_look(self, enlarged: float = 1.0) -> None:
        """Paint as the window looks, with letters `enlarged` as the window's are."""
        self.canvas.set_theme(theme.map_style(), enlarged)

    def set_snapping(self, snaps: bool) -> None:
        """Whether new corners jump to corners and edges nearby."""
        self.canvas.stage.is_snapping = snaps

    def _tell_position(self, at: EastingNorthing | None) -> None:
        if at is not None:
            self.position_changed.emit(at)

    def _tell_scale(self, viewport: Viewport) -> None:
        self.scale_changed.emit(viewport.scale)

    def _finish_first_steps(self) -> None:
        self._desk.remember(replace(self._desk.settings, first_steps_done=True))

    def stop(self) -> None:
        """End the painting thread."""
        self.canvas.stop()
