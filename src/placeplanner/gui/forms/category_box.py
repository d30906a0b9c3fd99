"""Choosing what something is by typing: names, and what else people call it."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from placeplanner.domain.kinds import Category, KindSpec, Shape
from placeplanner.gui.icons import icon


class CategoryBox(QComboBox):
    """`chosen` carries a category's code; `accepted` says that Enter was pressed on one."""

    chosen = Signal(str)
    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName("What is it? Type to find a category")
        self._categories: tuple[Category, ...] = ()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.activated.connect(lambda _: self._tell())
        completer.activated.connect(lambda _: self.settle())
        self._line = QLineEdit()
        self._line.editingFinished.connect(self.settle)
        self.setLineEdit(self._line)
        self.setCompleter(completer)

    def offer(self, spec: KindSpec, shape: Shape, code: str) -> None:
        """The categories of a kind that may be drawn in this shape, and `code` whatever it is."""
        fitting = [one for one in spec.categories if shape in one.shapes or one.code == code]
        self._categories = tuple(fitting)
        self.blockSignals(True)
        self.clear()
        for one in fitting:
            self.addItem(icon(one.icon), one.label, one.code)
            self.setItemData(self.count() - 1, one.hint, Qt.ItemDataRole.ToolTipRole)
        if code and spec.category(code) is None:
            self.addItem(spec.category_label(code), code)
        self._names.setStringList([name for one in fitting for name in _names_of(one)])
        self.setCurrentIndex(max(self.findData(code), 0 if not code else -1))
        self.blockSignals(False)

    def code(self) -> str:
        """The chosen category's code."""
        return str(self.currentData() or "")

    def begin(self) -> None:
        """Put the cursor in, ready to type over what is there."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    def settle(self) -> None:
        """Take what was typed for the category it means; where it means none the old one stays."""
        typed = self.currentText().casefold().strip()
        before = self.currentIndex()
        found = self._meant(typed)
        index = self.findData(found.code) if found else before
        self.setCurrentIndex(index)
        self.setEditText(self.itemText(index))
        if index != before:
            self._tell()

    def _meant(self, typed: str) -> Category | None:
        tests = (
            lambda one: one.label.casefold() == typed,
            lambda one: any(name.casefold() == typed for name in _names_of(one)),
            lambda one: one.label.casefold().startswith(typed),
            lambda one: any(typed in name.casefold() for name in _names_of(one)),
        )
        if not typed:
            return None
        return next((one for test in tests for one in self._categories if test(one)), None)

    def _tell(self) -> None:
        self.chosen.emit(self.code())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.accepted.emit()
            return
        super().keyPressEvent(event)


def _names_of(one: Category) -> list[str]:
    return [one.label, *(f"{one.label} – {other}" for other in one.also_known_as)]
