"""Names with markup in them are names: nothing in them is obeyed, fetched or hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.gui.maps.holding import Held
from placeplanner.gui.maps.pack_card import PackCard
from placeplanner.gui.maps.parts import FileName
from placeplanner.gui.strangers import tip
from placeplanner.mappacks.library import installed
from placeplanner.mappacks.pack import open_pack
from tests.builders import a_record
from tests.mappacks.made_up import a_pack, a_town
from tests.stories.window import a_new_plan, a_window

EVIL = '<img src="file:////stick/share/x.png"><b>Evil</b>'


def _obeyed() -> list[str]:
    """What anything on the screen would take for markup of a stranger."""
    found = []
    for widget in QApplication.allWidgets():
        texts = [widget.toolTip(), widget.whatsThis()]
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            texts.append(widget.text())
        texts += [action.toolTip() for action in widget.actions()]
        found += [f"{type(widget).__name__}: {text}" for text in texts if "<img" in text or "<b>Evil" in text]
    return found


def test_a_record_with_markup_in_its_name_is_shown_as_it_is(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_new_plan(a_window(qtbot), tmp_path / "plan.gpkg", monkeypatch)
    record = a_record(name=EVIL, notes=EVIL, source=EVIL)
    page.desk.perform(AddRecord(record))
    page._open_record(record.id)
    for side in ("history", "who", "maps", "places", "help"):
        page.show_side(side)
        QApplication.processEvents()
        assert _obeyed() == []
    page.care.refuse(Problem(f"The map pack “{EVIL}” is damaged.", EVIL, EVIL))
    page.care.say(f"“{EVIL}” was added.")
    assert _obeyed() == []


def test_a_pack_with_markup_in_its_title_is_shown_as_it_is(qtbot: QtBot, tmp_path: Path) -> None:
    path = a_pack(tmp_path, *a_town(), title=EVIL).path
    pack = open_pack(path)
    card = PackCard(Held("evil", path, 5, True, pack.manifest, title=EVIL))
    faulty = PackCard(Held("evil", tmp_path / "evil", 5, True, None, Problem(EVIL, EVIL, EVIL)))
    pack.close()
    line = FileName(EVIL)
    for widget in (card, faulty, line):
        qtbot.addWidget(widget)
        widget.show()
    assert installed() == () and card.held.title == EVIL
    assert _obeyed() == []


def test_a_tooltip_is_left_alone_where_nothing_in_it_is_markup() -> None:
    assert tip("Hindley: show this map") == "Hindley: show this map"
    assert tip("5 < 6\nand more") == "<span>5 &lt; 6<br>and more</span>"
    assert "<img" not in tip(EVIL)
