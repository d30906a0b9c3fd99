"""Choosing a place: by mouse, by arrows, by typing a few letters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QStandardItem
from pytestqt.qtbot import QtBot

from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import PlaceKind, Places
from placeplanner.gui.panels.places import CODE, PlacesPanel
from placeplanner.gui.panels.rows import ROW, Row
from placeplanner.gui.theme import colours
from placeplanner.mappacks.shipped import shipped_places, town_code
from tests.gui.on_screen import on_screen

HINDLEY, LEIGH = town_code("Hindley"), town_code("Leigh")


@pytest.fixture
def panel(qtbot: QtBot) -> PlacesPanel:
    return on_screen(qtbot, PlacesPanel(shipped_places()), 300, 600)


def _item(panel: PlacesPanel, code: str) -> QStandardItem:
    return panel._items[code]


def _row(panel: PlacesPanel, code: str) -> Row:
    row: Row = _item(panel, code).data(ROW)
    return row


def _current(panel: PlacesPanel) -> str:
    return str(panel.tree.currentIndex().data())


def _shown(panel: PlacesPanel) -> set[str]:
    """The names of the places that are neither hidden nor folded away."""
    found, index = set(), panel.tree.model().index(0, 0)
    while index.isValid():
        found.add(str(index.data()))
        index = panel.tree.indexBelow(index)
    return found


def test_the_borough_comes_up_with_its_14_towns(panel: PlacesPanel) -> None:
    assert len(_shown(panel)) == 15
    assert {"Wigan Borough", "Hindley", "Wigan Rural District"} <= _shown(panel)


def test_a_few_letters_and_enter_choose_a_place(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "hind")
    with qtbot.waitSignal(panel.place_chosen) as told:
        qtbot.keyClick(panel.finder, Qt.Key.Key_Return)
    assert told.args == [HINDLEY]
    assert panel.chosen() == HINDLEY
    assert panel.finder.text() == "" and len(_shown(panel)) >= 15


def test_it_is_seen_which_place_enter_would_choose(panel: PlacesPanel, qtbot: QtBot) -> None:
    def ringed(code: str) -> bool:
        """Whether the focus colour is at the edge of a row."""
        box = panel.tree.visualRect(_item(panel, code).index())
        image = panel.tree.viewport().grab(box).toImage()
        ring = QColor(colours().focus)
        return any(image.pixelColor(image.width() // 2, y) == ring for y in range(6))

    qtbot.keyClicks(panel.finder, "hind")
    assert ringed(HINDLEY)
    panel.finder.clear()
    assert not ringed(HINDLEY)


def test_typing_shows_only_what_matches_and_where_it_lies(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "lowton")
    shown = _shown(panel)
    assert {"Wigan Borough", "Golborne", "Lowton", "Lowton Common"} <= shown
    assert "Hindley" not in shown


def test_a_town_is_offered_before_its_neighbourhoods(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "leigh")
    assert _current(panel) == "Leigh"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ashton in", "Ashton-in-Makerfield"), ("BILLINGE &", "Billinge and Winstanley"), ("E02001291", "")],
)
def test_hyphens_ampersands_case_and_codes_are_understood(
    panel: PlacesPanel, qtbot: QtBot, typed: str, meant: str
) -> None:
    qtbot.keyClicks(panel.finder, typed)
    if meant:
        assert _current(panel) == meant
    else:
        assert panel.tree.currentIndex().data(CODE) == typed


def test_arrows_walk_the_matches_while_the_cursor_stays_in_the_box(panel: PlacesPanel, qtbot: QtBot) -> None:
    panel.focus_finder()
    qtbot.keyClicks(panel.finder, "hindley")
    qtbot.keyClick(panel.finder, Qt.Key.Key_Down)
    first = _current(panel)
    qtbot.keyClick(panel.finder, Qt.Key.Key_Down)
    assert first.startswith("Hindley ") and _current(panel) != first
    qtbot.keyClick(panel.finder, Qt.Key.Key_Up)
    assert _current(panel) == first
    assert panel.finder.hasFocus()


def test_a_name_that_nowhere_has_is_told(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "Bolton")
    assert panel.empty.isVisible() and panel.empty.text() == "No place here is called “Bolton”."


def test_escape_brings_every_place_back(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "zzz")
    qtbot.keyClick(panel.finder, Qt.Key.Key_Escape)
    assert panel.finder.text() == "" and not panel.empty.isVisible()
    assert len(_shown(panel)) >= 15


def test_a_click_chooses_a_place(panel: PlacesPanel, qtbot: QtBot) -> None:
    spot = panel.tree.visualRect(_item(panel, LEIGH).index()).center()
    with qtbot.waitSignal(panel.place_chosen) as told:
        qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == [LEIGH]


def test_arrows_and_enter_choose_a_place_in_the_tree(panel: PlacesPanel, qtbot: QtBot) -> None:
    panel.choose(HINDLEY)
    panel.tree.setFocus()
    qtbot.keyClick(panel.tree, Qt.Key.Key_Right)  # unfold
    qtbot.keyClick(panel.tree, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.place_chosen) as told:
        qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    place = shipped_places().get(told.args[0])
    assert place is not None and place.parent == HINDLEY


def test_showing_a_place_says_nothing_to_anybody(panel: PlacesPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.place_chosen):
        panel.choose(HINDLEY)
    assert _row(panel, HINDLEY).is_chosen and not _row(panel, LEIGH).is_chosen


def test_towns_and_the_borough_count_what_lies_in_them(panel: PlacesPanel) -> None:
    inside = [place.code for place in shipped_places().children(HINDLEY)]
    counts: dict[PlaceCode | None, int] = {inside[0]: 1200, inside[1]: 34, None: 2}
    panel.set_counts(counts)
    borough = shipped_places().borough
    assert borough is not None
    assert _row(panel, HINDLEY).count == "1,234"
    assert _row(panel, borough.code).count == "1,236"
    assert _row(panel, LEIGH).count == ""


def test_each_row_says_its_kind_and_count_to_a_screen_reader(panel: PlacesPanel) -> None:
    child = shipped_places().children(HINDLEY)[0]
    panel.set_counts({child.code: 1})
    panel.choose(HINDLEY)
    told = _item(panel, HINDLEY).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Hindley, town, 1 record, chosen"
    assert panel.tree.accessibleName() == "Places" and panel.finder.accessibleDescription()


def test_it_says_that_towns_are_a_best_fit(panel: PlacesPanel) -> None:
    assert "best fit" in panel.note.text() and "planner's judgement" in panel.note.toolTip()
    assert _item(panel, HINDLEY).toolTip()


def test_a_plan_without_places_says_what_to_do(qtbot: QtBot) -> None:
    panel = PlacesPanel()
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.isVisible() and "map pack" in panel.empty.text()


def test_neighbourhoods_alone_are_a_list(qtbot: QtBot) -> None:
    panel = PlacesPanel(Places(shipped_places().of_kind(PlaceKind.NEIGHBOURHOOD)[:3]))
    qtbot.addWidget(panel)
    assert len(_shown(panel)) == 3


def test_enter_after_a_name_that_nowhere_has_chooses_nothing(panel: PlacesPanel, qtbot: QtBot) -> None:
    panel.choose(HINDLEY)
    qtbot.keyClicks(panel.finder, "Bolton")
    with qtbot.assertNotEmitted(panel.place_chosen):
        qtbot.keyClick(panel.finder, Qt.Key.Key_Return)


def test_what_only_the_search_unfolded_is_folded_again(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "hindley")
    assert "Hindley West" in _shown(panel)
    qtbot.keyClick(panel.finder, Qt.Key.Key_Escape)
    assert len(_shown(panel)) == 15


def test_the_chosen_place_stays_in_sight_when_its_panel_has_less_room(
    panel: PlacesPanel, qtbot: QtBot
) -> None:
    wigan = next(code for code, item in panel._items.items() if item.text() == "Wigan Rural District")
    panel.choose(wigan)
    panel.resize(300, 340)

    def is_in_sight() -> bool:
        box = panel.tree.visualRect(_item(panel, wigan).index())
        return panel.tree.viewport().rect().contains(box.center())

    qtbot.waitUntil(is_in_sight)
