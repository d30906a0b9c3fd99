"""The panel of the maps: what is installed, a map in the making, and where to get one. Made when it is first seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from placeplanner.errors import Problem
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.icons import icon
from placeplanner.gui.maps.holding import Held
from placeplanner.gui.maps.making_card import DoneCard, MakingCard
from placeplanner.gui.maps.pack_card import PackCard
from placeplanner.gui.maps.parts import Words, heading, quiet
from placeplanner.gui.tab_order import follow_the_eye
from placeplanner.gui.theme import GRID, play

_NONE_YET = (
    "No map pack is installed yet, so the map shows boundaries and names only.\n\n"
    "A map pack brings streets, parks, water, buildings, names and postcodes. If somebody gave you one on a stick, "
    "drop it here. Otherwise get one or two free files from a publisher below and drop them here: "
    "they are made a map on this computer."
)


class MapsPanel(QWidget):
    """`first_seen` comes before it is shown for the first time; the rest carry what was asked for."""

    first_seen = Signal()
    add_wanted = Signal()
    help_wanted = Signal()
    known_wanted = Signal()
    switched = Signal(str, bool)  # a pack's name
    removed = Signal(str)
    copy_wanted = Signal(object)  # Held
    alone_wanted = Signal(object)  # Held: what draws the same is to be switched off
    boundaries_wanted = Signal(object)  # Held
    shipped_wanted = Signal()
    outlines_wanted = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_made = False
        self.problem = Notice()
        self.making = MakingCard()
        self.done = DoneCard()
        self.cards: list[PackCard] = []
        self._held = QVBoxLayout()
        self._empty = Words(_NONE_YET, "hint")
        self.sources = QVBoxLayout()
        self._scroll = QScrollArea()
        self.add = QPushButton("Add a map…")
        self._about = quiet("About map packs", "mdi6.help-circle-outline")
        self._known = quiet("Known things to add", "mdi6.playlist-plus")
        self._shipped = quiet("Use shipped boundaries…", "mdi6.restore")
        self._instead: QWidget | None = None
        self._asked: str | Path = ""  # the pack or the file whose boundaries were asked for last

    def showEvent(self, event: QShowEvent) -> None:
        self.make()
        super().showEvent(event)

    def make(self) -> None:
        """Lay everything out, unless that is done."""
        if self.is_made:
            return
        self.is_made = True
        self._lay_out()
        self.add.clicked.connect(self.add_wanted)
        self.making.more_wanted.connect(self.add_wanted)
        self.making.outlines_wanted.connect(self._ask_for_outlines)
        self.first_seen.emit()

    def _lay_out(self) -> None:
        title = QLabel("Maps")
        play(title, "title")
        hint = Words(
            "Street maps and names, kept on this computer. No network is needed to use them.", "hint"
        )
        self.add.setIcon(icon("mdi6.map-plus", "on_accent"))
        self.add.setToolTip("A map pack from somebody else, or files that a map can be made of")
        play(self.add, "primary")
        about = self._about
        about.clicked.connect(self.help_wanted)
        known = self._known
        known.setToolTip("Listed buildings, schools, stops and others that the installed maps know")
        known.clicked.connect(self.known_wanted)
        self._shipped.setToolTip(
            "Go back to the neighbourhoods, towns and borough as Place Planner brought them"
        )
        self._shipped.clicked.connect(self.shipped_wanted)
        self._shipped.hide()
        self._held.setSpacing(GRID)
        page = QWidget()
        play(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (title, hint, self.problem, self.done, self.making):
            column.addWidget(widget)
        column.addLayout(self._held)
        column.addWidget(self._empty)
        column.addWidget(self.add)
        for button in (known, self._shipped):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(GRID)
        column.addWidget(heading("Where to get maps"))
        column.addLayout(self.sources)
        column.addWidget(about, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it brings itself into view
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_held(self, held: Sequence[Held]) -> None:
        """The installed packs."""
        while (item := self._held.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.cards = [self._card(one) for one in held]
        for card in self.cards:
            self._held.addWidget(card)
        self.put_in_order()
        self._empty.setVisible(not held and self.making.isHidden())

    def put_in_order(self) -> None:
        """Let Tab follow the eye; to be called when something has been put into the panel."""
        found = (self.sources.itemAt(row) for row in range(self.sources.count()))
        sources = [widget for item in found if item and (widget := item.widget())]
        follow_the_eye(
            self,
            (
                self.problem,
                self.done,
                self.making,
                *self.cards,
                self.add,
                self._known,
                self._shipped,
                *sources,
                self._about,
            ),
        )

    def _card(self, held: Held) -> PackCard:
        card = PackCard(held)
        card.switched.connect(lambda is_on: self.switched.emit(held.name, is_on))
        card.alone_wanted.connect(lambda: self.alone_wanted.emit(held))
        card.removed.connect(lambda: self.removed.emit(held.name))
        card.copy_wanted.connect(lambda: self.copy_wanted.emit(held))
        card.boundaries_wanted.connect(lambda: self._ask_for_boundaries(held))
        return card

    def _ask_for_boundaries(self, held: Held) -> None:
        self._asked = held.name
        self.boundaries_wanted.emit(held)

    def _ask_for_outlines(self, path: Path) -> None:
        self._asked = path
        self.outlines_wanted.emit(path)

    def offer_shipped(self, *, is_offered: bool) -> None:
        """Whether there is a way back to the boundaries that ship: not where the plan has them."""
        self._shipped.setVisible(is_offered)

    def show_instead(self, page: QWidget | None) -> None:
        """Show a page in the place of everything else; None gives that back, with the keyboard where it was."""
        old, self._instead = self._instead, page
        if page is not None:
            layout = self.layout()
            assert layout is not None
            layout.addWidget(page)
            page.show()
        self._scroll.setVisible(page is None)
        if old is not None and page is None:
            asked = (
                *(card.boundaries for card in self.cards if card.held.name == self._asked),
                *(row.outlines for row in self.making.rows if row.looked.path == self._asked),
            )
            back = next(iter(asked), self.add if self._shipped.isHidden() else self._shipped)
            back.setFocus(Qt.FocusReason.OtherFocusReason)
            old.hide()

    def is_shown(self, page: QWidget) -> bool:
        """Whether a page is shown in the place of everything else."""
        return self._instead is page

    def show_top(self) -> None:
        """Scroll to what is being done; how to begin needs no saying then."""
        self.show_instead(None)
        self._empty.setVisible(not self.cards and self.making.isHidden())
        self._scroll.verticalScrollBar().setValue(0)

    def refuse(self, problem: Problem) -> None:
        """Say why something was not done, where the person is looking."""
        self.make()
        self.problem.say(problem)
        self.show_top()

    def quieten(self) -> None:
        """Nothing is wrong any more, or something else is being done."""
        self.problem.hide()
