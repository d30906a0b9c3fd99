"""Every corner of a shape as numbers that can be read, typed, added and taken away: drawing for the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing, grid_ref, parse_position
from placeplanner.domain.geometry import corners, delete_corner, edges, insert_corner, move_corner
from placeplanner.errors import Problem
from placeplanner.gui.icons import icon
from placeplanner.gui.theme import GRID, TARGET

_EAST, _NORTH, _GRID = range(3)
_HEADINGS = (
    ("East", "Easting: metres east on the National Grid"),
    ("North", "Northing: metres north on the National Grid"),
    ("Grid reference", "Letters and figures, as on a paper map; a latitude and longitude may be typed too"),
)


class CornerTable(QWidget):
    """`reshaped` carries (geometry, past-tense label), shown once the plan holds it; `refused` a `Problem`."""

    reshaped = Signal(object, str)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._geometry: BaseGeometry | None = None
        self._table = QTableWidget(0, 3)
        self._add = QPushButton("Add after")
        self._delete = QPushButton("Delete")
        self._dress()
        self._table.itemChanged.connect(self._typed)
        self._add.clicked.connect(self._insert)
        self._delete.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add, 1)
        buttons.addWidget(self._delete, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._table)
        column.addLayout(buttons)

    def _dress(self) -> None:
        table = self._table
        for column, (words, hint) in enumerate(_HEADINGS):
            heading = QTableWidgetItem(words)
            heading.setToolTip(hint)
            table.setHorizontalHeaderItem(column, heading)
        header = table.horizontalHeader()
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_GRID, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(TARGET)
        table.verticalHeader().setMinimumWidth(3 * GRID)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setAccessibleName("Corners: easting and northing in metres, grid reference")
        table.setTabKeyNavigation(False)
        self._add.setIcon(icon("mdi6.plus"))
        self._add.setToolTip("Add a corner half way to the next one")
        self._add.setAccessibleName("Add a corner after this one")
        self._delete.setIcon(icon("mdi6.minus"))
        self._delete.setToolTip("Delete this corner (Del)")
        self._delete.setAccessibleName("Delete this corner")
        self._delete.setAccessibleDescription("Key Del")

    def show_shape(self, geometry: BaseGeometry) -> None:
        """Show a shape's corners."""
        if self._geometry is not None and shapely.equals_identical(self._geometry, geometry):
            return  # a number that is being typed stays
        self._fill(geometry)

    def _fill(self, geometry: BaseGeometry) -> None:
        self._geometry = geometry
        row = self._table.currentRow()
        all_corners = corners(geometry)
        self._table.blockSignals(True)
        self._table.setRowCount(len(all_corners))
        for index, corner in enumerate(all_corners):
            words = (_metres(corner.easting), _metres(corner.northing), grid_ref(corner))
            for column, text in enumerate(words):
                self._table.setItem(index, column, QTableWidgetItem(text))
        self._table.blockSignals(False)
        self._table.setCurrentCell(min(max(row, 0), len(all_corners) - 1), 0)
        rows = min(max(len(all_corners), 3), 8)
        self._table.setFixedHeight(self._table.horizontalHeader().sizeHint().height() + rows * TARGET + 6)

    def _typed(self, cell: QTableWidgetItem) -> None:
        if self._geometry is None:
            return
        corner = corners(self._geometry)[cell.row()]
        try:
            to = self._position(corner, cell.column(), cell.text())
            shape = move_corner(self._geometry, cell.row(), to)
        except Problem as problem:
            self.refuse(problem)
            return
        self.reshaped.emit(shape, "Moved a corner")

    def _position(self, corner: EastingNorthing, column: int, text: str) -> EastingNorthing:
        if column == _GRID:
            return parse_position(text)
        try:
            number = float(text.replace(",", ""))
        except ValueError as error:
            raise Problem(
                f"“{text}” is not a number of metres.",
                "Eastings and northings are numbers such as 361900.",
                "Type the number, or a grid reference in the last column.",
            ) from error
        return corner._replace(easting=number) if column == _EAST else corner._replace(northing=number)

    def _insert(self) -> None:
        row = self._table.currentRow()
        if self._geometry is None or row < 0:
            return
        edge = next((edge for edge in edges(self._geometry) if edge.index == row), None)
        here = corners(self._geometry)[row]
        there = edge.end if edge else EastingNorthing(here.easting + 20, here.northing)
        middle = EastingNorthing((here.easting + there.easting) / 2, (here.northing + there.northing) / 2)
        self._change(lambda shape: insert_corner(shape, row, middle), "Added a corner")

    def _remove(self) -> None:
        row = self._table.currentRow()
        if row >= 0:
            self._change(lambda shape: delete_corner(shape, row), "Deleted a corner")

    def _change(self, act: Callable[[BaseGeometry], BaseGeometry], label: str) -> None:
        if self._geometry is None:
            return
        try:
            shape = act(self._geometry)
        except Problem as problem:
            self.refuse(problem)
            return
        self.reshaped.emit(shape, label)

    def refuse(self, problem: Problem) -> None:
        """Say why the shape stays as it is, and show it as it is."""
        if self._geometry is not None:
            self._fill(self._geometry)
        self.refused.emit(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
            return
        super().keyPressEvent(event)


def _metres(value: float) -> str:
    """To the decimetre, which no hand on a map beats; whole metres without a point."""
    return f"{value:.1f}".removesuffix(".0")
