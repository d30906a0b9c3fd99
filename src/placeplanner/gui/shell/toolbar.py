"""The tools, in a column beside the map (never over it), and the kind that is drawn next."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.gui.icons import icon, kind_icon
from placeplanner.gui.theme import GRID, play

BUTTON = 44


class ToolBar(QWidget):
    """A button for each tool and each kind. `tool_wanted` carries a tool's name, `kind_wanted` a Kind."""

    tool_wanted = Signal(str)
    kind_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = QActionGroup(self)
        self._kinds = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        self._column.setSpacing(GRID // 2)
        self.setAccessibleName("Tools")

    def add_tool(self, name: str, words: str, glyph: str, keys: Iterable[str]) -> None:
        """A tool by its name, words and keys."""
        shortcuts = tuple(keys)
        action = QAction(icon(glyph), words, self)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setShortcuts([QKeySequence(key) for key in shortcuts])
        action.setToolTip(f"{words} ({shortcuts[0]})" if shortcuts else words)
        action.triggered.connect(lambda _checked=False: self.tool_wanted.emit(name))
        self._tools.addAction(action)
        self.addAction(action)
        button = _button()
        button.setDefaultAction(action)
        button.setAccessibleName(words)
        button.setAccessibleDescription(f"Key {shortcuts[0]}" if shortcuts else "")
        self._column.addWidget(button)

    def add_kinds(self, catalogue: Catalogue) -> None:
        """A button for each kind, below a line; keys 1 to 4."""
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        self._column.addWidget(line)
        for number, spec in enumerate(catalogue.kinds.values(), start=1):
            button = _button()
            button.setIcon(kind_icon(spec))
            button.setCheckable(True)
            button.setProperty("kind", spec.kind)
            one = f"{'an' if spec.label[0] in 'AEIOU' else 'a'} {spec.label.lower()}"
            button.setToolTip(f"Draw {one} next ({number})")
            button.setAccessibleName(f"Draw {one} next")
            button.setAccessibleDescription(f"Key {number}")
            button.clicked.connect(lambda _checked=False, kind=spec.kind: self.kind_wanted.emit(kind))
            shortcut = QShortcut(
                QKeySequence(str(number)), self
            )  # a button's own one would act a moment late
            shortcut.activated.connect(button.click)
            self._kinds.addButton(button)
            self._column.addWidget(button)
        self._column.addStretch(1)

    def show_tool(self, name: str) -> None:
        """Mark the tool in use."""
        for action in self._tools.actions():
            action.setChecked(action.objectName() == name)

    def show_kind(self, kind: Kind) -> None:
        """Mark the kind that is drawn next."""
        for button in self._kinds.buttons():
            button.setChecked(button.property("kind") == kind)


class ToolColumn(QScrollArea):
    """The bar in a column that scrolls where the window is too low for it; what Tab comes to is brought into view."""

    def __init__(self, bar: ToolBar) -> None:
        super().__init__()
        self._bar = bar
        self.setWidget(bar)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(2 * BUTTON)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bar = self._bar.minimumSizeHint()
        scrolls = self.height() < bar.height()
        self.setFixedWidth(bar.width() + (self.verticalScrollBar().sizeHint().width() if scrolls else 0))


def _button() -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(24, 24))
    button.setFixedSize(BUTTON, BUTTON)
    play(button, "finger")  # or another look would make it smaller
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
