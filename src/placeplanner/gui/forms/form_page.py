"""What the form of a record looks like: its parts from top to bottom. What it does is in `record_form`."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
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
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play

_NARROW = 300  # pixels, below which two buttons find no room side by side


class FormPage(QWidget):
    """The parts of the form, laid out in the order in which eye and Tab meet them."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.head = Head(reader.catalogue)
        self.details = Details(reader.catalogue)
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
        letter_by_letter(self._title, self._missing, self._history)
        self._add = QPushButton("Add to the map")
        self._cancel = QPushButton("Cancel")
        self._remove = QPushButton("Delete this record")
        self._dress()
        self._lay_out()

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
        buttons = self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At twice the size on a small screen the buttons stand one above the other, or they would be cut off."""
        is_narrow = self.width() < _NARROW
        directions = QBoxLayout.Direction
        self._buttons.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        super().resizeEvent(event)

    def _show_parts(self, *, is_draft: bool) -> None:
        """A new record has buttons to add it and to forget it; one in the plan has photos and a history."""
        for widget in (self._photo_section, self._remove, self._history):
            widget.setVisible(not is_draft)
        for widget in (self._add, self._cancel):
            widget.setVisible(is_draft)
        self._missing.hide()
        self._go_to_top()

    def _tell_missing(self) -> None:
        """Which needed answers are still to come: a kind word, never a lock."""
        missing = self.details.missing()
        self._missing.setText(f"Still to say: {' '.join(missing)}")
        self._missing.setVisible(bool(missing))

    def _tell_history(self, record: Record) -> None:
        """When it was made and changed, and by whom."""
        by = f" by {record.created_by}" if record.created_by else ""
        told = [f"Added {when(record.created_at)}{by}."] if record.created_at else []
        if record.changed_at and record.changed_at != record.created_at:
            by = f" by {record.changed_by}" if record.changed_by else ""
            told.append(f"Changed {when(record.changed_at)}{by}.")
        self._history.setText(" ".join(told))

    def _go_to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)
