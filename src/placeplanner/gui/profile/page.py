"""The profile's page: who it is for, its words and contents at the left; the pages themselves at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from placeplanner.domain.kinds import Audience
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.icons import icon
from placeplanner.gui.maps.parts import quiet
from placeplanner.gui.profile.contents_form import ContentsForm
from placeplanner.gui.profile.files_form import FilesForm
from placeplanner.gui.profile.leaf import Leaf
from placeplanner.gui.profile.left_out_list import LeftOutList
from placeplanner.gui.profile.making import Making
from placeplanner.gui.profile.period_form import PeriodForm
from placeplanner.gui.profile.words_form import WordsForm, label
from placeplanner.gui.theme import GRID, play
from placeplanner.profile.leaving_out import LeftOut

_LEFT_PX = 360
_LEFT_LETTERS, _WIDEST_LEFT_PX = 46, 480
_ROOMY_PX, _ROOMY_LETTERS = 1000, 56  # where all names of its tabs stand side by side


class ProfilePage(QWidget):
    """`export_wanted` carries (audience, formats); `closed` that the map is wanted again."""

    export_wanted = Signal(object, tuple)
    audience_changed = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setWordWrap(True)
        play(self._title, "heading")
        self.back = QPushButton(icon("mdi6.arrow-left"), "Map")
        self.back.setToolTip("Back to the map (Esc)")
        self.back.setAccessibleName("Back to the map")
        self.back.setAccessibleDescription("Key Esc")
        self.audiences = DropDown(is_narrow=False)
        self.audiences.setAccessibleName("Who is it for?")
        for audience in Audience:
            self.audiences.addItem(audience.label, audience.value)
        self.audiences.setCurrentIndex(self.audiences.findData(Audience.PARTNERSHIP.value))
        self.words, self.contents, self.files = WordsForm(), ContentsForm(), FilesForm()
        self.changes, self.left_out = PeriodForm(), LeftOutList()
        self.missing = quiet("", "mdi6.eye-off-outline")
        self.missing.hide()
        self.tabs = QTabWidget()
        self.making, self.leaf = Making(), Leaf()
        self._left = QWidget()
        self._lay_out()
        self._fit()
        self.back.clicked.connect(self.closed)
        self.missing.clicked.connect(self._show_missing)
        self.audiences.currentIndexChanged.connect(lambda _: self.audience_changed.emit())
        self.making.wanted.connect(lambda: self.export_wanted.emit(self.audience(), self.files.formats()))
        self.files.changed.connect(lambda: self.making.allow(is_allowed=bool(self.files.formats())))
        self.making.busy.connect(self.files.atlas.setDisabled)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)

    def _lay_out(self) -> None:
        for words, form in (
            ("Words", self.words),
            ("Contents", self.contents),
            ("Changes", self.changes),
            ("Left out", self.left_out),
            ("Files", self.files),
        ):
            at = self.tabs.addTab(_scrolling(form, words), words)
            if form is self.left_out:
                self.left_out_at = at
        self.tabs.setUsesScrollButtons(True)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        column.addWidget(label("Who is it for?", self.audiences))
        column.addWidget(self.audiences)
        column.addWidget(self.missing)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.making)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self._left)
        halves.addWidget(self.leaf)
        halves.setStretchFactor(1, 1)
        halves.setChildrenCollapsible(False)
        halves.setSizes([_LEFT_PX, 900])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves)

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need a wider left half."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_left"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        letters = _ROOMY_LETTERS if self.width() >= _ROOMY_PX else _LEFT_LETTERS
        wanted = letters * self.fontMetrics().averageCharWidth()
        self._left.setMinimumWidth(min(max(300, wanted), _WIDEST_LEFT_PX))

    def show_place(self, name: str) -> None:
        """Which place the profile is of."""
        self._title.setText(f"Profile of {name}")

    def tell_left_out(self, told: Sequence[LeftOut], audience: Audience) -> None:
        """What each audience is not shown; for the one it is for, also where nobody can overlook it."""
        self.left_out.put(told, audience)
        ours = next((each for each in told if each.audience is audience), None)
        is_some = ours is not None and bool(ours.records or ours.photos)
        if ours is not None:
            self.missing.setText(f"{ours.sentence.rstrip('.')}: see why")
        self.missing.setVisible(is_some)

    def _show_missing(self) -> None:
        """Lead to what is left out, and why."""
        self.tabs.setCurrentIndex(self.left_out_at)
        self.left_out.homes.choices.setFocus(Qt.FocusReason.OtherFocusReason)

    def audience(self) -> Audience:
        """Who it is for."""
        return Audience(str(self.audiences.currentData()))


def _scrolling(widget: QWidget, name: str) -> QScrollArea:
    """What does not fit can be scrolled to, at whatever size of letters."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
