"""People drop files on the window and have a street map: made, searched, fetched; what is no map says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.errors import Problem
from placeplanner.gui.maps.keeper import Keeper
from placeplanner.gui.maps.making_card import EVERYTHING
from placeplanner.gui.maps.parts import FileName
from placeplanner.gui.shell.grounds import takes
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from placeplanner.mappacks import fetch, library
from tests.gui.maps.keeping import at_rest, installed_files, shown, until, with_pack
from tests.gui.maps.town import MIDDLE, a_pack, a_town
from tests.stories.window import a_new_plan


def test_a_map_is_made_of_dropped_files_and_lies_beneath_the_plan(
    window: MainWindow, page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path
) -> None:
    window.take_files([a_town(tmp_path / "streets.dat")])
    at_rest(qtbot, keeper)
    making = keeper.panel.making
    assert making.isVisible()
    assert [one.formats for one in making.files()] == [("OpenStreetMap extract (XML)",)]
    making.make.click()
    until(qtbot, lambda: shown(page))
    assert shown(page) == (page.desk.plan.places.borough.name,)  # type: ignore[union-attr]
    assert page.map.canvas.scene.streets is not None
    assert "on the map" in keeper.panel.done.text()
    assert "OpenStreetMap" in keeper.panel.done.details.text()
    assert making.isHidden()


def test_what_is_of_no_use_in_a_folder_is_left_aside_and_said(
    window: MainWindow, page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    a_town(folder / "streets.osm")
    (folder / "people.csv").write_text("code,people\nE01006212,1500\n", encoding="utf-8")
    window.take_files([folder])
    at_rest(qtbot, keeper)
    (looked,) = keeper.panel.making.files()
    assert looked.problem is None and "people.csv" in looked.left_aside[0]
    keeper.panel.making.make.click()
    until(qtbot, lambda: shown(page))
    assert "Left aside: “people.csv” does not say where anything is." in keeper.panel.done.text()
    assert "people.csv" in keeper.panel.done.details.text()


def test_a_damaged_file_among_several_is_named_and_the_others_are_on_the_map(
    window: MainWindow, page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "".join(f"Stop {number},{MIDDLE.easting + number / 9},405500\n" for number in range(5_000))
    broken = tmp_path / "stops.csv"
    broken.write_bytes(f"name,easting,northing\n{rows}".encode() + bytes(5_000))
    window.take_files([broken, a_town(tmp_path / "streets.osm")])
    at_rest(qtbot, keeper)
    keeper.panel.making.make.click()
    until(qtbot, lambda: shown(page))
    told = keeper.panel.done.text()
    assert "stops.csv: refused: damaged after 5,000 things. Nothing of it is on the map." in told
    assert "Fetch or copy it again." in told


def test_a_street_is_found_and_marked_where_it_is(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(page.map.canvas, "announce", said.append)
    with_pack(qtbot, window, page, tmp_path)
    finder = page.topbar.finder
    finder.setFocus()
    qtbot.keyClicks(finder, "makret st")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    marked = page.map.canvas.marked()
    assert marked is not None
    assert marked[1].startswith("Market Street")
    assert abs(marked[0].easting - MIDDLE.easting) < 250
    assert page.map.canvas.viewport.scale == pytest.approx(2_500)
    assert any(words.startswith("Market Street") for words in said)
    assert page.map.canvas.hasFocus()  # what comes next is drawn or moved on the map


def test_cancelling_leaves_nothing_behind(
    window: MainWindow, page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path
) -> None:
    window.take_files([a_town(tmp_path / "streets.osm")])
    at_rest(qtbot, keeper)
    making = keeper.panel.making
    making.make.click()
    making.cancel.click()
    at_rest(qtbot, keeper)
    assert installed_files() == []
    assert shown(page) == ()
    assert making.make.isVisible()
    assert "Nothing half-made" in page.care.message()


def test_a_file_that_is_no_map_says_why_and_can_be_left_out(
    window: MainWindow, keeper: Keeper, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all, the hall is booked.", encoding="utf-8")
    window.take_files([tmp_path / "letter.txt", a_town(tmp_path / "town.osm")])
    at_rest(qtbot, keeper)
    making = keeper.panel.making
    first = making.files()[0]
    assert first.path.name == "letter.txt"
    assert first.problem is not None
    assert [path.name for path in making.paths()] == ["town.osm"]
    making.take_off(first)
    assert len(making.files()) == 1


def test_nothing_in_the_area_is_told_in_place_and_another_area_can_be_chosen(
    window: MainWindow, page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path
) -> None:
    window.take_files([a_town(tmp_path / "town.osm")])
    at_rest(qtbot, keeper)
    making = keeper.panel.making
    making.area.setCurrentIndex(making.area.findText("Leigh"))
    assert making.name.text() == "Leigh"
    making.make.click()
    at_rest(qtbot, keeper)
    assert making.problem.isVisible()
    assert "Leigh" in making.problem.text()
    assert installed_files() == []
    making.area.setCurrentIndex(making.area.findText(EVERYTHING))
    making.make.click()
    until(qtbot, lambda: shown(page) == ("Town",))


def test_a_pack_dropped_on_the_welcome_page_is_installed_there(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.take_files([a_pack(tmp_path)])
    until(qtbot, lambda: "“Little Wigan” is installed" in window.welcome.told())
    assert [pack.title for pack in library.installed()] == ["Little Wigan"]
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    until(qtbot, lambda: shown(page) == ("Little Wigan",))


def test_other_files_dropped_on_the_welcome_page_wait_for_a_plan(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.take_files([a_town(tmp_path / "town.osm")])
    assert "A map can be made of this file. Open a plan" in window.welcome.told()
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    at_rest(qtbot, page.maps.keeper)
    assert [path.name for path in page.maps.keeper.panel.making.paths()] == ["town.osm"]


def test_a_damaged_pack_dropped_on_the_welcome_page_is_refused_there(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "broken.pack"
    path.write_bytes(b"SQLite format 3\0" + bytes(2_000))
    window.take_files([path])
    until(qtbot, lambda: "broken.pack” is not a map pack" in window.welcome.told())
    assert installed_files() == []


def test_photos_dropped_on_the_window_are_not_taken_for_maps() -> None:
    assert not takes([Path("park.JPG"), Path("pond.png")])
    assert not takes([])
    assert takes([Path("park.jpg"), Path("streets.pbf")])


def test_a_search_without_street_data_leads_to_the_maps(page: PlanPage, qtbot: QtBot) -> None:
    finder = page.topbar.finder
    finder.setFocus()
    qtbot.keyClicks(finder, "xyzxyz")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert page.rail.shown() == "maps"


def test_fetching_says_the_size_first_and_then_offers_what_came(
    page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def fetched(
        wanted: object, to_folder: Path, *, progress: object, confirm_size: Callable[[int], bool]
    ) -> Path:
        asked.append(confirm_size(52_000_000))
        if not asked[-1]:
            raise Problem("Nothing was downloaded.")
        return a_town(tmp_path / "fetched.osm")

    monkeypatch.setattr(fetch, "fetch", fetched)
    page.show_maps()
    card = next(card for card in keeper.fetching.cards if card.publication.download)
    card.fetch.click()
    until(qtbot, lambda: card.sure.isVisible())
    assert asked == [False]
    assert "52 MB" in card.words.text()
    card.sure.click()
    until(qtbot, lambda: asked == [False, True])
    until(qtbot, lambda: keeper.panel.making.paths())
    assert keeper.panel.making.paths()[0].name == "fetched.osm"


@pytest.mark.parametrize("name", ["wigan_greenspace_access_points_os_2023.geojson", f"{'a' * 120}.gpkg"])
def test_the_name_of_a_file_is_read_whole_in_a_narrow_panel(name: str, qtbot: QtBot) -> None:
    label = FileName(name)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() <= 140
    assert label.heightForWidth(140) > label.heightForWidth(2_000), "over several lines"
    assert label.text().replace("\u200b", "") == label.accessibleName() == name
