"""In the real window: a town corrected, a patch drawn, named, chosen, redrawn and removed, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import History
from placeplanner.edits.patches import DrawPatch
from placeplanner.edits.places import ReplaceBoundaries
from placeplanner.edits.records import AddRecord
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from placeplanner.gui.tools.tool import Pointer
from placeplanner.mappacks.shipped import shipped_places, town_code
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, a_record, an_area
from tests.stories.window import a_new_plan, a_window, page_of

EAST, NORTH = HINDLEY
AROUND = an_area(EAST - 500, NORTH - 500, 1000)


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    page = a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)
    page.desk.perform(AddRecord(a_record(name="Inside")))
    page.desk.perform(AddRecord(a_record(name="Beyond", geometry=a_point(EAST - 3000, NORTH))))
    return page


def draw(page: PlanPage, qtbot: QtBot, name: str = "Our patch") -> str:
    page.places.offers.draw.click()
    assert page.map.canvas.stage.tool.name == "area"
    page.map.canvas.stage.finish(AROUND)
    offers = page.places.offers
    assert offers.is_asking and not page.side.has_draft()
    offers.name.setText(name)
    qtbot.keyClick(offers.name, Qt.Key.Key_Return)
    return next((p.code for p in page.desk.plan.places.of_kind(PlaceKind.PATCH)), "")


def test_a_drawn_area_gets_its_name_and_is_the_chosen_place(page: PlanPage, qtbot: QtBot) -> None:
    code = draw(page, qtbot)
    assert page.desk.place == code and page.places.chosen() == code
    assert page.map.canvas.scene.chosen == code and page.map.canvas.stage.pending is None
    assert [record.name for record in page.desk.records_here()] == ["Inside"]
    assert page.desk.counts()[code] == 1  # type: ignore[index]
    assert "1 record lies in it." in page.care.message()


def test_undo_takes_the_patch_away_and_people_stand_in_the_borough(page: PlanPage, qtbot: QtBot) -> None:
    code = draw(page, qtbot)
    page.desk.undo()
    assert page.desk.plan.places.get(code) is None
    assert page.desk.place == "E08000010" and page.map.canvas.scene.places.get(code) is None
    assert page.places.tree.model().rowCount() == 1
    page.desk.redo()
    assert page.map.canvas.scene.places.get(code) is not None


def test_a_name_that_is_taken_is_told_beside_it_and_the_shape_waits(page: PlanPage, qtbot: QtBot) -> None:
    assert draw(page, qtbot, "Hindley") == ""
    offers = page.places.offers
    assert "called “Hindley” already" in offers.problem.text()
    offers.name.setText("The Rec")
    qtbot.keyClick(offers.name, Qt.Key.Key_Return)
    assert page.desk.here is not None and page.desk.here.name == "The Rec"


def test_escape_gives_the_shape_up(page: PlanPage, qtbot: QtBot) -> None:
    page.places.offers.draw.click()
    page.map.canvas.stage.finish(AROUND)
    qtbot.keyClick(page.places.offers.name, Qt.Key.Key_Escape)
    assert page.map.canvas.stage.pending is None and len(page.desk.plan.places) == 55


def test_with_another_tool_the_next_area_is_a_record_again(page: PlanPage) -> None:
    page.places.offers.draw.click()
    page.map.use_tool("browse")
    page.map.use_tool("area")
    page.map.canvas.stage.finish(AROUND)
    assert page.side.has_draft() and not page.places.offers.is_asking


def test_a_patch_is_redrawn_renamed_and_removed(page: PlanPage, qtbot: QtBot) -> None:
    code = draw(page, qtbot)
    offers = page.places.offers
    offers.redraw.click()
    page.map.canvas.stage.finish(an_area(EAST - 3500, NORTH - 500, 1000))
    assert [record.name for record in page.desk.records_here()] == ["Beyond"]
    offers.rename.click()
    offers.name.setText("The east")
    qtbot.keyClick(offers.name, Qt.Key.Key_Return)
    assert page.desk.here is not None and page.desk.here.name == "The east"
    assert page.topbar.place.text().strip() == "The east"
    offers.remove.click()
    assert page.desk.plan.places.get(code) is None and len(page.desk.records) == 2


def drag(page: PlanPage, start: tuple[float, float], to: tuple[float, float]) -> None:
    stage = page.map.canvas.stage

    def pointer(at: tuple[float, float], *, is_release: bool = False) -> Pointer:
        x, y = stage.viewport.to_pixel(EastingNorthing(*at))
        return Pointer(EastingNorthing(*at), x, y, is_release=is_release)

    stage.press(pointer(start))
    stage.move(pointer(to))
    stage.release(pointer(to, is_release=True))


def outline(page: PlanPage, code: str) -> tuple[float, ...]:
    place = page.desk.plan.places.get(code)
    assert place is not None and place.kind is PlaceKind.PATCH
    return place.geometry.bounds


def test_a_patch_is_reshaped_corner_by_corner_and_undone(page: PlanPage, qtbot: QtBot) -> None:
    code, stage = draw(page, qtbot), page.map.canvas.stage
    before = outline(page, code)
    page.places.offers.reshape.click()
    assert stage.tool.name == "reshape" and "Drag a corner" in page.care.message()
    sketch = stage.sketch()
    assert sketch is not None and len(sketch.handles) == 4 and sketch.midpoints
    drag(page, (EAST - 500, NORTH - 500), (EAST - 900, NORTH - 700))
    assert outline(page, code) == (EAST - 900, NORTH - 700, EAST + 500, NORTH + 500)
    assert "Changed the outline of a patch" in page.care.message()
    drag(page, (EAST + 500, NORTH), (EAST + 800, NORTH))  # the middle of an edge
    assert outline(page, code)[2] == EAST + 800
    sketch = stage.sketch()
    assert sketch is not None and len(sketch.handles) == 5
    assert stage.tool.remove()
    assert outline(page, code)[2] == EAST + 500
    for _ in range(3):
        page.desk.undo()
    assert outline(page, code) == before
    page.desk.redo()
    assert outline(page, code)[0] == EAST - 900
    labels = [step.label for step in page.desk.plan.steps()]
    assert sum("Changed the outline of a patch" in label for label in labels) >= 3


def test_a_patch_that_would_cross_itself_waits_to_be_mended(page: PlanPage, qtbot: QtBot) -> None:
    code, stage = draw(page, qtbot), page.map.canvas.stage
    before = outline(page, code)
    page.places.offers.reshape.click()
    drag(page, (EAST - 500, NORTH - 500), (EAST + 900, NORTH + 200))
    assert outline(page, code) == before
    sketch = stage.sketch()
    assert sketch is not None and sketch.faults
    assert stage.step_back()
    sketch = stage.sketch()
    assert sketch is not None and not sketch.faults


def test_a_click_on_a_record_leaves_the_patch_and_so_does_escape(page: PlanPage, qtbot: QtBot) -> None:
    draw(page, qtbot)
    stage = page.map.canvas.stage
    page.places.offers.reshape.click()
    drag(page, HINDLEY, HINDLEY)
    assert stage.scene.selected and stage.tool.name == "reshape"
    sketch = stage.sketch()
    assert sketch is not None and len(sketch.handles) == 1
    page.places.offers.reshape.click()
    assert stage.step_back() and stage.tool.name == "browse"
    page.map.use_tool("reshape")
    assert stage.sketch() is None


def test_a_patch_that_goes_while_it_is_reshaped_takes_its_corners_along(page: PlanPage, qtbot: QtBot) -> None:
    draw(page, qtbot)
    page.places.offers.reshape.click()
    page.desk.undo()
    assert page.map.canvas.stage.sketch() is None
    drag(page, (EAST - 500, NORTH - 500), (EAST - 900, NORTH - 700))
    assert not page.desk.plan.places.of_kind(PlaceKind.PATCH)


def test_a_town_is_corrected_and_the_tree_shows_it(page: PlanPage) -> None:
    lowton = next(place for place in shipped_places() if place.name == "Lowton")
    page.desk.stand_in(lowton.code)
    next(a for a in page.places.offers.towns.actions() if a.text() == "Leigh").trigger()
    assert page.places._items[lowton.code].parent().text() == "Leigh"
    assert page.places.offers.town.text() == "Belongs to Leigh"
    assert page.places.chosen() == lowton.code
    page.desk.undo()
    assert page.places._items[lowton.code].parent().text() == "Golborne"


def test_a_patch_that_another_window_draws_appears(page: PlanPage) -> None:
    with PlanFile.open(page.desk.plan.path, page.desk.plan.catalogue) as other:
        edit = DrawPatch("Theirs", AROUND)
        History(other).perform(edit)
    page.desk.look_outside()
    assert page.map.canvas.scene.places.get(edit.code) is not None
    assert edit.code in page.places._items


def test_wards_that_are_taken_in_stand_in_the_list_beside_towns_and_patches(page: PlanPage) -> None:
    ward = _a_ward(shapely.box(EAST - 900, NORTH - 900, EAST + 900, NORTH + 900))
    assert page.desk.perform(ReplaceBoundaries((ward,), "Wards 2023")) is not None
    assert page.places._headings.keys() == {PlaceKind.WARD}
    assert page.desk.perform(DrawPatch("Ours", AROUND)) is not None
    assert page.desk.counts()[ward.code] == 1
    assert town_code("Hindley") in page.places._items


def _a_ward(geometry: shapely.Polygon) -> Place:
    return Place(PlaceCode("E05"), "Low Hall", PlaceKind.WARD, None, as_multipolygon(geometry))


def _crashed(page: PlanPage, qtbot: QtBot) -> PlanPage:
    """The same plan in another window; this one's is left as a crash leaves it."""
    path = page.desk.plan.path
    window = page.window()
    assert isinstance(window, MainWindow)
    window.page = None
    page.map.stop()
    page.maps.close()
    page.desk.close()
    page.hide()
    assert window.open_plan(path)
    return page_of(window)


