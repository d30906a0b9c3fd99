"""Map packs in the window: installed, switched, handed on, removed, and what fails of them is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from placeplanner import paths
from placeplanner.domain.streetmap import MapLayer
from placeplanner.gui.maps import choosing
from placeplanner.gui.maps.keeper import Keeper
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.gui.shell.window import MainWindow
from placeplanner.mappacks import library
from tests.gui.maps.keeping import at_rest, installed_files, shown, until, with_pack, words_of
from tests.gui.maps.town import MIDDLE, a_pack
from tests.stories.window import a_new_plan


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
