"""Choosing what something is by typing: names, and what else people call it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from placeplanner.domain.kinds import Category, KindSpec, Shape
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import play

_SEPARATOR = " – "
_SHOWN_WHOLE = 12  # letters of examples for which the narrowest form has room


class CategoryBox(DropDown):
    """`chosen` carries a category's code; `accepted` says Enter was pressed on one; `not_found` what was typed.

    `found` says that what `not_found` told is of yesterday: somebody types on, or has chosen.
    """

    chosen = Signal(str)
    accepted = Signal()
    not_found = Signal(str)
    found = Signal()

    def __init__(self) -> None:
        super().__init__("What is it?")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setIconSize(QSize(20, 20))
        self.setMaxVisibleItems(14)
        self._categories: tuple[Category, ...] = ()
        self._names = QStandardItemModel(self)
        self._line = QLineEdit()
        self._line.setAccessibleName("What is it?")
        self.setLineEdit(self._line)
        self._line.editingFinished.connect(self.settle)
        self._line.returnPressed.connect(self._accept)
        self._line.textEdited.connect(lambda _: self.found.emit())
        self._suggest()
        self.activated.connect(lambda _: self._tell())

    def _suggest(self) -> None:
        """Offer, while somebody types, every name that contains the letters."""
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(10)
        if popup := completer.popup():
            play(popup, "popup")
        completer.activated.connect(lambda _: self.settle())
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
        self._names.clear()
        for one in fitting:
            for name in _names_of(one):
                self._names.appendRow(QStandardItem(icon(one.icon), name))
        self.setCurrentIndex(self.findData(code) if code else -1)
        self.blockSignals(False)
        self._show_examples()

    def _show_examples(self) -> None:
        """What may be typed, in the words of this kind: the two shortest, or the shortest, as those show whole."""
        labels = sorted((one.label for one in self._categories), key=len)[:2]
        labels = labels[: 2 if sum(map(len, labels)) <= _SHOWN_WHOLE else 1]
        such = " or ".join(label[:1].lower() + label[1:] for label in labels)
        self._line.setPlaceholderText(f"Type a word, such as {such}" if such else "Type a word")
        self.setAccessibleDescription(f"Type a few letters, such as {such}, and press Enter." if such else "")

    def code(self) -> str:
        """The chosen category's code; empty where none is chosen."""
        return str(self.currentData() or "")

    def begin(self) -> None:
        """Put the cursor in, ready to type over what is there."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    def settle(self) -> bool:
        """Take what was typed for the category it means; where it means none the old one stays, and False."""
        typed = self.currentText().strip()
        before = self.currentIndex()
        found = self._meant(typed.casefold())
        index = self.findData(found.code) if found else before
        self.setCurrentIndex(index)
        self.setEditText(self.itemText(index))
        if index != before:
            self._tell()
        elif found is None and typed and typed != self.itemText(before):
            self.not_found.emit(typed)
            return False
        if found:
            self.found.emit()
        return True

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

    def _accept(self) -> None:
        """Enter: on a category, or on an empty box, go on; after a word that means none, stay."""
        if (completer := self.completer()) and (popup := completer.popup()):
            popup.hide()
        if self.settle():
            self.accepted.emit()

    def _tell(self) -> None:
        self.chosen.emit(self.code())


def _names_of(one: Category) -> list[str]:
    return [one.label, *(f"{one.label}{_SEPARATOR}{other}" for other in one.also_known_as)]
