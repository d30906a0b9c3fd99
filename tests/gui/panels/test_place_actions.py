"""What is offered for the chosen place: another town, a patch renamed, redrawn, removed."""

from __future__ import annotations

import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.gui.panels.places import PlacesPanel
from placeplanner.mappacks.shipped import shipped_places, town_code
from tests.gui.on_screen import on_screen

AREA = as_multipolygon(shapely.box(361000, 404000, 362000, 405000))
PATCH = Place(PlaceCode("patch-1"), "Our patch", PlaceKind.PATCH, PlaceCode("E08000010"), AREA)
WARD = Place(PlaceCode("E05"), "Abram", PlaceKind.WARD, PlaceCode("E08000010"), AREA)


def with_more() -> Places:
    return shipped_places().replaced([PATCH, WARD])


@pytest.fixture
def panel(qtbot: QtBot) -> PlacesPanel:
    return on_screen(qtbot, PlacesPanel(with_more()), 300, 800)


def lowton() -> Place:
    return next(place for place in shipped_places() if place.name == "Lowton")


def test_a_neighbourhood_says_its_town_and_can_be_put_into_another(panel: PlacesPanel, qtbot: QtBot) -> None:
    panel.choose(lowton().code)
    assert panel.offers.town.isVisible() and panel.offers.town.text() == "Belongs to Golborne"
    actions = {action.text(): action for action in panel.offers.towns.actions()}
    assert len(actions) == 14 and actions["Golborne"].isChecked()
    with qtbot.waitSignal(panel.offers.town_corrected) as told:
        actions["Leigh"].trigger()
    assert told.args == [lowton().code, town_code("Leigh")]


def test_its_menu_offers_the_same(panel: PlacesPanel) -> None:
    menu = panel.offers.menu_for(lowton())
    assert menu is not None and [action.text() for action in menu.actions()] == ["Belongs to"]
    menu = panel.offers.menu_for(PATCH)
    assert menu is not None and [action.text() for action in menu.actions()] == [
        "Rename",
        "Reshape",
        "Redraw",
        "Remove",
    ]
    assert panel.offers.menu_for(WARD) is None


def test_a_town_offers_nothing_but_to_draw_a_patch(panel: PlacesPanel, qtbot: QtBot) -> None:
    panel.choose(town_code("Leigh"))
    offers = panel.offers
    assert not any(one.isVisible() for one in (offers.town, *offers._of_patch()))
    with qtbot.waitSignal(offers.patch_wanted):
        qtbot.mouseClick(offers.draw, Qt.MouseButton.LeftButton)


def test_patches_and_wards_have_headings_of_their_own(panel: PlacesPanel, qtbot: QtBot) -> None:
    root = panel.tree.model()
    assert [root.index(row, 0).data() for row in range(root.rowCount())] == [
        "Wigan Borough", "Our patches", "Wards",
    ]  # fmt: skip
    panel.set_places(shipped_places())
    assert root.rowCount() == 1


def test_headings_go_when_nothing_under_them_matches(panel: PlacesPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.finder, "our pat")
    root = panel.tree.model()
    hidden = [panel.tree.isRowHidden(row, root.index(-1, -1)) for row in range(3)]
    assert hidden == [False, False, True]  # the borough lies around it
    with qtbot.waitSignal(panel.place_chosen) as told:
        qtbot.keyClick(panel.finder, Qt.Key.Key_Return)
    assert told.args == ["patch-1"]


def test_a_heading_is_no_place(panel: PlacesPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.place_chosen):
        panel.tree.clicked.emit(panel.tree.model().index(1, 0))


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("rename", "rename_wanted"),
        ("reshape", "reshape_wanted"),
        ("redraw", "redraw_wanted"),
        ("remove", "removed"),
    ],
)
def test_a_patch_is_renamed_redrawn_removed(panel: PlacesPanel, qtbot: QtBot, name: str, signal: str) -> None:
    panel.choose("patch-1")
    with qtbot.waitSignal(getattr(panel.offers, signal)) as told:
        qtbot.mouseClick(getattr(panel.offers, name), Qt.MouseButton.LeftButton)
    assert told.args == ["patch-1"]


def test_the_name_is_asked_here_kept_by_enter_and_given_up_by_escape(
    panel: PlacesPanel, qtbot: QtBot
) -> None:
    offers = panel.offers
    offers.ask_name("Old")
    assert offers.is_asking and offers.name.hasFocus() and offers.name.selectedText() == "Old"
    qtbot.keyClicks(offers.name, "The Rec")
    with qtbot.waitSignal(offers.named) as told:
        qtbot.keyClick(offers.name, Qt.Key.Key_Return)
    assert told.args == ["The Rec"]
    offers.refuse("There is one already.")
    assert offers.problem.isVisible() and offers.name.text() == "The Rec"
    with qtbot.waitSignal(offers.naming_given_up):
        qtbot.keyClick(offers.name, Qt.Key.Key_Escape)
    assert not offers.is_asking and offers.draw.isVisible()


def test_counts_of_patches_are_their_own(panel: PlacesPanel) -> None:
    panel.set_counts({PlaceCode("patch-1"): 5, lowton().code: 2, None: 1})
    assert panel._counts["patch-1"] == 5 and panel._counts["E08000010"] == 3
