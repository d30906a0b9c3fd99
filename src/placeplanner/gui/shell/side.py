"""The right side of the map: the form of the chosen record, or the people, the help; or nothing."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import faults
from placeplanner.domain.coordinates import LonLat, to_easting_northing
from placeplanner.domain.ids import PhotoId, RecordId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import Places
from placeplanner.edits.evidence import ChangePhoto, RemovePhoto
from placeplanner.edits.records import AddRecord, RemoveRecord
from placeplanner.edits.shape import Reshape
from placeplanner.errors import Problem
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.tab_order import holds_keyboard

if TYPE_CHECKING:
    from placeplanner.gui.forms.record_form import RecordForm
    from placeplanner.gui.paper.printing import Printing
    from placeplanner.gui.shell.exporting import Exporting
    from placeplanner.gui.shell.help_panel import HelpPanel
    from placeplanner.gui.shell.photo_taking import PhotoTaking
    from placeplanner.gui.shell.who_panel import AtWork, WhoPanel

_WIDTH, _LEAST_MAP = 340, 400
_THEN = "Then the chosen one is shown."


class Side(QStackedWidget):
    """`said` carries words; `draft_ended` that the new record is on the map or given up; `kind_changed` a Kind.

    `draft_moved` carries where a new record is now; `left` says that the keyboard may go back to the map.
    """

    said = Signal(str)
    draft_ended = Signal()
    kind_changed = Signal(object)
    draft_moved = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setMinimumSize(224, 120)  # each panel scrolls: at twice the size a small screen has no more
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._take_room)

    def _take_room(self) -> None:
        """Be as wide as a form wants to be where the map can spare it; a splitter would give the least there can be."""
        body = self.parentWidget()
        if not isinstance(body, QSplitter):
            return
        sizes, at = body.sizes(), body.indexOf(self)
        missing = _WIDTH - sizes[at]
        if missing > 0 and sizes[at - 1] - missing >= _LEAST_MAP:
            sizes[at - 1 : at + 1] = [sizes[at - 1] - missing, _WIDTH]
            body.setSizes(sizes)

    @cached_property
    def form(self) -> RecordForm:
        """The form of a record. Panels are made when they are first needed: the map comes first."""
        from placeplanner.gui.forms.record_form import RecordForm

        form = RecordForm(self._desk.plan)
        form.edit_wanted.connect(self._perform)
        form.shape_wanted.connect(self.reshape)
        form.cancelled.connect(self.end_draft)
        form.remove_wanted.connect(lambda record_id: self._desk.perform(RemoveRecord(RecordId(record_id))))
        form.kind_changed.connect(self.kind_changed)
        form.draft_moved.connect(self.draft_moved)
        form.back_wanted.connect(self.left)
        form.photos.added.connect(self._add_photo)
        form.photos.described.connect(
            lambda id_, values: self._desk.perform(ChangePhoto(PhotoId(id_), values))
        )
        form.photos.removed.connect(lambda id_: self._desk.perform(RemovePhoto(PhotoId(id_))))
        form.photos.place_wanted.connect(self._move_to_photo)
        self.addWidget(form)
        self._desk.undo_begins.connect(form.settle)
        self._desk.may_leave = lambda: self.has_draft() or not form.unkept()
        return form

    def unkept(self) -> tuple[object, ...]:
        """Words in the form that would be gone with it."""
        return self.form.unkept() if "form" in self.__dict__ else ()

    def put_down(self) -> None:
        """Keep what is being written, before the plan is closed."""
        if "form" in self.__dict__:  # a panel that was never needed is not made now
            self.form.clear()
        if "exporting" in self.__dict__:
            self.exporting.put_down()
        if "_photo_taking" in self.__dict__:
            self._photo_taking.stop()

    @cached_property
    def exporting(self) -> Exporting:
        """The profile's page, which takes the place of the map, and its job."""
        from placeplanner.gui.shell.exporting import Exporting

        return Exporting(self._desk)

    @cached_property
    def printing(self) -> Printing:
        """The map for paper and its job."""
        from placeplanner.gui.paper.printing import Printing

        made = Printing(self._desk)
        made.panel.closed.connect(self.show_chosen)
        self.addWidget(made.panel)
        return made

    @cached_property
    def who(self) -> WhoPanel:
        """Who is at work."""
        from placeplanner.gui.shell.who_panel import WhoPanel

        panel = WhoPanel()
        panel.at_work.connect(self._work_as)
        panel.closed.connect(self.show_chosen)
        self.addWidget(panel)
        return panel

    @cached_property
    def help(self) -> HelpPanel:
        """The help pages."""
        from placeplanner.gui.shell.help_panel import HelpPanel

        panel = HelpPanel()
        panel.closed.connect(self.show_chosen)
        self.addWidget(panel)
        return panel

    def _panel(self, name: str) -> QWidget:
        match name:
            case "form":
                return self.form
            case "paper":
                return self.printing.panel
            case "who":
                return self.who
            case _:
                return self.help

    def prepare(self) -> None:
        """Make the form now rather than when it is first needed. Not to be hidden: this stack would show it no more."""
        _ = self.form

    def has_draft(self) -> bool:
        """Whether a new record is being filled in."""
        return "form" in self.__dict__ and self.form.draft() is not None

    def show_panel(self, name: str) -> None:
        """Show a panel by its name; "keys" is a page of the help."""
        if name in ("keys", "help", "sources", "maps"):
            self.help.show_page("first-steps" if name == "help" else name)
            name = "help"
        if name == "who":
            desk = self._desk
            now = (desk.history.group, desk.history.session)
            self.who.show_people(desk.history.contributor, desk.plan.groups(), desk.plan.sessions(), now)
        panel = self._panel(name)
        if name == "paper":
            self.printing.look_ahead()
        self.setCurrentWidget(panel)
        self.show()
        (panel.focusProxy() or panel).setFocus(Qt.FocusReason.OtherFocusReason)  # one stop is told, not two

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # nothing in the panel had a use for it
            self.left.emit()
            return
        super().keyPressEvent(event)

    def shown(self) -> str:
        """The name of the panel on show, or empty."""
        if self.isHidden():
            return ""
        names = {"form": "form", "who": "who", "help": "help"}
        made = ((name, self._panel(name)) for key, name in names.items() if key in self.__dict__)
        return next((name for name, panel in made if panel is self.currentWidget()), "")

    def show_widget(self, widget: QWidget) -> bool:
        """Show something of another's, such as the card of a known thing; False where a new record is being filled in."""
        if self.has_draft():
            return False
        if self.indexOf(widget) < 0:
            self.addWidget(widget)
        self._clear_form()
        self.setCurrentWidget(widget)
        self.show()
        return True

    def show_places(self, places: Places) -> None:
        """Other boundaries, or other patches: the form chooses among these now."""
        if "form" in self.__dict__:
            self.form.whereabouts.set_places(places)
        self.show_chosen()

    def show_chosen(self) -> None:
        """Show the form of the chosen record, or how to choose one; a new record in the making stays."""
        had_keyboard = holds_keyboard(self)
        record = self._desk.records.get(self._desk.chosen) if self._desk.chosen else None
        if record is None and not self.has_draft():
            self._clear_form()
            self.hide()
        else:
            if record is not None and not self.has_draft():
                self.form.show_record(record)
            elif record is not None:
                self.said.emit(f"The form is still about the new record: add it, or press Esc in it. {_THEN}")
            self.setCurrentWidget(self.form)
            self.show()
        if had_keyboard and not holds_keyboard(self):
            self.left.emit()  # Qt would hand it to whatever comes next in order

    def _clear_form(self) -> None:
        if "form" in self.__dict__:
            self.form.clear()

    def focus_form(self) -> None:
        """Let the chosen record's form be written in."""
        if self._desk.chosen:
            self.setCurrentWidget(self.form)
            self.show()
            self.form.head.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_draft(self, kind: Kind, geometry: BaseGeometry) -> None:
        """Ask about a shape that has just been drawn."""
        history = self._desk.history
        given = {"group": history.group, "session": history.session}
        defaults: dict[str, Any] = {name: value for name, value in given.items() if value}
        self.setCurrentWidget(self.form)
        self.show()
        self.form.start_draft(kind, geometry, defaults)
        self._desk.choose(None)  # not before: this side would hide in between, and the cursor be gone

    def end_draft(self) -> None:
        """Give the new record up."""
        self.form.clear()
        self.draft_ended.emit()
        self.show_chosen()

    def _perform(self, edit: object) -> None:
        done = self._tried(edit)
        if done and isinstance(edit, AddRecord):
            self.form.clear()
            self.draft_ended.emit()
            self._desk.choose(edit.record.id)

    def _tried(self, edit: Any) -> bool:
        """Perform an edit of the form; a problem is told where the person is looking."""
        try:
            done = self._desk.history.perform(edit)
        except Problem as problem:
            self.form.show_problem(problem)
            return False
        if done:
            self._desk.tell(done)
        return done is not None

    def reshape(self, record_id: str, geometry: BaseGeometry, label: str) -> None:
        """Give a record another shape if there is nothing wrong with it."""
        borough = self._desk.plan.places.borough
        found = faults(geometry, borough.geometry if borough else None)
        if found:
            self.form.whereabouts.show_fault(found[0])
            return
        self._desk.perform(Reshape(RecordId(record_id), geometry, label))

    def _add_photo(self, data: bytes) -> None:
        if record_id := self.form.record_id():
            self._photo_taking.take(record_id, data)

    @cached_property
    def _photo_taking(self) -> PhotoTaking:
        from placeplanner.gui.shell.photo_taking import PhotoTaking

        made = PhotoTaking(self)
        made.ready.connect(self._desk.perform)
        made.refused.connect(self.form.photos.refuse)
        made.said.connect(self.said)
        return made

    def _move_to_photo(self, lonlat: tuple[float, float]) -> None:
        record = self._desk.records.get(self._desk.chosen) if self._desk.chosen else None
        if record is None:
            return
        from shapely import Point

        try:
            to = to_easting_northing(LonLat(*lonlat))
        except Problem as problem:
            self.form.photos.refuse(problem)
            return
        self.reshape(record.id, Point(to), "Moved a record to where its photo was taken")

    def _work_as(self, at_work: AtWork) -> None:
        if not self._desk.work_as(at_work.name, at_work.group, at_work.session):
            return  # what was typed stays in front of them
        told = self._desk.at_work()
        self.said.emit(f"Recording as {told}." if told else "Recording without a name.")
        self.show_chosen()
