"""What the map shows: the four kinds with their symbols, and what its boundary lines mean."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.draw.easel import pen as pen_of
from placeplanner.draw.style import load_style
from placeplanner.gui.i18n import how_many
from placeplanner.gui.icons import kind_icon
from placeplanner.gui.panels.map_layers import MapLayers
from placeplanner.gui.theme import GRID, TARGET, colours, map_style, play

BOUNDARIES = (
    ("Borough", 2.4, (8.0, 3.0, 2.0, 3.0)),
    ("Town, best fit", 1.6, (7.0, 3.0, 1.5, 3.0)),
    ("Neighbourhood", 1.0, (5.0, 3.0, 1.0, 3.0)),
)


class LayersPanel(QWidget):
    """Tick what the map shows. The symbols are the map's own, so this is its legend too."""

    visibility_changed = Signal(frozenset)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self.ticks: dict[Kind, QCheckBox] = {}
        self._counts: dict[Kind, QLabel] = {}
        self._keys: list[QLabel] = []
        self.underneath = MapLayers()
        page = QWidget()
        play(page, "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 2)
        layout.addLayout(self._make_kinds())
        layout.addSpacing(GRID // 2)
        layout.addWidget(self.underneath)
        layout.addWidget(_quiet("Boundaries"))
        for name, width, dashes in BOUNDARIES:
            layout.addWidget(_BoundaryRow(name, width, dashes))
        layout.addWidget(_PatchRow("Our patch"))
        layout.addStretch(1)
        self._put_in_scroll(page)

    def _put_in_scroll(self, page: QWidget) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its ticks bring themselves into view
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._scroll = scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_scroll"):
            self._fit()

    def _fit(self) -> None:
        """Where letters are large and the panel narrow, the keys make way; the tools' tips name them too."""
        ticks = max(tick.sizeHint().width() for tick in self.ticks.values())
        counts = max(label.sizeHint().width() for label in self._counts.values())
        keys = max(key.sizeHint().width() for key in self._keys)
        has_room = ticks + counts + keys + 4 * GRID <= self._scroll.viewport().width()
        for key in self._keys:
            key.setVisible(has_room)

    def visible_kinds(self) -> frozenset[Kind]:
        """The kinds that are ticked."""
        return frozenset(kind for kind, tick in self.ticks.items() if tick.isChecked())

    def show_kinds(self, kinds: frozenset[Kind]) -> None:
        """Tick exactly these, without saying so to anybody."""
        for kind, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(kind in kinds)
            tick.blockSignals(False)

    def set_counts(self, counts: Mapping[Kind, int]) -> None:
        """How many records of each kind there are in the chosen place."""
        for kind, label in self._counts.items():
            count = counts.get(kind, 0)
            label.setText(f"{count:,}" if count else "")
            spec = self._catalogue[kind]
            number = how_many(count, spec.label.lower(), spec.plural.lower())
            self.ticks[kind].setAccessibleDescription(f"{number} in this place")
            label.setToolTip(f"{number} in this place")
        self._fit()

    def _make_kinds(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for row, kind in enumerate(self._catalogue.kinds):
            tick = self._make_tick(kind, row + 1)
            count = QLabel()
            play(count, "hint")
            key = QLabel(f"key {row + 1}")  # a bare number beside a count is taken for another count
            key.setToolTip(f"Press {row + 1} to draw {self._catalogue[kind].plural.lower()}")
            play(key, "keycap")
            self._keys.append(key)
            grid.addWidget(tick, row, 0)
            grid.addWidget(count, row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(key, row, 2, Qt.AlignmentFlag.AlignVCenter)
            self.ticks[kind], self._counts[kind] = tick, count
        return grid

    def _make_tick(self, kind: Kind, key: int) -> QCheckBox:
        spec = self._catalogue[kind]
        tick = QCheckBox(spec.plural)
        tick.setIcon(kind_icon(spec))
        tick.setIconSize(QSize(22, 22))
        tick.setChecked(True)
        tick.setMinimumHeight(TARGET)
        tick.setToolTip(spec.hint or f"Show or hide {spec.plural.lower()}")
        tick.setAccessibleName(f"Show {spec.plural.lower()} on the map. Drawn with key {key}.")
        tick.toggled.connect(lambda: self.visibility_changed.emit(self.visible_kinds()))
        return tick


class _BoundaryRow(QWidget):
    """A piece of a boundary line, and its name."""

    def __init__(self, name: str, width: float, dashes: tuple[float, ...]) -> None:
        super().__init__()
        self._name, self._width, self._dashes = name, width, dashes
        self.setAccessibleName(f"Legend: boundary of {name}")
        self.setFixedHeight(24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        for pen in self._pens():
            painter.setPen(pen)
            painter.drawLine(QPointF(4, middle), QPointF(52, middle))
        painter.setPen(QColor(colours().text))
        left = 52 + GRID
        words = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self._name)

    def _pens(self) -> tuple[QPen, ...]:
        pen = QPen(QColor(colours().muted), self._width)
        pen.setDashPattern([dash / self._width for dash in self._dashes])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return (pen,)


class _PatchRow(_BoundaryRow):
    """The line around a group's own area, in the colours that the map has for it just now."""

    def __init__(self, name: str) -> None:
        super().__init__(name, 0, ())

    def _pens(self) -> tuple[QPen, ...]:
        looks = load_style(map_style()).boundaries
        return pen_of(looks.patch_casing), pen_of(looks.patch)


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    play(label, "hint")
    return label
