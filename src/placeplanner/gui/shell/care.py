"""The bar below the map: what just happened, where the pointer is, the scale, and whether all is safe."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from placeplanner.domain.coordinates import EastingNorthing, grid_ref, parse_position, to_lonlat
from placeplanner.errors import Problem
from placeplanner.gui.by_ear import say_aloud
from placeplanner.gui.icons import icon
from placeplanner.gui.shell.desk import Desk
from placeplanner.gui.strangers import letter_by_letter, tip
from placeplanner.gui.theme import GRID, TARGET, play

MESSAGE_MS = 15_000
_ENDLESS = re.compile(r"“([^”]{60})[^”]{12,}”")
_WIDEST = "SD 58000 05000   53.54000, -2.64000"  # that a position may be


class CareBar(QWidget):
    """Says at all times what is saved and backed up. `position_typed` carries an `EastingNorthing` to go to."""

    undo_wanted = Signal()
    position_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = _label("How many records are here")
        self._message = _label("What just happened")
        self._undo = QPushButton("Undo")
        self._undo.setAccessibleName("Undo what just happened")
        self._undo.clicked.connect(self.undo_wanted)
        self._close = QToolButton()
        self._close.setIcon(icon("mdi6.close"))
        self._close.setAccessibleName("Hide this message")
        self._close.clicked.connect(self._quieten)
        self._position = QLineEdit()
        self._scale = _label("Scale of the map")
        self._saved = _label("What is saved")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._quieten)
        self._set_up_position()
        self._lay_out()
        self._keep_height()
        self._quieten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "_message"):
            self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The box for a position gives way to a message that two lines beside it would not hold, and then the count."""
        if self._position.hasFocus():
            return
        is_wide = self.width() >= self._at_ease()
        self._position.setVisible(is_wide and self._has_room(self._count, self._position))
        self._scale.setVisible(is_wide)
        self._count.setVisible(is_wide and self._has_room(self._count))

    def _has_room(self, *others: QWidget) -> bool:
        """Whether two lines hold the message beside what is always there and these."""
        words, metrics = self._message.text(), self._message.fontMetrics()
        always = (self._scale, self._saved, *(one for one in (self._undo, self._close) if words))
        taken = sum(max(one.sizeHint().width(), one.minimumWidth()) + GRID for one in (*always, *others))
        room = QRect(0, 0, max(1, self.width() - taken - 3 * GRID), 10_000)
        height = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height()
        return height <= 2 * metrics.lineSpacing()

    def _at_ease(self) -> int:
        """The width from which on everything has room; below it, what just happened and what is saved come first."""
        always = sum(one.sizeHint().width() + GRID for one in (self._count, self._scale, self._saved))
        return always + self._position.width() + 20 * GRID

    def _keep_height(self) -> None:
        """Room for two lines at all times, so that a long message does not move the map under the pointer."""
        self._message.setFixedHeight(2 * self._message.fontMetrics().lineSpacing() + 2 * GRID)
        self._position.setFixedWidth(self.fontMetrics().horizontalAdvance(_WIDEST) + 4 * GRID)

    def _set_up_position(self) -> None:
        box = self._position
        box.setAccessibleName("Position: type a grid reference or latitude, longitude and press Enter")
        box.setToolTip(
            "Where the pointer is. Type a grid reference or “latitude, longitude” and press Enter to go there."
        )
        box.setPlaceholderText("Grid reference or lat, long")
        box.returnPressed.connect(self._go)

    def _lay_out(self) -> None:
        play(self._message, "message")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        self.setMinimumWidth(40 * GRID)  # or the window would be wider than a screen at twice the size
        self._message.setMargin(GRID // 2)
        letter_by_letter(self._message)
        self._message.setWordWrap(True)  # a refusal is read whole, not to the edge
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for button in (self._undo, self._close):
            button.setMinimumHeight(TARGET)
        row.addWidget(self._count)
        row.addWidget(self._message, 1)
        for widget in (self._undo, self._close, self._position, self._scale, self._saved):
            row.addWidget(widget)

    def say(self, words: str, *, offers_undo: bool = False) -> None:
        """Show what happened for a while; it never needs a click."""
        play(self._message, "message")
        self._show(words, offers_undo=offers_undo)
        self._timer.start(MESSAGE_MS)
        say_aloud(self, f"{words.rstrip('.')}. Saved." if offers_undo else words)

    def refuse(self, problem: Problem) -> None:
        """Show a problem until something else happens or it is hidden."""
        play(self._message, "problem")
        self._timer.stop()
        self._show(str(problem), offers_undo=False)
        say_aloud(self, str(problem), is_urgent=True)

    def _show(self, words: str, *, offers_undo: bool) -> None:
        self._message.setText(
            _ENDLESS.sub(r"“\1…”", words)
        )  # or a whole page in a name would push the rest out
        self._message.setToolTip(tip(words))
        self._message.setAccessibleName(words)
        self._undo.setVisible(offers_undo)
        self._close.setVisible(True)
        self._make_room()

    def _quieten(self) -> None:
        self._message.setText("")
        self._message.setToolTip("")
        self._message.setAccessibleName("")
        self._undo.hide()
        self._close.hide()
        self._make_room()

    def message(self) -> str:
        """The words on show."""
        return self._message.text()

    def show_count(self, count: int, place: str) -> None:
        """How many records the chosen place has."""
        noun = "record" if count == 1 else "records"
        self._count.setText(f"{count:,} {noun} in {place}" if place else "")
        self._make_room()

    def show_position(self, position: EastingNorthing) -> None:
        """Where the pointer or the crosshair is, unless a position is being typed."""
        if self._position.hasFocus():
            return
        try:
            lonlat = to_lonlat(position)
        except Problem:
            self._position.setText("outside the map")
            return
        self._position.setText(f"{grid_ref(position)}   {lonlat.lat:.5f}, {lonlat.lon:.5f}")

    def _go(self) -> None:
        typed = self._position.text().split("   ")[0]
        try:
            position = parse_position(typed)
        except Problem as problem:
            self.refuse(problem)
            return
        self.position_typed.emit(position)

    def show_scale(self, denominator: float) -> None:
        """The scale of the map."""
        self._scale.setText(f"1:{round(denominator, -2 if denominator > 5000 else -1):,.0f}")

    def show_care(self, desk: Desk) -> None:
        """What is saved and when it was backed up."""
        backup = f"backed up {_clock(desk.backed_up_at)}" if desk.backed_up_at else "not backed up yet"
        if desk.backup_problem:
            backup = "BACKUP FAILED"
        saved = f"Saved {_clock(desk.saved_at)}" if desk.saved_at else "All saved"
        told = f"Every change is saved at once in {desk.plan.path}"
        if desk.trouble:
            saved, told = "NOT SAVING: the plan’s file is out of reach", str(desk.trouble)
        play(self._saved, "problem" if desk.trouble else "")
        self._saved.setText(f"{saved} · {backup}")
        self._make_room()
        self._saved.setToolTip(tip(told))


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleDescription(name)  # not its name, which would be told instead of its words
    return label
