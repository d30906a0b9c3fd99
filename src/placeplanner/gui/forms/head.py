"""The top of the form: which kind of record, what exactly, and its name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from placeplanner.domain.kinds import Catalogue, Kind, Shape
from placeplanner.gui.by_ear import name_list, say_aloud
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.forms.answers import TextAnswer
from placeplanner.gui.forms.category_box import CategoryBox
from placeplanner.gui.forms.lines import Line
from placeplanner.gui.forms.questions import Question
from placeplanner.gui.icons import kind_icon
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play


class NameLine(Line):
    """The name. `accepted` says that Enter was pressed in it."""

    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
            event.accept()


class Head(QWidget):
    """`kind_chosen` carries a Kind (new records only), `left` attributes of `Record`, `accepted` nothing."""

    kind_chosen = Signal(object)
    left = Signal(object)
    accepted = Signal()

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self.kind = DropDown()
        name_list(self.kind, "Kind")
        self.kind.setIconSize(QSize(22, 22))
        for spec in catalogue.kinds.values():
            self.kind.addItem(QIcon(kind_icon(spec)), spec.label, spec.kind.value)
        self.kind.activated.connect(lambda _: self.kind_chosen.emit(Kind(self.kind.currentData())))
        self.category = CategoryBox()
        self.name = NameLine()
        naming = TextAnswer("Name", "What do people call it?", self.name)
        self.naming = Question("Name", naming, is_required=True)
        self._about = QLabel()
        letter_by_letter(self._about)
        self._about.setWordWrap(True)
        play(self._about, "hint")
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.category.chosen.connect(self._choose_category)
        self.category.accepted.connect(self._go_on)
        self.category.not_found.connect(self._say_not_found)
        self.category.found.connect(self._tell_about)
        self.naming.settled.connect(lambda name: self.left.emit({"name": name or ""}))
        self.name.accepted.connect(self.accepted)

    def _lay_out(self) -> None:
        label = QLabel("What is it?")
        label.setBuddy(self.category)
        play(label, "label")
        what = QVBoxLayout()
        what.setSpacing(GRID // 4)
        for widget in (label, self.category, self._about):
            what.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.kind)
        column.addLayout(what)
        column.addWidget(self.naming)

    def show_kind(self, kind: Kind, shape: Shape, category: str, *, may_change: bool) -> None:
        """Show a kind and the categories that fit the shape."""
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.kind.setVisible(may_change)
        self.category.offer(self._catalogue[kind], shape, category)
        self._tell_about()

    def _choose_category(self, code: str) -> None:
        self._tell_about()
        self.left.emit({"category": code})

    def _go_on(self) -> None:
        """Enter on a category leads to the name, ready to be typed over."""
        self.name.setFocus(Qt.FocusReason.TabFocusReason)
        self.name.selectAll()

    def _tell_about(self) -> None:
        found = self._catalogue[Kind(self.kind.currentData())].category(self.category.code())
        self._about.setText(found.hint if found else "")
        self._about.setVisible(bool(found and found.hint))

    def _say_not_found(self, typed: str) -> None:
        self._about.setText(f"Nothing here is called “{typed}”. Try another word, or look through the list.")
        self._about.show()
        say_aloud(self, self._about.text(), is_urgent=True)
