"""The records of the chosen place: searched, filtered, walked through with the arrow keys."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.people import Session
from placeplanner.domain.place import Places
from placeplanner.domain.record import Record
from placeplanner.gui.by_ear import Murmur
from placeplanner.gui.i18n import how_many
from placeplanner.gui.icons import icon
from placeplanner.gui.panels.filters import FilterBar
from placeplanner.gui.panels.record_list import Filter, RecordList
from placeplanner.gui.panels.rows import list_of_rows
from placeplanner.gui.theme import GRID, play

NOTHING_HERE = "Nothing here yet. Press P and click where the library is."


class RecordsPanel(QWidget):
    """A list that follows the map, and that the map follows."""

    record_chosen = Signal(str)  # the one that the list stands on now
    record_opened = Signal(str)  # Enter or a double click: go to its form

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RecordList(catalogue, self)
        self._murmur = Murmur(self)
        self.search = self._make_search()
        self.filters = FilterBar(catalogue)
        self.list = self._make_list()
        self.tally = QLabel()
        self.empty = QLabel()
        self._lay_out()
        self.filters.changed.connect(self._narrow)
        self.filters.clear.clicked.connect(self.search.clear)
        self._say()

    def set_records(self, records: Iterable[Record], places: Places) -> None:
        """Show the records of the chosen place; what is chosen stays chosen if it is among them."""
        chosen = self.chosen()
        self.model.set_records(records, places)
        self.filters.offer(self.model.records)
        self._narrow()
        self.select(chosen)

    def set_sessions(self, sessions: Iterable[Session]) -> None:
        """The sessions that records may be filtered by."""
        self.filters.set_sessions(tuple(sessions))

    def select(self, record_id: str | None) -> None:
        """Stand on this record because the map does, without saying so to anybody."""
        row = self.model.row_of(record_id) if record_id else None
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if row is None:
            selection.clear()
        else:
            index = self.model.index(row)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        selection.blockSignals(False)
        self.list.viewport().update()

    def chosen(self) -> str | None:
        """The id of the record that the list stands on."""
        rows = self.list.selectionModel().selectedIndexes()
        record = self.model.record_at(rows[0].row()) if rows else None
        return record.id if record else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.search and self._key_in_search(event.key()):
                return True
            if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
        return super().eventFilter(watched, event)

    def _make_search(self) -> QLineEdit:
        search = QLineEdit()
        search.setPlaceholderText("Search these records")
        search.setAccessibleName("Search the records of this place")
        search.addAction(icon("mdi6.magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._narrow)
        search.installEventFilter(self)
        return search

    def _make_list(self) -> QListView:
        view = list_of_rows(self.model, "Records of this place")
        view.installEventFilter(self)
        view.doubleClicked.connect(self._open)
        view.selectionModel().selectionChanged.connect(self._tell)
        return view

    def _lay_out(self) -> None:
        play(self.tally, "hint")
        play(self.empty, "hint")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.search)
        layout.addWidget(self.filters)
        line = QHBoxLayout()
        line.addWidget(self.tally, 1)
        line.addWidget(self.filters.clear)
        layout.addLayout(line)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)

    def _narrow(self) -> None:
        chosen = self.chosen()
        self.model.show_matching(replace(self.filters.wanted(), text=self.search.text()))
        self.select(chosen)
        self._say()

    def _say(self) -> None:
        """How many there are of how many, and what to do where there are none."""
        shown, total = self.model.rowCount(), self.model.total
        is_narrowed = self.model.filter != Filter()
        everything = how_many(total, "record")
        self.tally.setText(f"{shown:,} of {everything}" if is_narrowed else everything)
        self.tally.setVisible(total > 0)
        self.filters.setVisible(total > 0)
        self.filters.clear.setVisible(is_narrowed and total > 0)
        if not total:
            self.empty.setText(NOTHING_HERE)
        elif not shown:
            self.empty.setText("No record matches. Try fewer letters, or show all records again.")
        self.empty.setVisible(not shown)
        self.list.setVisible(shown > 0)
        if self.search.hasFocus():
            self._murmur.say(self.tally.text() if shown else self.empty.text())

    def _key_in_search(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.chosen():
                self.list.setCurrentIndex(self.model.index(0))
            return True
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _tell(self) -> None:
        if chosen := self.chosen():
            self.record_chosen.emit(chosen)

    def _open(self) -> None:
        if chosen := self.chosen():
            self.record_opened.emit(chosen)
