"""Lists that drop down: every answer is there, whole, and large enough to be hit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.gui import theme
from placeplanner.gui.drop_down import DropDown
from placeplanner.gui.panels.filters import FilterBar
from tests.builders import a_record
from tests.gui.on_screen import on_screen


@pytest.fixture(autouse=True)
def _as_people_see_it(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Scheme.LIGHT)


def _opened(box: QComboBox, qtbot: QtBot) -> QWidget:
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    return box.view().viewport()


def test_every_kind_to_filter_by_is_there_whole(qtbot: QtBot) -> None:
    bar = on_screen(qtbot, FilterBar(load_catalogue()), 230, 120)
    port = _opened(bar.kind, qtbot)
    view = bar.kind.view()
    rows = [view.visualRect(view.model().index(row, 0)) for row in range(bar.kind.count())]
    assert all(port.rect().contains(row) for row in rows), "none is hidden behind an arrow"
    assert all(row.height() >= theme.TARGET for row in rows)
    assert rows[0].width() >= view.sizeHintForColumn(0)


def test_the_name_of_a_category_is_read_whole_in_a_narrow_panel(qtbot: QtBot) -> None:
    bar = FilterBar(load_catalogue())
    bar.offer([a_record(category=one.code) for one in load_catalogue()[a_record().kind].categories])
    on_screen(qtbot, bar, 230, 120)
    port = _opened(bar.category, qtbot)
    assert port.width() >= bar.category.view().sizeHintForColumn(0)


def test_a_list_at_the_right_edge_stays_on_the_screen(qtbot: QtBot) -> None:
    box = DropDown("Which?")
    box.addItems(["A very long answer to a short question, as people give them", "No"])
    on_screen(qtbot, box, 90, 32)
    box.move(box.screen().availableGeometry().right() - 90, 100)
    _opened(box, qtbot)
    assert box.view().window().geometry().right() <= box.screen().availableGeometry().right()


def test_an_answer_that_does_not_fit_ends_in_dots_and_one_that_fits_does_not(qtbot: QtBot) -> None:
    box = DropDown("Which?")
    box.addItems(["A very long answer to a short question, as people give them", "No"])
    on_screen(qtbot, box, 120, 32)

    def painted() -> str:
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        return str(option.currentText)

    assert painted().startswith("A very") and painted().endswith("…")
    box.setCurrentIndex(1)
    assert painted() == "No"


def test_a_box_as_wide_as_its_words_shows_each_of_them_whole(qtbot: QtBot) -> None:
    box = DropDown("Which?", is_narrow=False)
    box.addItems(["Document", "Easy read", "Poster"])
    on_screen(qtbot, box, box.sizeHint().width(), 32)
    for row in range(box.count()):
        box.setCurrentIndex(row)
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        assert option.currentText == box.itemText(row)
