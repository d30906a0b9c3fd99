"""Which place: borough, towns and neighbourhoods as a tree, patches and wards below, found by typing a few letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.gui.by_ear import Murmur
from placeplanner.gui.i18n import how_many
from placeplanner.gui.icons import icon
from placeplanner.gui.panels.place_actions import PlaceActions
from placeplanner.gui.panels.rows import ROW, Row, RowPainter
from placeplanner.gui.strangers import letter_by_letter
from placeplanner.gui.theme import GRID, play

CODE = Qt.ItemDataRole.UserRole + 2
BEST_FIT = (
    "Towns are made of the neighbourhoods that fit them best. That fit is a planner's judgement, not an official "
    "boundary. If it is wrong for your town, choose the neighbourhood and say which town it belongs to."
)
_KINDS = {
    PlaceKind.BOROUGH: "borough",
    PlaceKind.TOWN: "town",
    PlaceKind.NEIGHBOURHOOD: "neighbourhood",
    PlaceKind.WARD: "ward",
    PlaceKind.PATCH: "our patch",
}
_HEADINGS = {PlaceKind.PATCH: "Our patches", PlaceKind.WARD: "Wards"}


class PlacesPanel(QWidget):
    """Choose a place by clicking it, or by typing, moving with the arrows and pressing Enter."""

    place_chosen = Signal(str)

    def __init__(self, places: Places | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places or Places(())
        self._counts: dict[str, int] = {}
        self._chosen = ""
        self._headings: dict[PlaceKind, QStandardItem] = {}
        self._items: dict[str, QStandardItem] = {}
        self._folded: list[str] | None = None  # what was folded before somebody began to search
        self._model = QStandardItemModel(self)
        self._murmur = Murmur(self)
        self.finder = self._make_finder()
        self.tree = self._make_tree()
        self.note = QLabel("Towns are a best fit of neighbourhoods.")
        self.empty = QLabel()
        letter_by_letter(self.empty)
        self.offers = PlaceActions()
        self._lay_out()
        self.set_places(self._places)

    def set_places(self, places: Places) -> None:
        """Show the places of a plan; what was unfolded stays so."""
        open_before = {code for code, item in self._items.items() if self.tree.isExpanded(item.index())}
        self._places = places
        self._model.clear()
        self._items, self._headings, self._folded = {}, {}, None
        top = (places.borough,) if places.borough else places.of_kind(PlaceKind.TOWN)
        for place in top or places.of_kind(PlaceKind.NEIGHBOURHOOD):
            self._add(self._model.invisibleRootItem(), place)
        for kind, words in _HEADINGS.items():
            self._add_heading(kind, words)
        for code in (*(place.code for place in top), *open_before):
            if code in self._items:
                self.tree.expand(self._items[code].index())
        self.choose(self._chosen)
        self._retell()
        self._say_if_empty(
            "" if len(places) else "This plan has no places yet. Open a map pack to bring them in."
        )

    def set_counts(self, counts: Mapping[PlaceCode | None, int]) -> None:
        """How many records carry each place; towns and the borough add up those inside them.

        Records under None lie in no neighbourhood: they count for the borough only.
        """
        own = {str(code): count for code, count in counts.items() if code}
        totals = {
            place.code: sum(own.get(code, 0) for code in self._places.within(place.code))
            for place in self._places
        }
        if borough := self._places.borough:
            totals[borough.code] += counts.get(None, 0)
        self._counts = {str(code): total for code, total in totals.items()}
        self._retell()

    def choose(self, code: str) -> None:
        """Show this place as the chosen one, without saying so to anybody."""
        if code not in self._items:
            return
        self._chosen = code
        self.offers.show_place(self._places.get(code), self._places)
        self._retell()
        index = self._items[code].index()
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)

    def _show_chosen(self) -> None:
        """Keep in sight where people stand, also where what is offered for that place has taken room from the tree."""
        if self._chosen in self._items and not self.finder.text():
            self.tree.scrollTo(self._items[self._chosen].index())

    def chosen(self) -> str:
        """The code of the chosen place, or an empty text."""
        return self._chosen

    def focus_finder(self) -> None:
        """Put the keyboard where a place is typed."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._show_chosen)
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.finder and self._key_in_finder(event.key()):
                return True
            if watched is self.tree and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
                Qt.Key.Key_Space,
            ):
                self._choose_index(self.tree.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _make_finder(self) -> QLineEdit:
        finder = QLineEdit()
        finder.setPlaceholderText("Find a town or neighbourhood")
        finder.setAccessibleName("Find a town or neighbourhood")
        finder.setAccessibleDescription(
            "Type a name, move with the up and down arrows, press Enter to choose."
        )
        finder.addAction(icon("mdi6.magnify", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        finder.setClearButtonEnabled(True)
        finder.textChanged.connect(self._narrow)
        finder.installEventFilter(self)
        return finder

    def _make_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self._model)
        tree.setHeaderHidden(True)
        tree.setIndentation(GRID * 2)
        tree.setUniformRowHeights(True)
        tree.setMouseTracking(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setItemDelegate(_PlacePainter(tree, self._points_at))
        tree.setAccessibleName("Places")
        tree.clicked.connect(self._choose_index)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._show_menu)
        tree.installEventFilter(self)
        return tree

    def _lay_out(self) -> None:
        self.note.setToolTip(BEST_FIT)
        self.note.setAccessibleDescription(BEST_FIT)
        for label in (self.note, self.empty):
            label.setWordWrap(True)
            play(label, "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        for widget in (self.finder, self.empty):
            layout.addWidget(widget)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.offers)
        layout.addWidget(self.note)

    def _add(self, parent: QStandardItem, place: Place) -> None:
        item = QStandardItem(place.name)
        item.setData(place.code, CODE)
        if place.kind is PlaceKind.TOWN:
            item.setToolTip(BEST_FIT)
        self._items[place.code] = item
        parent.appendRow(item)
        for child in self._places.children(place.code):
            self._add(item, child)

    def _add_heading(self, kind: PlaceKind, words: str) -> None:
        """Places of a kind that lie across neighbourhoods, under a heading of their own; none where there are none."""
        places = self._places.of_kind(kind)
        if not places:
            return
        heading = QStandardItem(words)
        heading.setData(Row(words, is_strong=True), ROW)
        heading.setData(f"{words}, {how_many(len(places), 'place')}", Qt.ItemDataRole.AccessibleTextRole)
        self._headings[kind] = heading
        self._model.invisibleRootItem().appendRow(heading)
        for place in places:
            self._add(heading, place)
        if kind is PlaceKind.PATCH:
            self.tree.expand(heading.index())

    def _show_menu(self, at: QPoint) -> None:
        place = self._places.get(self.tree.indexAt(at).data(CODE))
        menu = self.offers.menu_for(place) if place else None
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.tree.viewport().mapToGlobal(at))

    def _retell(self) -> None:
        """Write every row anew: names, counts, which one is chosen."""
        for code, item in self._items.items():
            place = self._places.get(code)
            assert place is not None
            count = self._counts.get(code, 0)
            row = Row(
                place.name,
                count=f"{count:,}" if count else "",
                is_strong=place.kind is PlaceKind.BOROUGH,
                is_chosen=code == self._chosen,
            )
            item.setData(row, ROW)
            chosen = ", chosen" if row.is_chosen else ""
            told = f"{place.name}, {_KINDS[place.kind]}, {how_many(count, 'record')}{chosen}"
            item.setData(told, Qt.ItemDataRole.AccessibleTextRole)

    def _narrow(self, text: str) -> None:
        """Show only the places that match, what they lie in and what lies in them; the first becomes current."""
        wanted = _plain(text)
        if not wanted:
            self._fold_back()
        elif self._folded is None:
            self._folded = [
                code for code, item in self._items.items() if not self.tree.isExpanded(item.index())
            ]
        matches = [code for code in self._items if wanted and self._matches(code, wanted)]
        shown = {str(inner) for code in matches for inner in self._places.within(code)}
        shown |= {place.code for code in matches for place in self._places.ancestors(code)}
        for code, item in self._items.items():
            parent = item.parent()
            above = parent.index() if parent else QModelIndex()
            self.tree.setRowHidden(item.row(), above, bool(wanted) and code not in shown)
        for kind, heading in self._headings.items():
            is_empty = not any(place.code in shown for place in self._places.of_kind(kind))
            self.tree.setRowHidden(heading.row(), QModelIndex(), bool(wanted) and is_empty)
        self._open_up(matches)
        self._say_if_empty("" if matches or not wanted else f"No place here is called “{text.strip()}”.")
        if wanted and self.finder.hasFocus():
            self._murmur.say(self.empty.text() or f"{len(matches)} found. {self._current_in_words()}")

    def _fold_back(self) -> None:
        """Fold again what only the search had opened."""
        for code in self._folded or ():
            self.tree.collapse(self._items[code].index())
        self._folded = None

    def _open_up(self, matches: list[str]) -> None:
        for code in matches:
            item = self._items[code].parent()
            while item is not None:
                self.tree.expand(item.index())
                item = item.parent()
        if matches:
            best = min(matches, key=self._closeness)
            self.tree.setCurrentIndex(self._items[best].index())
        elif self._chosen and not self.finder.text():
            self.choose(self._chosen)

    def _closeness(self, code: str) -> tuple[bool, int]:
        """Names that begin with what is typed come before names that contain it."""
        place = self._places.get(code)
        assert place is not None
        begins = _plain(place.name).startswith(_plain(self.finder.text()))
        return (not begins, list(PlaceKind).index(place.kind))

    def _matches(self, code: str, wanted: str) -> bool:
        place = self._places.get(code)
        return place is not None and (wanted in _plain(place.name) or wanted in _plain(place.code))

    def _say_if_empty(self, words: str) -> None:
        self.empty.setText(words)
        self.empty.setVisible(bool(words))

    def _key_in_finder(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            current = self.tree.currentIndex()
            step = self.tree.indexBelow if key == Qt.Key.Key_Down else self.tree.indexAbove
            if (index := step(current)).isValid():
                self.tree.setCurrentIndex(index)
                self._murmur.say(self._current_in_words())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.empty.isHidden():
                self._choose_index(self.tree.currentIndex())
            return True
        if key == Qt.Key.Key_Escape and self.finder.text():
            self.finder.clear()
            return True
        return False

    def _points_at(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether Enter in the box above the tree would choose this place."""
        return self.finder.hasFocus() and bool(self.finder.text()) and index == self.tree.currentIndex()

    def _current_in_words(self) -> str:
        return str(self.tree.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def _choose_index(self, index: QModelIndex) -> None:
        code = index.data(CODE)
        if not code:
            return
        self.finder.clear()
        self.choose(code)
        self.place_chosen.emit(code)


class _PlacePainter(RowPainter):
    """Puts the ring also around the place that is found by typing, while the keyboard is in the box above."""

    def __init__(
        self, tree: QTreeView, points_at: Callable[[QModelIndex | QPersistentModelIndex], bool]
    ) -> None:
        super().__init__(tree)
        self._points_at = points_at

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if self._points_at(index):
            option.state |= QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("&", "and").split())
