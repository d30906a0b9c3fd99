"""A group drops its own boundary on the window, says which place it is, reads what would change, and has it so."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import History
from placeplanner.edits.patches import RemovePatch
from placeplanner.edits.records import AddRecord
from placeplanner.gui.maps.boundaries_page import BoundariesPage
from placeplanner.gui.maps.outline_choices import OutlineChoices
from placeplanner.gui.shell.bounding import Bounding
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from placeplanner.mappacks import library
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.build import build_pack
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.mappacks.sources.recognise import recognise
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record
from tests.gui.hearing import faults_in, listening
from tests.mappacks.own_outlines import a_bow_tie, a_file, shifted, tile, without_codes
from tests.stories.window import press

EAST = tile("Hindley East")
OURS = {"Hindly East": shifted(EAST.geometry, 200), "The Rec": shapely.buffer(EAST.geometry.centroid, 120)}


def at_rest(qtbot: QtBot, bounding: Bounding) -> None:
    qtbot.waitUntil(lambda: not bounding.is_busy, timeout=30_000)


def dropped(qtbot: QtBot, window: MainWindow, page: PlanPage, path: Path) -> BoundariesPage:
    """What is asked about the outlines of a file that was dropped on the window."""
    window.take_files([path])
    qtbot.waitUntil(
        lambda: not page.maps.keeper.is_busy and bool(page.maps.panel.making.rows), timeout=30_000
    )
    page.maps.panel.making.rows[0].outlines.click()
    at_rest(qtbot, page.maps.bounding)
    assert page.maps.bounding.page.isVisible()
    return page.maps.bounding.page


def choices(told: BoundariesPage) -> OutlineChoices:
    assert told.choices is not None
    return told.choices


def said(told: BoundariesPage) -> dict[str, str]:
    """What is chosen for each outline, by name."""
    return {row.outline.name: row.what.currentText() for row in choices(told).rows}


def choose(qtbot: QtBot, page: PlanPage, name: str, words: str) -> None:
    (row,) = (row for row in choices(page.maps.bounding.page).rows if row.outline.name == name)
    row.what.setCurrentText(words)
    at_rest(qtbot, page.maps.bounding)


def the(page: PlanPage, name: str) -> Place:
    (found,) = (place for place in page.desk.plan.places if place.name == name)
    return found


def test_a_dropped_file_is_matched_shown_used_in_one_step_and_undone(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    steps = len(page.desk.history.steps())
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    assert told.title.text() == "Outlines of “ours.geojson”"
    assert said(told) == {"Hindly East": "Hindley East: boundary", "The Rec": "Our own area (our patch)"}
    assert "1 area of a group’s own would be new." in told.what.text()
    assert "Neighbours would make room: " in told.besides.text()
    assert len(page.desk.history.steps()) == steps and the(page, "Hindley East") == EAST
    told.use.click()
    assert not told.isVisible()
    assert the(page, "Hindley East").source == "A group’s own outline, “ours.geojson”"
    assert the(page, "The Rec").kind is PlaceKind.PATCH
    assert tuple(page.map.canvas.scene.places) == tuple(page.desk.plan.places)
    assert len(page.desk.history.steps()) == steps + 1
    assert page.maps.panel._shipped.isVisible()  # the way back
    page.desk.undo()
    assert tuple(page.desk.plan.places) == tuple(shipped_places())


def test_each_outline_is_what_people_say(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    choose(qtbot, page, "The Rec", "Neither: leave it a layer")
    choose(qtbot, page, "Hindly East", "Our own area (our patch)")
    assert told.what.text() == "1 area of a group’s own would be new."
    (row,) = (row for row in choices(told).rows if row.called.isVisible())
    row.called.clear()
    qtbot.keyClicks(row.called, "Our end")
    qtbot.waitUntil(lambda: "would lie in “Our end”" in told.besides.text(), timeout=20_000)
    told.use.click()
    assert the(page, "Our end").kind is PlaceKind.PATCH and the(page, "Hindley East") == EAST


def test_a_name_that_was_typed_last_is_the_one_that_is_used(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    (row,) = (row for row in choices(told).rows if row.called.isVisible())
    row.called.clear()
    qtbot.keyClicks(row.called, "Our end")
    told.use.click()
    assert the(page, "Our end").kind is PlaceKind.PATCH


def test_records_that_would_move_are_named_before(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    left = shapely.difference(EAST.geometry, OURS["Hindly East"]).representative_point()
    page.desk.perform(AddRecord(a_record(name="The chapel", geometry=left)))
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    assert told.moved.text() == "1 record would be in another neighbourhood:"
    assert "The chapel\nfrom Hindley East to " in told.told()
    assert "1 record would move." in told.in_short.text()  # in sight, however long the list


def test_all_at_once_are_left_or_as_suggested(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    told = dropped(
        qtbot, window, page, without_codes("wigan_msoa_2021_bgc.geojson", tmp_path / "msoa.geojson")
    )
    assert "40 neighbourhoods would have other boundaries" in told.what.text()
    choices(told).none.click()
    at_rest(qtbot, page.maps.bounding)
    assert told.what.text() == "Nothing: say of an outline what it is." and not told.use.isEnabled()
    choices(told).suggested.click()
    at_rest(qtbot, page.maps.bounding)
    told.use.click()
    assert all(
        "A group’s own" in place.source for place in page.desk.plan.places.of_kind(PlaceKind.NEIGHBOURHOOD)
    )


def test_two_outlines_of_one_place_are_told_where_the_eye_is(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    choose(qtbot, page, "The Rec", "Hindley East: boundary")
    assert "cannot both be the boundary of Hindley East" in told.refused.text()
    assert told.refused.isVisible() and not told.use.isEnabled()
    choose(qtbot, page, "The Rec", "Our own area (our patch)")
    assert not told.refused.isVisible() and told.use.isEnabled()


def test_what_was_mended_or_left_out_is_read_before(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    shapes = {
        "Green": a_bow_tie(tile("Hindley Green")),
        "Hyde Park": shapely.box(530_000, 180_000, 531_000, 181_000),
    }
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", shapes))
    words = choices(told).told.text()
    assert "Green: its outline crossed itself; mended." in words
    assert "Mostly outside Wigan Borough, so left out: Hyde Park." in words


def test_a_file_that_lies_elsewhere_says_so_and_changes_nothing(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    far = a_file(tmp_path / "far.geojson", {"Hyde Park": shapely.box(530_000, 180_000, 531_000, 181_000)})
    told = dropped(qtbot, window, page, far)
    assert "lies in Wigan Borough" in told.problem.text() and not told.use.isEnabled()
    told.keep.click()
    assert not told.isVisible() and QApplication.focusWidget() is page.maps.panel.making.rows[0].outlines


def test_lines_that_were_meant_for_an_area_say_why_they_are_none_and_others_are_not_asked_about(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    edge = shapely.get_parts(EAST.geometry)[0].exterior
    told = dropped(qtbot, window, page, a_file(tmp_path / "edge.geojson", {"Edge": edge}))
    assert "It holds lines, and a line has no inside." in told.problem.text() and not told.use.isEnabled()
    told.keep.click()
    page.maps.panel.making.take_off(page.maps.panel.making.files()[0])
    window.take_files([a_file(tmp_path / "walk.geojson", {"A walk": shapely.LineString(edge.coords[:-1])})])
    qtbot.waitUntil(lambda: page.maps.panel.making.files() != (), timeout=30_000)
    assert page.maps.panel.making.rows[0].outlines.isHidden()


def test_five_thousand_outlines_show_those_that_are_like_places_and_count_the_rest(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    at = EAST.geometry.centroid
    fields = {f"Field {n}": shapely.box(at.x + n / 9, at.y, at.x + n / 9 + 9, at.y + 9) for n in range(4_999)}
    told = dropped(
        qtbot, window, page, a_file(tmp_path / "many.geojson", fields | {"Hindley East": OURS["Hindly East"]})
    )
    rows = choices(told).rows
    assert len(rows) == 60 and rows[0].what.currentText() == "Hindley East: boundary"
    assert "There are 5,000 outlines, more than anybody goes through" in choices(told).told.text()


def test_the_card_of_a_pack_that_was_made_of_it_leads_to_the_same(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    source = a_file(tmp_path / "ours.geojson", OURS)
    build_pack(recognise(source), Area("all"), tmp_path / "ours.pack", title="Ours")
    library.add(tmp_path / "ours.pack")
    page.show_maps()
    page.maps.keeper.refresh()
    (card,) = page.maps.panel.cards
    card.boundaries.click()
    at_rest(qtbot, bounding)
    assert said(bounding.page) == {
        "Hindly East": "Hindley East: boundary",
        "The Rec": "Our own area (our patch)",
    }
    bounding.page.use.click()
    assert the(page, "Hindley East").source == "A group’s own outline, “Ours”"


def test_a_pack_with_codes_and_without_leads_to_both(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    from placeplanner.mappacks.haul import Bounded
    from tests.mappacks.made_up import ALL, made_up

    ward = Place(EAST.code, "Hindley East", PlaceKind.NEIGHBOURHOOD, None, OURS["Hindly East"])
    coded = made_up(tmp_path, Bounded((ward,)))
    build_pack(
        [coded, *recognise(a_file(tmp_path / "o.geojson", OURS))], ALL, tmp_path / "b.pack", title="Both"
    )
    library.add(tmp_path / "b.pack")
    page.show_maps()
    page.maps.keeper.refresh()
    page.maps.panel.cards[0].boundaries.click()
    at_rest(qtbot, bounding)
    assert bounding.page.choices is None
    assert bounding.page.others.isVisible() and bounding.page.others.text() == "Its 2 outlines without codes…"
    bounding.page.others.click()
    at_rest(qtbot, bounding)
    assert len(choices(bounding.page).rows) == 2


def test_an_outline_is_shown_on_the_map_and_no_longer_when_the_page_is_left(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    stage = page.map.canvas.stage
    row = choices(told).rows[0]
    row.see.click()
    assert stage.waiting_drafts() == [row.outline.geometry]
    assert stage.draft_geometry() is None  # it is nobody's draft, and is not kept as one
    told.keep.click()
    assert stage.waiting_drafts() == []


def test_the_keyboard_does_it_all(window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path) -> None:
    window.take_files([a_file(tmp_path / "ours.geojson", {"Hindly East": OURS["Hindly East"]})])
    qtbot.waitUntil(lambda: bool(page.maps.panel.making.rows), timeout=30_000)
    page.maps.panel.making.rows[0].outlines.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    at_rest(qtbot, page.maps.bounding)
    told = page.maps.bounding.page
    (row,) = choices(told).rows
    assert QApplication.focusWidget() is row.what
    for key in (Qt.Key.Key_O, Qt.Key.Key_U):  # “Our own area”: letters find an answer
        press(qtbot, key)
    at_rest(qtbot, page.maps.bounding)
    assert row.what.currentText() == "Our own area (our patch)"
    stops = []
    for _ in range(3):
        press(qtbot, Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [row.called, row.see, told.use]
    press(qtbot, Qt.Key.Key_Space)
    assert the(page, "Hindly East").kind is PlaceKind.PATCH


def test_escape_leaves_all_as_it_is(window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path) -> None:
    told = dropped(qtbot, window, page, a_file(tmp_path / "ours.geojson", OURS))
    press(qtbot, Qt.Key.Key_Escape)
    assert not told.isVisible()
    assert QApplication.focusWidget() is page.maps.panel.making.rows[0].outlines
    assert tuple(page.desk.plan.places) == tuple(shipped_places())


def test_leaving_while_it_is_read_changes_nothing(
    window: MainWindow, page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    window.take_files([a_file(tmp_path / "ours.geojson", OURS)])
    qtbot.waitUntil(lambda: bool(page.maps.panel.making.rows), timeout=30_000)
    page.maps.panel.making.rows[0].outlines.click()
    bounding.page.keep.click()
    at_rest(qtbot, bounding)
    assert not bounding.is_open and tuple(page.desk.plan.places) == tuple(shipped_places())


def test_a_screen_reader_hears_each_outline_and_what_would_change(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(monkeypatch) as heard:
        told = dropped(qtbot, window, page, a_file(tmp_path / "ours & yours.geojson", OURS))
        qtbot.waitUntil(lambda: any("would have other boundaries" in words for words in heard), timeout=5_000)
        assert faults_in(told) == []
        row = choices(told).rows[1]
        assert row.what.accessibleDescription().startswith("Nearly the same name, and ")


def test_another_window_that_removes_a_place_is_told(
    window: MainWindow, page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    dropped(qtbot, window, page, a_file(tmp_path / "a.geojson", {"The Rec": OURS["The Rec"]})).use.click()
    code = the(page, "The Rec").code
    page.maps.panel.making.take_off(page.maps.panel.making.files()[0])
    told = dropped(
        qtbot, window, page, a_file(tmp_path / "b.geojson", {"The rec": OURS["The Rec"].buffer(20)})
    )
    assert said(told) == {"The rec": "The Rec (your own): boundary"}
    with PlanFile.open(page.desk.plan.path, page.desk.plan.catalogue) as other:
        History(other).perform(RemovePatch(code))
    page.desk.look_outside()
    at_rest(qtbot, bounding)
    assert "no longer in the plan" in told.refused.text() and not told.use.isEnabled()
