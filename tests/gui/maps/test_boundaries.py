"""A pack's boundaries are used in the open plan: told before, one step, undone, and a way back to those that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.gui.maps.boundaries_page import BoundariesPage
from placeplanner.gui.maps.pack_card import PackCard
from placeplanner.gui.shell.bounding import Bounding
from placeplanner.gui.shell.plan_page import PlanPage
from placeplanner.mappacks import library
from placeplanner.mappacks.haul import Bounded
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_record
from tests.gui.hearing import faults_in, listening
from tests.gui.maps.town import a_pack as a_pack_of_streets
from tests.mappacks.made_up import a_pack
from tests.stories.window import press

EAST, NORTH = HINDLEY
ONS = "Office for National Statistics, Wards, 2023"


def moved(place: Place, east: float = 1000) -> Place:
    outline = shapely.transform(place.geometry, lambda xy: xy + np.array([east, 0]))
    return replace(place, geometry=outline, source="Office for National Statistics, Neighbourhoods, 2021")


def a_ward(code: str, east: float = EAST, north: float = NORTH) -> Place:
    outline = shapely.MultiPolygon([shapely.box(east, north, east + 900, north + 900)])
    return Place(PlaceCode(code), f"Ward {code}", PlaceKind.WARD, None, outline, source=ONS)


def tiles() -> tuple[Place, ...]:
    return shipped_places().of_kind(PlaceKind.NEIGHBOURHOOD)


def changing_hands() -> tuple[shapely.Point, str, str]:
    """A point that lies in another neighbourhood once all lie a kilometre further east, with both their names."""
    places = shipped_places()
    for place in tiles():
        point = place.geometry.representative_point()
        after = places.at(shapely.Point(point.x - 1000, point.y))
        if after is not None and after != place:
            return point, place.name, after.name
    raise AssertionError("no neighbourhood has another a kilometre to its west")


def at_rest(qtbot: QtBot, bounding: Bounding) -> None:
    qtbot.waitUntil(lambda: not bounding.is_busy, timeout=20_000)


def card_of(page: PlanPage, folder: Path, *places: Place, title: str = "Wigan 2023") -> PackCard:
    """The card of a pack of these places, installed."""
    library.add(a_pack(folder, Bounded(places), title=title, name="places.pack").path)
    page.show_maps()
    page.maps.keeper.refresh()
    return next(card for card in page.maps.panel.cards if card.held.title == title)


def opened(qtbot: QtBot, page: PlanPage, bounding: Bounding, folder: Path, *places: Place) -> BoundariesPage:
    """What is told of a pack of these places."""
    card_of(page, folder, *places).boundaries.click()
    at_rest(qtbot, bounding)
    assert bounding.page.isVisible()
    return bounding.page


def test_a_pack_of_streets_offers_no_boundaries(page: PlanPage, tmp_path: Path) -> None:
    library.add(a_pack_of_streets(tmp_path))
    page.show_maps()
    page.maps.keeper.refresh()
    (card,) = page.maps.panel.cards
    assert card.boundaries.isHidden()


def test_what_would_change_is_told_before_anything_does(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    point, before, after = changing_hands()
    page.desk.perform(AddRecord(a_record(name="The Rec", geometry=point)))
    steps = len(page.desk.history.steps())
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()), a_ward("a"), a_ward("far", 530_000))
    assert told.title.text() == "Boundaries of “Wigan 2023”"
    assert [tick.text() for tick in told.ticks.values()] == ["40 neighbourhoods", "2 wards"]
    assert "40 neighbourhoods would have other boundaries; 1 ward would be new." in told.what.text()
    assert told.moved.text() == "1 record would be in another neighbourhood:"
    assert f"The Rec\nfrom {before} to {after}" in told.told()
    assert "Outside Wigan Borough, so not used: Ward far." in told.unmatched.text()
    assert len(page.desk.history.steps()) == steps
    assert not page.desk.plan.places.of_kind(PlaceKind.WARD)


def test_whose_they_are_and_of_what_date_stands_beside_each_kind(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    own = replace(a_ward("ours"), kind=PlaceKind.PATCH, name="Our patch", source="")
    told = opened(qtbot, page, bounding, tmp_path, a_ward("a"), own)
    assert told.ticks[PlaceKind.WARD].accessibleDescription() == ONS
    assert told.ticks[PlaceKind.PATCH].text() == "1 area of a group’s own"
    assert "No file says whose" in told.ticks[PlaceKind.PATCH].accessibleDescription()


def test_they_are_used_as_one_step_that_stands_in_the_history_and_is_undone(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    point, _, after = changing_hands()
    page.desk.perform(AddRecord(a_record(name="The Rec", geometry=point)))
    steps = len(page.desk.history.steps())
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()), a_ward("a"))
    told.use.click()
    assert not told.isVisible()
    places = page.desk.plan.places
    assert tuple(page.map.canvas.scene.places) == tuple(places)  # the map follows at once
    page.desk.stand_in("a")
    assert page.places.chosen() == "a"  # and so does the list
    (record,) = page.desk.records.values()
    assert places.get(record.place).name == after  # type: ignore[union-attr]
    assert len(page.desk.history.steps()) == steps + 1
    assert page.desk.history.steps()[0].label.startswith("Used the boundaries of “Wigan 2023”. ")
    assert "1 record is in another neighbourhood now." in page.care.message()
    done = page.maps.panel.done
    assert done.isVisible() and "1 record is now in" in done.text()
    assert "The Rec\nfrom" in done.details.text()
    page.desk.undo()
    assert tuple(page.desk.plan.places) == tuple(shipped_places())
    assert done.isHidden()  # it no longer holds


def test_wards_alone_are_used_where_the_rest_is_not_ticked(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()), a_ward("a"))
    told.ticks[PlaceKind.NEIGHBOURHOOD].click()
    at_rest(qtbot, bounding)
    assert told.what.text() == "1 ward would be new."
    assert told.moved.text() == "Every record stays in its neighbourhood."
    told.ticks[PlaceKind.WARD].click()
    at_rest(qtbot, bounding)
    assert told.what.text() == "Nothing: tick what is to be used."
    assert not told.use.isEnabled()
    told.ticks[PlaceKind.WARD].click()
    at_rest(qtbot, bounding)
    told.use.click()
    assert page.desk.plan.places.of_kind(PlaceKind.NEIGHBOURHOOD) == tiles()
    assert [ward.source for ward in page.desk.plan.places.of_kind(PlaceKind.WARD)] == [ONS]


def test_what_the_plan_has_already_is_said_and_cannot_be_used_again(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    told = opened(qtbot, page, bounding, tmp_path, a_ward("a"))
    told.use.click()
    card = next(card for card in page.maps.panel.cards if not card.boundaries.isHidden())
    card.boundaries.click()
    at_rest(qtbot, bounding)
    assert told.what.text() == "Nothing: this plan has these boundaries already."
    assert not told.use.isEnabled()


def test_there_is_a_way_back_to_the_boundaries_that_ship_and_it_is_a_step_too(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = page.maps.panel
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()), a_ward("a"))
    assert panel._shipped.isHidden()
    told.use.click()
    assert panel._shipped.isVisible()
    panel._shipped.click()
    at_rest(qtbot, bounding)
    assert told.title.text() == "The boundaries that came with Place Planner"
    assert "1 ward would be gone" in told.what.text()
    told.use.click()
    assert tuple(page.desk.plan.places) == tuple(shipped_places())
    assert panel._shipped.isHidden()
    page.desk.undo()
    assert page.desk.plan.places.of_kind(PlaceKind.WARD) and panel._shipped.isVisible()


def test_what_is_told_follows_a_plan_that_changes_meanwhile(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    point, before, _ = changing_hands()
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()))
    assert told.moved.text() == "Every record stays in its neighbourhood."
    page.desk.perform(AddRecord(a_record(name="The Rec", geometry=point)))
    at_rest(qtbot, bounding)
    assert f"The Rec\nfrom {before}" in told.told()


def test_of_many_records_a_dozen_are_named(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    point, _, _ = changing_hands()
    for number in range(15):
        page.desk.perform(AddRecord(a_record(name=f"Bench {number:02}", geometry=point)))
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()))
    assert told.moved.text() == "15 records would be in another neighbourhood:"
    assert "Bench 11" in told.told() and "Bench 12" not in told.told()
    assert "And 3 more." in told.told()


def test_the_keyboard_does_it_all_and_finds_its_way_back(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    card = card_of(page, tmp_path, a_ward("a"))
    card.boundaries.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    at_rest(qtbot, bounding)
    assert QApplication.focusWidget() is bounding.page.use
    press(qtbot, Qt.Key.Key_Escape)
    assert not bounding.page.isVisible()
    assert QApplication.focusWidget() is card.boundaries
    assert not page.desk.plan.places.of_kind(PlaceKind.WARD)
    press(qtbot, Qt.Key.Key_Space)
    at_rest(qtbot, bounding)
    press(qtbot, Qt.Key.Key_Space)
    assert page.desk.plan.places.of_kind(PlaceKind.WARD)


def test_tab_goes_from_what_is_told_to_the_ticks_and_to_the_answers(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()), a_ward("a"))
    told._scroll.setFocus()
    stops = []
    for _ in range(5):
        press(qtbot, Qt.Key.Key_Tab)
        stops.append(QApplication.focusWidget())
    assert stops == [told.back, *told.ticks.values(), told.use, told.keep]


def test_a_screen_reader_hears_what_would_change(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(monkeypatch) as said:
        told = opened(qtbot, page, bounding, tmp_path, *map(moved, tiles()), a_ward("a"))
        qtbot.waitUntil(lambda: any("1 ward would be new" in words for words in said), timeout=5_000)
        assert faults_in(told) == []


def test_a_plan_that_cannot_be_written_says_so_and_stays_as_it_was(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: PlanFile, *_: object, **__: object) -> None:
        raise Problem("“plan.gpkg” is read-only.", "Nothing can be saved in it.", "Copy it to Documents.")

    told = opened(qtbot, page, bounding, tmp_path, a_ward("a"))
    with monkeypatch.context() as context:
        context.setattr(PlanFile, "step", refuse)
        told.use.click()
    assert told.isVisible() and "read-only" in told.problem.text()
    assert not page.desk.plan.places.of_kind(PlaceKind.WARD)
    told.keep.click()
    assert not told.isVisible()


def test_a_pack_that_has_gone_is_told(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    card = card_of(page, tmp_path, a_ward("a"))
    card.held.path.unlink()
    card.boundaries.click()
    at_rest(qtbot, bounding)
    assert bounding.page.problem.isVisible() and not bounding.page.use.isEnabled()


def test_leaving_while_it_is_worked_out_changes_nothing(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    card_of(page, tmp_path, *map(moved, tiles())).boundaries.click()
    bounding.page.keep.click()
    at_rest(qtbot, bounding)
    assert not bounding.page.isVisible() and not bounding.is_open
    assert tuple(page.desk.plan.places) == tuple(shipped_places())


def test_another_window_that_uses_boundaries_is_followed(
    page: PlanPage, bounding: Bounding, qtbot: QtBot, tmp_path: Path
) -> None:
    told = opened(qtbot, page, bounding, tmp_path, a_ward("a"))
    with PlanFile.open(page.desk.plan.path, page.desk.plan.catalogue) as other:
        History(other).perform(bounding._edit)  # type: ignore[arg-type]
    page.desk.look_outside()
    at_rest(qtbot, bounding)
    assert told.what.text() == "Nothing: this plan has these boundaries already."


def test_whoever_adds_a_pack_with_boundaries_is_told_what_they_are_good_for(
    page: PlanPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.maps.take_files([a_pack(tmp_path, Bounded((a_ward("a"),)), title="Wards", name="wards.pack").path])
    done = page.maps.panel.done
    qtbot.waitUntil(lambda: "Use its boundaries…" in done.text(), timeout=20_000)