def test_a_half_drawn_patch_that_a_crash_interrupted_is_a_patch_again(page: PlanPage, qtbot: QtBot) -> None:
    page.places.offers.draw.click()
    page.map.canvas.stage.tool.resume(AROUND)  # type: ignore[attr-defined]
    page.map.canvas.stage.refresh()
    page = _crashed(page, qtbot)
    assert "The patch you were drawing was kept" in page.care.message()
    assert page.map.canvas.stage.tool.name == "area" and not page.side.has_draft()
    page.map.canvas.stage.finish(AROUND)
    assert page.places.offers.is_asking and not page.side.has_draft()


def test_a_patch_that_had_no_name_yet_is_asked_for_it_again(page: PlanPage, qtbot: QtBot) -> None:
    page.places.offers.draw.click()
    page.map.canvas.stage.finish(AROUND)
    page = _crashed(page, qtbot)
    qtbot.keyClick(page.map.canvas, Qt.Key.Key_Return)
    assert page.places.offers.is_asking and not page.side.has_draft()
    page.places.offers.name.setText("The Rec")
    qtbot.keyClick(page.places.offers.name, Qt.Key.Key_Return)
    assert page.desk.here is not None and page.desk.here.name == "The Rec"


def test_a_look_round_while_drawing_a_patch_makes_no_record_of_it(page: PlanPage) -> None:
    page.places.offers.draw.click()
    page.map.canvas.stage.tool.resume(AROUND)  # type: ignore[attr-defined]
    page.map.use_tool("browse")
    page.map.use_tool("area")
    page.map.canvas.stage.finish(AROUND)
    assert page.places.offers.is_asking and not page.side.has_draft()
