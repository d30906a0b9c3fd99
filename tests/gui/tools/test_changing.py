from __future__ import annotations

import pytest
import shapely

from placeplanner.domain.record import Record
from tests.builders import a_record
from tests.draw.scenes import a_box, a_line, a_point, at
from tests.gui.tools.hands import Hands


def a_library() -> Record:
    return a_record("asset", "Library", geometry=a_point(500, 500))


def a_park() -> Record:
    return a_record("greenspace", "Park", geometry=a_box(400, 400, 1200, 1200))


def test_a_click_selects_and_a_click_on_nothing_lets_go() -> None:
    library = a_library()
    hands = Hands([library])
    hands.click(505, 505)
    assert hands.stage.scene.selected == {library.id} and hands.clicked == [library.id]
    hands.click(1500, 1500)
    assert hands.stage.scene.selected == frozenset()


def test_shift_adds_and_takes_away() -> None:
    library, other = a_library(), a_record("asset", "Other", geometry=a_point(900, 900))
    hands = Hands([library, other])
    hands.stage.set_tool("select")
    hands.click(500, 500)
    hands.click(900, 900, adds=True)
    assert hands.stage.scene.selected == {library.id, other.id}
    hands.click(500, 500, adds=True)
    assert hands.stage.scene.selected == {other.id}


def test_shift_and_drag_selects_in_a_box() -> None:
    inside, outside = a_library(), a_record("asset", "Other", geometry=a_point(1500, 500))
    hands = Hands([inside, outside])
    hands.stage.set_tool("select")
    hands.drag((300, 300), (600, 600), (800, 800), adds=True)
    assert hands.stage.scene.selected == {inside.id}


def test_only_a_selected_record_is_moved_by_dragging_with_select() -> None:
    hands = Hands([a_library()])
    hands.stage.set_tool("select")
    hands.drag((500, 500), (700, 700))
    assert hands.edits == []  # the map moved
    hands.stage.fit(a_box(0, 0, 2000, 2000).bounds, 0)
    hands.click(500, 500)
    hands.drag((500, 500), (600, 600), (700, 800))
    assert hands.moved() == pytest.approx((200, 300))


def test_move_takes_any_record_along() -> None:
    hands = Hands([a_park()])
    hands.stage.set_tool("move")
    hands.drag((450, 450), (500, 500), (550, 400))
    assert hands.moved() == pytest.approx((100, -50))


def test_a_trembling_click_moves_nothing() -> None:
    hands = Hands([a_library()])
    hands.stage.set_tool("move")
    hands.drag((500, 500), (508, 504))
    assert hands.edits == []


def test_esc_in_the_middle_of_a_move_leaves_the_record_where_it_was() -> None:
    hands = Hands([a_park()])
    hands.stage.set_tool("move")
    hands.press(450, 450)
    hands.move(700, 700)
    assert hands.stage.sketch() is not None
    assert hands.stage.step_back()
    hands.release(700, 700)
    assert hands.edits == [] and hands.stage.sketch() is None and hands.stage.tool.name == "move"


def test_a_record_cannot_be_moved_out_of_the_borough() -> None:
    hands = Hands([a_library()])
    hands.stage.set_tool("move")
    hands.drag((500, 500), (0, 500), (-900, 500))
    assert hands.edits == [] and "stays where it was" in hands.said[-1]


def reshaping(record: Record) -> Hands:
    hands = Hands([record])
    hands.stage.select([record.id])
    hands.stage.set_tool("reshape")
    return hands


def test_dragging_a_corner_reshapes() -> None:
    hands = reshaping(a_park())
    hands.drag((1200, 1200), (1300, 1300), (1400, 1500))
    edit = hands.reshaped()
    assert edit.label == "Moved a corner"
    corners = shapely.get_coordinates(edit.geometry).tolist()
    assert list(at(1400, 1500)) in corners and list(at(1200, 1200)) not in corners


def test_dragging_the_middle_of_an_edge_makes_a_corner() -> None:
    hands = reshaping(a_park())
    hands.drag((800, 1200), (800, 1300), (800, 1500))
    edit = hands.reshaped()
    assert edit.label == "Added a corner"
    assert len(shapely.get_coordinates(edit.geometry)) == 6
    assert edit.geometry.area == pytest.approx(800 * 800 + 800 * 300 / 2)


def test_the_chosen_corner_is_deleted() -> None:
    hands = reshaping(a_park())
    hands.click(1200, 1200)
    assert hands.stage.tool.remove()
    assert hands.reshaped().label == "Removed a corner"
    assert hands.reshaped().geometry.area == pytest.approx(800 * 800 / 2)


def test_the_last_two_corners_of_a_line_stay_and_it_is_said_why() -> None:
    hands = reshaping(a_record("heritage", "Canal", geometry=a_line((300, 300), (900, 900))))
    hands.click(300, 300)
    assert hands.stage.tool.remove()
    assert hands.edits == [] and "at least two corners" in hands.said[-1]


def test_a_shape_that_would_cross_itself_is_not_stored_until_it_is_mended() -> None:
    hands = reshaping(a_park())
    hands.drag((1200, 1200), (700, 700), (300, 500))
    assert hands.edits == [] and "Press F" in hands.said[-1]
    hands.click(1700, 1700)
    assert "Mend the shape first" in hands.said[-1]
    assert hands.stage.tool.mend()
    assert hands.reshaped().geometry.is_valid


def test_esc_gives_up_a_faulty_shape() -> None:
    hands = reshaping(a_park())
    hands.drag((1200, 1200), (700, 700), (300, 500))
    assert hands.stage.step_back()
    sketch = hands.stage.sketch()
    assert sketch is not None and sketch.geometry is None and not sketch.faults


def test_esc_during_a_drag_of_a_corner_changes_nothing() -> None:
    hands = reshaping(a_park())
    hands.press(1200, 1200)
    hands.move(1500, 1500)
    hands.stage.step_back()
    hands.release(1500, 1500)
    assert hands.edits == []


def test_a_new_corner_given_up_by_esc_is_gone() -> None:
    hands = reshaping(a_park())
    hands.press(800, 1200)
    hands.move(800, 1500)
    hands.stage.step_back()
    sketch = hands.stage.sketch()
    assert sketch is not None and len(sketch.handles) == 4


def test_brackets_go_from_corner_to_corner() -> None:
    hands = reshaping(a_park())
    for expected in (0, 1, 2, 3, 0):
        assert hands.stage.tool.next_corner(1)
        sketch = hands.stage.sketch()
        assert sketch is not None and sketch.held == expected
    assert hands.said[-1] == "Corner 1 of 4."


def test_a_finger_reaches_further_than_a_mouse() -> None:
    hands = reshaping(a_park())
    hands.press(1200 + 80, 1200)
    hands.release(1200 + 80, 1200)
    assert hands.stage.sketch() is None  # a click beside it let go of the park
    hands = reshaping(a_park())
    finger = hands.pointer(1200 + 80, 1200, reach_px=24)
    hands.stage.press(finger)
    hands.stage.release(finger)
    sketch = hands.stage.sketch()
    assert sketch is not None and sketch.held is not None
