"""The list behind the records panel: rows kept ready, so that filtering ten thousand is one pass over plain texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter

from placeplanner.domain.ids import RecordId, SessionId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.domain.place import Places
from placeplanner.domain.record import Record
from placeplanner.gui.icons import paint_symbol
from placeplanner.gui.panels.rows import ROW, Row

_NOWHERE = QModelIndex()


class Filter(Struct, frozen=True):
    """What a row must be to be shown; None and an empty text let everything through."""

    text: str = ""
    kind: Kind | None = None
    category: str | None = None
    session: SessionId | None = None


class RecordList(QAbstractListModel):
    """The records of a place, by name, as many as match the filter."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._places = Places(())
        self._records: list[Record] = []
        self._texts: dict[
            RecordId, tuple[Record, str]
        ] = {}  # what can be searched, made when it is first asked for
        self._shown: list[Record] = []
        self._rows: dict[RecordId, int] = {}
        self.filter = Filter()

    @property
    def total(self) -> int:
        """How many records the place has, shown or not."""
        return len(self._records)

    @property
    def places(self) -> Places:
        """The places that the records' places are named from."""
        return self._places

    @property
    def records(self) -> list[Record]:
        """All of them, shown or not."""
        return self._records

    def set_records(self, records: Iterable[Record], places: Places) -> None:
        """Take these records instead of those."""
        self._places = places
        self._records = sorted(records, key=lambda record: (not record.name, record.name.casefold()))
        self.show_matching(self.filter)

    def show_matching(self, wanted: Filter) -> None:
        """Show the records that match; every word of the text must occur somewhere in a record."""
        self.filter = wanted
        words = plain(wanted.text).split()
        matching = [
            record
            for record in self._records
            if (wanted.kind is None or record.kind is wanted.kind)
            and (wanted.category is None or record.category == wanted.category)
            and (wanted.session is None or record.session == wanted.session)
            and (not words or self._holds(record, words))
        ]
        self.beginResetModel()
        self._shown = matching
        self._rows = {record.id: row for row, record in enumerate(matching)}
        self.endResetModel()

    def _holds(self, record: Record, words: list[str]) -> bool:
        known = self._texts.get(record.id)
        if known is None or known[0] is not record:
            known = self._texts[record.id] = (record, self._searchable(record))
        return all(word in known[1] for word in words)

    def row_of(self, record_id: str) -> int | None:
        """Where a record stands in the list, or None where it is not shown."""
        return self._rows.get(RecordId(record_id))

    def record_at(self, row: int) -> Record | None:
        """The record of a row, or None."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        record = self.record_at(index.row())
        if record is None:
            return None
        if role == ROW:
            return self._row(record)
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(record)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            sample = ", sample" if record.is_sample else ""
            below = self._below(record).replace(" · ", ", ")
            return f"{title_of(record)}, {self._catalogue[record.kind].label}, {below}{sample}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{title_of(record)}\n{self._below(record)}"
        return None

    def _row(self, record: Record) -> Row:
        spec = self._catalogue[record.kind]
        category = spec.category(record.category)
        glyph = category.icon if category else ""

        def symbol(painter: QPainter, box: QRectF) -> None:
            paint_symbol(painter, box, spec, glyph)

        mark = "Sample" if record.is_sample else ""
        return Row(title_of(record), below=self._below(record), mark=mark, symbol=symbol)

    def _below(self, record: Record) -> str:
        place = self._places.get(record.place)
        label = self._catalogue[record.kind].category_label(record.category)
        return f"{label} · {place.name}" if place else label

    def _searchable(self, record: Record) -> str:
        details = " ".join(value for value in record.details.values() if isinstance(value, str))
        below = self._below(record).replace("·", "")
        return plain(f"{record.name} {below} {record.notes} {record.source} {details}")


def title_of(record: Record) -> str:
    """A record's name, or words that say that it has none yet."""
    return record.name or "No name yet"


def plain(text: str) -> str:
    """Text as it is compared: accents and case aside."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign))
