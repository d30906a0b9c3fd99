"""The slim bar above the map: the menu, the place, the search box, undo and redo, hall view, the profile."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from placeplanner.gui.icons import icon
from placeplanner.gui.shell.finder import Finder
from placeplanner.gui.theme import GRID

HEIGHT = 44


class TopBar(QWidget):
    """Widgets in a row; what they do is decided by the operations handed to `offer`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finder = Finder()
        self.finder.setMaximumWidth(520)
        self.finder.setMinimumHeight(36)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._menu_button = self._button("Menu", "mdi6.menu")
        self._menu_button.setMenu(self.menu)
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        QShortcut(QKeySequence("F10"), self).activated.connect(self._menu_button.showMenu)
        self._menu_button.setToolTip("Menu (F10)")
        self._menu_button.setAccessibleDescription("Key F10")
        self.place = self._button("Choose a place", "mdi6.map-marker-radius")
        self.place.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.place.setToolTip("Choose another place (Ctrl+L)")
        self.place.setAccessibleDescription("Keys Ctrl+L")
        self._right = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._menu_button)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.finder, 4)
        row.addStretch(1)
        row.addLayout(self._right)

    def _button(self, name: str, glyph: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(glyph))
        button.setIconSize(QSize(24, 24))
        button.setMinimumSize(HEIGHT, HEIGHT - 4)
        button.setAccessibleName(name)
        return button

    def offer(self, action: QAction, *, with_words: bool = False) -> None:
        """Put an action's button at the right end."""
        button = self._button(action.text(), "")
        button.setDefaultAction(action)
        if with_words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        before = self._right.itemAt(self._right.count() - 1) if self._right.count() else None
        self._right.addWidget(button)
        QWidget.setTabOrder((before.widget() if before else None) or self.finder, button)

    def fill_menu(self, groups: Iterable[Iterable[QAction]]) -> None:
        """The menu, with a line between groups; some lie one deeper, or it would not fit on a small screen."""
        self.menu.clear()
        for group in groups:
            for action in group:
                self._menu_of(str(action.property("under") or ""), action).addAction(action)
            self.menu.addSeparator()

    def _menu_of(self, title: str, first: QAction) -> QMenu:
        """The menu with this title one deeper, which shows the icon of its first action."""
        if not title:
            return self.menu
        made = next((one for one in self.menu.findChildren(QMenu) if one.title() == title), None)
        if made is None:
            made = self.menu.addMenu(first.icon(), title)
            made.setToolTipsVisible(True)
        return made

    def show_place(self, name: str, kind: str) -> None:
        """The chosen place's name."""
        self.place.setText(f" {name} ")
        self.place.setAccessibleName(f"Chosen place: {name}, {kind}. Choose another")
