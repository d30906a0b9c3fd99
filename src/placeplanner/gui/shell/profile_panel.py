"""The profile of the chosen place, made from the window: who it is for, in which forms, where to, and how far it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.kinds import Audience
from placeplanner.errors import Problem
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, TARGET, play

FORMATS = (
    ("pdf", "Document to print or send (PDF)"),
    ("html", "Web page with a map (HTML)"),
    ("xlsx", "Workbook for a spreadsheet (XLSX)"),
    ("csv", "Table for any program (CSV)"),
    ("geojson", "Map data (GeoJSON)"),
    ("gpkg", "Map data for QGIS (GeoPackage)"),
)


class ProfilePanel(QWidget):
    """`export_wanted` carries (audience, formats); `cancel_wanted` and `closed` carry nothing."""

    export_wanted = Signal(object, tuple)
    cancel_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setWordWrap(True)
        play(self._title, "title")
        self._audiences = QButtonGroup(self)
        self._formats = [(code, QCheckBox(words)) for code, words in FORMATS]
        self._make = QPushButton("Make the profile…")
        self._make.setIcon(icon("mdi6.file-document-outline", "on_accent"))
        play(self._make, "primary")
        self._cancel = QPushButton("Cancel")
        self._progress = QProgressBar()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setMargin(GRID)
        self._open = QPushButton("Open the folder")
        self._close = QPushButton("Close")
        self._folder: Path | None = None
        self._lay_out()
        self._make.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.cancel_wanted)
        self._close.clicked.connect(self.closed)
        self._open.clicked.connect(self._open_folder)
        self._rest()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(_heading("Who is it for?"))
        for audience in (Audience.GROUP, Audience.PARTNERSHIP, Audience.PUBLIC):
            button = QRadioButton(audience.label)
            button.setMinimumHeight(TARGET)
            button.setProperty("audience", audience)
            button.setChecked(audience is Audience.PARTNERSHIP)
            self._audiences.addButton(button)
            column.addWidget(button)
        hint = QLabel(
            "Records that their group has not agreed to share with these people are left out, and counted."
        )
        hint.setWordWrap(True)
        play(hint, "hint")
        column.addWidget(hint)
        column.addWidget(_heading("What shall be made?"))
        for _, box in self._formats:
            box.setChecked(True)
            box.setMinimumHeight(TARGET)
            box.toggled.connect(self._rest)
            column.addWidget(box)
        for widget in (self._make, self._progress, self._cancel, self._words, self._open):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self._close)

    def show_place(self, name: str) -> None:
        """Which place the profile is of."""
        self._title.setText(f"Profile of {name}")

    def audience(self) -> Audience:
        """Who it is for."""
        button = self._audiences.checkedButton()
        return Audience(button.property("audience")) if button else Audience.PARTNERSHIP

    def formats(self) -> tuple[str, ...]:
        """What shall be made."""
        return tuple(code for code, box in self._formats if box.isChecked())

    def _ask(self) -> None:
        self.export_wanted.emit(self.audience(), self.formats())

    def _rest(self) -> None:
        self._progress.hide()
        self._cancel.hide()
        self._make.setEnabled(bool(self.formats()))
        self._make.setToolTip("" if self.formats() else "Choose at least one thing to make.")
        if self._folder is None:
            self._open.hide()

    def show_progress(self, words: str, part: float) -> None:
        """How far it is, from 0 to 1, and what is happening."""
        self._make.setEnabled(False)
        self._open.hide()
        self._progress.setRange(0, 100)
        self._progress.setValue(round(part * 100))
        self._progress.show()
        self._cancel.show()
        self._say(words)

    def show_done(self, made: tuple[Path, ...], left_out: tuple[str, ...] = ()) -> None:
        """What was made, and where, and what these people may not see."""
        self._folder = made[0].parent if made else None
        names = "\n".join(f"• {path.name}" for path in made)
        self._rest()
        told = [f"Made in {self._folder}:\n{names}" if made else "Nothing was made.", *left_out]
        self._say("\n\n".join(told))
        self._open.setVisible(bool(made))
        self._open.setFocus()

    def show_problem(self, problem: Problem) -> None:
        """Why it was not made."""
        self._rest()
        self._say(str(problem), role="problem")

    def show_cancelled(self) -> None:
        """It was given up; files that were whole by then stay."""
        self._rest()
        self._say("Cancelled. Nothing half-made is left behind.")

    def _say(self, words: str, role: str = "notice") -> None:
        play(self._words, role)
        self._words.setText(words)
        self._words.setAccessibleName(words)

    def _open_folder(self) -> None:
        if self._folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    play(label, "heading")
    return label
