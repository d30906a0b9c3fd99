"""Known things beside the map: hollow symbols, a list of thousands, a card with answers, and undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.edits.known import AcceptKnown
from placeplanner.edits.records import AddRecord, ChangeRecord
from placeplanner.errors import Problem
from placeplanner.gui.jobs import Progress
from placeplanner.gui.known import knowing
from placeplanner.gui.known.offers import State
from placeplanner.gui.shell.plan_page import PlanPage
from tests.builders import HINDLEY, a_point, a_record
from tests.stories.window import a_new_plan, a_window, click, press

EAST, NORTH = HINDLEY
SOURCE = "Historic England, National Heritage List for England, January 2026"
Lists = list[KnownThing]


def a_mill(number: int, name: str = "", east: float = EAST, north: float = NORTH) -> KnownThing:
    details = {"grade": "II", "nhle_entry": str(1_000_000 + number)}
    return KnownThing(
        f"nhle:{number}", Kind.HERITAGE, "listed_building", name or f"Mill {number}", a_point(east, north), SOURCE,
        details,
    )  # fmt: skip


def a_stop(number: int, east: float, north: float) -> KnownThing:
    where = a_point(east, north)
    return KnownThing(
        f"stop:{number}", Kind.ASSET, "bus_or_rail_stop", f"Stop {number}", where, "TfGM, Stops, 2016"
    )


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> Lists:
    """What the installed map packs propose; to be filled by the test."""
    found: Lists = []

    def read(progress: Progress) -> tuple[KnownThing, ...]:
        return tuple(found)

    monkeypatch.setattr(knowing, "installed_things", read)
    return found


@pytest.fixture
def page(lists: Lists, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    return a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)


@pytest.fixture
def show(page: PlanPage, qtbot: QtBot) -> Callable[[], PlanPage]:
    """Show the panel, and wait until the lists have been read."""

    def shown() -> PlanPage:
        page.show_known()
        qtbot.waitUntil(lambda: page.knowing._job is None)
        return page

    return shown


def rows(page: PlanPage) -> list[str]:
    return [offer.name for offer in page.known.model.shown]


def names(page: PlanPage) -> list[str]:
    return sorted(record.name for record in page.desk.records.values())


def stand(page: PlanPage, state: State) -> None:
    page.known.state.setCurrentIndex(page.known.state.findData(state.value))


def answer(page: PlanPage, qtbot: QtBot, word: str) -> None:
    button = page.knowing.card.buttons[word]
    assert button.isVisible()
    button.click()
    QApplication.processEvents()


def test_without_lists_it_says_what_brings_them(show: Callable[[], PlanPage]) -> None:
    panel = show().known
    assert panel.empty.isVisible() and "map pack" in panel.empty.text() and panel.maps.isVisible()
    assert not panel.list.isVisible() and not panel.all.isVisible()


def test_things_are_counted_by_type_and_narrowed_by_type_and_letters(
    lists: Lists, show: Callable[[], PlanPage]
) -> None:
    lists += [a_mill(1), a_mill(2, "Church of All Saints"), a_stop(1, EAST, NORTH + 300)]
    panel = show().known
    texts = [panel.type.itemText(i) for i in range(panel.type.count())]
    assert texts == ["Everything (3)", "Bus or rail stops (1)", "Listed buildings (2)"]
    panel.type.setCurrentIndex(2)
    assert rows(show()) == ["Church of All Saints", "Mill 1"]
    panel.search.setText("saints")
    assert (
        rows(show()) == ["Church of All Saints"] and panel.tally.text() == "1 of 2 things in Wigan Borough."
    )
    assert panel.all.text() == "Add it"


def test_only_what_lies_in_the_chosen_place_is_offered(lists: Lists, show: Callable[[], PlanPage]) -> None:
    lists += [a_mill(1), a_mill(2, east=EAST - 4_000, north=NORTH + 3_000)]
    page = show()
    assert len(rows(page)) == 2
    page.desk.stand_in("town-hindley")
    assert rows(page) == ["Mill 1"]
    page.desk.stand_in("town-abram")
    assert rows(page) == [] and "2 things lie in other places" in page.known.empty.text()


def test_one_click_adds_all_that_is_shown_and_one_undo_takes_it_back(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    lists += [a_mill(number, east=EAST + 5 * number) for number in range(40)]
    page = show()
    page.known.all.click()
    qtbot.waitUntil(lambda: rows(page) == [])
    assert len(page.desk.records) == 40
    assert page.desk.history.undo_label == "Added 40 listed buildings from Historic England"
    page.desk.undo()
    qtbot.waitUntil(lambda: len(rows(page)) == 40)
    assert page.desk.records == {}


def test_what_is_proposed_is_drawn_hollow_while_the_panel_is_seen(
    lists: Lists, show: Callable[[], PlanPage]
) -> None:
    lists += [a_mill(1), a_stop(1, EAST, NORTH + 300)]
    page = show()
    assert len(page.map.canvas.scene.proposed) == 2
    page.known.type.setCurrentIndex(1)
    assert len(page.map.canvas.scene.proposed) == 1
    page.known.on_map.click()
    assert not page.map.canvas.scene.proposed and not page.map.canvas.scene.records
    page.known.on_map.click()
    assert len(page.map.canvas.scene.proposed) == 1
    page.rail.show_panel("records")
    assert not page.map.canvas.scene.records


def test_a_click_on_a_hollow_symbol_opens_its_card_where_it_is_accepted(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    lists += [a_mill(1), a_mill(2, east=EAST + 400)]
    page = show()
    page.desk.stand_in("town-hindley")
    click(qtbot, page, EAST, NORTH)
    card = page.knowing.card
    assert card.isVisible() and card.title.text() == "Mill 1" and page.desk.chosen is None
    assert card.what.text().startswith("Listed building in Hindley")
    assert page.known.chosen_key() == "nhle:1"
    assert page.map.canvas.scene.selected == {"proposed:nhle:1"}
    answer(page, qtbot, "accept")
    qtbot.waitUntil(lambda: rows(page) == ["Mill 2"])
    assert names(page) == ["Mill 1"] and page.map.canvas.scene.proposed == {"proposed:nhle:2"}
    assert card.isVisible() and card.title.text() == "Mill 2"  # on to the next
    answer(page, qtbot, "decline")
    qtbot.waitUntil(lambda: rows(page) == [])
    assert not card.isVisible()


def test_what_was_declined_can_be_had_back(lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot) -> None:
    lists += [a_mill(1)]
    page = show()
    page.known.none.click()
    qtbot.waitUntil(lambda: rows(page) == [])
    stand(page, State.DECLINED)
    assert rows(page) == ["Mill 1"]
    page.known.select_row(0)
    answer(page, qtbot, "again")
    qtbot.waitUntil(lambda: page.desk.plan.declined() == ())
    stand(page, State.NEW)
    assert rows(page) == ["Mill 1"]


def test_a_card_tells_what_would_change_and_what_stays_as_people_wrote_it(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    lists += [replace(a_mill(1, "New name"), details={"grade": "I", "nhle_entry": "1000001"})]
    page = show()
    page.desk.perform(AcceptKnown((a_mill(1),)))
    record = next(iter(page.desk.records))
    page.desk.perform(ChangeRecord(record, {"name": "Our mill"}))
    qtbot.waitUntil(lambda: page.known.state.findData("changed") >= 0)
    stand(page, State.CHANGED)
    page.known.select_row(0)
    card = page.knowing.card
    assert "What people wrote stays: Name." in card.told.text()
    answer(page, qtbot, "update")
    qtbot.waitUntil(lambda: page.desk.records[record].details["grade"] == "I")
    assert page.desk.records[record].name == "Our mill"


def test_what_is_recorded_already_is_joined_not_doubled(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    lists += [a_mill(1, "Hindley Mill")]
    page = show()
    page.desk.perform(AddRecord(a_record("heritage", "Hindley Mill", geometry=a_point(EAST + 30))))
    qtbot.waitUntil(lambda: page.known.state.findData("matched") >= 0)
    assert rows(page) == [] and "Already recorded (1)" in page.known.empty.text()
    stand(page, State.MATCHED)
    page.known.select_row(0)
    assert "30 m away" in page.knowing.card.told.text()
    answer(page, qtbot, "link")
    qtbot.waitUntil(lambda: next(iter(page.desk.records.values())).origin == "nhle:1")
    assert len(page.desk.records) == 1


def test_all_of_it_works_without_a_pointer(lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot) -> None:
    lists += [a_mill(1), a_mill(2, "Church")]
    page = show()
    page.window().activateWindow()  # the offscreen platform leaves it to nobody
    page.known.search.setFocus()
    qtbot.waitUntil(page.known.search.hasFocus)
    press(qtbot, Qt.Key.Key_Down)
    assert page.known.list.hasFocus() and page.known.chosen_key() == "nhle:2"
    press(qtbot, Qt.Key.Key_Down)
    assert page.knowing.card.title.text() == "Mill 1" and page.known.list.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "Add to the plan"
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Mill 1"])
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.knowing.card.isVisible() and page.known.list.hasFocus()


def test_what_is_only_proposed_cannot_be_dragged_about(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    lists += [a_mill(1)]
    page = show()
    from placeplanner.domain.ids import RecordId
    from placeplanner.edits.shape import MoveRecord

    page.map.canvas.stage.perform(MoveRecord(RecordId("proposed:nhle:1"), 5, 5))
    assert "only proposed" in page.care._message.text()
    assert rows(page) == ["Mill 1"] and page.desk.history.undo_label is None


def test_a_new_record_in_the_making_is_not_put_away_by_a_card(
    lists: Lists, show: Callable[[], PlanPage]
) -> None:
    lists += [a_mill(1)]
    page = show()
    page.side.start_draft(Kind.ASSET, a_point())
    page.known.select_row(0)
    assert page.side.has_draft() and not page.knowing.card.isVisible()
    page.side.end_draft()


def test_a_list_that_cannot_be_read_is_told(
    page: PlanPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(progress: Progress) -> tuple[KnownThing, ...]:
        raise Problem("The map pack is damaged.", "", "Make it again.")

    monkeypatch.setattr(knowing, "installed_things", read)
    page.show_known()
    qtbot.waitUntil(lambda: page.knowing._job is None)
    assert "damaged" in page.care._message.text()


def test_every_row_and_answer_has_a_name_for_a_screen_reader(
    lists: Lists, show: Callable[[], PlanPage]
) -> None:
    lists += [a_mill(1)]
    page = show()
    index = page.known.model.index(0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Mill 1, Not in the plan yet, Listed building")
    page.known.select_row(0)
    assert page.knowing.card.accessibleName().startswith("Mill 1, Listed building in ")
    for box in (page.known.type, page.known.state, page.known.search, page.known.list):
        assert box.accessibleName()


def test_maps_that_come_or_go_are_looked_through_again(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    page = show()
    assert rows(page) == []
    lists += [a_mill(1)]
    page.maps.changed.emit()
    qtbot.waitUntil(lambda: rows(page) == ["Mill 1"])


def test_the_panel_of_maps_leads_here_and_back(
    show: Callable[[], PlanPage], page: PlanPage, qtbot: QtBot
) -> None:
    show()
    page.known.maps.click()
    assert page.rail.shown() == "maps"
    page.maps.panel.known_wanted.emit()
    assert page.rail.shown() == "known"


def test_three_thousand_proposals_are_accepted_in_one_step(
    lists: Lists, show: Callable[[], PlanPage], qtbot: QtBot
) -> None:
    lists += [a_stop(n, EAST - 3_500 + 50 * (n % 60), NORTH - 1_500 + 50 * (n // 60)) for n in range(3_000)]
    page = show()
    assert len(rows(page)) == 3_000 and len(page.map.canvas.scene.proposed) == 3_000
    page.known.all.click()
    qtbot.waitUntil(lambda: rows(page) == [])
    assert len(page.desk.records) == 3_000
