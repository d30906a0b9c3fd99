"""Words that are longer than their box are read from their beginning, except where somebody is writing."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from placeplanner.domain.ids import GroupId
from placeplanner.domain.people import Group
from placeplanner.edits.people import KeepPerson
from placeplanner.gui.forms.answers import TextAnswer
from placeplanner.gui.forms.voices import Voices
from tests.builders import a_history, a_record
from tests.gui.on_screen import on_screen

LONG = "Friends of the Towpath and the Flashes between Ince-in-Makerfield and Leigh"


def test_a_long_answer_is_read_from_its_beginning(qtbot: QtBot) -> None:
    answer = TextAnswer("Source")
    qtbot.addWidget(answer)
    answer.show_value(LONG)
    assert answer._line.cursorPosition() == 0


def test_the_cursor_of_somebody_who_writes_stays_where_they_write(qtbot: QtBot) -> None:
    answer = on_screen(qtbot, TextAnswer("Source"), 300, 100)
    answer._line.setFocus()
    qtbot.waitUntil(answer._line.hasFocus)
    answer.show_value("The warden")
    assert answer._line.cursorPosition() == len("The warden")


def test_a_long_name_of_a_group_is_read_from_its_beginning(qtbot: QtBot, tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(KeepPerson(Group(GroupId("friends"), LONG)))
    voices = Voices()
    qtbot.addWidget(voices)
    voices.show_people(plan, a_record(group=GroupId("friends")))
    plan.close()
    line = voices._group.lineEdit()
    assert line is not None and line.text() == LONG and line.cursorPosition() == 0
