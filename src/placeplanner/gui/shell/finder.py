"""The search box: a place, a record, a grid reference or a latitude and longitude, found while it is typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from placeplanner.domain.coordinates import EastingNorthing, grid_ref, parse_position
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Places
from placeplanner.domain.record import Record
from placeplanner.errors import Problem
from placeplanner.gazetteer.spelling import plain
from placeplanner.gui.icons import icon, kind_icon
from placeplanner.gui.theme import play

MOST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One suggestion. `target` is a place's code, a record's id or a position."""

    words: str
    below: str
    sort: str  # place | record | position
    target: str | EastingNorthing
    glyph: str = ""


def suggestions(text: str, places: Places, records: Iterable[Record], catalogue: Catalogue) -> list[Found]:
    """What `text` may mean, best first: a position, then names that start with it, then names that hold it."""
    found = _position(text)
    wanted = plain(text)
    if not wanted:
        return found
    ranked: list[tuple[int, int, str, Found]] = []
    for place in places:
        if (rank := _rank(plain(place.name), wanted)) is not None:
            words = place.kind.value.capitalize()
            ranked.append(
                (rank, 0, place.name, Found(place.name, words, "place", place.code, "mdi6.map-marker-radius"))
            )
    for record in records:
        if (rank := _rank(plain(record.name), wanted)) is not None:
            spec = catalogue[record.kind]
            home = places.get(record.place)
            parts = (spec.category_label(record.category), home.name if home else "")
            below = " · ".join(part for part in parts if part)
            ranked.append(
                (rank, 1, record.name, Found(record.name, below, "record", record.id, record.kind.value))
            )
    ranked.sort(key=lambda entry: entry[:3])
    return [*found, *(entry[3] for entry in ranked)][:MOST]


def _rank(name: str, wanted: str) -> int | None:
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in name:
        return 1
    return 2 if wanted in name else None


def _position(text: str) -> list[Found]:
    if sum(letter.isdigit() for letter in text) < 4:
        return []
    try:
        position = parse_position(text)
    except Problem:
        return []
    return [Found(grid_ref(position), "Go to this position", "position", position, "mdi6.crosshairs-gps")]


class Finder(QLineEdit):
    """The search box with its suggestions below it."""

    found = Signal(object)  # Found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue: Catalogue | None = None
        self._places = Places(())
        self._records: Iterable[Record] = ()
        self.setPlaceholderText("Find a place, a record or a position")
        self.setAccessibleName("Find a place, a record or a position")
        self.setToolTip("Find a place, a record, a grid reference or a latitude and longitude ( / )")
        self.setClearButtonEnabled(True)
        self.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self._popup = _Popup(self)
        self._popup.chosen.connect(self._choose)
        self.textEdited.connect(self._suggest)

    def set_sources(self, catalogue: Catalogue, places: Places, records: Iterable[Record]) -> None:
        """What is looked through; `records` may be a live view."""
        self._catalogue, self._places, self._records = catalogue, places, records

    def _suggest(self, text: str) -> None:
        if self._catalogue is None or not text.strip():
            self._popup.hide()
            return
        found = suggestions(text, self._places, self._records, self._catalogue)
        self._popup.offer(found, self._catalogue)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            self._popup.step(1 if key is Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._popup.choose_current()
        elif key is Qt.Key.Key_Escape and (self._popup.isVisible() or self.text()):
            self._popup.hide()
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._popup.hide()
        super().focusOutEvent(event)

    def _choose(self, found: Found) -> None:
        self._popup.hide()
        self.clear()
        self.found.emit(found)


class _Popup(QWidget):
    """The suggestions: a plain child of the window, so that typing goes on while it shows."""

    chosen = Signal(object)

    def __init__(self, box: QLineEdit) -> None:
        super().__init__(box)
        self._box = box
        self._rows = QListWidget()
        self._rows.setAccessibleName("What was found")
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        play(self._rows, "cards")
        self._rows.itemClicked.connect(lambda _: self.choose_current())
        self._none = QLabel("Nothing found. Try fewer letters, or a grid reference such as SD 578 055.")
        self._none.setWordWrap(True)
        self._none.setMargin(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rows)
        column.addWidget(self._none)
        self.setAutoFillBackground(True)
        self.hide()

    def offer(self, found: list[Found], catalogue: Catalogue) -> None:
        """Show suggestions, or that there are none."""
        self._rows.clear()
        for one in found:
            row = QListWidgetItem(f"{one.words}\n{one.below}")
            spec = next((s for s in catalogue.kinds.values() if s.kind.value == one.glyph), None)
            row.setIcon(kind_icon(spec) if spec else icon(one.glyph))
            row.setData(Qt.ItemDataRole.UserRole, one)
            self._rows.addItem(row)
        self._rows.setCurrentRow(0)
        self._rows.setVisible(bool(found))
        self._none.setVisible(not found)
        self._stand(len(found))

    def _stand(self, count: int) -> None:
        window = self._box.window()
        if self.parent() is not window:
            self.setParent(window)
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + 4))
        heights = sum(self._rows.sizeHintForRow(row) for row in range(count))
        height = min(heights + 8, window.height() - corner.y() - 16) if count else 64
        self.setGeometry(corner.x(), corner.y(), max(self._box.width(), 320), height)
        self.raise_()
        self.show()

    def step(self, by: int) -> None:
        """Move the highlight."""
        count = self._rows.count()
        if count:
            self._rows.setCurrentRow((self._rows.currentRow() + by) % count)

    def choose_current(self) -> None:
        """Take the highlighted suggestion."""
        row = self._rows.currentItem()
        if row is not None and self.isVisible():
            self.chosen.emit(row.data(Qt.ItemDataRole.UserRole))
