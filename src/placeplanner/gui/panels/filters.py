"""Narrowing the records: by kind, by category, by session. Only what occurs is offered."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QPushButton, QWidget

from placeplanner.domain.ids import SessionId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.people import Session
from placeplanner.domain.record import Record
from placeplanner.gui.by_ear import name_list
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.icons import icon, kind_icon
from placeplanner.gui.panels.record_list import Filter
from placeplanner.gui.theme import GRID, play


class FilterBar(QWidget):
    """Three drop-down lists; the one for sessions is there once there are sessions."""

    changed = Signal()

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._occurring: list[tuple[Kind, str]] = []
        self.kind = _drop_down("Kind of record")
        self.category = _drop_down("Category of record")
        self.session = _drop_down("Session in which it was recorded")
        self.clear = QPushButton("Show all")
        self.clear.setAccessibleName("Show all records again")
        play(self.clear, "quiet")
        self._fill_kinds()
        self._fill_categories()
        self.set_sessions(())
        self._lay_out()

    def wanted(self) -> Filter:
        """The filter as it is set, without the searched text."""
        session = self.session.currentData()
        kind = self.kind.currentData()
        return Filter(
            kind=Kind(kind) if kind else None,
            category=self.category.currentData() or None,
            session=SessionId(session) if session else None,
        )

    def offer(self, records: Iterable[Record]) -> None:
        """Offer the categories that occur among these records."""
        self._occurring = sorted({(record.kind, record.category) for record in records})
        self._fill_categories()

    def set_sessions(self, sessions: tuple[Session, ...]) -> None:
        """Offer these sessions."""
        entries = [(session.name, session.id) for session in sessions]
        _refill(self.session, "All sessions", entries)
        self.session.setVisible(bool(sessions))

    def reset(self) -> None:
        """Let everything through again."""
        for box in (self.kind, self.category, self.session):
            box.setCurrentIndex(0)

    def _fill_kinds(self) -> None:
        self.kind.addItem("All kinds", "")
        for kind, spec in self._catalogue.kinds.items():
            self.kind.addItem(kind_icon(spec), spec.plural, kind.value)

    def _fill_categories(self) -> None:
        kind = self.kind.currentData()
        entries = {
            self._catalogue[its].category_label(code): code
            for its, code in self._occurring
            if not kind or its == kind
        }
        _refill(self.category, "All categories", sorted(entries.items()))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        grid.addWidget(self.kind, 0, 0)
        grid.addWidget(self.category, 0, 1)
        grid.addWidget(self.session, 1, 0, 1, 2)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 6)  # "All categories" is read whole
        self.clear.setIcon(icon("mdi6.filter-off-outline", "accent"))
        self.kind.currentIndexChanged.connect(self._fill_categories)
        for box in (self.kind, self.category, self.session):
            box.currentIndexChanged.connect(lambda: self.changed.emit())
        self.clear.clicked.connect(self.reset)


def _drop_down(name: str) -> QComboBox:
    box = DropDown()
    name_list(box, name)
    box.setMinimumWidth(80)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _refill(box: QComboBox, everything: str, entries: Iterable[tuple[str, str]]) -> None:
    """Offer new entries, keeping the choice where it is still among them, without signals."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(everything, "")
    for label, code in entries:
        box.addItem(label, code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
