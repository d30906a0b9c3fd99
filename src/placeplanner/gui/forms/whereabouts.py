"""Where a record is: its position or size, its corners, and the place it belongs to."""

from __future__ import annotations

import shapely
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault
from placeplanner.domain.coordinates import EastingNorthing, describe, parse_position
from placeplanner.domain.geometry import size_in_words
from placeplanner.domain.kinds import Shape
from placeplanner.domain.place import PlaceKind, Places
from placeplanner.domain.record import Record, shape_of
from placeplanner.errors import Problem
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.forms.corners import CornerTable
from placeplanner.gui.forms.notice import Notice
from placeplanner.gui.forms.questions import Section
from placeplanner.gui.theme import GRID, play

_WORKED_OUT = "as the map says"


class Whereabouts(QWidget):
    """`reshaped` carries (geometry, label); `place_corrected` a place's code, or None for what the map says."""

    reshaped = Signal(object, str)
    place_corrected = Signal(object)

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places
        self._place = DropDown("Neighbourhood")
        self._place.activated.connect(lambda _: self.place_corrected.emit(self._place.currentData()))
        self._not_right = QLabel("Worked out from the map. Not right? Choose another.")
        self._not_right.setWordWrap(True)
        play(self._not_right, "hint")
        self._position = QLineEdit()
        self._position.setAccessibleName("Position: grid reference or latitude, longitude")
        self._position.setToolTip(
            "A grid reference, or latitude and longitude. Type another to move the record there."
        )
        self._position.editingFinished.connect(self._move)
        self._size = QLabel()
        play(self._size, "hint")
        self.corners = CornerTable()
        self.corners.reshaped.connect(self.reshaped)
        self._section = Section("Corners", [self.corners], is_open=False)
        self.problem = Notice()
        self.problem.mended.connect(lambda shape: self.reshaped.emit(shape, "Mended a shape"))
        self.corners.refused.connect(self.problem.say)
        self._at: EastingNorthing | None = None
        place_label, position_label = QLabel("Neighbourhood"), QLabel("Position")
        place_label.setBuddy(self._place)
        position_label.setBuddy(self._position)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 4)
        for label in (place_label, position_label):
            play(label, "label")
        rest = (
            place_label,
            self._place,
            self._not_right,
            position_label,
            self._position,
            self._size,
            self.problem,
            self._section,
        )
        for widget in rest:
            if widget in (position_label, self._section):
                column.addSpacing(GRID)
            column.addWidget(widget)
        self.set_places(places)

    def set_places(self, places: Places) -> None:
        """The neighbourhoods that a record may belong to."""
        self._places = places
        self._place.blockSignals(True)
        self._place.clear()
        for place in places.of_kind(PlaceKind.NEIGHBOURHOOD):
            self._place.addItem(place.name, place.code)
        self._place.blockSignals(False)

    def show_shape(self, geometry: BaseGeometry) -> None:
        """Show a shape that is not a record yet."""
        place = self._places.at(geometry)
        self._show_place(place.name if place else "outside the map's places", None)
        self._show_geometry(geometry)
        self._place.setEnabled(False)
        self._not_right.hide()
        self._section.hide()

    def show_record(self, record: Record) -> None:
        """Show where a record is."""
        worked_out = self._places.at(record.geometry)
        chosen = record.place if record.place_is_corrected else None
        self._show_place(worked_out.name if worked_out else "outside the map's places", chosen)
        self._show_geometry(record.geometry)
        self._place.setEnabled(True)
        self._not_right.setVisible(chosen is None)
        self._section.setVisible(record.shape is not Shape.POINT)
        self.corners.show_shape(record.geometry)

    def _show_place(self, worked_out: str, chosen: str | None) -> None:
        self._place.blockSignals(True)
        if self._place.count() and self._place.itemData(0) is None:
            self._place.removeItem(0)
        self._place.insertItem(0, f"{worked_out} ({_WORKED_OUT})", None)
        self._place.setCurrentIndex(self._place.findData(chosen) if chosen else 0)
        self._place.blockSignals(False)

    def _show_geometry(self, geometry: BaseGeometry) -> None:
        east, north = shapely.get_coordinates(shapely.point_on_surface(geometry))[0].tolist()
        is_elsewhere = self._at != (east, north)
        self._at = EastingNorthing(east, north)
        if is_elsewhere or not self._position.hasFocus():
            self._position.setText(describe(self._at))
            self._position.setCursorPosition(0)
        self._position.setReadOnly(shape_of(geometry) is not Shape.POINT)
        words = size_in_words(geometry)
        self._size.setText(words)
        self._size.setVisible(bool(words))
        self.problem.hide()

    def show_fault(self, fault: Fault) -> None:
        """Say why a shape was not taken, with one click to mend it where that needs no guessing."""
        problem = Problem(fault.what, fault.why, fault.try_this)
        self.corners.refuse(problem)
        self.problem.say(problem, fault.mended)

    def _move(self) -> None:
        typed = self._position.text().split("·")[0].strip()
        if self._at is None or self._position.isReadOnly() or describe(self._at).startswith(typed):
            return
        try:
            to = parse_position(typed)
        except Problem as problem:
            self.problem.say(problem)
            return
        self.reshaped.emit(shapely.Point(to), "Moved a record")
