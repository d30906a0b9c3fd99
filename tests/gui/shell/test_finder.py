"""Finding places, records and positions while typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.gui.shell.finder import Finder, suggestions
from placeplanner.mappacks.shipped import shipped_places
from tests.builders import a_record

RECORDS = (
    a_record(name="St Peter’s Church"),
    a_record(name="Leigh Library"),
    a_record(name="Pennington Flash"),
)


def _words(text: str) -> list[str]:
    return [found.words for found in suggestions(text, shipped_places(), RECORDS, load_catalogue())]


def test_a_town_comes_before_what_only_holds_its_name() -> None:
    assert _words("leigh")[0] == "Leigh"
    assert "Leigh Library" in _words("leigh")


def test_apostrophes_and_case_do_not_matter() -> None:
    assert _words("st peters") == ["St Peter’s Church"]


def test_a_grid_reference_is_a_place_to_go() -> None:
    assert _words("SD 619 045")[0].startswith("SD 619")


def test_nonsense_finds_nothing() -> None:
    assert _words("zzzz") == []


def test_enter_takes_the_first_suggestion(qtbot: QtBot) -> None:
    finder = Finder()
    finder.set_sources(load_catalogue(), shipped_places(), RECORDS)
    qtbot.addWidget(finder)
    finder.show()
    qtbot.keyClicks(finder, "pennin")
    with qtbot.waitSignal(finder.found) as told:
        qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert told.args[0].words.startswith("Pennington")
    assert finder.text() == ""


def test_escape_empties_the_box(qtbot: QtBot) -> None:
    finder = Finder()
    finder.set_sources(load_catalogue(), shipped_places(), RECORDS)
    qtbot.addWidget(finder)
    finder.show()
    qtbot.keyClicks(finder, "leigh")
    qtbot.keyClick(finder, Qt.Key.Key_Escape)
    assert finder.text() == ""
