"""A big button with an icon, words and a hint below them, to be read from the back row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from placeplanner.gui.icons import icon
from placeplanner.gui.stylesheet import HEADING
from placeplanner.gui.theme import GRID, colours

TILE = 48  # px: the square behind the icon
ICON = 28
_PADDING = 2 * GRID
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class WayIn(QPushButton):
    """A card that is one button. It grows as tall as its words need at the width that it gets."""

    def __init__(self, words: str, glyph: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._glyph, self._hint = icon(glyph, "accent"), hint
        self.setAutoDefault(True)  # Enter presses it as Space does
        self.setAccessibleName(words)
        self.setAccessibleDescription(hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words, hint = self._boxes(width)
        return max(words.bottom(), hint.bottom()) + 1 + _PADDING

    def sizeHint(self) -> QSize:
        return QSize(28 * GRID, self.heightForWidth(28 * GRID))

    def minimumSizeHint(self) -> QSize:
        words = self._title_font()
        longest = max(QFontMetrics(words).horizontalAdvance(word) for word in self.text().split())
        width = longest + 2 * _PADDING
        return QSize(width, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        tile = QRectF(_PADDING, _PADDING, TILE, TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(worn.selection))
        painter.drawRoundedRect(tile, GRID, GRID)
        inside = QRect(0, 0, ICON, ICON)
        inside.moveCenter(tile.center().toPoint())
        self._glyph.paint(painter, inside)
        words, hint = self._boxes(self.width())
        painter.setPen(QColor(worn.text))
        painter.setFont(self._title_font())
        painter.drawText(words, _WRAPPED, self.text())
        painter.setPen(QColor(worn.muted))
        painter.setFont(self.font())
        painter.drawText(hint, _WRAPPED, self._hint)

    def _paint_ground(self, painter: QPainter) -> None:
        """The card itself, and the ring around it when it has the keyboard."""
        worn = colours()
        fill = worn.selection if self.isDown() else worn.hover if self.underMouse() else worn.base
        ring = QPen(QColor(worn.focus), 3) if self.hasFocus() else QPen(QColor(worn.edge), 1)
        inset = ring.widthF() / 2
        painter.setPen(ring)
        painter.setBrush(QColor(fill))
        box = QRectF(QPointF(0, 0), self.size().toSizeF()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, 10, 10)

    def _title_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * HEADING)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        """Where the words and the hint go in a card of this width."""
        room = QRect(_PADDING, _PADDING + TILE + GRID * 3 // 2, max(width - 2 * _PADDING, 1), 10_000)
        words = QFontMetrics(self._title_font()).boundingRect(room, _WRAPPED, self.text())
        below = room.adjusted(0, words.height() + GRID // 2, 0, 0)
        hint = QFontMetrics(self.font()).boundingRect(below, _WRAPPED, self._hint)
        words.setWidth(room.width())
        hint.setWidth(room.width())
        return words, hint
