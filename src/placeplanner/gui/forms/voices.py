"""Whose record it is and who may see it: group, contributor, session, consent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from placeplanner.domain.ids import ContributorId, GroupId, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.forms.ticks import Tick
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play


class ConsentChoice(QWidget):
    """Who may see this? `left` is told when a person has chosen."""

    left = Signal()

    def __init__(self, question: str = "Who may see this?") -> None:
        super().__init__()
        self._buttons = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_label(question))
        for audience in Audience:
            button = QRadioButton(audience.label)
            button.setAccessibleName(f"{question} {audience.label}")
            button.setProperty("audience", audience.value)
            button.clicked.connect(lambda _: self.left.emit())
            self._buttons.addButton(button)
            column.addWidget(button)

    def value(self) -> Audience:
        """Who may see it."""
        button = self._buttons.checkedButton()
        return Audience(button.property("audience")) if button else Audience.GROUP

    def put(self, consent: Audience) -> None:
        """Show who may see it."""
        for button in self._buttons.buttons():
            button.setChecked(button.property("audience") == consent.value)


class Voices(QWidget):
    """`kept` carries a group or contributor that is new or changed; `left` attributes of `Record` by name."""

    kept = Signal(object)
    left = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[str, Contributor] = {}
        self._group = _box("Group: choose one or type a new name", is_editable=True)
        self._contributor = _box(
            "Whose words? Choose a name, type a new one, or leave it empty", is_editable=True
        )
        self._named = Tick("May be named outside the group")
        self._session = _box("Session", is_editable=False)
        self._named.clicked.connect(self._name)
        for box, act in ((self._group, self._tell_group), (self._contributor, self._tell_contributor)):
            box.activated.connect(lambda _, act=act: act())
            if line := box.lineEdit():
                line.editingFinished.connect(act)
        self._session.activated.connect(lambda _: self.left.emit({"session": self._session.currentData()}))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 4)
        rows = (
            ("Group", self._group),
            ("Whose words? (may stay unnamed)", self._contributor),
            ("Session", self._session),
        )
        for words, box in rows:
            label = _label(words)
            label.setBuddy(box)
            column.addSpacing(GRID if column.count() else 0)
            column.addWidget(label)
            column.addWidget(box)
            if box is self._contributor:
                column.addWidget(self._named)

    def settle(self) -> None:
        """Hand over a name that is being typed."""
        if _is_being_typed(self._group):
            self._tell_group()
        if _is_being_typed(self._contributor):
            self._tell_contributor()

    def show_people(self, reader: Reader, record: Record, *, is_new: bool = True) -> None:
        """Offer everybody the plan knows, and show whose record this is; unless `is_new`, a name being typed stays."""
        if not is_new and (_is_being_typed(self._group) or _is_being_typed(self._contributor)):
            return
        groups, contributors = reader.groups(), reader.contributors()
        self._people = {person.id: person for person in contributors}
        _fill(self._group, "No group", groups, record.group)
        _fill(self._contributor, "Unnamed", contributors, record.contributor)
        _fill(self._session, "No session", reader.sessions(), record.session)
        person = self._people.get(record.contributor or "")
        self._named.setEnabled(person is not None)
        self._named.setChecked(bool(person and person.may_be_named))

    def values(self) -> dict[str, Any]:
        """Attributes of a new record."""
        boxes = (("group", self._group), ("contributor", self._contributor), ("session", self._session))
        return {name: box.currentData() for name, box in boxes}

    def _tell_group(self) -> None:
        known, typed = _meant(self._group)
        if typed:
            group = Group(GroupId(new_id()), typed)
            self._adopt(self._group, typed, group.id, group)
            known = group.id
        self.left.emit({"group": known})

    def _tell_contributor(self) -> None:
        known, typed = _meant(self._contributor)
        if typed:
            person = Contributor(ContributorId(new_id()), typed, self._group.currentData())
            self._people[person.id] = person
            self._adopt(self._contributor, typed, person.id, person)
            known = person.id
        self._named.setEnabled(known is not None)
        self.left.emit({"contributor": known})

    def _adopt(self, box: QComboBox, words: str, identity: str, person: Group | Contributor) -> None:
        box.addItem(words, identity)
        box.setCurrentIndex(box.count() - 1)
        self.kept.emit(person)

    def _name(self, may: bool) -> None:
        person = self._people.get(self._contributor.currentData() or "")
        if person:
            self.kept.emit(Contributor(person.id, person.name, person.group, may))


def _meant(box: QComboBox) -> tuple[str | None, str]:
    """The id that a box stands for, and a new name where something unknown was typed."""
    typed = box.currentText().strip()
    index = box.currentIndex()
    if index < 0 or box.itemText(index) != typed:  # two people may have one name: who is chosen stays chosen
        index = box.findText(typed)
    if index >= 0:
        box.setCurrentIndex(index)
        found: str | None = box.itemData(index)
        return found, ""
    if not typed:
        box.setCurrentIndex(0)
        return None, ""
    return None, typed


def _is_being_typed(box: QComboBox) -> bool:
    """Whether a person is in the middle of writing another name."""
    line = box.lineEdit()
    return line is not None and line.hasFocus() and line.text().strip() != box.itemText(box.currentIndex())


def _fill(
    box: QComboBox, none: str, people: Iterable[Group | Contributor | Session], chosen: str | None
) -> None:
    box.blockSignals(True)
    box.clear()
    box.addItem(none, None)
    for person in people:
        words = f"{person.date} {person.name}" if isinstance(person, Session) else person.name
        box.addItem(words, person.id)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen else 0)
    if (line := box.lineEdit()) and not line.hasFocus():
        line.setCursorPosition(0)  # a long name is read from its beginning
    box.blockSignals(False)


def _box(name: str, *, is_editable: bool) -> QComboBox:
    box = DropDown(name)
    box.setEditable(is_editable)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return box


def _label(words: str) -> QLabel:
    label = QLabel(words)
    letter_by_letter(label)
    label.setWordWrap(True)
    play(label, "label")
    return label
