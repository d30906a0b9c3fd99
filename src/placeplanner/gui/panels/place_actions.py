"""What can be done to the chosen place: its town corrected, a patch renamed, reshaped, redrawn or taken away. No dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.gui.icons import icon
from placeplanner.gui.strangers import letter_by_letter, tip
from placeplanner.gui.theme import GRID, play

_ASK_NAME = "What do you call it? Enter keeps it, Esc gives it up."


class PlaceActions(QWidget):
    """The buttons below the tree. Signals carry codes; `named` the words for what `ask_name` asked about."""

    town_corrected = Signal(str, str)  # neighbourhood, town
    patch_wanted = Signal()
    reshape_wanted = Signal(str)
    redraw_wanted = Signal(str)
    rename_wanted = Signal(str)
    removed = Signal(str)
    named = Signal(str)
    naming_given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: Place | None = None
        self._places = Places(())
        self.town = QPushButton()
        self.towns = QMenu(self.town)
        self.town.setMenu(self.towns)
        self.rename = self._button("Rename", lambda code: self.rename_wanted.emit(code))
        self.reshape = self._button("Reshape", lambda code: self.reshape_wanted.emit(code))
        self.reshape.setToolTip("Change its outline corner by corner")
        self.redraw = self._button("Redraw", lambda code: self.redraw_wanted.emit(code))
        self.redraw.setToolTip("Draw its outline anew")
        self.remove = self._button("Remove", lambda code: self.removed.emit(code))
        self.draw = QPushButton(icon("mdi6.vector-polygon"), "Draw our patch")
        self.draw.setToolTip(
            "Draw your group’s own area: it may cross neighbourhoods, and is a place like any other"
        )
        self.draw.clicked.connect(self.patch_wanted)
        self.naming = QLabel(_ASK_NAME)
        self.name = QLineEdit()
        self.problem = QLabel()
        letter_by_letter(self.naming, self.problem)
        self._lay_out()
        self.stop_asking()
        self.show_place(None, self._places)

    def _button(self, words: str, act: Callable[[str], None]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: act(self._place.code) if self._place else None)
        return button

    def _lay_out(self) -> None:
        self.name.setAccessibleName("Name of our patch")
        self.name.setPlaceholderText("Our patch")
        self.name.installEventFilter(self)
        for label, role in ((self.naming, "hint"), (self.problem, "problem")):
            label.setWordWrap(True)
            play(label, role)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID // 2)
        for row, widget in enumerate((self.town, self.naming, self.name, self.problem)):
            grid.addWidget(widget, row, 0, 1, 2)
        for place, button in enumerate(self._of_patch()):
            grid.addWidget(button, 4 + place // 2, place % 2)
        grid.addWidget(self.draw, 6, 0, 1, 2)

    def _of_patch(self) -> tuple[QPushButton, ...]:
        return self.rename, self.reshape, self.redraw, self.remove

    def show_place(self, place: Place | None, places: Places) -> None:
        """Offer what can be done to this place."""
        self._place, self._places = place, places
        is_patch = place is not None and place.kind is PlaceKind.PATCH
        for button in self._of_patch():
            button.setVisible(is_patch)
        towns = places.of_kind(PlaceKind.TOWN)
        is_in_town = place is not None and place.kind is PlaceKind.NEIGHBOURHOOD and bool(towns)
        self.town.setVisible(is_in_town)
        self.draw.setEnabled(places.borough is not None)
        if place is not None and is_in_town:
            self._offer_towns(place, towns)

    def _offer_towns(self, place: Place, towns: tuple[Place, ...]) -> None:
        now = self._places.get(place.parent)
        self.town.setText(f"Belongs to {now.name}" if now else "Belongs to no town")
        self.town.setToolTip(
            tip(f"Towns are a best fit. Choose another for {place.name} if this one is wrong.")
        )
        self.towns.clear()
        self.towns.addActions(self._town_actions(self.towns, place, towns))

    def _town_actions(self, parent: QObject, place: Place, towns: tuple[Place, ...]) -> list[QAction]:
        group = QActionGroup(parent)
        actions = []
        for town in towns:
            action = QAction(town.name, group)
            action.setCheckable(True)
            action.setChecked(town.code == place.parent)
            action.triggered.connect(
                lambda _=False, code=town.code: self.town_corrected.emit(place.code, code)
            )
            actions.append(action)
        return actions

    def menu_for(self, place: Place) -> QMenu | None:
        """The same for a row of the tree that was asked for its menu; None where nothing can be done."""
        menu = QMenu(self)
        if place.kind is PlaceKind.NEIGHBOURHOOD:
            towns = menu.addMenu("Belongs to")
            towns.addActions(self._town_actions(towns, place, self._places.of_kind(PlaceKind.TOWN)))
        elif place.kind is PlaceKind.PATCH:
            menu.addAction("Rename", lambda: self.rename_wanted.emit(place.code))
            menu.addAction("Reshape", lambda: self.reshape_wanted.emit(place.code))
            menu.addAction("Redraw", lambda: self.redraw_wanted.emit(place.code))
            menu.addAction("Remove", lambda: self.removed.emit(place.code))
        else:
            return None
        return menu

    def ask_name(self, now: str = "") -> None:
        """Ask, right here, what a patch is called."""
        for widget in (self.naming, self.name):
            widget.show()
        self.problem.hide()
        self.draw.hide()
        self.name.setText(now)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, words: str) -> None:
        """Say why a name will not do; what was typed stays."""
        self.problem.setText(words)
        self.problem.show()

    def stop_asking(self) -> None:
        """The patch has its name, or was given up."""
        for widget in (self.naming, self.name, self.problem):
            widget.hide()
        self.draw.show()

    @property
    def is_asking(self) -> bool:
        """Whether a name is being asked for."""
        return not self.name.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.name and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.named.emit(self.name.text())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.stop_asking()
                self.naming_given_up.emit()
                return True
        return super().eventFilter(watched, event)
