"""The page that is looked at: page by page, nearer and further, by keys as well; read out whole by a screen reader."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QImage, QKeySequence, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from placeplanner.gui.by_ear import name_list, say_aloud
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play
from placeplanner.profile.preview import PagePicture

EDITIONS = (("pdf", "Document"), ("easy", "Easy read"), ("poster", "Poster"))
_WIDTH_PT = {"pdf": 595.3, "easy": 595.3, "poster": 1190.6}
_WIDEST_PX = 960  # wider than that, a line is no longer taken in at a glance
_ROOM_FOR_ZOOM_PX = 360
_STEPS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)  # of the width that there is


class Leaf(QWidget):
    """`wanted` says that another page, size or edition is to be shown."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.number, self.count = 0, 0
        self._is_turning = False
        self._zoom = _STEPS.index(1.0)
        self._paper = QLabel("The pages are being made…")
        self._paper.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._paper)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("The profile’s pages")
        self._scroll.viewport().installEventFilter(self)
        self.editions = DropDown(is_narrow=False)
        name_list(self.editions, "Which edition is shown")
        for code, words in EDITIONS:
            self.editions.addItem(words, code)
        self._where = QLabel()
        self._lay_out()
        self.editions.currentIndexChanged.connect(self._begin_again)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GRID // 2)
        bar.addWidget(self.editions)
        bar.addStretch(1)
        self.back = self._button("Previous page", "mdi6.chevron-left", ("PgUp",), lambda: self.turn(-1))
        self.on = self._button("Next page", "mdi6.chevron-right", ("PgDown",), lambda: self.turn(1))
        for widget in (self.back, self._where, self.on):
            bar.addWidget(widget)
        bar.addStretch(1)
        self.out = self._button("Smaller", "mdi6.magnify-minus-outline", ("-",), lambda: self.zoom(-1))
        self.fit = self._button(
            "As wide as there is room", "mdi6.arrow-expand-horizontal", ("0",), self.zoom_to_fit
        )
        self.near = self._button("Larger", "mdi6.magnify-plus-outline", ("+", "="), lambda: self.zoom(1))
        for widget in (self.out, self.fit, self.near):
            bar.addWidget(widget)
        self.setMinimumWidth(240)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addLayout(bar)
        column.addWidget(self._scroll, 1)

    def _button(
        self, words: str, glyph: str, keys: tuple[str, ...], act: Callable[[], object]
    ) -> QToolButton:
        action = QAction(icon(glyph), words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{words} ({keys[0]})")
        action.triggered.connect(act)
        self.addAction(action)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(words)
        button.setAccessibleDescription(f"Key {keys[0]}")
        play(button, "quiet")
        return button

    @property
    def edition(self) -> str:
        """Which edition is to be shown."""
        return str(self.editions.currentData())

    @property
    def scale(self) -> float:
        """Pixels of the screen's own for a point of paper."""
        room = min(_WIDEST_PX, max(200, self._scroll.viewport().width() - 2 * GRID))
        return room / _WIDTH_PT[self.edition] * _STEPS[self._zoom] * self.devicePixelRatioF()

    def turn(self, by: int) -> None:
        """Go on or back by pages."""
        number = max(0, min(self.number + by, self.count - 1))
        if number != self.number:
            self.number = number
            self._is_turning = True
            self._scroll.verticalScrollBar().setValue(0)
            self.wanted.emit()

    def zoom(self, by: int) -> None:
        """Nearer or further by a step."""
        self._zoom = max(0, min(self._zoom + by, len(_STEPS) - 1))
        self.wanted.emit()

    def zoom_to_fit(self) -> None:
        """As wide as there is room."""
        self._zoom = _STEPS.index(1.0)
        self.wanted.emit()

    def _begin_again(self) -> None:
        self.number = 0
        self.wanted.emit()

    def show_page(self, page: PagePicture) -> None:
        """Show a page."""
        self.number, self.count = page.number, page.count
        image = QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
        pixels = QPixmap.fromImage(image)
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self._paper.setPixmap(pixels)
        self._where.setText(f"Page {page.number + 1} of {page.count}")
        self._scroll.setAccessibleName(f"The profile’s pages: page {page.number + 1} of {page.count}")
        self._scroll.setAccessibleDescription(page.text)  # here, as its label cannot have the keyboard
        if self._is_turning:
            self._is_turning = False
            say_aloud(self, f"{self._where.text()}. {page.text if self._scroll.hasFocus() else ''}".strip())
        self.back.defaultAction().setEnabled(page.number > 0)
        self.on.defaultAction().setEnabled(page.number < page.count - 1)

    def say(self, words: str) -> None:
        """Say something instead of a page."""
        self._paper.setText(words)
        self._where.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in (self.out, self.fit, self.near):  # their keys work without them
            button.setVisible(self.width() >= _ROOM_FOR_ZOOM_PX)
        if event.size().width() != event.oldSize().width():
            self.wanted.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel with Ctrl brings the page nearer."""
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)
