"""The first page: a new plan, one that is there, the sample, or a backup. Nothing here needs explaining twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.i18n import when
from placeplanner.gui.icons import icon
from placeplanner.gui.panels.rows import ROW, Row, RowPainter
from placeplanner.gui.shell.borough_picture import BoroughPicture
from placeplanner.gui.shell.way_in import WayIn
from placeplanner.gui.strangers import letter_by_letter, tip
from placeplanner.gui.stylesheet import HEADING, TITLE
from placeplanner.gui.theme import GRID, play
from placeplanner.store.backups import Backup

_WAYS = (
    ("new_wanted", "New plan", "mdi6.map-plus", "Start a map of your own place."),
    (
        "open_wanted",
        "Open a plan",
        "mdi6.folder-open-outline",
        "A file that ends in .gpkg. You can also drop one here.",
    ),
    (
        "sample_wanted",
        "Look at the sample",
        "mdi6.map-search-outline",
        "Some 150 records over all 14 towns, to try things on.",
    ),
)
NO_RECENT = (
    "Plans that you open are listed here. Choose “New plan” to start one, or look at the sample first."
)
NO_BACKUPS = (
    "A copy of your plan is made when you open it, and every 15 minutes while you work. "
    "The last ten are kept, and you can bring them back from here."
)
_PAGE = QSize(1280, 720)  # px: what the page is laid out for; a larger window gets larger letters
_LARGEST = 1.35
_ROOM_FOR_PICTURE = 175  # widths of a letter: where there are fewer, the lists come first


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
        letter_by_letter(self._problem)
        self._problem.setWordWrap(True)
        self._problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        play(self._problem, "problem")
        self._problem.hide()
        self._ways = [self._way(*way) for way in _WAYS]
        self._recent = _Files("Plans opened last", NO_RECENT)
        self._backups = _Files("Backups", NO_BACKUPS)
        self._picture = BoroughPicture()
        self._page = QWidget()
        self._letters: list[tuple[QWidget, float]] = []
        plain = (*self._ways, self._problem, self._picture, *self._recent.words, *self._backups.words)
        for widget in plain:
            self._letters.append((widget, 1.0))
        self._recent.taken.connect(self.recent_wanted)
        self._backups.taken.connect(self.backup_wanted)
        self._lay_out()

    def _way(self, signal: str, words: str, glyph: str, hint: str) -> WayIn:
        button = WayIn(words, glyph, hint)
        button.clicked.connect(getattr(self, signal))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._page)
        row.setContentsMargins(5 * GRID, 4 * GRID, 5 * GRID, 4 * GRID)
        row.setSpacing(5 * GRID)
        row.addLayout(self._make_column(), 3)
        row.addWidget(self._picture, 2)
        middle = QWidget()
        play(middle, "page")
        around = QVBoxLayout(middle)
        around.setContentsMargins(0, 0, 0, 0)
        around.addStretch(1)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._page, 1000)
        across.addStretch(1)
        around.addLayout(across, 1000)
        around.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(middle)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _make_column(self) -> QVBoxLayout:
        title = self._large("Place Planner", TITLE * HEADING, is_strong=True)
        words = self._large(
            "Put what you know and love about your neighbourhood on the map, say what should change, "
            "and take a profile of it to the people who decide.",
            HEADING,
        )
        safe = QLabel("It works without the internet. Nothing leaves this computer until you hand it on.")
        safe.setWordWrap(True)
        play(safe, "hint")
        self._letters.append((safe, 1.0))
        ways = QHBoxLayout()
        ways.setSpacing(2 * GRID)
        for button in self._ways:
            ways.addWidget(button, 1)
        lists = QHBoxLayout()
        lists.setSpacing(4 * GRID)
        lists.addLayout(self._titled("Open again", self._recent), 1)
        lists.addLayout(self._titled("Bring back a backup", self._backups), 1)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(GRID)
        column.addWidget(self._problem)
        column.addLayout(ways)
        column.addSpacing(2 * GRID)
        column.addLayout(lists, 1)
        column.addWidget(safe)
        return column

    def _large(self, words: str, share: float, *, is_strong: bool = False) -> QLabel:
        """Words that are larger than the rest by a share, however large the rest is."""
        label = QLabel(words)
        label.setWordWrap(True)
        font = label.font()
        font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        label.setFont(font)
        self._letters.append((label, share))
        return label

    def _titled(self, words: str, widget: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        column.addWidget(self._large(words, HEADING, is_strong=True))
        column.addWidget(widget, 1)
        return column

    def show_recent(self, recent: Iterable[str]) -> None:
        """Fill the list of recent plans; one that is gone says so."""
        self._recent.fill((_recent_row(Path(text)), text) for text in recent)

    def show_backups(self, backups: Iterable[Backup]) -> None:
        """Fill the list of backups, newest first."""
        self._backups.fill((_backup_row(backup), str(backup.path)) for backup in backups)

    def say(self, words: str) -> None:
        """Tell what happened, where a problem would be told."""
        play(self._problem, "notice")
        self._tell(words)

    def refuse(self, problem: Problem | None) -> None:
        """Say what went wrong, or nothing."""
        play(self._problem, "problem")
        self._tell(str(problem or ""))

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setAccessibleName(words)
        self._problem.setVisible(bool(words))
        say_aloud(self._problem, words, is_urgent=True)

    def told(self) -> str:
        """What it says just now, a problem or what happened; empty if nothing."""
        return "" if self._problem.isHidden() else self._problem.text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ways[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Letters as large as the window has room for; where it is narrow, the picture makes way."""
        room = min(self.width() / _PAGE.width(), self.height() / _PAGE.height())
        share = min(max(room, 1.0), _LARGEST)
        points = self.font().pointSizeF() * share
        for widget, more in self._letters:  # one by one: under a style sheet, letters are not handed down
            font = QFont(widget.font())
            font.setPointSizeF(points * more)
            widget.setFont(font)
        self._page.setMaximumSize(_PAGE * share)
        self._picture.setVisible(self.width() >= _ROOM_FOR_PICTURE * self.fontMetrics().averageCharWidth())


