"""How a row of a list looks: a symbol, a line of words, a quieter line below, a mark at the end.

Painted rather than built of widgets, so that ten thousand rows cost no more than the dozen on screen.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from placeplanner.gui.theme import GRID, TARGET, colours

ROW = Qt.ItemDataRole.UserRole + 1  # where a model keeps the `Row` of an index
SYMBOL = 26  # px
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter

PaintSymbol = Callable[[QPainter, QRectF], None]


class Row(Struct, frozen=True):
    """What one row says. `mark` is a word in a small frame at the end; `count` a quiet number there."""

    title: str
    below: str = ""
    mark: str = ""
    count: str = ""
    is_strong: bool = False
    is_struck: bool = False
    is_chosen: bool = False  # filled, wherever the keyboard is
    symbol: PaintSymbol | None = None
    icon: QIcon | None = None


def list_of_rows(model: QAbstractItemModel, called: str) -> QListView:
    """A list whose model keeps a `Row` for each index, narrow where its panel is; `called` is for those who hear it."""
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(RowPainter(view))
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setIconSize(QSize(24, 24))
    view.setMinimumHeight(96)
    view.setAccessibleName(called)
    return view


class RowPainter(QStyledItemDelegate):
    """Paints the `Row` that an index holds under `ROW`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: Row | None = index.data(ROW)
        line = option.fontMetrics.height()
        height = line * 2 + GRID * 1.5 if row and row.below else line + GRID
        return QSize(120, max(TARGET, round(height)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row | None = index.data(ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        box = QRectF(option.rect).adjusted(1, 1, -1, -1)
        _ground(painter, box, option, is_chosen=row.is_chosen)
        inner = box.adjusted(GRID - 2, 0, -GRID, 0)
        inner = _symbol(painter, inner, row)
        inner = _end(painter, inner, row)
        _words(painter, inner, row, option.font)
        painter.restore()


def _ground(painter: QPainter, box: QRectF, option: QStyleOptionViewItem, *, is_chosen: bool) -> None:
    """The row's background, and the ring around the row that has the keyboard."""
    worn, state = colours(), option.state
    fill = worn.hover if state & QStyle.StateFlag.State_MouseOver else ""
    if is_chosen or state & QStyle.StateFlag.State_Selected:
        fill = worn.selection
    painter.setPen(Qt.PenStyle.NoPen)
    if fill:
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, 5, 5)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(worn.focus), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)


def _symbol(painter: QPainter, box: QRectF, row: Row) -> QRectF:
    if row.symbol is None and row.icon is None:
        return box
    side = float(SYMBOL if row.symbol else 20)
    place = QRectF(box.left(), box.center().y() - side / 2, side, side)
    if row.symbol:
        row.symbol(painter, place)
    elif row.icon:
        row.icon.paint(painter, place.toRect())
    return box.adjusted(side + GRID, 0, 0, 0)


def _end(painter: QPainter, box: QRectF, row: Row) -> QRectF:
    """The count, or the mark of a row that has one line only; gives the room that is left."""
    if row.count:
        painter.setPen(QColor(colours().muted))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), row.count)
        return box.adjusted(0, 0, -QFontMetricsF(painter.font()).horizontalAdvance(row.count) - GRID, 0)
    return _mark(painter, box, row.mark) if row.mark and not row.below else box


def _mark(painter: QPainter, box: QRectF, mark: str) -> QRectF:
    """A word in a small frame at the end of a box; gives the room that is left."""
    worn = colours()
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(mark) + GRID * 1.5
    frame = QRectF(box.right() - width, box.center().y() - metrics.height() / 2, width, metrics.height())
    painter.setPen(QPen(QColor(worn.edge), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(frame, 4, 4)
    painter.setPen(QColor(worn.muted))
    painter.drawText(frame, int(_MIDDLE), mark)
    return box.adjusted(0, 0, -width - GRID, 0)


def _words(painter: QPainter, box: QRectF, row: Row, font: QFont) -> None:
    """The title has the whole width; a mark shares the quieter line below with its words."""
    worn = colours()
    above, below = _lines(box, row, QFontMetricsF(font).height())
    title = QFont(font)
    title.setWeight(QFont.Weight.DemiBold if row.is_strong or row.is_chosen else QFont.Weight.Normal)
    title.setStrikeOut(row.is_struck)
    _line(painter, above, row.title, title, worn.muted if row.is_struck else worn.text)
    if row.below:
        painter.setFont(font)
        room = _mark(painter, below, row.mark) if row.mark else below
        _line(painter, room, row.below, font, worn.muted)


def _lines(box: QRectF, row: Row, height: float) -> tuple[QRectF, QRectF]:
    if not row.below:
        return box, box
    top = box.center().y() - height - 1
    return (
        QRectF(QPointF(box.left(), top), QPointF(box.right(), top + height)),
        QRectF(QPointF(box.left(), top + height + 2), QPointF(box.right(), top + 2 * height + 2)),
    )


def _line(painter: QPainter, box: QRectF, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(_LEFT), fitting)
