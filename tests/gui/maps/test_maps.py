"""People drop files on the window and have a street map: made, installed, searched, switched, handed on, removed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from placeplanner import paths
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.gui.maps import choosing
from placeplanner.gui.maps.keeper import Keeper
from placeplanner.gui.maps.making_card import EVERYTHING
from placeplanner.gui.maps.pack_card import PackCard
from placeplanner.gui.maps.parts import FileName
from placeplanner.gui.shell.grounds import takes
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from placeplanner.mappacks import fetch, library
from tests.gui.maps.town import MIDDLE, a_pack, a_town
from tests.stories.window import a_new_plan, a_window


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    return a_window(qtbot)


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    return a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)


@pytest.fixture
def keeper(page: PlanPage) -> Keeper:
    return page.maps.keeper


def until(qtbot: QtBot, condition: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)


def shown(page: PlanPage) -> tuple[str, ...]:
    packs = page.maps.packs
    return tuple(manifest.title for manifest in packs.manifests) if packs else ()


def at_rest(qtbot: QtBot, keeper: Keeper) -> None:
    until(qtbot, lambda: not keeper.is_busy)


def installed_files() -> list[str]:
    return sorted(path.name for path in paths.map_packs().glob("*"))


def words_of(card: PackCard) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel) if not label.isHidden())


def with_pack(qtbot: QtBot, window: MainWindow, page: PlanPage, folder: Path) -> PackCard:
    window.take_files([a_pack(folder)])
    until(qtbot, lambda: shown(page) == ("Little Wigan",))
    return page.maps.panel.cards[0]


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


def test_a_pack_from_a_stick_is_checked_and_shown(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    card = with_pack(qtbot, window, page, tmp_path)
    assert card.shown.isChecked()
    assert page.rail.shown() == "maps"


def test_a_damaged_pack_is_refused_and_never_used(
    window: MainWindow, page: PlanPage, keeper: Keeper, qtbot: QtBot, tmp_path: Path
) -> None:
    path = a_pack(tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    path.write_bytes(data)
    window.take_files([path])
    until(qtbot, lambda: keeper.panel.problem.isVisible())
    assert shown(page) == ()
    assert installed_files() == []


def test_a_pack_is_switched_off_and_on(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    with_pack(qtbot, window, page, tmp_path).shown.click()
    until(qtbot, lambda: not library.installed()[0].is_on and page.map.canvas.scene.streets is None)
    until(qtbot, lambda: not page.maps.panel.cards[0].shown.isChecked())
    page.maps.panel.cards[0].shown.click()
    until(qtbot, lambda: shown(page))


def test_removing_a_pack_asks_first(window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path) -> None:
    card = with_pack(qtbot, window, page, tmp_path)
    card.remove.click()
    assert card.yes.isVisible()
    card.no.click()
    assert not card.yes.isVisible()
    assert shown(page)
    card.remove.click()
    card.yes.click()
    until(qtbot, lambda: not library.installed())
    until(qtbot, lambda: not page.maps.panel.cards)
    assert page.map.canvas.scene.streets is None


def test_a_copy_for_other_laptops_is_the_very_same_file(
    window: MainWindow,
    page: PlanPage,
    keeper: Keeper,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = with_pack(qtbot, window, page, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(choosing, "folder_for_copy", lambda parent, title: stick)
    card.copy_wanted.emit()
    at_rest(qtbot, keeper)
    assert [path.name for path in stick.iterdir()] == [card.held.path.name]
    assert (stick / card.held.path.name).read_bytes() == card.held.path.read_bytes()
    monkeypatch.setattr(choosing, "folder_for_copy", lambda parent, title: tmp_path / "nowhere")
    card.copy_wanted.emit()
    at_rest(qtbot, keeper)
    assert "could not be copied" in keeper.panel.problem.text()


def test_installed_maps_are_there_when_a_plan_is_opened(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    library.add(a_pack(tmp_path))
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    assert page.map.canvas.scene.streets is None  # the first picture waits for no pack
    until(qtbot, lambda: shown(page) == ("Little Wigan",))
    assert "street" in page.topbar.finder.placeholderText()


def test_an_installed_pack_that_fails_is_named_and_the_others_are_used(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    library.add(a_pack(tmp_path))
    (paths.map_packs() / "broken.pack").write_bytes(b"SQLite format 3\0" + bytes(2_000))
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    until(qtbot, lambda: shown(page) == ("Little Wigan",))
    until(qtbot, lambda: "broken.pack" in page.care.message())
    page.show_maps()
    broken = next(card for card in page.maps.panel.cards if card.held.manifest is None)
    assert not broken.shown.isEnabled()
    assert "broken.pack" in broken.findChild(QCheckBox).text()  # type: ignore[union-attr]


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


def test_every_button_of_the_panel_can_be_named(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QAbstractButton

    with_pack(qtbot, window, page, tmp_path)
    for button in page.maps.panel.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName() or button.objectName().startswith("qt_")


def test_a_second_map_of_one_name_stands_beside_the_first_and_that_is_said(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    with_pack(qtbot, window, page, tmp_path)
    (tmp_path / "again").mkdir()
    window.take_files([a_pack(tmp_path / "again", more=" too")])
    until(qtbot, lambda: len(shown(page)) == 2)
    panel = page.maps.panel
    assert [card.shown.text() for card in panel.cards] == ["Little Wigan", "Little Wigan (2)"]
    assert "You had a map called “Little Wigan” already. It is kept" in panel.done.text()
    assert "same ground as “Little Wigan”, so streets" in words_of(panel.cards[1])
    panel.cards[1].alone.click()
    until(qtbot, lambda: [card.shown.isChecked() for card in panel.cards] == [False, True])
    until(qtbot, lambda: shown(page) == ("Little Wigan",))
    assert "Only “Little Wigan (2)” is shown." in page.care.message()
    assert "same ground" not in words_of(panel.cards[1])
    panel.cards[0].shown.click()
    until(qtbot, lambda: len(shown(page)) == 2)
    until(qtbot, lambda: "same ground" in words_of(panel.cards[0]))


def test_a_map_that_is_cut_short_while_it_is_shown_is_told_and_the_rest_goes_on(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    card = with_pack(qtbot, window, page, tmp_path)
    packs = page.maps.packs
    assert packs is not None
    pack = packs.packs[0]
    with pack._lock:  # whoever is painting it has got what was asked for, and holds on to nothing
        os.truncate(card.held.path, 4_096)
        pack._connection.execute("PRAGMA shrink_memory")  # a real one is larger than what is kept of it
    shown_now = page.maps.keeper.atlas.shown
    assert shown_now is not None
    east, north = MIDDLE
    box = (east - 900, north - 900, east + 900, north + 900)
    for metres in (0.5, 4.0, 9.0, 25.0, 60.0):  # what was not on the screen yet is asked for
        for layer in MapLayer:
            shown_now.shapes(layer, box, metres)
        shown_now.names(box, metres)
    until(qtbot, lambda: "can no longer be read, so it is not shown" in page.maps.panel.problem.text())
    page.maps.keeper.atlas.find("market street", MIDDLE)
    page.maps.keeper.switch(card.held.name, False)
    at_rest(qtbot, page.maps.keeper)


def test_what_another_window_has_removed_is_told_or_simply_gone(
    window: MainWindow, page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    card = with_pack(qtbot, window, page, tmp_path)
    library.remove(card.held.name)
    card.shown.click()
    until(qtbot, lambda: "no longer on this computer" in page.maps.panel.problem.text())
    until(qtbot, lambda: not page.maps.panel.cards)
    page.maps.keeper.remove(card.held.name)
    until(qtbot, lambda: "is removed" in page.care.message())


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_a_folder_of_packs_that_cannot_be_used_is_told_and_the_plan_opens(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    paths.map_packs().parent.mkdir(parents=True, exist_ok=True)
    paths.map_packs().symlink_to(tmp_path / "a stick that was pulled out")
    page = a_new_plan(window, tmp_path / "plan.gpkg", monkeypatch)
    until(qtbot, lambda: "folder of the map packs cannot be used" in page.care.message())
    window.take_files([a_pack(tmp_path)])
    until(qtbot, lambda: "leads nowhere" in page.maps.panel.problem.text())


@pytest.mark.parametrize("name", ["wigan_greenspace_access_points_os_2023.geojson", f"{'a' * 120}.gpkg"])
def test_the_name_of_a_file_is_read_whole_in_a_narrow_panel(name: str, qtbot: QtBot) -> None:
    label = FileName(name)
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() <= 140
    assert label.heightForWidth(140) > label.heightForWidth(2_000), "over several lines"
    assert label.text().replace("\u200b", "") == label.accessibleName() == name
