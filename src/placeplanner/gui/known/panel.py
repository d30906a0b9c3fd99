"""Known things to add: chosen by type, limited to the place people look at, answered one by one or all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Places
from placeplanner.gui.by_ear import name_list
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.i18n import how_many
from placeplanner.gui.icons import icon
from placeplanner.gui.known.offer_list import OfferList
from placeplanner.gui.known.offers import Offer, State, Type, types_of
from placeplanner.gui.panels.rows import list_of_rows
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, TARGET, play

NO_LISTS = (
    "No published list is installed yet.\n\nA map pack brings them: one made with Historic England's list proposes "
    "listed buildings, one made with OpenStreetMap proposes libraries, schools and surgeries."
)
_ALL = {
    State.NEW: ("Add", "mdi6.plus", "accept"),
    State.CHANGED: ("Update", "mdi6.update", "update"),
    State.DECLINED: ("Propose again", "mdi6.restore", "again"),
}


class KnownPanel(QWidget):
    """`chosen` carries an `Offer`, `opened` one whose card is to have the keyboard; `answered` a word and offers."""

    chosen = Signal(object)
    opened = Signal(object)
    answered = Signal(str, object)  # "accept", "update", "decline" or "again"; tuple[Offer, ...]
    shown_changed = Signal()  # other offers are shown
    maps_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, catalogue: Catalogue, places: Places, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._offers: tuple[Offer, ...] = ()
        self._place = ""
        self._elsewhere = 0
        self.is_read = True
        self.model = OfferList(catalogue, places, self)
        self.state = _drop_down("Where things stand with the plan")
        self.type = _drop_down("Type of thing")
        self.search = QLineEdit()
        self.list = self._make_list()
        self.tally, self.empty = QLabel(), QLabel()
        letter_by_letter(self.tally, self.empty)
        self.on_map = QCheckBox("Show them on the map, hollow")
        self.all = QPushButton()
        self.none = QPushButton("Not these")
        self.maps = QPushButton("Map packs…")
        self.bar = QProgressBar()
        self.cancel = QPushButton("Cancel")
        self._dress()
        self._lay_out()
        self._connect()
        self.show_offers((), "", elsewhere=0)

    def _dress(self) -> None:
        self.search.setPlaceholderText("Search these things")
        self.search.setAccessibleName("Search the known things")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self.on_map.setChecked(True)
        self.on_map.setMinimumHeight(TARGET)
        self.none.setIcon(icon("mdi6.close"))
        self.none.setToolTip("These are not proposed again, until you have them back under “Declined”.")
        self.maps.setIcon(icon("mdi6.map-outline"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Reading the published lists")
        for label in (self.tally, self.empty):
            play(label, "hint")
            label.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        play(self.all, "primary")

    def _make_list(self) -> QListView:
        view = list_of_rows(self.model, "Known things")
        view.installEventFilter(self)
        return view

    def _lay_out(self) -> None:
        title = QLabel("Known things to add")
        play(title, "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for widget in (title, self.type, self.state, self.search, self.tally, self.bar, self.cancel):
            column.addWidget(widget)
        column.addWidget(self.empty, 1)
        column.addWidget(self.maps)
        column.addWidget(self.list, 1)
        for answer in (self.on_map, self.all, self.none):
            column.addWidget(answer)

    def _connect(self) -> None:
        self.type.currentIndexChanged.connect(self._fill_states)
        self.state.currentIndexChanged.connect(self._narrow)
        self.search.textChanged.connect(self._narrow)
        self.on_map.toggled.connect(self.shown_changed)
        self.list.selectionModel().selectionChanged.connect(self._tell)
        self.list.doubleClicked.connect(self._open)
        self.all.clicked.connect(self._answer_all)
        self.none.clicked.connect(lambda: self.answered.emit("decline", self.model.shown))
        self.maps.clicked.connect(self.maps_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)

    def show_reading(self, *, is_reading: bool) -> None:
        """Whether the lists are being read just now."""
        self.bar.setVisible(is_reading)
        self.cancel.setVisible(is_reading)
        self.empty.setText("Reading the published lists…" if is_reading else self.empty.text())

    def show_offers(self, offers: Sequence[Offer], place: str, *, elsewhere: int) -> None:
        """Show the offers of a place; `elsewhere` is how many more the lists have in other places."""
        key = self.chosen_key()
        row = self.list.currentIndex().row()
        self._offers, self._place, self._elsewhere = tuple(offers), place, elsewhere
        self._fill_types()
        self._go_back_to(key, row)

    def _go_back_to(self, key: str | None, row: int) -> None:
        """Stand where the list stood; where that was answered, on what has come into its row."""
        if key is None or self.model.rowCount() == 0:
            return
        at = self.model.row_of(key)
        self.select_row(min(row, self.model.rowCount() - 1) if at is None else at, quietly=at is not None)

    def select_row(self, row: int, *, quietly: bool = False) -> None:
        """Stand on a row; quietly without telling anybody."""
        selection = self.list.selectionModel()
        selection.blockSignals(quietly)
        index = self.model.index(row)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(False)
        self.list.scrollTo(index)
        self.list.viewport().update()

    def focus_first(self) -> None:
        """Put the keyboard on the first thing that can be used."""
        stops = (self.cancel, self.type, self.maps)
        next((stop for stop in stops if not stop.isHidden()), self.type).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def select(self, key: str) -> None:
        """Stand on a thing because the map does."""
        row = self.model.row_of(key)
        if row is not None:
            self.select_row(row, quietly=True)

    def chosen_key(self) -> str | None:
        """The origin of the thing that the list stands on."""
        offer = self._current()
        return offer.key if offer else None

    def _current(self) -> Offer | None:
        rows = self.list.selectionModel().selectedIndexes()
        return self.model.offer_at(rows[0].row()) if rows else None

    def _fill_types(self) -> None:
        types = types_of((offer for offer in self._offers), self._catalogue)
        entries = [("Everything", None, len(self._offers)), *types]
        _refill(self.type, [(f"{words} ({count:,})", value) for words, value, count in entries])
        self._fill_states()

    def _fill_states(self) -> None:
        counts = Counter(offer.state for offer in self._of_type())
        states = [state for state in State if counts[state] or state is State.NEW]
        _refill(self.state, [(f"{state.label} ({counts[state]:,})", state.value) for state in states])
        self._narrow()

    def _of_type(self) -> tuple[Offer, ...]:
        wanted: Type | None = self.type.currentData()
        return tuple(offer for offer in self._offers if wanted is None or offer.type == tuple(wanted))

    def _narrow(self) -> None:
        state = State(self.state.currentData() or State.NEW)
        of_state = [offer for offer in self._of_type() if offer.state is state]
        is_any = self.type.currentData() is None
        self.model.show_offers(of_state, self.search.text(), with_type=is_any)
        self._say(state, len(of_state))
        self.shown_changed.emit()

    def _say(self, state: State, total: int) -> None:
        had_keyboard = any(one.hasFocus() for one in (self.all, self.none, self.list))
        shown = self.model.rowCount()
        there_are_lists = bool(self._offers or self._elsewhere)
        where = f" in {self._place}" if self._place else ""
        everything = how_many(total, "thing")
        words = f"{shown:,} of {everything}{where}" if shown != total else f"{everything}{where}"
        self.tally.setText(f"{words[:1].upper()}{words[1:]}.")
        for widget in (self.type, self.state, self.search):
            widget.setVisible(there_are_lists)
        self.tally.setVisible(shown > 0)
        self.on_map.setVisible(shown > 0 and state not in (State.CHANGED, State.GONE))
        self.maps.setVisible(not there_are_lists)
        self.list.setVisible(shown > 0)
        self.empty.setVisible(not shown)
        self.empty.setText(self._why_empty(total, there_are_lists=there_are_lists))
        verb, glyph, _ = _ALL.get(state, ("", "", ""))
        self.all.setVisible(bool(verb) and shown > 0)
        self.all.setText(f"{verb} {'it' if shown == 1 else f'all {shown:,}'}" if verb else "")
        if glyph:
            self.all.setIcon(icon(glyph, "on_accent"))
        self.none.setVisible(shown > 0 and state in (State.NEW, State.MATCHED))
        if had_keyboard and not shown:
            self.focus_first()  # what had the keyboard is hidden: it would go to whatever is next

    def _why_empty(self, total: int, *, there_are_lists: bool) -> str:
        if not self.is_read:
            return "The published lists have not been read. Leave this panel and come back to read them."
        if not there_are_lists:
            return NO_LISTS
        if total:
            return "Nothing is called that. Try fewer letters."
        others = [self.state.itemText(i) for i in range(self.state.count()) if i != self.state.currentIndex()]
        beside = f" See above: {', '.join(others)}." if others else ""
        far = how_many(self._elsewhere, "thing") + (" lies" if self._elsewhere == 1 else " lie")
        more = f" {far} in other places." if self._elsewhere else ""
        return f"Nothing more to add here.{beside}{more}"

    def _answer_all(self) -> None:
        state = State(self.state.currentData())
        self.answered.emit(_ALL[state][2], self.model.shown)

    def _tell(self) -> None:
        if (offer := self._current()) is not None:
            self.chosen.emit(offer)

    def _open(self) -> None:
        if (offer := self._current()) is not None:
            self.opened.emit(offer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if watched is self.list and is_enter:
                self._open()
                return True
            if (
                watched is self.search
                and (is_enter or event.key() == Qt.Key.Key_Down)
                and self.model.rowCount()
            ):
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                if self._current() is None:
                    self.select_row(0)
                return True
        return super().eventFilter(watched, event)


def _drop_down(name: str) -> QComboBox:
    box = DropDown()
    name_list(box, name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _refill(box: QComboBox, entries: Sequence[tuple[str, object]]) -> None:
    """Other entries; what was chosen stays chosen if it is still there."""
    before = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, value in entries:
        box.addItem(words, value)
    found = next((i for i, (_, value) in enumerate(entries) if value == before), 0)
    box.setCurrentIndex(found)
    box.blockSignals(False)
