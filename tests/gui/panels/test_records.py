"""The list of records: counted, searched, filtered, walked through, and true to what is chosen."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import SessionId
from placeplanner.domain.people import Session
from placeplanner.domain.record import Record
from placeplanner.gui.panels.records import NOTHING_HERE, RecordsPanel
from placeplanner.gui.panels.rows import ROW
from placeplanner.mappacks.shipped import shipped_places
from tests.builders import a_point, a_record
from tests.gui.on_screen import on_screen

WALK = Session(SessionId("walk"), "Walk along the canal", "2026-05-12")


def _records() -> list[Record]:
    place = shipped_places().at(a_point())
    return [
        a_record(name="Hindley Library", place=place.code if place else None),
        a_record(name="Café Société", category="shop_or_cafe", notes="Knitting on Mondays"),
        a_record("greenspace", name="Leyland Park", is_sample=True),
        a_record("heritage", name="St Peter’s memorial", session=WALK.id),
        a_record("priority", name=""),
    ]


@pytest.fixture
def panel(qtbot: QtBot) -> RecordsPanel:
    made = on_screen(qtbot, RecordsPanel(load_catalogue()), 320, 600)
    made.set_records(_records(), shipped_places())
    return made


def _names(panel: RecordsPanel) -> list[str]:
    return [str(panel.model.index(row).data()) for row in range(panel.model.rowCount())]


def _take(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(box.findText(words))


def _id_of(panel: RecordsPanel, name: str) -> str:
    return next(record.id for record in panel.model.records if record.name == name)


def test_records_come_by_name_and_what_has_none_comes_last(panel: RecordsPanel) -> None:
    assert _names(panel) == [
        "Café Société",
        "Hindley Library",
        "Leyland Park",
        "St Peter’s memorial",
        "No name yet",
    ]


def test_it_tells_how_many_there_are(panel: RecordsPanel, qtbot: QtBot) -> None:
    assert panel.tally.text() == "5 records"
    qtbot.keyClicks(panel.search, "park")
    assert panel.tally.text() == "1 of 5 records"
    panel.set_records(_records()[:1], shipped_places())
    panel.search.clear()
    assert panel.tally.text() == "1 record"


def test_nothing_here_teaches_the_next_step(panel: RecordsPanel) -> None:
    panel.set_records((), shipped_places())
    assert panel.empty.isVisible() and panel.empty.text() == NOTHING_HERE
    assert not panel.filters.isVisible() and not panel.list.isVisible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cafe societe", "Café Société"),
        ("knitting", "Café Société"),
        ("library", "Hindley Library"),
        ("library hindley", "Hindley Library"),
    ],
)
def test_words_are_found_in_names_notes_and_categories(
    panel: RecordsPanel, qtbot: QtBot, typed: str, found: str
) -> None:
    qtbot.keyClicks(panel.search, typed)
    assert _names(panel) == [found]


def test_no_match_says_so_and_how_to_go_on(panel: RecordsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "swimming")
    assert panel.empty.isVisible() and panel.empty.text().startswith("No record matches.")
    qtbot.mouseClick(panel.filters.clear, Qt.MouseButton.LeftButton)
    assert panel.search.text() == "" and len(_names(panel)) == 5
    assert not panel.filters.clear.isVisible()


def test_a_kind_narrows_the_records_and_the_categories_offered(panel: RecordsPanel) -> None:
    _take(panel.filters.kind, "Assets")
    assert _names(panel) == ["Café Société", "Hindley Library"]
    offered = [panel.filters.category.itemText(row) for row in range(panel.filters.category.count())]
    assert offered == ["All categories", "Library", "Shop or café"]


def test_a_category_narrows_the_records(panel: RecordsPanel) -> None:
    _take(panel.filters.category, "Library")
    assert _names(panel) == ["Hindley Library"]


def test_changing_the_kind_drops_a_category_that_it_does_not_have(panel: RecordsPanel) -> None:
    _take(panel.filters.category, "Library")
    _take(panel.filters.kind, "Greenspaces")
    assert panel.filters.category.currentText() == "All categories"
    assert _names(panel) == ["Leyland Park"]


def test_a_session_narrows_the_records_once_there_are_sessions(panel: RecordsPanel) -> None:
    assert not panel.filters.session.isVisible()
    panel.set_sessions([WALK])
    assert panel.filters.session.isVisible()
    _take(panel.filters.session, "Walk along the canal")
    assert _names(panel) == ["St Peter’s memorial"]


def test_filters_and_search_narrow_together(panel: RecordsPanel, qtbot: QtBot) -> None:
    _take(panel.filters.kind, "Assets")
    qtbot.keyClicks(panel.search, "knitting")
    assert _names(panel) == ["Café Société"]


def test_filters_work_by_keyboard(panel: RecordsPanel, qtbot: QtBot) -> None:
    panel.filters.kind.setFocus()
    qtbot.keyClick(panel.filters.kind, Qt.Key.Key_Down)
    assert panel.filters.kind.currentText() == "Assets" and len(_names(panel)) == 2


def test_down_goes_from_the_search_into_the_list_and_enter_opens(panel: RecordsPanel, qtbot: QtBot) -> None:
    panel.search.setFocus()
    qtbot.keyClicks(panel.search, "library")
    with qtbot.waitSignal(panel.record_chosen) as chosen:
        qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    assert panel.list.hasFocus()
    with qtbot.waitSignal(panel.record_opened) as opened:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert chosen.args == opened.args == [_id_of(panel, "Hindley Library")]


def test_escape_empties_the_search(panel: RecordsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "park")
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert panel.search.text() == "" and len(_names(panel)) == 5


def test_a_click_chooses_and_a_double_click_opens(panel: RecordsPanel, qtbot: QtBot) -> None:
    spot = panel.list.visualRect(panel.model.index(2)).center()
    with qtbot.waitSignal(panel.record_chosen) as told:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == [_id_of(panel, "Leyland Park")]
    with qtbot.waitSignal(panel.record_opened):
        qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_standing_where_the_map_stands_says_nothing_to_anybody(panel: RecordsPanel, qtbot: QtBot) -> None:
    chosen = _id_of(panel, "Leyland Park")
    with qtbot.assertNotEmitted(panel.record_chosen):
        panel.select(chosen)
    assert panel.chosen() == chosen
    panel.select(None)
    assert panel.chosen() is None


def test_what_is_chosen_stays_chosen_when_records_come_anew(panel: RecordsPanel, qtbot: QtBot) -> None:
    chosen = _id_of(panel, "Leyland Park")
    panel.select(chosen)
    with qtbot.assertNotEmitted(panel.record_chosen):
        panel.set_records([*panel.model.records, a_record(name="Abram Library")], shipped_places())
    assert panel.chosen() == chosen


def test_what_is_chosen_stays_chosen_while_searching(panel: RecordsPanel, qtbot: QtBot) -> None:
    chosen = _id_of(panel, "Leyland Park")
    panel.select(chosen)
    qtbot.keyClicks(panel.search, "park")
    assert panel.chosen() == chosen


def _set(panel: RecordsPanel, changed: Record) -> None:
    kept = [each for each in panel.model.records if each.id != changed.id]
    panel.set_records([*kept, changed], panel.model.places)


def test_a_changed_record_is_taken_in_and_stays_chosen(panel: RecordsPanel) -> None:
    chosen = _id_of(panel, "Leyland Park")
    panel.select(chosen)
    before = next(record for record in panel.model.records if record.id == chosen)
    _set(panel, replace(before, name="Alexandra Park"))
    assert _names(panel)[0] == "Alexandra Park"
    assert panel.chosen() == chosen


def test_a_changed_record_is_searched_by_its_new_words(panel: RecordsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "knitting")
    before = next(record for record in panel.model.records if "Knitting" in record.notes)
    _set(panel, replace(before, notes="Chess"))
    assert _names(panel) == []


def test_a_removed_record_goes_and_is_chosen_no_more(panel: RecordsPanel) -> None:
    chosen = _id_of(panel, "Leyland Park")
    panel.select(chosen)
    gone = {panel.model.records[0].id, chosen}
    panel.set_records([each for each in panel.model.records if each.id not in gone], panel.model.places)
    assert "Leyland Park" not in _names(panel) and panel.chosen() is None
    assert panel.model.total == 3


def test_a_sample_is_marked_in_sight_and_in_sound(panel: RecordsPanel) -> None:
    index = panel.model.index(_names(panel).index("Leyland Park"))
    assert index.data(ROW).mark == "Sample"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", sample")


def test_each_row_says_kind_category_and_place_to_a_screen_reader(panel: RecordsPanel) -> None:
    index = panel.model.index(_names(panel).index("Hindley Library"))
    place = shipped_places().at(a_point())
    assert place is not None
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"Hindley Library, Asset, Library, {place.name}"


def test_everything_that_can_be_used_has_a_name(panel: RecordsPanel) -> None:
    used = (panel.search, panel.list, panel.filters.kind, panel.filters.category, panel.filters.session)
    assert all(widget.accessibleName() for widget in (*used, panel.filters.clear))


def test_rows_can_be_painted_light_with_marks_and_symbols(panel: RecordsPanel) -> None:
    panel.select(_id_of(panel, "Leyland Park"))
    assert not panel.grab().isNull()
