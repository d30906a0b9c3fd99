"""Every corner of a shape as numbers that can be read, typed, added and taken away: drawing for the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
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
from placeplanner.gui.theme import GRID, play

_EAST, _NORTH, _GRID = range(3)


class CornerTable(QWidget):
    """`reshaped` carries (geometry, past-tense label); the table shows it once the plan holds it."""

    reshaped = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._geometry: BaseGeometry | None = None
        self._table = QTableWidget(0, 3)
        self._table.setHorizontalHeaderLabels(["East (m)", "North (m)", "Grid reference"])
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._table.setAccessibleName("Corners: easting and northing in metres, grid reference")
        self._table.setTabKeyNavigation(False)
        self._table.setMinimumHeight(200)
        self._table.itemChanged.connect(self._typed)
        self._add = QPushButton("Add a corner after this one")
        self._delete = QPushButton("Delete this corner")
        self._add.clicked.connect(self._insert)
        self._delete.clicked.connect(self._remove)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        play(self._problem, "problem")
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._table)
        column.addLayout(buttons)
        column.addWidget(self._problem)

    def show_shape(self, geometry: BaseGeometry) -> None:
        """Show a shape's corners."""
        self._geometry = geometry
        row = self._table.currentRow()
        all_corners = corners(geometry)
        self._table.blockSignals(True)
        self._table.setRowCount(len(all_corners))
        for index, corner in enumerate(all_corners):
            words = (f"{corner.easting:.1f}", f"{corner.northing:.1f}", grid_ref(corner))
            for column, text in enumerate(words):
                self._table.setItem(index, column, QTableWidgetItem(text))
        self._table.blockSignals(False)
        self._table.setCurrentCell(min(max(row, 0), len(all_corners) - 1), 0)
        is_point = len(all_corners) == 1
        self._add.setVisible(not is_point)
        self._delete.setVisible(not is_point)
        self._problem.hide()

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
            self.show_shape(self._geometry)
        self._problem.setText(str(problem))
        self._problem.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
            return
        super().keyPressEvent(event)
