"""One installed map pack: what it is, whether it is shown, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

from placeplanner.gui.maps.holding import Held
from placeplanner.gui.maps.parts import Card, Fold, Row, Words, quiet
from placeplanner.gui.maps.telling import below_title, details_of, holds_outlines, listed, size_in_words
from placeplanner.gui.strangers import tip
from placeplanner.gui.theme import play


class PackCard(Card):
    """`switched` carries whether it is to be shown; the others carry nothing."""

    switched = Signal(bool)
    alone_wanted = Signal()
    removed = Signal()
    copy_wanted = Signal()
    boundaries_wanted = Signal()

    def __init__(self, held: Held) -> None:
        super().__init__("card" if held.manifest else "problem")
        self.held = held
        self.shown = QCheckBox(held.title)
        self.shown.setChecked(held.is_on and held.manifest is not None)
        self.shown.setEnabled(held.manifest is not None)
        self.shown.setAccessibleName(f"Show the map {held.title}")
        self.shown.setToolTip(tip(f"{held.title}: show this map, or leave it out for now"))
        self.shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.shown.toggled.connect(self.switched)
        play(self.shown, "strong")
        self.column.addWidget(self.shown)
        self._tell()
        self.remove = quiet("Remove…", "mdi6.delete-outline")
        self.remove.setAccessibleName(f"Remove the map {held.title} from this computer")
        self.remove.clicked.connect(self._ask)
        self._copy = quiet("Save a copy…", "mdi6.content-save-outline")
        self._copy.setAccessibleName(f"Save a copy of {held.title} for other laptops")
        self._copy.setToolTip("Onto a stick, for other laptops: there, choose “Add a map…”")
        self._copy.setEnabled(held.manifest is not None)
        self._copy.clicked.connect(self.copy_wanted)
        self.boundaries = quiet("Use its boundaries…", "mdi6.vector-polygon")
        self.boundaries.setAccessibleName(f"Use the boundaries of {held.title} in this plan")
        self.boundaries.setToolTip("Says what would change, before anything does")
        self.boundaries.clicked.connect(self.boundaries_wanted)
        self.column.addWidget(self.boundaries, alignment=Qt.AlignmentFlag.AlignLeft)
        self.boundaries.setVisible(holds_outlines(held))
        self._buttons = Row(self._copy, self.remove)
        self.column.addWidget(self._buttons)
        self._sure = self._question()
        self.column.addWidget(self._sure)

    def _tell(self) -> None:
        manifest = self.held.manifest
        if manifest is None:
            self.column.addWidget(Words(str(self.held.fault or "It cannot be read.")))
            return
        self.column.addWidget(Words(below_title(manifest, self.held.size), "hint"))
        if self.held.doubles:
            self.column.addWidget(self._double())
        self.column.addWidget(Fold("Sources and licences", details_of(manifest)))

    def _double(self) -> QWidget:
        """What is drawn twice is said where it can be mended."""
        others = listed([f"“{other.title}”" for other in self.held.doubles])
        card = Card("notice")
        card.column.addWidget(
            Words(f"It covers the same ground as {others}, so streets and names are drawn double.")
        )
        self.alone = quiet("Show only this one", "mdi6.eye-check-outline")
        self.alone.setAccessibleName(f"Show {self.held.title} and switch {others} off")
        self.alone.setToolTip(tip(f"Switches {others} off. Nothing is removed."))
        self.alone.clicked.connect(self.alone_wanted)
        card.column.addWidget(self.alone, alignment=Qt.AlignmentFlag.AlignLeft)
        return card

    def _question(self) -> QWidget:
        """Removing asks once more, in place: a pack may have taken hours to fetch."""
        card = Card("notice")
        card.column.addWidget(
            Words(
                f"Remove it from this computer? That frees {size_in_words(self.held.size)}. "
                "Records are not touched. To have it back, add it again from where you had it."
            )
        )
        self.yes, self.no = QPushButton("Remove it"), QPushButton("Keep it")
        play(self.yes, "danger")
        self.yes.setAccessibleName(f"Remove {self.held.title} now")
        self.no.setAccessibleName(f"Keep {self.held.title}")
        self.yes.clicked.connect(self.removed)
        self.no.clicked.connect(self._think_better)
        card.column.addWidget(Row(self.yes, self.no))
        card.hide()
        return card

    def _ask(self) -> None:
        self._buttons.hide()
        self._sure.show()
        self.yes.setFocus()

    def _think_better(self) -> None:
        self._sure.hide()
        self._buttons.show()
        self.remove.setFocus()
