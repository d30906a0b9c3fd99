"""Every corner as numbers: drawing for the keyboard."""

from __future__ import annotations

import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.checks import faults
from placeplanner.gui.forms.corners import CornerTable
from placeplanner.gui.forms.record_form import RecordForm
from tests.builders import a_record, an_area
from tests.gui.on_screen import on_screen


@pytest.fixture
def corners(qtbot: QtBot) -> CornerTable:
    made = on_screen(qtbot, CornerTable(), 300, 400)
    made.show_shape(an_area())
    return made


def _cell(corners: CornerTable, row: int, column: int) -> str:
    item = corners._table.item(row, column)
    assert item is not None
    return item.text()


def test_corners_are_told_in_metres_and_by_grid_reference(corners: CornerTable) -> None:
    assert corners._table.rowCount() == 4
    assert (_cell(corners, 0, 0), _cell(corners, 0, 1)) == ("362000", "404500")
    assert _cell(corners, 0, 2) == "SD 6200 0450"


def test_a_number_typed_over_moves_that_corner_alone(corners: CornerTable, qtbot: QtBot) -> None:
    corners._table.setFocus()
    corners._table.setCurrentCell(0, 1)
    with qtbot.waitSignal(corners.reshaped) as told:
        qtbot.keyClick(corners._table, Qt.Key.Key_F2)
        editor = corners._table.focusWidget()
        editor.selectAll()
        qtbot.keyClicks(editor, "404450.5")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    shape, label = told.args
    assert shapely.get_coordinates(shape)[0].tolist() == [362000, 404450.5]
    assert shapely.get_coordinates(shape)[1].tolist() == [362000, 404600]
    assert label == "Moved a corner"


def test_a_corner_moves_to_a_latitude_and_longitude(corners: CornerTable, qtbot: QtBot) -> None:
    item = corners._table.item(0, 2)
    assert item is not None
    with qtbot.waitSignal(corners.reshaped) as told:
        item.setText("53.53578, -2.57632")
    assert shapely.get_coordinates(told.args[0])[0] == pytest.approx([361900, 404500], abs=1)


def test_what_is_no_number_is_refused_and_the_old_one_comes_back(corners: CornerTable, qtbot: QtBot) -> None:
    item = corners._table.item(0, 0)
    assert item is not None
    with qtbot.waitSignal(corners.refused) as told:
        item.setText("over there")
    assert "“over there” is not a number of metres" in str(told.args[0])
    assert _cell(corners, 0, 0) == "362000"


def test_a_corner_is_added_half_way_to_the_next(corners: CornerTable, qtbot: QtBot) -> None:
    corners._table.setCurrentCell(0, 0)
    with qtbot.waitSignal(corners.reshaped) as told:
        qtbot.mouseClick(corners._add, Qt.MouseButton.LeftButton)
    assert shapely.get_coordinates(told.args[0])[1].tolist() == [362000, 404550]


def test_delete_takes_the_corner_away(corners: CornerTable, qtbot: QtBot) -> None:
    corners._table.setFocus()
    corners._table.setCurrentCell(1, 0)
    with qtbot.waitSignal(corners.reshaped) as told:
        qtbot.keyClick(corners._table, Qt.Key.Key_Delete)
    assert len(shapely.get_coordinates(told.args[0])) == 4
    assert told.args[1] == "Deleted a corner"


def test_a_number_being_typed_stays_when_the_same_shape_is_shown_again(
    corners: CornerTable, qtbot: QtBot
) -> None:
    corners._table.setFocus()
    corners._table.setCurrentCell(0, 0)
    qtbot.keyClick(corners._table, Qt.Key.Key_F2)
    editor = corners._table.focusWidget()
    qtbot.keyClicks(editor, "36")
    corners.show_shape(an_area())
    assert editor.text().startswith("36")


def test_a_shape_that_crosses_itself_is_refused_with_a_click_to_mend_it(
    form: RecordForm, qtbot: QtBot
) -> None:
    record = a_record("greenspace", name="Green", geometry=an_area())
    form.show_record(record)
    bow_tie = shapely.Polygon([(362000, 404500), (361900, 404600), (362000, 404600), (361900, 404500)])
    form.whereabouts.show_fault(faults(bow_tie, None)[0])
    assert form.whereabouts.problem.isVisible()
    with qtbot.waitSignal(form.shape_wanted) as told:
        form.whereabouts.problem._mend.click()
    record_id, shape, label = told.args
    assert record_id == record.id
    assert shape.is_valid and label == "Mended a shape"
