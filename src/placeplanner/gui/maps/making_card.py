"""Making a map of files that somebody dropped: what they are, of which area, how far it is, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.errors import Problem
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.icons import icon
from placeplanner.gui.maps.holding import Looked
from placeplanner.gui.maps.parts import Card, FileName, Fold, Row, Words, heading, quiet
from placeplanner.gui.maps.telling import files_in_words, formats_in_words, left_aside_in_words
from placeplanner.gui.theme import GRID, TARGET, play
from placeplanner.mappacks.titles import title_of_file

EVERYTHING = "Everything in the files"
_OF_FILES = "What became of each file"


class MakingCard(Card):
    """`make_wanted` carries (paths, area's name or empty for everything, title); the rest carry nothing."""

    make_wanted = Signal(tuple, str, str)
    cancel_wanted = Signal()
    more_wanted = Signal()
    given_up = Signal()
    outlines_wanted = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[_FileRow] = []
        self._files: list[Looked] = []
        self._title = heading("")
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID // 2)
        self.area = DropDown(is_narrow=False)
        self.name = QLineEdit()
        self.make = QPushButton("Make the map")
        self._more = QPushButton("Add files…")
        self._give_up = QPushButton("Never mind")
        self.progress = QProgressBar()
        self._doing = Words("", "hint")
        self.cancel = QPushButton("Cancel")
        self.problem = Notice()
        self._lay_out()
        self.area.currentIndexChanged.connect(lambda _: self._suggest_name())
        self.name.textEdited.connect(lambda _: self.name.setProperty("own", True))
        self.make.clicked.connect(self._ask)
        self.cancel.clicked.connect(self.cancel_wanted)
        self._more.clicked.connect(self.more_wanted)
        self._give_up.clicked.connect(self._clear)
        self._rest()
        self.hide()

    def _lay_out(self) -> None:
        self._title.setWordWrap(True)
        self.area.setAccessibleName("Area that the map is of")
        self.area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name.setAccessibleName("What the map is called")
        self.progress.setAccessibleName("How far the map is")
        play(self.make, "primary")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow("&Area (more makes a larger file)", self.area)
        form.addRow("&Called", self.name)
        self._choice = QWidget()
        self._choice.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._title)
        for widget in (self._choice, self.problem, self.make, self.progress, self._doing, self.cancel):
            self.column.addWidget(widget)
        self._rows, self._others = QWidget(), Row(self._more, self._give_up)
        self._rows.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._rows)
        self.column.addWidget(self._others)

    def set_areas(self, names: Sequence[str], first: str = "") -> None:
        """Which areas can be chosen besides everything."""
        self.area.clear()
        for name in names:
            self.area.addItem(name, name)
        self.area.addItem(EVERYTHING, "")
        self.area.setCurrentIndex(max(self.area.findData(first), 0))

    def show_looking(self, count: int) -> None:
        """Files are being looked at."""
        self._title.setText(f"Looking at {files_in_words(count)} …")
        self.progress.setRange(0, 0)
        self._begin()
        self.problem.hide()
        self.show()

    def show_files(self, files: Sequence[Looked]) -> None:
        """What the files are; those of no use stay in the list with the reason until they are taken off it."""
        self._files = sorted(files, key=lambda one: one.problem is None)  # what is of no use is seen at once
        while (item := self._list.takeAt(0)) is not None:
            if row := item.widget():
                row.hide()
                row.deleteLater()
        self.rows = [_FileRow(one) for one in self._files]
        for one, row in zip(self._files, self.rows, strict=True):
            row.taken_off.connect(lambda one=one: self.take_off(one))
            row.outlines.clicked.connect(lambda _, one=one: self.outlines_wanted.emit(one.path))
            self._list.addWidget(row)
        good = self.paths()
        self._title.setText(
            f"Make a map of {files_in_words(len(good))}" if good else "None of this can be made a map"
        )
        self._rest()
        self._suggest_name()
        self.show()
        (self.make if good else self._more).setFocus()

    def files(self) -> tuple[Looked, ...]:
        """All that are in the list."""
        return tuple(self._files)

    def paths(self) -> tuple[Path, ...]:
        """Those that a map can be made of."""
        return tuple(one.path for one in self._files if one.problem is None)

    def take_off(self, one: Looked) -> None:
        """Leave a file out."""
        left = [other for other in self._files if other is not one]
        if left:
            self.show_files(left)
        else:
            self._clear()

    def _clear(self) -> None:
        self._files = []
        self.hide()
        self.given_up.emit()

    def _suggest_name(self) -> None:
        if self.name.property("own") and self.name.text().strip():
            return
        area, good = self.area.currentData(), self.paths()
        self.name.setText(area or (title_of_file(good[0]) if good else ""))

    def _ask(self) -> None:
        self.make_wanted.emit(self.paths(), self.area.currentData() or "", self.name.text().strip())

    def _rest(self) -> None:
        for widget in (self.progress, self._doing, self.cancel):
            widget.hide()
        good = bool(self.paths())
        self._choice.setVisible(good)
        self.make.setVisible(good)
        self._rows.show()
        self._others.show()

    def _begin(self) -> None:
        """Something is under way: nothing is seen but that, and the way to stop it."""
        if self.cancel.isHidden():
            self.cancel.show()
            self.cancel.setFocus()  # before what had the keyboard is hidden, or it would go somewhere else
        self.progress.show()
        for hidden in (self._choice, self._rows, self._others, self.problem):
            hidden.hide()
        self.make.hide()

    def show_progress(self, share: float | None, words: str) -> None:
        """How far it is, from 0 to 1 or unknown, and what is happening."""
        self._begin()
        self.progress.setRange(0, 0 if share is None else 100)
        self.progress.setValue(round((share or 0) * 100))
        self._doing.say(words)

    def show_problem(self, problem: Problem) -> None:
        """Why there is no map; all stays as it was, so that something else can be tried."""
        self._rest()
        self.problem.say(problem)
        self.make.setFocus()

    def show_cancelled(self) -> None:
        """It was given up."""
        self._rest()
        self.show_files(self._files)

    def finish(self) -> None:
        """The map is made: the files are no longer needed here."""
        self.name.setProperty("own", False)
        self._clear()


