from __future__ import annotations

import pytest

from tests.builders import a_record
from tests.draw.scenes import a_box, a_line, a_point, at
from tests.gui.tools.hands import Hands


def test_one_click_is_a_point() -> None:
    hands = Hands()
    hands.stage.set_tool("point")
    hands.click(300, 400)
    assert hands.drawn == [a_point(300, 400)]


def test_a_point_outside_the_borough_is_refused_in_words() -> None:
    hands = Hands()
    hands.stage.set_tool("point")
    hands.click(-900, 400)
    assert hands.drawn == [] and "outside the borough" in hands.said[-1]


def test_a_drag_moves_the_map_and_draws_nothing() -> None:
    hands = Hands()
    hands.stage.set_tool("point")
    before = hands.stage.viewport.centre
    hands.drag((300, 400), (500, 400), (700, 400))
    assert hands.drawn == [] and hands.stage.viewport.centre.easting < before.easting


@pytest.mark.parametrize("how", ["enter", "double click", "click on the last corner"])
def test_a_line_is_finished(how: str) -> None:
    hands = Hands()
    hands.stage.set_tool("line")
    hands.click(100, 100)
    if how == "double click":
        hands.double_click(500, 300)
    else:
        hands.click(500, 300)
        hands.stage.tool.finish() if how == "enter" else hands.click(503, 302)
    assert hands.drawn == [a_line((100, 100), (500, 300))]
    assert hands.stage.draft_geometry() == hands.drawn[0]  # shown until it is a record


def test_an_area_is_closed_by_a_click_on_its_first_corner() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    for corner in ((100, 100), (500, 100), (500, 500), (102, 101)):
        hands.click(*corner)
    assert len(hands.drawn) == 1 and hands.drawn[0].area == 80_000


def test_esc_takes_back_one_corner_at_a_time_and_then_the_tool() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    for corner in ((100, 100), (500, 100), (500, 500)):
        hands.click(*corner)
    kinds = []
    while hands.stage.tool.name == "area":
        draft = hands.stage.draft_geometry()
        kinds.append(draft.geom_type if draft is not None else None)
        hands.stage.step_back()
    assert kinds == ["Polygon", "LineString", "Point", None]


def test_too_few_corners_are_told_and_nothing_is_lost() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    hands.click(100, 100)
    hands.click(500, 100)
    hands.stage.tool.finish()
    assert hands.drawn == [] and "three corners" in hands.said[-1]
    assert hands.stage.draft_geometry() == a_line((100, 100), (500, 100))


def test_an_outline_that_crosses_itself_is_never_finished_but_mended_with_one_key() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    for corner in ((100, 100), (500, 500), (500, 100), (100, 500)):
        hands.click(*corner)
    sketch = hands.stage.sketch()
    assert sketch is not None and "crosses itself" in sketch.faults[0].what
    assert sketch.faults[0].at == pytest.approx(at(300, 300))
    hands.stage.tool.finish()
    assert hands.drawn == [] and "Press F" in hands.said[-1]
    assert hands.stage.tool.mend()
    hands.stage.tool.finish()
    assert hands.drawn[0].is_valid and hands.drawn[0].area == pytest.approx(80_000)


def test_a_click_on_the_mark_of_a_fault_mends_it() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    for corner in ((100, 100), (500, 500), (500, 100), (100, 500)):
        hands.click(*corner)
    hands.click(304, 297)
    draft = hands.stage.draft_geometry()
    assert draft is not None and draft.is_valid and "Mended" in hands.said[-1]


def test_mending_can_be_taken_back() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    for corner in ((100, 100), (500, 500), (500, 100), (100, 500)):
        hands.click(*corner)
    before = hands.stage.draft_geometry()
    hands.stage.tool.mend()
    hands.stage.step_back()
    assert hands.stage.draft_geometry() == before


def test_each_corner_of_a_draft_is_told_so_that_a_crash_loses_none() -> None:
    hands = Hands()
    hands.stage.set_tool("line")
    hands.click(100, 100)
    hands.click(200, 100)
    hands.click(300, 150)
    assert [draft.geom_type for draft in hands.drafts if draft] == ["Point", "LineString", "LineString"]


def test_a_draft_survives_another_tool_and_can_be_gone_on_with() -> None:
    hands = Hands()
    hands.stage.set_tool("line")
    hands.click(100, 100)
    hands.click(200, 100)
    hands.stage.set_tool("measure")
    assert hands.stage.waiting_drafts() == [a_line((100, 100), (200, 100))]
    hands.stage.set_tool("line")
    hands.click(300, 150)
    hands.stage.tool.finish()
    assert hands.drawn == [a_line((100, 100), (200, 100), (300, 150))]


def test_a_kept_draft_is_resumed() -> None:
    hands = Hands()
    hands.stage.resume_draft(a_box(100, 100, 400, 400), "area")
    hands.stage.tool.finish()
    assert hands.drawn[0].equals(a_box(100, 100, 400, 400))


def test_a_corner_snaps_to_a_record_unless_alt_is_held() -> None:
    hands = Hands([a_record("asset", "Stop", geometry=a_point(500, 300))])
    hands.stage.is_snapping = True
    hands.stage.set_tool("line")
    hands.click(110, 700)
    hands.click(510, 310)
    hands.stage.is_free_hand = True
    hands.click(700, 310)
    hands.stage.tool.finish()
    assert hands.drawn == [a_line((110, 700), (500, 300), (700, 310))]


def test_the_length_is_told_while_a_line_grows() -> None:
    hands = Hands()
    hands.stage.set_tool("line")
    hands.click(100, 100)
    hands.move(400, 500)
    sketch = hands.stage.sketch()
    assert sketch is not None and sketch.words == "500 m"


def test_measuring_tells_length_and_area_and_keeps_nothing() -> None:
    hands = Hands()
    hands.stage.set_tool("measure")
    for corner in ((0, 0), (400, 0), (400, 400)):
        hands.click(*corner)
    hands.stage.tool.finish()
    assert hands.said[-1] == "800 m · 8.0 ha inside"
    hands.click(100, 100)
    sketch = hands.stage.sketch()
    assert sketch is not None and len(sketch.handles) == 1
    hands.stage.set_tool("browse")
    assert hands.stage.draft_geometry() is None and hands.drawn == []


def test_who_takes_the_last_corner_back_is_told_that_nothing_is_drawn() -> None:
    hands = Hands()
    hands.stage.set_tool("area")
    hands.click(100, 100)
    hands.stage.tool.step_back()
    assert hands.said[-1] == "Nothing is drawn any more."
