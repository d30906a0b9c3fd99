"""The form of a record. An existing record's answers are edits as soon as they are left; a new one waits for Enter.

Nothing that is being written is lost: what comes from elsewhere is shown beside it, and whoever shows another record
first hands over what was written about this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault, faults
from placeplanner.domain.ids import PlaceCode, RecordId, new_id
from placeplanner.domain.kinds import Audience, Catalogue, Kind
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record, shape_of
from placeplanner.edits.people import KeepPerson, Person
from placeplanner.edits.records import AddRecord, ChangeRecord, CorrectPlace
from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.forms.form_page import FormPage


class RecordForm(FormPage):
    """`edit_wanted` carries an edit; `shape_wanted` (id, geometry, label), to be checked first; `cancelled` nothing.

    `draft_moved` carries where a new record is now, since somebody typed another position; `back_wanted` says that
    Esc was pressed and the form has nothing more to take back.
    """

    edit_wanted = Signal(object)
    shape_wanted = Signal(str, object, str)
    cancelled = Signal()
    remove_wanted = Signal(str)
    kind_changed = Signal(object)
    draft_moved = Signal(object)
    back_wanted = Signal()

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self._reader = reader
        self._catalogue: Catalogue = reader.catalogue
        self._record: Record | None = None
        self._is_draft = False
        self._is_settling = False
        self._is_asking = False  # whether a new record shall really be forgotten
        self._last: dict[Kind, dict[str, Any]] = {}
        self._connect()

    def _connect(self) -> None:
        self.head.left.connect(self._say_values)
        self.head.accepted.connect(self._add_draft)
        self.head.kind_chosen.connect(self._choose_kind)
        self.details.left.connect(lambda name, value: self._say({}, {name: value}))
        self.notes.settled.connect(lambda words: self._say({"notes": words or ""}))
        self.source.settled.connect(lambda words: self._say({"source": words or ""}))
        self.consent.left.connect(lambda: self._say({"consent": self.consent.value()}))
        self.voices.left.connect(self._say_values)
        self.voices.kept.connect(self._keep_person)
        self.photos.date_wanted.connect(self._use_date)
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
        if self._is_draft and not self._why_not():
            self._add_draft()  # it was complete: whoever draws the next one means to keep it
        if self._is_draft and self.unkept():
            self._move_draft(geometry)
            return
        remembered = self._last.get(kind, {})
        start: dict[str, Any] = {"category": "", "consent": Audience.GROUP, **remembered, **(defaults or {})}
        if not self._fits(kind, start["category"], geometry):
            start["category"] = ""
        self._record = Record(id=RecordId(new_id()), kind=kind, name="", geometry=geometry, **start)
        self._is_draft = True
        self._is_asking = False
        self._load(self._record)
        self.whereabouts.show_shape(geometry)
        self._title.setText(f"New {self._catalogue[kind].label.lower()}")
        self.head.category.begin()

    def _move_draft(self, geometry: BaseGeometry) -> None:
        """Another shape for the new record that somebody is writing about: the words stay."""
        self._record = replace(self._draft_as_typed(), geometry=geometry)
        kind, category = self._record.kind, self._record.category
        self.head.show_kind(
            kind,
            self._record.shape,
            category if self._fits(kind, category, geometry) else "",
            may_change=True,
        )
        self.whereabouts.show_shape(geometry)
        self._may_add()

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
        asked = self.details.date_of_looking()
        self.photos.offer_date_for(asked.label if asked else "")
        self.photos.limit_to(record.consent)
        self.photos.show_photos(
            self._reader.photos(record.id), lambda photo: self._reader.photo_bytes(photo.sha256)
        )
        self._title.setText(f"{self._catalogue[record.kind].label}{' (sample)' if record.is_sample else ''}")
        self._tell_history(record)
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

    def unkept(self) -> tuple[object, ...]:
        """Words that are in no plan yet, after all has been handed over that can be; empty where none would be lost."""
        self.settle()
        if self._record is None:
            return ()
        if self._is_draft:
            draft = self._draft_as_typed()
            return tuple(words for words in (draft.name, draft.notes, *draft.details.values()) if words)
        every = (self.head.naming, self.notes, self.source, *self.details.questions())
        return tuple(question.answer.typed() for question in every if question.answer.is_touched())

    def clear(self) -> None:
        """Show no record."""
        self.settle()
        self._record, self._is_draft = None, False
        self.photos.show_photos((), lambda _: b"")

    def _load(self, record: Record) -> None:
        self._problem.hide()
        self.head.show_kind(record.kind, record.shape, record.category, may_change=self._is_draft)
        self.head.naming.load(record.name)
        self.details.show_record(record, is_new=True)
        self.notes.load(record.notes)
        self.source.load(record.source)
        self.consent.put(record.consent)
        self.voices.show_people(self._reader, record)
        self._show_parts(is_draft=self._is_draft)
        self._may_add()

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

    def _keep_person(self, person: Person) -> None:
        if self._record is not None:
            self.edit_wanted.emit(KeepPerson(person))

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
        self._add.setAccessibleDescription(reason or "Enter in the name does the same")

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
        say_aloud(self, self._why_not(), is_urgent=True)
        if self.head.category.code():
            self.head.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.head.category.begin()

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
        self._go_to_top()

    def _mend(self, geometry: BaseGeometry) -> None:
        self._problem.hide()
        self._reshape(geometry, "Mended a shape")

    def _use_date(self, date: str) -> None:
        if asked := self.details.date_of_looking():
            self._say({}, {asked.name: date})

    def _correct_place(self, code: str | None) -> None:
        if self._record and not self._is_draft:
            self.edit_wanted.emit(CorrectPlace(self._record.id, PlaceCode(code) if code else None))

    def _ask_removal(self) -> None:
        if self._record and not self._is_draft:
            self.remove_wanted.emit(self._record.id)

    def show_problem(self, problem: Problem) -> None:
        """Say why something was not done, at the top where it cannot be missed."""
        self._problem.say(problem)
        self._go_to_top()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.record_id():
            self.photos.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.photos.dropEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back_out()
            return
        super().keyPressEvent(event)

    def _back_out(self) -> None:
        """Esc, one step back: words not kept yet, then the new record (asked once if much was written), then the form."""
        if self._is_draft:
            if self.unkept() and not self._is_asking:
                self._is_asking = True
                self.show_problem(
                    Problem("Press Esc again to forget this new record.", "Enter adds it to the map.")
                )
            else:
                self.cancelled.emit()
            return
        every = (self.head.naming, self.notes, self.source, *self.details.questions())
        writing = next((question for question in every if question.has_keyboard()), None)
        if writing is None or not writing.take_back():
            self.back_wanted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another window comes to the front: what is being written is kept, in case nobody comes back."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.settle()

    def hideEvent(self, event: QHideEvent) -> None:
        self.settle()
        super().hideEvent(event)
