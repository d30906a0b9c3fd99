"""A person asks for a map on paper: what it would be is said first, then it is made beside the window."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Audience
from placeplanner.edits.records import AddRecord
from placeplanner.gui.paper import printing
from placeplanner.gui.paper.panel import PaperPanel
from placeplanner.gui.paper.printing import Printing
from placeplanner.gui.shell.plan_page import PlanPage
from tests.builders import a_record
from tests.stories.window import a_new_plan, a_window


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlanPage:
    return a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)


@pytest.fixture
def prints(page: PlanPage) -> Printing:
    hindley = next(place for place in page.desk.plan.places if place.name == "Hindley")
    page.desk.stand_in(hindley.code)
    page.show_side("paper")
    assert page.side.currentWidget() is page.side.printing.panel
    return page.side.printing


def choose(panel: PaperPanel, box: str, value: object) -> None:
    getattr(panel, box).setCurrentIndex(getattr(panel, box).findData(value))


def test_what_the_map_would_be_is_said_before_it_is_made(prints: Printing) -> None:
    assert "on A4 paper (297 × 210 mm)" in prints.panel.outlook()
    choose(prints.panel, "paper", "a1")
    assert "on A1 paper" in prints.panel.outlook()
    choose(prints.panel, "tiles", "a4")
    assert "sheets of A4" in prints.panel.outlook()


def test_what_people_would_miss_on_the_map_is_said_before_it_is_made(
    page: PlanPage, prints: Printing
) -> None:
    prints.panel.audience.setCurrentIndex(prints.panel.audience.findData(Audience.GROUP))
    assert "left out" not in prints.panel.outlook()
    assert "no street map is in use" in prints.panel.outlook()
    assert page.desk.here is not None
    inside = page.desk.here.geometry.representative_point()
    page.desk.perform(AddRecord(a_record(name="Ours alone", geometry=inside, consent=Audience.GROUP)))
    prints.panel.audience.setCurrentIndex(prints.panel.audience.findData(Audience.PUBLIC))
    assert "No record will be on this map." in prints.panel.outlook()
    assert "who told us" not in prints.panel.outlook()  # a map says so of no record
    prints.panel.blank.setChecked(True)
    assert "record" not in prints.panel.outlook()


def test_what_does_not_fit_is_said_and_cannot_be_made(prints: Printing) -> None:
    choose(prints.panel, "scale", 2500)
    assert "Hindley does not fit on A4 paper at 1:2,500." in prints.panel.outlook()
    assert "--" not in prints.panel.outlook()
    assert not prints.panel.make.isEnabled()
    choose(prints.panel, "paper", None)
    choose(prints.panel, "tiles", "a3")
    assert prints.panel.make.isEnabled()


def test_a_map_is_made_where_the_person_says(
    prints: Printing, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "wall.pdf"
    monkeypatch.setattr(printing, "where_to_put", lambda parent, stem: out)
    prints.panel.note.setText("What do you love here?")
    prints.panel.blank.setChecked(True)
    choose(prints.panel, "margin", 20)
    prints.panel.make.click()
    qtbot.waitUntil(lambda: "is made" in prints.panel.said(), timeout=20_000)
    document = pypdfium2.PdfDocument(out)
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert "Hindley" in words and "What do you love here?" in words
    qtbot.waitUntil(lambda: prints.job is None)
    assert str(tmp_path) in prints.panel.said()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    prints.panel._open.click()
    assert "could not be opened" in prints.panel.said() and str(tmp_path) in prints.panel.said()


def test_a_person_who_thinks_better_of_it_gets_nothing(
    prints: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "where_to_put", lambda parent, stem: None)
    prints.panel.make.click()
    assert prints.job is None and prints.panel.said() == ""


def test_a_file_that_cannot_be_written_is_told(prints: Printing, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    prints.print_to(tmp_path / "file" / "m.pdf", prints.panel.audience.currentData(), prints.panel.wishes())
    qtbot.waitUntil(lambda: "cannot be made" in prints.panel.said(), timeout=20_000)
    assert prints.panel.make.isEnabled()


def test_another_place_is_another_map(page: PlanPage, prints: Printing) -> None:
    before = prints.panel.outlook()
    borough = page.desk.plan.places.borough
    assert borough is not None
    page.desk.stand_in(borough.code)
    assert prints.panel.outlook() != before


def test_it_is_in_the_menu_and_closes_again(page: PlanPage) -> None:
    actions = {operation.name: action for operation, action in page._operations}
    actions["paper"].trigger()
    assert not page.side.isHidden()
    page.side.printing.panel.closed.emit()
    assert page.side.isHidden()
