"""The list behind the panel of known things: thousands of rows, narrowed in one pass over plain texts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter

from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Places
from placeplanner.gui.icons import paint_symbol
from placeplanner.gui.known.offers import Offer, State, below
from placeplanner.gui.panels.record_list import plain
from placeplanner.gui.panels.rows import ROW, Row

_NOWHERE = QModelIndex()


class OfferList(QAbstractListModel):
    """The offers that are shown just now."""

    def __init__(self, catalogue: Catalogue, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue, self._places = catalogue, places
        self.shown: tuple[Offer, ...] = ()
        self._with_type = True
        self._rows: dict[str, int] = {}

    def set_places(self, places: Places) -> None:
        """The places that things lie in, which may be called otherwise now."""
        self._places = places

    def show_offers(self, offers: Sequence[Offer], text: str, *, with_type: bool) -> None:
        """Show those in which every word of the text occurs; each says its type unless all are of one."""
        self._with_type = with_type
        words = plain(text).split()
        kept = [offer for offer in offers if not words or self._holds(offer, words)]
        self.beginResetModel()
        self.shown = tuple(kept)
        self._rows = {offer.key: row for row, offer in enumerate(kept)}
        self.endResetModel()

    def _holds(self, offer: Offer, words: list[str]) -> bool:
        text = plain(f"{offer.name} {below(offer, self._catalogue, self._places)}")
        return all(word in text for word in words)

    def row_of(self, key: str) -> int | None:
        """Where a thing stands, by its origin; None where it is not shown."""
        return self._rows.get(key)

    def offer_at(self, row: int) -> Offer | None:
        """The offer of a row, or None."""
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        offer = self.offer_at(index.row())
        if offer is None:
            return None
        words = below(offer, self._catalogue, self._places, with_type=self._with_type)
        if role == ROW:
            return self._row(offer, words)
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{offer.title}, {offer.state.label}, {words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{offer.title}\n{words}"
        return None

    def _row(self, offer: Offer, words: str) -> Row:
        spec = self._catalogue[offer.kind]
        category = spec.category(offer.category)
        glyph = category.icon if category else ""

        def symbol(painter: QPainter, box: QRectF) -> None:
            paint_symbol(painter, box, spec, glyph)

        is_struck = offer.state in (State.GONE, State.DECLINED)
        return Row(offer.title, below=words, symbol=symbol, is_struck=is_struck)
