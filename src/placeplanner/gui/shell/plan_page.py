"""An open plan: the bars, the panels and the map in their places, and what the operations ask of them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from placeplanner.edits.history import Done
from placeplanner.errors import Problem
from placeplanner.gazetteer.name import Name
from placeplanner.gui.known.panel import KnownPanel
from placeplanner.gui.operations import of_plan
from placeplanner.gui.operations.operation import Operation
from placeplanner.gui.panels.history import HistoryPanel
from placeplanner.gui.panels.layers import LayersPanel
from placeplanner.gui.panels.places import PlacesPanel
from placeplanner.gui.panels.records import RecordsPanel
from placeplanner.gui.shell.care import CareBar
from placeplanner.gui.shell.desk import NOT_KEPT, Desk
from placeplanner.gui.shell.grounds import Grounds
from placeplanner.gui.shell.look import Look
from placeplanner.gui.shell.map_side import MapSide
from placeplanner.gui.shell.patching import Patching
from placeplanner.gui.shell.rail import Rail
from placeplanner.gui.shell.side import Side
from placeplanner.gui.shell.suggesting import Found
from placeplanner.gui.shell.topbar import TopBar
from placeplanner.gui.tab_order import first_stop, holds_keyboard

if TYPE_CHECKING:
    from placeplanner.gui.known.knowing import Knowing


class PlanPage(QWidget):
    """The page of an open plan. `files_wanted` names an operation on whole files."""

    files_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        desk.setParent(self)
        self._desk = desk
        self.topbar = TopBar()
        self.places = PlacesPanel(desk.plan.places)
        self.layers = LayersPanel(desk.plan.catalogue)
        self.records = RecordsPanel(desk.plan.catalogue)
        self.history = HistoryPanel()
        self.known = KnownPanel(desk.plan.catalogue, desk.plan.places)
        self.rail = Rail()
        self.side = Side(desk)
        self.map = MapSide(desk, self.side)
        self.maps = Grounds(desk, self.map, self.topbar.finder, self.layers.underneath)
        self.care = CareBar()
        self.patching = Patching(desk, self.places, self.map, self.side)
        self._operations: list[tuple[Operation, QAction]] = []
        self._look = Look(desk, self.map)
        self._told_of: tuple[object, ...] = ()
        self._lay_out()
        self._offer()
        self._connect()

    @property
    def desk(self) -> Desk:
        """The open plan."""
        return self._desk

    def _lay_out(self) -> None:
        overview = QSplitter(Qt.Orientation.Vertical)
        overview.addWidget(self.places)
        overview.addWidget(self.layers)
        overview.setSizes([600, 400])
        self.rail.add("map", "Places and layers", "mdi6.layers-outline", "F2", overview)
        self.rail.add("records", "Records", "mdi6.format-list-bulleted", "F3", self.records)
        self.rail.add("history", "History", "mdi6.history", "F4", self.history)
        self.rail.add("known", "Known things to add", "mdi6.playlist-plus", "F7", self.known)
        self.rail.add("maps", "Maps", "mdi6.map-outline", "F5", self.maps.panel)
        self.rail.show_panel(self.desk.settings.left_panel)
        self.middle = QStackedWidget()
        self.body = QSplitter(Qt.Orientation.Horizontal)
        for widget, stretch in ((self.rail, 0), (self.map, 1), (self.side, 0)):
            self.body.addWidget(widget)
            self.body.setStretchFactor(self.body.count() - 1, stretch)
            self.body.setCollapsible(self.body.count() - 1, False)
        self.body.setSizes([300 if self.rail.shown() else self.rail.maximumWidth(), 1000, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.topbar)
        self.middle.addWidget(self.body)
        column.addWidget(self.middle, 1)
        column.addWidget(self.care)

    def _offer(self) -> None:
        groups = [
            make(self) for make in (of_plan.editing, of_plan.handing_on, of_plan.looking, of_plan.files)
        ]
        actions = [[self._action(operation) for operation in group] for group in groups]
        self.topbar.fill_menu(actions)
        by_name = {operation.name: action for operation, action in self._operations}
        for name in ("undo", "redo", "hall"):
            self.topbar.offer(by_name[name])
        self.topbar.offer(by_name["profile"], with_words=True)
        self._find_places()

    def _find_places(self) -> None:
        """Let what is typed find the places as they are now, and say where people stand."""
        desk = self.desk
        self.topbar.finder.set_sources(desk.plan.catalogue, desk.plan.places, desk.records.values())
        if desk.here:
            self.topbar.show_place(desk.here.name, desk.here.kind.value)

    def _action(self, operation: Operation) -> QAction:
        action = operation.action(self)
        self._operations.append((operation, action))
        return action

    def _connect(self) -> None:
        desk = self.desk
        desk.changed.connect(self._take)
        desk.place_changed.connect(self._stand)
        desk.chosen_changed.connect(self._choose)
        desk.said.connect(lambda words, undo: self.care.say(words, offers_undo=undo))
        desk.refused.connect(self.refuse)
        desk.care_changed.connect(lambda: self.care.show_care(desk))
        self.places.place_chosen.connect(desk.stand_in)
        self.places.place_chosen.connect(lambda _: self.map.first_steps.mark("place"))
        self.places.place_chosen.connect(lambda _: self.map.canvas.setFocus())
        self.layers.visibility_changed.connect(self.map.show_kinds)
        self.records.record_chosen.connect(desk.choose)
        self.records.record_opened.connect(self._open_record)
        self.history.undo_wanted.connect(desk.undo)
        self.history.redo_wanted.connect(desk.redo)
        self.care.undo_wanted.connect(desk.undo)
        self.care.position_typed.connect(self.map.go_to)
        self.map.position_changed.connect(self.care.show_position)
        self.map.scale_changed.connect(self.care.show_scale)
        self.topbar.finder.found.connect(self._go)
        self.topbar.place.clicked.connect(self.choose_place)
        self.rail.panel_shown.connect(self._remember_panel)
        self.patching.panel_wanted.connect(lambda: self.rail.show_panel("map"))
        for speaker in (self.map, self.side, self.maps):
            speaker.said.connect(self.care.say)
        self.rail.left.connect(self.map.canvas.setFocus)
        self.maps.refused.connect(self.refuse)
        self.maps.panel_wanted.connect(self.show_maps)
        self.maps.help_wanted.connect(lambda: self.show_side("maps"))
        self.maps.panel.known_wanted.connect(self.show_known)
        self.maps.changed.connect(self._look_at_lists_again)
        self.known.maps_wanted.connect(self.show_maps)
        self.rail.panel_shown.connect(self._show_known)

    def start(self) -> None:
        """Fill everything for the first time and show the place that was left last."""
        self.map.start()
        self._look.follow()
        self.places.choose(self.desk.place)
        self._stand(self.desk.place)
        self.care.show_care(self.desk)
        if told := self.desk.at_work():
            self.care.say(f"Recording as {told}.")
        for notice in self.desk.plan.notices:
            self.care.say(notice)
        self._look_outside()
        if not self.side.has_draft():  # a shape that a crash interrupted is asked about at once
            self.map.canvas.setFocus()
        QTimer.singleShot(400, self, self._make_form)
        self._show_known(self.rail.shown())

    def _look_outside(self) -> None:
        try:
            self.desk.look_outside_now()
        except Problem as problem:
            self.refuse(problem)

    def focus_next_panel(self) -> None:
        """Go on from the search box to the panel at the left, the map, the panel at the right, and round again."""
        parts: tuple[QWidget, ...] = (self.topbar.finder, self.rail, self.map.canvas, self.side)
        whole = self.middle.currentWidget() or self.body
        stops = [stop for stop in (*parts, whole) if stop.isVisible() and stop is not self.body]
        here = next((i for i, stop in enumerate(stops) if holds_keyboard(stop)), -1)
        target = stops[(here + 1) % len(stops)]
        if target is self.rail:
            self.rail.take_keyboard()
        else:
            first_stop(target).setFocus(Qt.FocusReason.TabFocusReason)

    def _make_form(self) -> None:
        """Make the form before it is needed, once the map is there."""
        if self.desk.is_open:
            self.side.prepare()

    def _take(self, done: Done) -> None:
        self._refresh()
        if done.has_other_places:
            self._find_places()
        if done.changed and self.desk.chosen in done.changed:
            self.side.show_chosen()

    def _refresh(self) -> None:
        desk = self.desk
        here = desk.records_here()
        kinds = Counter(record.kind for record in here)
        self.layers.set_counts({kind: kinds[kind] for kind in desk.plan.catalogue.kinds})
        self.places.set_counts(desk.counts())
        self.care.show_count(len(here), desk.here.name if desk.here else "")
        self._refresh_panel(self.rail.shown())
        self._refresh_operations()

    def _refresh_operations(self) -> None:
        for operation, action in self._operations:
            operation.refresh(action)

    def _refresh_panel(self, name: str) -> None:
        """Fill the panel at the left, if it is one that is filled only while it is seen."""
        desk = self.desk
        if name == "records":
            self.records.set_sessions(desk.plan.sessions())
            self.records.set_records(desk.records_here(), desk.plan.places)
            self.records.select(desk.chosen)
        elif name == "history":
            history = desk.history
            self.history.set_steps(history.steps(), history.undo_label, history.redo_label)

    def _stand(self, code: str) -> None:
        place = self.desk.plan.places.get(code)
        if place is None:
            return
        self.topbar.show_place(place.name, place.kind.value)
        self.places.choose(code)
        self.map.show_place(place)
        self._refresh()

    def _choose(self, record_id: str | None) -> None:
        if self.rail.shown() == "records":
            self.records.select(record_id)
        self.side.show_chosen()
        self.map.select(record_id)
        self._refresh_operations()

    def _open_record(self, record_id: str) -> None:
        self.desk.choose(record_id)
        self.side.focus_form()

    def _go(self, found: Found) -> None:
        if found.sort != "place":
            self.show_map()
        if found.sort == "place":
            self.desk.stand_in(str(found.target))
        elif found.sort == "record":
            wanted = str(found.target)
            self.desk.choose(wanted)
            QTimer.singleShot(
                0, self, lambda: self.map.show_record(wanted)
            )  # once its form has taken its room
        elif found.sort == "maps":
            self.show_maps()
        elif isinstance(found.target, Name):
            self.map.show_name(found.target)
        elif not isinstance(found.target, str):
            self.map.go_to(found.target)

    def _remember_panel(self, name: str) -> None:
        self._refresh_panel(name)
        self._fit_rail(name)
        self.desk.remember(replace(self.desk.settings, left_panel=name))

    @cached_property
    def knowing(self) -> Knowing:
        """What ties published lists to this plan; made when its panel is first seen."""
        from placeplanner.gui.known.knowing import Knowing

        made = Knowing(self.desk, self.known, self.side, self.map)
        self.map.proposal_clicked.connect(made.clicked)
        return made

    def _show_known(self, name: str) -> None:
        if name == "known" or "knowing" in self.__dict__:
            self.knowing.set_shown(is_shown=name == "known")

    def _look_at_lists_again(self) -> None:
        if "knowing" in self.__dict__:
            self.knowing.look_again()

    def show_known(self) -> None:
        """Show what published lists propose."""
        self.show_map()
        self.rail.show_panel("known")
        self.known.focus_first()

    def _fit_rail(self, name: str) -> None:
        """A splitter keeps the room of a panel that has become narrow, unless it is told."""
        rail, middle, side = self.body.sizes()
        wanted = 300 if name else self.rail.maximumWidth()
        self.body.setSizes([wanted, rail + middle - wanted, side])

    def show_maps(self) -> None:
        """Show the installed maps."""
        self.show_map()
        self.rail.show_panel("maps")
        self.maps.panel.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, problem: Problem) -> None:
        """Say why something was not done."""
        self.care.refuse(problem)

    def say(self, words: str) -> None:
        """Tell the person something."""
        self.care.say(words)

    def ask_files(self, name: str) -> None:
        """Hand an operation on whole files to the window."""
        self.files_wanted.emit(name)

    def show_side(self, name: str) -> None:
        """Show a panel at the right of the map; the profile has a page of its own."""
        if name == "profile":
            self._show_profile()
            return
        self.show_map()
        self.side.show_panel(name)

    def _show_profile(self) -> None:
        exporting = self.side.exporting
        if self.middle.indexOf(exporting.panel) < 0:
            self.middle.addWidget(exporting.panel)
            exporting.panel.closed.connect(self.show_map)
        self.middle.setCurrentWidget(exporting.panel)
        exporting.studio.load()
        exporting.panel.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_map(self) -> None:
        """Back from the profile, if that is on show."""
        if self.middle.currentWidget() is not self.body:
            self.side.exporting.studio.settle()
            self.middle.setCurrentWidget(self.body)
            self.map.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_chosen_place(self) -> None:
        """Bring the whole chosen place into view."""
        if self.desk.here:
            self.map.show_place(self.desk.here)

    def start_search(self) -> None:
        """Put the cursor into the search box."""
        self.topbar.finder.setFocus()
        self.topbar.finder.selectAll()

    def choose_place(self) -> None:
        """Put the cursor into the place chooser."""
        self.rail.show_panel("map")
        self.places.focus_finder()

    def set_look(self, scheme: str) -> None:
        """Light, dark, strong, or as the system has it."""
        self._look.set(scheme)
        self._refresh_operations()

    def toggle_hall_view(self) -> None:
        """Bigger letters everywhere, for a projector; the same key brings the small ones back."""
        self.say(self._look.toggle_hall_view())

    def toggle_snapping(self) -> None:
        """Whether new corners jump to corners and edges nearby."""
        snaps = not self.desk.settings.snaps
        self.desk.remember(replace(self.desk.settings, snaps=snaps))
        self.map.set_snapping(snaps)
        self.say(
            "New corners jump to corners and edges nearby."
            if snaps
            else "New corners stay where you put them."
        )

    def may_leave(self) -> bool:
        """False where words would be gone with the plan; who asks again about the same words means it."""
        unkept = self.side.unkept()
        if not unkept or unkept == self._told_of:
            return True
        self._told_of = unkept
        self.refuse(NOT_KEPT)
        return False

    def close_plan(self) -> None:
        """Let go of the map's worker and of the file; what is being written in the form is kept first."""
        self.side.put_down()
        if "knowing" in self.__dict__:
            self.knowing.stop()
        self.map.stop()
        self.maps.close()
        self.desk.close()