class _Files(QWidget):
    """A list of files in two lines each, or words that say how they get there. `taken` carries a path as text."""

    taken = Signal(str)

    def __init__(self, name: str, empty: str) -> None:
        super().__init__()
        self.list = _List()
        self.list.setAccessibleName(name)
        self.list.chosen.connect(lambda row: self.taken.emit(row.data(Qt.ItemDataRole.UserRole)))
        self.empty = QLabel(empty)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        play(self.empty, "hint")
        self.words = (self.list, self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.fill(())

    def fill(self, rows: Iterable[tuple[Row, str]]) -> None:
        """Show these rows, each with its path."""
        self.list.clear()
        for row, path in rows:
            item = QListWidgetItem(row.title)
            item.setData(ROW, row)
            item.setData(Qt.ItemDataRole.UserRole, path)
            told = (row.title, row.below, row.mark)
            words = ", ".join(part for part in told if part).replace(" · ", ", ").replace(" › ", ", ")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(tip(path))
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)


class _List(QListWidget):
    """`chosen` carries a row that was clicked, or on which Enter or Space was pressed: once each, on any desktop."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(RowPainter(self))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda row: self.chosen.emit(row))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, 3 * max(self.sizeHintForRow(0), 5 * GRID))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and (row := self.currentItem()):
            self.chosen.emit(row)
            return
        super().keyPressEvent(event)


def _recent_row(path: Path) -> Row:
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat()
    except OSError:
        glyph = icon("mdi6.map-marker-question-outline", "muted")
        return Row(path.stem, below=_folder(path), mark="Not there now", icon=glyph)
    below = f"Changed {when(changed)} · {_folder(path)}"
    return Row(path.stem, below=below, icon=icon("mdi6.map-outline", "accent"))


def _backup_row(backup: Backup) -> Row:
    why = " · before an update" if backup.why else ""
    made = when(backup.at.isoformat())
    below = f"{made[:1].upper()}{made[1:]}{why}"
    return Row(backup.stem, below=below, icon=icon("mdi6.backup-restore", "accent"))


def _folder(path: Path) -> str:
    """The folder in words: from the home folder on, where it is in there."""
    folder = path.parent
    try:
        return " › ".join(folder.relative_to(Path.home()).parts) or "home folder"
    except (ValueError, RuntimeError):
        return str(folder)
