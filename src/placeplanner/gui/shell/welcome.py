"""The first page: a new plan, one that is there, the sample, or a backup. Nothing here needs explaining twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.errors import Problem
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play
from placeplanner.store.backups import Backup

_WAYS = (
    ("new_wanted", "New plan", "mdi6.map-plus", "Start a map of your own place."),
    (
        "open_wanted",
        "Open a plan",
        "mdi6.folder-open-outline",
        "A file that ends in .gpkg, from here or from a stick.",
    ),
    (
        "sample_wanted",
        "Look at the sample",
        "mdi6.map-search-outline",
        "Some 150 records over all 14 towns, to try things on.",
    ),
)


class Welcome(QWidget):
    """The welcome page. `recent_wanted` and `backup_wanted` carry a path as text."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_wanted = Signal(str)
    backup_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        play(self._problem, "problem")
        self._problem.hide()
        self._recent = _list("Recent plans", self.recent_wanted.emit)
        self._backups = _list("Backups", self.backup_wanted.emit)
        self._ways = [self._way(*way) for way in _WAYS]
        self._lay_out()

    def _way(self, signal: str, words: str, glyph: str, hint: str) -> QPushButton:
        button = QPushButton(words)
        button.setIcon(icon(glyph))
        button.setIconSize(QSize(32, 32))
        button.setMinimumHeight(7 * GRID)
        button.setToolTip(hint)
        button.setAccessibleDescription(hint)
        button.clicked.connect(getattr(self, signal))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(2 * GRID)
        title = QLabel("Place Planner")
        play(title, "title")
        words = QLabel(
            "Put what you know and love about your neighbourhood on the map, say what should change, "
            "and take a profile of it to the people who decide."
        )
        words.setWordWrap(True)
        ways = QHBoxLayout()
        ways.setSpacing(2 * GRID)
        for button in self._ways:
            ways.addWidget(button, 1)
        lists = QHBoxLayout()
        lists.setSpacing(3 * GRID)
        lists.addLayout(_titled("Open again", self._recent), 1)
        lists.addLayout(_titled("Bring back a backup", self._backups), 1)
        for widget in (title, words, self._problem):
            column.addWidget(widget)
        column.addLayout(ways)
        column.addLayout(lists, 1)
        page = QFrame()
        page.setLayout(column)
        page.setMaximumWidth(1000)
        around = QHBoxLayout(self)
        around.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        around.addStretch(1)
        around.addWidget(page, 8)
        around.addStretch(1)

    def show_recent(self, recent: Iterable[str]) -> None:
        """Fill the list of recent plans; one that is gone says so."""
        rows = []
        for path in (Path(text) for text in recent):
            there = path.exists()
            rows.append(
                (path.stem, str(path.parent) if there else f"{path.parent} – not there now", str(path))
            )
        _fill(self._recent, rows, "No plan has been opened on this computer yet.")

    def show_backups(self, backups: Iterable[Backup]) -> None:
        """Fill the list of backups, newest first."""
        rows = []
        for backup in backups:
            when = backup.at.astimezone().strftime("%A %d %B %Y, %H:%M")
            why = " · before an update" if backup.why else ""
            rows.append((backup.stem, f"{when}{why}", str(backup.path)))
        _fill(self._backups, rows, "Backups appear here by themselves once you have worked on a plan.")

    def refuse(self, problem: Problem | None) -> None:
        """Say what went wrong, or nothing."""
        self._problem.setVisible(problem is not None)
        self._problem.setText(str(problem or ""))

    def showEvent(self, event: object) -> None:
        self._ways[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _list(name: str, choose: Callable[[str], object]) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    play(made, "cards")

    def take(row: QListWidgetItem) -> None:
        if path := row.data(Qt.ItemDataRole.UserRole):
            choose(path)

    made.itemActivated.connect(take)
    made.itemClicked.connect(take)
    return made


def _titled(words: str, widget: QWidget) -> QVBoxLayout:
    heading = QLabel(words)
    play(heading, "heading")
    column = QVBoxLayout()
    column.setSpacing(GRID)
    column.addWidget(heading)
    column.addWidget(widget, 1)
    return column


def _fill(widget: QListWidget, rows: Iterable[tuple[str, str, str]], empty: str) -> None:
    widget.clear()
    for name, below, value in rows:
        row = QListWidgetItem(f"{name}\n{below}")
        row.setData(Qt.ItemDataRole.UserRole, value)
        row.setToolTip(value)
        widget.addItem(row)
    if widget.count() == 0:
        row = QListWidgetItem(empty)
        row.setFlags(Qt.ItemFlag.NoItemFlags)
        widget.addItem(row)