class DoneCard(Card):
    """What came of it, in words, with the details behind a click."""

    def __init__(self) -> None:
        super().__init__("notice")
        self._title = Words("", "label")
        self._words = Words()
        self.details = Fold(_OF_FILES)
        close = QPushButton("All right")
        close.clicked.connect(self.hide)
        for widget in (self._title, self._words, self.details):
            self.column.addWidget(widget)
        self.column.addWidget(close, alignment=Qt.AlignmentFlag.AlignLeft)
        self._close = close
        self.hide()

    def tell(self, title: str, sentences: Sequence[str], details: str = "", behind: str = "") -> None:
        """Say it, with the details behind a click on `behind`."""
        self._title.say(title)
        self._words.say("\n".join(sentences))
        self.details.set_words(details, behind or _OF_FILES)
        self.setAccessibleName(self.text())
        self.show()
        self._close.setFocus()

    def text(self) -> str:
        """All that is said outright."""
        return f"{self._title.text()}\n{self._words.text()}"


class _FileRow(QWidget):
    """A file of the list. `taken_off` carries nothing."""

    taken_off = Signal()

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked
        self.outlines = quiet("Use its outlines…", "mdi6.vector-polygon")
        self.outlines.setAccessibleName(f"Use the outlines of {looked.path.name} as boundaries in this plan")
        self.outlines.setToolTip("You say which is which, and read what would change, before anything does")
        picture = QLabel()
        glyph = (
            icon("mdi6.alert-circle-outline", "problem") if looked.problem else icon("mdi6.check", "accent")
        )
        picture.setPixmap(glyph.pixmap(QSize(20, 20)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(FileName(looked.path.name))
        if looked.problem:
            words.addWidget(Words(str(looked.problem), "problem"))
        else:
            words.addWidget(Words("\n".join(formats_in_words(looked.formats)), "hint"))
            if looked.left_aside:
                words.addWidget(Words("\n".join(left_aside_in_words(looked.left_aside)), "hint"))
        off = QToolButton()
        off.setIcon(icon("mdi6.close"))
        off.setFixedSize(TARGET, TARGET)
        off.setAccessibleName(f"Leave {looked.path.name} out")
        off.setToolTip("Leave this file out")
        play(off, "quiet")
        off.clicked.connect(self.taken_off)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(off, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.outlines, alignment=Qt.AlignmentFlag.AlignLeft)
        self.outlines.setVisible(looked.has_outlines)
