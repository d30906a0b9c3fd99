"""The form of a record. An existing record's answers are edits as soon as they are left; a new one waits for Enter.

Nothing that is being written is lost: what comes from elsewhere is shown beside it, and whoever shows another record
first hands over what was written about this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault, faults
from placeplanner.domain.ids import PlaceCode, RecordId, new_id
from placeplanner.domain.kinds import Audience, Catalogue, Kind
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record, shape_of
from placeplanner.edits.people import KeepPerson
from placeplanner.edits.records import AddRecord, ChangeRecord, CorrectPlace
from placeplanner.errors import Problem
from placeplanner.gui.forms.answers import LongTextAnswer, TextAnswer
from placeplanner.gui.forms.details import Details
from placeplanner.gui.forms.head import Head
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.forms.photo_strip import PhotoStrip
from placeplanner.gui.forms.questions import Question, Section
from placeplanner.gui.forms.voices import ConsentChoice, Voices
from placeplanner.gui.forms.whereabouts import Whereabouts
from placeplanner.gui.i18n import when
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play


class RecordForm(QWidget):
    """`edit_wanted` carries an edit; `shape_wanted` (id, geometry, label), to be checked first; `cancelled` nothing.

    `draft_moved` carries where a new record is now, since somebody typed another position.
    """

    edit_wanted = Signal(object)
    shape_wanted = Signal(str, object, str)
    cancelled = Signal()
    remove_wanted = Signal(str)
    kind_changed = Signal(object)
    draft_moved = Signal(object)

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self._catalogue: Catalogue = reader.catalogue
        self._record: Record | None = None
        self._is_draft = False
        self._is_settling = False
        self._last: dict[Kind, dict[str, Any]] = {}
        self.head = Head(self._catalogue)
        self.details = Details(self._catalogue)
        self.notes = Question("Notes", LongTextAnswer("Notes"))
        self.source = Question("Source", TextAnswer("Source"), hint="Where do you know it from?")
        self.consent = ConsentChoice()
        self.voices = Voices()
        self.whereabouts = Whereabouts(reader.places)
        self.photos = PhotoStrip()
        self._title = QLabel()
        self._problem = Notice()
        self._missing = QLabel()
        self._history = QLabel()
        self._add = QPushButton("Add to the map")
        self._cancel = QPushButton("Cancel")
        self._remove = QPushButton("Delete this record")
        self._dress()
        self._lay_out()
        self._connect()

    def _dress(self) -> None:
        for label, role in ((self._title, "title"), (self._missing, "hint"), (self._history, "hint")):
            label.setWordWrap(True)
            play(label, role)
        self._add.setIcon(icon("mdi6.check", "on_accent"))
        play(self._add, "primary")
        play(self._remove, "danger")
        self._cancel.setToolTip("Forget this new record (Esc)")
        self._remove.setIcon(icon("mdi6.delete-outline", "problem"))
        self._remove.setToolTip("It can be had back with Undo")
        self.setAcceptDrops(True)

    def _lay_out(self) -> None:
        page = QFrame()
        play(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        self._where_section = Section("Where", [self.whereabouts], is_open=True)
        self._photo_section = Section("Photos", [self.photos], is_open=True)
        self._voice_section = Section("Who said so", [self.voices, self.source], is_open=False)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add, 1)
        buttons.addWidget(self._cancel)
        for top in (self._title, self._problem, self.head, self._missing):
            column.addWidget(top)
        column.addLayout(buttons)
        rest = (
            self.details,
            self.notes,
            self.consent,
            self._photo_section,
            self._where_section,
            self._voice_section,
        )
        for widget in (*rest, self._history, self._remove):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._scroll)

    def _connect(self) -> None:
        self.head.left.connect(self._say_values)
        self.head.accepted.connect(self._add_draft)
        self.head.kind_chosen.connect(self._choose_kind)
        self.details.left.connect(lambda name, value: self._say({}, {name: value}))
        self.notes.settled.connect(lambda words: self._say({"notes": words or ""}))
        self.source.settled.connect(lambda words: self._say({"source": words or ""}))
        self.consent.left.connect(lambda: self._say({"consent": self.consent.value()}))
        self.voices.left.connect(self._say_values)
        self.voices.kept.connect(lambda person: self.edit_wanted.emit(KeepPerson(person)))
        self.whereabouts.reshaped.connect(self._reshape)
        self.whereabouts.place_corrected.connect(self._correct_place)
        self._add.clicked.connect(self._add_draft)
        self._cancel.clicked.connect(self.cancelled)
        self._remove.clicked.connect(self._ask_removal)
        self._problem.mended.connect(self._mend)
        self.head.name.textChanged.connect(lambda _: self._may_add())

    def record_id(self) -> RecordId | None:
        """The record on show, if it is in the plan."""
        return self._record.id if self._record and not self._is_draft else None

    def draft(self) -> Record | None:
        """The new record as it is filled in so far."""
        return self._draft_as_typed() if self._record and self._is_draft else None

    def start_draft(
        self, kind: Kind, geometry: BaseGeometry, defaults: Mapping[str, Any] | None = None
    ) -> None:
        """Ask about a new record; what was answered for the last one of its kind is offered again."""
        self.settle()
        remembered = self._last.get(kind, {})
        start: dict[str, Any] = {"category": "", "consent": Audience.GROUP, **remembered, **(defaults or {})}
        if not self._fits(kind, start["category"], geometry):
            start["category"] = ""
        self._record = Record(id=RecordId(new_id()), kind=kind, name="", geometry=geometry, **start)
        self._is_draft = True
        self._load(self._record)
        self.whereabouts.show_shape(geometry)
        self._title.setText(f"New {self._catalogue[kind].label.lower()}")
        self.head.category.begin()

    def _fits(self, kind: Kind, category: str, geometry: BaseGeometry) -> bool:
        known = self._catalogue[kind].category(category)
        return known is not None and shape_of(geometry) in known.shapes

    def show_record(self, record: Record) -> None:
        """Show a record; the same one anew keeps what a person is in the middle of writing."""
        is_same = self.record_id() == record.id
        if not is_same:
            self.settle()
        self._record, self._is_draft = record, False
        if is_same:
            self._refresh(record)
        else:
            self._load(record)
        self.whereabouts.show_record(record)
        self.photos.show_photos(
            self._reader.photos(record.id), lambda photo: self._reader.photo_bytes(photo.sha256)
        )
        self._title.setText(f"{self._catalogue[record.kind].label}{' (sample)' if record.is_sample else ''}")
        self._history.setText(_told(record))
        self._tell_missing()

    def settle(self) -> None:
        """Hand over what is being written about a record that is in the plan, as if its line had been left.

        To be called before another record is shown, the plan is closed, or anything is undone.
        """
        if self._record is None or self._is_draft or self._is_settling:
            return
        self._is_settling = True
        try:
            for question in (self.head.naming, self.notes, self.source):
                question.settle()
            self.details.settle()
            self.voices.settle()
            self.photos.settle()
        finally:
            self._is_settling = False

    def clear(self) -> None:
        """Show no record."""
        self.settle()
        self._record, self._is_draft = None, False

    def _load(self, record: Record) -> None:
        self._problem.hide()
        self.head.show_kind(record.kind, record.shape, record.category, may_change=self._is_draft)
        self.head.naming.load(record.name)
        self.details.show_record(record, is_new=True)
        self.notes.load(record.notes)
        self.source.load(record.source)
        self.consent.put(record.consent)
        self.voices.show_people(self._reader, record)
        for widget in (self._photo_section, self._remove, self._history):
            widget.setVisible(not self._is_draft)
        for widget in (self._add, self._cancel):
            widget.setVisible(self._is_draft)
        self._missing.hide()
        self._may_add()
        self._scroll.verticalScrollBar().setValue(0)

    def _refresh(self, record: Record) -> None:
        self._problem.hide()
        self.head.show_kind(record.kind, record.shape, record.category, may_change=False)
        self.head.naming.refresh(record.name)
        self.details.show_record(record, is_new=False)
        self.notes.refresh(record.notes)
        self.source.refresh(record.source)
        self.consent.put(record.consent)
        self.voices.show_people(self._reader, record, is_new=False)

    def _say_values(self, values: Mapping[str, Any]) -> None:
        self._say(values)

    def _say(self, values: Mapping[str, Any], details: Mapping[str, Any] | None = None) -> None:
        """An answer was left: an edit of a record that is there, or a note for one that is not yet."""
        if self._record is None:
            return
        if self._is_draft:
            self._record = replace(self._record, **values)
            if "category" in values:
                self.details.show_record(self._draft_as_typed(), is_new=True)
            self._may_add()
            return
        known = {name: getattr(self._record, name) for name in values}
        if known == dict(values) and all(
            self._record.details.get(n) == v for n, v in (details or {}).items()
        ):
            return
        self.edit_wanted.emit(ChangeRecord(self._record.id, dict(values), dict(details or {})))

    def _draft_as_typed(self) -> Record:
        assert self._record is not None
        return replace(
            self._record,
            category=self.head.category.code(),
            name=self.head.name.text().strip(),
            details=self.details.values(),
            notes=str(self.notes.answer.value() or ""),
            source=str(self.source.answer.value() or ""),
            consent=self.consent.value(),
            **self.voices.values(),
        )

    def _may_add(self) -> None:
        reason = self._why_not()
        self._add.setEnabled(not reason)
        self._add.setToolTip(reason or "Add it to the map (Enter)")
        self._add.setAccessibleDescription(reason)

    def _why_not(self) -> str:
        """Why a new record cannot be added yet; empty where it can."""
        if not self.head.category.code():
            return "Choose what it is first."
        return "" if self.head.name.text().strip() else "Give it a name first."

    def _add_draft(self) -> None:
        if not self._is_draft or self._record is None:
            return
        if self._why_not():
            self._go_to_what_is_missing()
            return
        if self._say_fault(self._record.geometry):
            return
        record = self._draft_as_typed()
        kept = ("category", "consent", "group", "session")
        self._last[record.kind] = {name: getattr(record, name) for name in kept}
        self.edit_wanted.emit(AddRecord(record))

    def _go_to_what_is_missing(self) -> None:
        """Enter in a form that lacks something leads to what it lacks."""
        if self.head.category.code():
            self.head.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.category.begin()

    def _tell_missing(self) -> None:
        """Which needed answers are still to come: a kind word, never a lock."""
        missing = self.details.missing()
        self._missing.setText(f"Still to say: {' '.join(missing)}")
        self._missing.setVisible(bool(missing))

    def _choose_kind(self, kind: Kind) -> None:
        if self._record and self._is_draft:
            self._record = replace(self._draft_as_typed(), kind=kind, category="", details={})
            self.head.show_kind(kind, self._record.shape, "", may_change=True)
            self.details.show_record(self._record, is_new=True)
            self._title.setText(f"New {self._catalogue[kind].label.lower()}")
            self.kind_changed.emit(kind)

    def _reshape(self, geometry: BaseGeometry, label: str) -> None:
        if self._record is None:
            return
        if not self._is_draft:
            self.shape_wanted.emit(self._record.id, geometry, label)
        elif not self._say_fault(geometry):
            self._record = replace(self._record, geometry=geometry)
            self.whereabouts.show_shape(geometry)
            self.draft_moved.emit(geometry)

    def _say_fault(self, geometry: BaseGeometry) -> bool:
        """Say what is wrong with the shape of a new record, and offer to mend it; False where it is good."""
        borough = self._reader.places.borough
        found = faults(geometry, borough.geometry if borough else None)
        if found:
            self.show_fault(found[0])
        return bool(found)

    def show_fault(self, fault: Fault) -> None:
        """Say why a shape was not taken, with one click to mend it where that needs no guessing."""
        self._problem.say(Problem(fault.what, fault.why, fault.try_this), fault.mended)
        self._scroll.verticalScrollBar().setValue(0)

    def _mend(self, geometry: BaseGeometry) -> None:
        self._problem.hide()
        self._reshape(geometry, "Mended a shape")

    def _correct_place(self, code: str | None) -> None:
        if self._record and not self._is_draft:
            self.edit_wanted.emit(CorrectPlace(self._record.id, PlaceCode(code) if code else None))

    def _ask_removal(self) -> None:
        if self._record and not self._is_draft:
            self.remove_wanted.emit(self._record.id)

    def show_problem(self, problem: Problem) -> None:
        """Say why something was not done, at the top where it cannot be missed."""
        self._problem.say(problem)
        self._scroll.verticalScrollBar().setValue(0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.record_id():
            self.photos.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.photos.dropEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_draft:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)


def _told(record: Record) -> str:
    """When it was made and changed, and by whom."""
    by = f" by {record.created_by}" if record.created_by else ""
    told = [f"Added {when(record.created_at)}{by}."] if record.created_at else []
    if record.changed_at:
        by = f" by {record.changed_by}" if record.changed_by else ""
        told.append(f"Changed {when(record.changed_at)}{by}.")
    return " ".join(told)
