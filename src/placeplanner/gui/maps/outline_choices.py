"""What each outline of a file without codes is, one below the other: suggested with a reason, chosen by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.edits.claims import CLAIMABLE, Claim
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.maps.outlines import Choices
from placeplanner.gui.maps.parts import Row, Words, quiet
from placeplanner.gui.strangers import tip
from placeplanner.gui.theme import GRID, play

if TYPE_CHECKING:
    from placeplanner.mappacks.matching import Suggestion

HOW = (
    "It does not say what its outlines are. You do: each may be the boundary of a place, an area of your own, or "
    "neither. The places beside it follow, and so do records."
)
_LAYER, _OWN = "", "own"  # what is chosen, where it is no place's code
_TYPING_MS = 500
_SQUARE_KM_M2, _HECTARE_M2 = 1_000_000.0, 10_000.0
_KINDS = {PlaceKind.WARD: " (ward)", PlaceKind.PATCH: " (your own)"}


class OutlineChoices(QWidget):
    """`chosen` says that something else is chosen, `shown` carries an `Outline` that shall be seen on the map."""

    chosen = Signal()
    shown = Signal(object)

    def __init__(self, choices: Choices, places: Places) -> None:
        super().__init__()
        play(self, "page")
        model = _model(places)
        self.rows = [_OutlineRow(one, model) for one in choices.suggestions]
        self.suggested = quiet("All as suggested")
        self.none = quiet("Leave all")
        self.suggested.clicked.connect(lambda: self._choose_all(is_suggested=True))
        self.none.clicked.connect(lambda: self._choose_all(is_suggested=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self.told = Words("\n".join(choices.told), "hint")
        for words in (Words(HOW, "hint"), self.told):
            column.addWidget(words)
        if len(self.rows) > 1:
            column.addWidget(Row(self.suggested, self.none))
        for row in self.rows:
            column.addWidget(row)
            row.chosen.connect(self.chosen)
            row.shown.connect(self.shown)

    def claims(self) -> tuple[Claim, ...]:
        """What was said of the outlines, but for those that are left."""
        return tuple(claim for row in self.rows if (claim := row.claim()) is not None)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        first: list[QWidget] = [self.suggested, self.none] if len(self.rows) > 1 else []
        return [*first, *(stop for row in self.rows for stop in (row.what, row.called, row.see))]

    def begin(self) -> None:
        """Give the keyboard to the first of them."""
        self.rows[0].what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_all(self, *, is_suggested: bool) -> None:
        for row in self.rows:
            row.choose(is_suggested=is_suggested)
        self.chosen.emit()


class _OutlineRow(QWidget):
    """One outline: what it is called, what it is, why that was suggested, and the name of an area of people's own."""

    chosen = Signal()
    shown = Signal(object)

    def __init__(self, suggestion: Suggestion, model: QStandardItemModel) -> None:
        super().__init__()
        self._suggestion, self._code = suggestion, Claim(suggestion.outline).code
        outline = self.outline = suggestion.outline
        name = Words(
            f"{outline.name} · {_size(outline)}".replace("&", "&&"), "label"
        )  # a buddy's keys are none here
        self.what = DropDown()
        self.what.setModel(model)
        self.what.setAccessibleName(f"What {outline.name} is")
        self.what.setAccessibleDescription(suggestion.why)
        name.setBuddy(self.what)
        self.called = QLineEdit(suggestion.own_name)
        self.called.setAccessibleName(f"What your area {outline.name} is called")
        self.called.setToolTip("What your area is called")
        self.see = quiet("Show on the map", "mdi6.eye-outline")
        self.see.setAccessibleName(f"Show {outline.name} on the map")
        self.see.setToolTip(tip(f"Where {outline.name} lies"))
        self.see.clicked.connect(lambda: self.shown.emit(outline))
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out(name)
        self.choose(is_suggested=True)
        self.what.currentIndexChanged.connect(self._take)
        self.called.textEdited.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self.chosen)

    def _lay_out(self, name: QWidget) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID // 2)
        column.setSpacing(GRID // 2)
        parts: tuple[QWidget, ...] = (name, self.what, self.called, Words(self._suggestion.why, "hint"))
        for part in parts:
            column.addWidget(part)
        column.addWidget(self.see, alignment=Qt.AlignmentFlag.AlignLeft)

    def choose(self, *, is_suggested: bool) -> None:
        """Choose what is suggested, or nothing; `chosen` is not told."""
        suggestion = self._suggestion
        wanted = suggestion.place or (_OWN if suggestion.is_own else _LAYER)
        self.what.blockSignals(True)
        self.what.setCurrentIndex(max(self.what.findData(wanted if is_suggested else _LAYER), 0))
        self.what.blockSignals(False)
        self.called.setVisible(self.what.currentData() == _OWN)

    def _take(self) -> None:
        is_own = self.what.currentData() == _OWN
        self.called.setVisible(is_own)
        self.chosen.emit()

    def claim(self) -> Claim | None:
        """What it was said to be; None where it is left."""
        chosen, outline = self.what.currentData(), self._suggestion.outline
        if chosen == _LAYER:
            return None
        if chosen == _OWN:
            return Claim(outline, None, self.called.text(), self._code)
        return Claim(outline, PlaceCode(chosen))


def _model(places: Places) -> QStandardItemModel:
    """All that an outline can be: one list for all rows. A letter that is typed finds a place by its name."""
    model = QStandardItemModel()
    _put(model, "Neither: leave it a layer", _LAYER)
    _put(model, "Our own area (our patch)", _OWN)
    for kind in (PlaceKind.BOROUGH, *(kind for kind in CLAIMABLE if kind is not PlaceKind.BOROUGH)):
        for place in places.of_kind(kind):
            _put(model, f"{_called(place)}: boundary", place.code)
    return model


def _put(model: QStandardItemModel, words: str, data: str) -> None:
    item = QStandardItem(words)
    item.setData(data, Qt.ItemDataRole.UserRole)
    model.appendRow(item)


def _called(place: Place) -> str:
    return f"{place.name}{_KINDS.get(place.kind, '')}"


def _size(outline: Outline) -> str:
    area = outline.geometry.area
    if area >= _SQUARE_KM_M2:
        return f"{area / _SQUARE_KM_M2:.1f} km²"
    return f"{area / _HECTARE_M2:.1f} hectares" if area >= _HECTARE_M2 else f"{area:,.0f} m²"
