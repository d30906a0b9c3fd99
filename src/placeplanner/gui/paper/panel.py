"""What is wished of a map for paper: size, scale, sheets, grid, margin, and whom it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.kinds import Audience
from placeplanner.draw.paper_sizes import Wishes, scale_in_words
from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.folders import open_folder
from placeplanner.gui.icons import icon
from placeplanner.gui.maps.parts import Words
from placeplanner.gui.profile.homes_form import homes_box
from placeplanner.gui.theme import GRID, TARGET, play

_PAPERS = (
    ("A4: for a table of two", "a4"),
    ("A3: for a table of four", "a3"),
    ("A2: a large table", "a2"),
    ("A1: a wall", "a1"),
    ("A0: a large wall", "a0"),
    ("As large as the scale needs", None),
)
_LYING = (("As suits the place", None), ("Upright", True), ("Lying", False))
_TILES = (
    ("One sheet of that size", None),
    ("A4 sheets to put together", "a4"),
    ("A3 sheets to put together", "a3"),
)
_MARGINS = (
    ("None", 0),
    ("20 mm: a line or two", 20),
    ("40 mm: small sticky notes", 40),
    ("80 mm: large sticky notes", 80),
)
_SCALES = (
    1_000,
    1_250,
    2_000,
    2_500,
    4_000,
    5_000,
    7_500,
    10_000,
    12_500,
    15_000,
    20_000,
    25_000,
    40_000,
    50_000,
)


class PaperPanel(QWidget):
    """`wanted`: the map is to be made; `changed`: something else is wished for; `closed` carries nothing."""

    wanted = Signal()
    changed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._title = Words("", "title")
        self.paper = _choices(_PAPERS)
        self.lying = _choices(_LYING)
        self.scale = _choices(
            (("The largest that fits", None), *((scale_in_words(scale), scale) for scale in _SCALES))
        )
        self.tiles = _choices(_TILES)
        self.audience = _choices([(audience.label, audience) for audience in Audience])
        self.audience.setCurrentIndex(self.audience.findData(Audience.PARTNERSHIP))
        self.homes = homes_box()
        self.margin = _choices(_MARGINS)
        self.grid = QCheckBox("Squares to call out: A1, B2 …")
        self.grid.setChecked(True)
        self.blank = QCheckBox("Without records: a map to draw on")
        self.title, self.note = QLineEdit(), QLineEdit()
        self.title.setPlaceholderText("The name of the place")
        self.note.setPlaceholderText("What do you love here?")
        self._outlook, self._missed = Words("", "hint"), Words("", "notice")
        self._said = Words("", "notice")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName("Drawing the map")
        self.make = QPushButton(icon("mdi6.printer-outline", "on_accent"), "Make the map…")
        play(self.make, "primary")
        self._open = QPushButton("Open the folder")
        self._close = QPushButton("Close")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inner = QWidget()
        play(inner, "page")
        form = QFormLayout(inner)
        form.setContentsMargins(0, 0, GRID, 0)
        form.setSpacing(GRID)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("&Paper", self.paper),
            ("S&cale", self.scale),
            ("P&rinted on", self.tiles),
            ("&How it lies", self.lying),
            ("&Blank margin for notes", self.margin),
            ("&Title", self.title),
            ("A line &below it", self.note),
            ("&Who is it for?", self.audience),
            ("Where do others see so&mebody’s home?", self.homes),
        )
        for words, widget in rows:
            widget.setMinimumHeight(TARGET)
            widget.setAccessibleName(words.replace("&", ""))
            label = QLabel(words)
            label.setBuddy(widget)
            form.addRow(label, widget)
        for box in (self.grid, self.blank):
            box.setMinimumHeight(TARGET)
            form.addRow(box)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it brings itself into view
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(scroll, 1)
        for widget in (
            self._outlook,
            self._missed,
            self.make,
            self._progress,
            self._said,
            self._open,
            self._close,
        ):
            column.addWidget(widget)
        for widget in (self._missed, self._progress, self._said, self._open):
            widget.hide()
        self.setFocusProxy(self.paper)

    def _connect(self) -> None:
        for box in (self.paper, self.lying, self.scale, self.tiles, self.margin, self.audience):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for tick in (self.grid, self.blank):
            tick.toggled.connect(lambda _: self.changed.emit())
        for line in (self.title, self.note):
            line.editingFinished.connect(self.changed)
        self.make.clicked.connect(self.wanted)
        self._close.clicked.connect(self.closed)
        self._open.clicked.connect(self._open_folder)

    def wishes(self) -> Wishes:
        """What is wished for."""
        return Wishes(
            paper=self.paper.currentData(),
            is_portrait=self.lying.currentData(),
            scale=self.scale.currentData(),
            tiles=self.tiles.currentData(),
            has_grid=self.grid.isChecked(),
            margin_mm=self.margin.currentData(),
            is_blank=self.blank.isChecked(),
            title=self.title.text().strip(),
            note=self.note.text().strip(),
        )

    def show_place(self, name: str) -> None:
        """Which place the map is of."""
        self._title.say(f"{name} on paper")

    def show_outlook(self, told: str | Problem, missed: Sequence[str] = ()) -> None:
        """What the map would be and what people would miss on it, or why it cannot be made as it is wished for."""
        play(self._outlook, "hint" if isinstance(told, str) else "problem")
        missing = "\n".join(missed)
        spoken = f"{told}\n{missing}" if missing else str(told)
        if self.isVisible() and spoken != self.outlook():
            say_aloud(self, spoken)
        self._outlook.say(str(told))
        self._missed.say(missing)
        self._missed.setVisible(bool(missing))
        self.make.setEnabled(isinstance(told, str))
        self.make.setToolTip("" if isinstance(told, str) else told.what)

    def show_drawing(self) -> None:
        """It is being made."""
        self._progress.show()
        self.make.setEnabled(False)
        self._say("Drawing the map …", "notice")

    def show_done(self, path: Path, words: str, left_out: tuple[str, ...]) -> None:
        """What was made, where, and what these people may not see."""
        self._rest()
        self._folder = path.parent
        self._open.show()
        self._say("\n".join([f"{path.name} is made in {path.parent}: {words}.", *left_out]), "notice")
        self._open.setFocus()

    def show_problem(self, problem: Problem) -> None:
        """Why it was not made."""
        self._rest()
        self._say(str(problem), "problem")

    def said(self) -> str:
        """What is said of the making."""
        return self._said.text()

    def outlook(self) -> str:
        """What is said of the map as it is wished for."""
        return "\n".join(words for words in (self._outlook.text(), self._missed.text()) if words)

    def _rest(self) -> None:
        self._progress.hide()
        self.make.setEnabled(True)

    def _say(self, words: str, role: str) -> None:
        play(self._said, role)
        say_aloud(self, words, is_urgent=role == "problem")
        self._said.say(words)
        self._said.setAccessibleName(words)

    def _open_folder(self) -> None:
        if self._folder and (problem := open_folder(self._folder)):
            self._say(str(problem), "problem")


def _choices(choices: Iterable[tuple[str, object]]) -> QComboBox:
    """A list to choose one of: pairs of words and what they stand for."""
    box = DropDown()
    for words, value in choices:
        box.addItem(words, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
