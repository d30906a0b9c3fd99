"""Who is at work: a group, a name that may stay empty, and the session whose records these are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.ids import GroupId, SessionId, new_id
from placeplanner.domain.people import Group, Session
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, play


class AtWork(Struct, frozen=True):
    """What was answered. New groups and sessions come with a fresh id."""

    name: str
    group: Group | None
    session: Session | None


class WhoPanel(QWidget):
    """`at_work` carries an `AtWork`; `closed` nothing."""

    at_work = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit()
        self._name.setPlaceholderText("May stay empty")
        self.setFocusProxy(self._name)
        self._group = _choice("Group")
        self._session = _choice("Session")
        self._keep = QPushButton("Record in this name")
        self._keep.setIcon(icon("mdi6.account-check-outline", "on_accent"))
        play(self._keep, "primary")
        self._keep.clicked.connect(self._tell)
        self._shown = ("", "", "")
        for line in (self._name, self._group.lineEdit(), self._session.lineEdit()):
            if line is not None:
                line.returnPressed.connect(self._tell)
        close = QPushButton("Close")
        close.clicked.connect(self._close)
        self._lay_out(close)

    def _lay_out(self, close: QPushButton) -> None:
        title = QLabel("Who is at work?")
        play(title, "title")
        hint = QLabel(
            "The name is kept in the plan's history so that the group knows who did what. "
            "It leaves this computer only with that person's consent."
        )
        hint.setWordWrap(True)
        play(hint, "hint")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow("Your &name", self._name)
        form.addRow("&Group", self._group)
        form.addRow("&Session (workshop, walk or visit)", self._session)
        page, scroll, around = QWidget(), QScrollArea(), QVBoxLayout(self)
        play(page, "page")
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it brings itself into view
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(title)
        column.addWidget(hint)
        column.addLayout(form)
        column.addWidget(self._keep)
        column.addStretch(1)
        column.addWidget(close)

    def show_people(
        self,
        name: str,
        groups: tuple[Group, ...],
        sessions: tuple[Session, ...],
        now: tuple[str | None, str | None],
    ) -> None:
        """Offer what the plan knows; `now` are the ids of the present group and session."""
        self._name.setText(name)
        _fill(self._group, [(group.id, group.name, group) for group in groups], "No group", now[0])
        rows = [(one.id, f"{one.date} {one.name}".strip(), one) for one in sessions]
        _fill(self._session, rows, "No session", now[1])
        self._shown = self._typed()

    def _typed(self) -> tuple[str, str, str]:
        return self._name.text(), self._group.currentText(), self._session.currentText()

    def _close(self) -> None:
        """Nothing that somebody typed is dropped without a word: it is taken, as everywhere else in the window."""
        if self._typed() == self._shown:
            self.closed.emit()
        else:
            self._tell()

    def _tell(self) -> None:
        group = self._group.currentData()
        typed = self._group.currentText().strip()
        if group is None and typed and typed != "No group":
            group = Group(GroupId(new_id()), typed)
        session = self._session.currentData()
        typed = self._session.currentText().strip()
        if session is None and typed and typed != "No session":
            today = date.today().isoformat()
            session = Session(SessionId(new_id()), typed, today, group=group.id if group else None)
        self.at_work.emit(AtWork(self._name.text().strip(), group, session))


def _choice(name: str) -> QComboBox:
    box = DropDown()
    box.setEditable(True)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setAccessibleName(f"{name}: choose one or type a new name")
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setToolTip("Choose one, or type a new name")
    box.editTextChanged.connect(lambda text: _forget_other(box, text))
    return box


def _forget_other(box: QComboBox, text: str) -> None:
    """A typed name is that row if there is one, else a new one."""
    index = box.findText(text)
    if index != box.currentIndex():
        box.blockSignals(True)
        box.setCurrentIndex(index)
        box.setEditText(text)
        box.blockSignals(False)


def _fill(box: QComboBox, rows: Sequence[tuple[str, str, object]], none: str, now: str | None) -> None:
    box.blockSignals(True)
    box.clear()
    box.addItem(none, None)
    for index, (identity, words, value) in enumerate(rows, start=1):
        box.addItem(words, value)
        if identity == now:
            box.setCurrentIndex(index)
    box.blockSignals(False)
