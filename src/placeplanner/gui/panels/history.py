"""What has been done to the plan, newest first, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.gui.i18n import when
from placeplanner.gui.icons import icon
from placeplanner.gui.panels.rows import ROW, Row, RowPainter
from placeplanner.gui.strangers import tip
from placeplanner.gui.theme import GRID, play

OUTSIDE = "Made outside Place Planner"


class Told(Protocol):
    """A step as the history tells it; `edits.history.Step` is one."""

    @property
    def told(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def is_undone(self) -> bool: ...
    @property
    def is_outside(self) -> bool: ...
    @property
    def count(self) -> int: ...


class HistoryPanel(QWidget):
    """Steps that can be read, and undone one after the other."""

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo = _button("Undo", "mdi6.undo")
        self.redo = _button("Redo", "mdi6.redo")
        self.steps = _Steps()
        self.list = QListView()
        self.empty = QLabel(
            "Nothing has been done yet. Everything that you do is listed here and can be undone."
        )
        self._lay_out()
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.set_steps((), None, None)

    def set_steps(self, steps: Iterable[Told], undo_label: str | None, redo_label: str | None) -> None:
        """Show these steps, newest first; a label of None means that there is nothing to undo or redo."""
        self.steps.show(tuple(steps))
        self.empty.setVisible(not self.steps.rowCount())
        self.list.setVisible(self.steps.rowCount() > 0)
        _offer(self.undo, "Undo", undo_label, "There is nothing to undo.", "Ctrl+Z")
        _offer(
            self.redo,
            "Redo",
            redo_label,
            "There is nothing to redo: nothing has just been undone.",
            "Ctrl+Shift+Z",
        )

    def _lay_out(self) -> None:
        self.list.setModel(self.steps)
        self.list.setItemDelegate(RowPainter(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("What has been done, newest first")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        play(self.empty, "hint")
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.undo, 1)
        buttons.addWidget(self.redo, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(buttons)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)


class _Steps(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Told, ...] = ()

    def show(self, steps: tuple[Told, ...]) -> None:
        self.beginResetModel()
        self._steps = steps
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._steps)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        step = self._steps[index.row()]
        if role == ROW:
            glyph = icon("mdi6.export", "muted") if step.is_outside else None
            mark = "Undone" if step.is_undone else ""
            return Row(step.told, below=_who_and_when(step), mark=mark, is_struck=step.is_undone, icon=glyph)
        if role == Qt.ItemDataRole.DisplayRole:
            return step.told
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            undone = ", undone" if step.is_undone else ""
            many = f" ({step.count:,} changes)" if step.count > 1 else ""
            return f"{step.told}{many}, {_who_and_when(step).replace(' · ', ', ')}{undone}"
        return None


def _who_and_when(step: Told) -> str:
    who = OUTSIDE if step.is_outside else step.by
    return " · ".join(part for part in (when(step.at), who) if part)


def _button(words: str, glyph: str) -> QPushButton:
    button = QPushButton(words)
    button.setIcon(icon(glyph))
    return button


def _offer(button: QPushButton, verb: str, label: str | None, reason: str, keys: str) -> None:
    button.setEnabled(label is not None)
    button.setToolTip(tip(f"{verb}: {label} ({keys})") if label else reason)
    button.setAccessibleName(f"{verb}: {label}" if label else verb)
    button.setAccessibleDescription(f"Keys {keys}" if label else reason)
