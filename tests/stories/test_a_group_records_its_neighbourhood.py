"""The main job, end to end, in the real window: record, close, come back, undo, take the profile away."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Audience, Kind
from tests.stories.window import a_new_plan, a_window, click, page_of, press, type_words

LIBRARY, PARK, MILL, WISH = (362400, 404300), (361500, 404300), (362900, 403900), (362000, 405000)
NO_SNAP = Qt.KeyboardModifier.AltModifier


def _record(qtbot: QtBot, category: str, name: str) -> None:
    type_words(qtbot, category)
    press(qtbot, Qt.Key.Key_Return)
    type_words(qtbot, name)
    press(qtbot, Qt.Key.Key_Return)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return tmp_path / "Hindley together.gpkg"


def test_a_group_records_its_place_comes_back_undoes_and_leaves_with_a_profile(
    qtbot: QtBot, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = a_window(qtbot)
    page = a_new_plan(window, plan, monkeypatch)
    page.places.place_chosen.emit("town-hindley")
    page.map.set_snapping(False)

    page.map.use_tool("point")
    for kind, spot, category, name in (
        (Kind.ASSET, LIBRARY, "library", "Hindley Library"),
        (Kind.HERITAGE, MILL, "industrial", "The old mill"),
        (Kind.PRIORITY, WISH, "moving", "A safe crossing by the school"),
    ):
        page.map.draw_kind(kind)
        click(qtbot, page, *spot)
        _record(qtbot, category, name)
    page.map.draw_kind(Kind.GREENSPACE)
    page.map.use_tool("area")
    for east, north in ((0, 0), (200, 0), (200, 150), (0, 150)):
        click(qtbot, page, PARK[0] + east, PARK[1] + north)
    press(qtbot, Qt.Key.Key_Return)
    _record(qtbot, "woodland", "Leyland Park")

    names = {record.name: record for record in page.desk.records_here()}
    assert set(names) == {"Hindley Library", "The old mill", "A safe crossing by the school", "Leyland Park"}
    assert names["Leyland Park"].geometry.area == pytest.approx(
        30_000, rel=0.2
    )  # a click is a whole pixel, some 8 metres
    assert {record.kind for record in names.values()} == set(Kind)
    assert page.care.message().startswith("Added “Leyland Park”")
    window.close()

    again = a_window(qtbot)
    assert again.open_plan(plan)
    page = page_of(again)
    assert page.desk.place == "town-hindley"
    assert len(page.desk.records_here()) == 4
    assert page.desk.history.undo_label == "Added “Leyland Park”"
    page.desk.undo()
    assert len(page.desk.records_here()) == 3

    exporting = page.side.exporting
    exporting.export(tmp_path / "out", Audience.GROUP, ("pdf", "html", "csv", "geojson", "gpkg"))
    qtbot.waitUntil(lambda: exporting.job is None, timeout=60_000)
    made = {path.suffix: path for path in (tmp_path / "out").iterdir()}
    assert set(made) == {".pdf", ".html", ".csv", ".geojson", ".gpkg"}
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made[".pdf"]))
    assert "A safe crossing by the school" in text
    assert "Leyland Park" not in text
    found = json.loads(made[".geojson"].read_text(encoding="utf-8"))
    assert len(found["features"]) == 3
    again.close()


def test_a_new_point_takes_four_actions(qtbot: QtBot, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = a_new_plan(a_window(qtbot), plan, monkeypatch)
    page.map.use_tool("point")
    click(qtbot, page, *LIBRARY)  # 1: click
    type_words(qtbot, "library")  # 2: category
    press(qtbot, Qt.Key.Key_Return)
    type_words(qtbot, "Hindley Library")  # 3: name
    press(qtbot, Qt.Key.Key_Return)  # 4: Enter
    assert [record.name for record in page.desk.records.values()] == ["Hindley Library"]
    assert page.map.canvas.hasFocus()


def test_everything_can_be_done_without_a_pointer(
    qtbot: QtBot, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_new_plan(a_window(qtbot), plan, monkeypatch)
    page.map.canvas.setFocus()
    press(qtbot, Qt.Key.Key_3, Qt.Key.Key_A, Qt.Key.Key_C)
    assert page.map.kind is Kind.HERITAGE
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        press(qtbot, Qt.Key.Key_Return)
        for _ in range(4):
            press(qtbot, key)
    press(qtbot, Qt.Key.Key_Return, Qt.Key.Key_Return)
    _record(qtbot, "conservation", "Our old streets")
    (record,) = page.desk.records.values()
    assert (record.kind, record.category, record.shape.value) == (Kind.HERITAGE, "conservation_area", "area")
    press(qtbot, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert page.desk.records == {}


def test_a_shape_being_drawn_outlives_a_crash(
    qtbot: QtBot, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = a_window(qtbot)
    page = a_new_plan(window, plan, monkeypatch)
    page.map.set_snapping(False)
    page.map.draw_kind(Kind.GREENSPACE)
    page.map.use_tool("area")
    for east, north in ((0, 0), (400, 0), (400, 300)):
        click(qtbot, page, PARK[0] + east, PARK[1] + north)
    page.map.stop()
    page.desk.close()  # what a crash leaves: the file, and what lies beside the settings
    window.page = None
    again = a_window(qtbot)
    assert again.open_plan(plan)
    draft = page_of(again).map.canvas.stage.draft_geometry()
    assert draft is not None
    assert draft.area == pytest.approx(60_000, rel=0.2)
    assert page_of(again).map.kind is Kind.GREENSPACE


def test_a_shape_that_crosses_itself_is_explained_mended_and_never_stored(
    qtbot: QtBot, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_new_plan(a_window(qtbot), plan, monkeypatch)
    page.map.set_snapping(False)
    page.map.draw_kind(Kind.GREENSPACE)
    page.map.use_tool("area")
    for east, north in ((0, 0), (600, 500), (600, 0), (0, 500)):
        click(qtbot, page, PARK[0] + east, PARK[1] + north)
    press(qtbot, Qt.Key.Key_Return)
    assert page.side.form.draft() is None, "a crossing shape was taken"
    assert page.care.message()
    press(qtbot, Qt.Key.Key_F)
    press(qtbot, Qt.Key.Key_Return)
    draft = page.side.form.draft()
    assert draft is not None
    assert draft.geometry.is_valid
