"""The search box: streets, postcodes, places, records and positions, found while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Places
from placeplanner.domain.record import Record
from placeplanner.gazetteer.name import NameKind
from placeplanner.gui.by_ear import Murmur
from placeplanner.gui.icons import icon, kind_icon
from placeplanner.gui.shell.suggesting import Found, suggestions
from placeplanner.gui.theme import play

if TYPE_CHECKING:
    from placeplanner.gazetteer.search import Hit

NOTHING_FOUND = "Nothing found. Try fewer letters, or a grid reference such as SD 578 055."
Lookup = Callable[[str], "Sequence[Hit]"]


class Finder(QLineEdit):
    """The search box with its suggestions below it."""

    found = Signal(object)  # Found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue: Catalogue | None = None
        self._places = Places(())
        self._records: Iterable[Record] = ()
        self._lookup: Lookup | None = None
        self._knows: frozenset[NameKind] = frozenset()
        self._near: Callable[[], EastingNorthing] | None = None
        self._name()
        self.setClearButtonEnabled(True)
        self.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self._murmur = Murmur(self)
        self._popup = _Popup(self)
        self._popup.chosen.connect(self._choose)
        self.textEdited.connect(self._suggest)

    def set_sources(self, catalogue: Catalogue, places: Places, records: Iterable[Record]) -> None:
        """What is looked through; `records` may be a live view."""
        self._catalogue, self._places, self._records = catalogue, places, records

    def set_near(self, near: Callable[[], EastingNorthing]) -> None:
        """Where people look: what is near there comes first."""
        self._near = near

    def set_names(self, lookup: Lookup | None, knows: frozenset[NameKind]) -> None:
        """Look streets, postcodes and the like up with this, which knows these kinds; None where no map pack holds any."""
        self._lookup, self._knows = lookup, knows
        self._name()
        if self.text() and self._popup.isVisible():
            self._suggest(self.text())

    def _name(self) -> None:
        own = (("a street", NameKind.STREET), ("a postcode", NameKind.POSTCODE))
        known = [words for words, kind in own if kind in self._knows]
        what = ", ".join([*known, "a place or a record"]) if known else "a place, a record or a position"
        self.setPlaceholderText(f"Find {what}")
        self.setAccessibleName(f"Find {what}")
        self.setToolTip(f"Find {what}, or go to a grid reference or a latitude and longitude ( / )")
        self.setAccessibleDescription("Or type a grid reference, or latitude and longitude. Key /")

    def _suggest(self, text: str) -> None:
        if self._catalogue is None or not text.strip():
            self._popup.hide()
            return
        hits = self._lookup(text) if self._lookup else None
        near = self._near() if self._near else None
        found = suggestions(text, self._places, self._records, self._catalogue, hits, near, self._knows)
        self._popup.offer(found, self._catalogue)
        count = sum(one.sort != "maps" for one in found)
        words = self._popup.told() or NOTHING_FOUND
        self._murmur.say(f"{count} found. {words}" if count else words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
            self._popup.step(1 if key is Qt.Key.Key_Down else -1)
            self._murmur.say(self._popup.told())
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
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.itemClicked.connect(lambda _: self.choose_current())
        self._none = QLabel(NOTHING_FOUND)
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
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.words}, {one.below}")
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

    def told(self) -> str:
        """The highlighted suggestion in words."""
        row = self._rows.currentItem()
        return str(row.data(Qt.ItemDataRole.AccessibleTextRole)) if row else ""

    def choose_current(self) -> None:
        """Take the highlighted suggestion."""
        row = self._rows.currentItem()
        if row is not None and self.isVisible():
            self.chosen.emit(row.data(Qt.ItemDataRole.UserRole))
