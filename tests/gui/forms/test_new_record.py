"""A new record: four actions from nothing to the map, and nothing lost by a slip."""

from __future__ import annotations

import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Kind
from placeplanner.edits.records import AddRecord
from placeplanner.gui.forms.record_form import RecordForm
from tests.builders import a_line, a_point, a_record

Key = Qt.Key


def _type(qtbot: QtBot, words: str) -> None:
    """Where the keyboard is, and only there."""
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClicks(widget, words)


def _press(qtbot: QtBot, key: Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key)


def _added(edits: list[object]) -> AddRecord:
    assert len(edits) == 1
    assert isinstance(edits[0], AddRecord)
    return edits[0]


def test_keyboard_alone_leads_from_category_to_name_to_the_map(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    _type(qtbot, "librar")
    _press(qtbot, Key.Key_Return)
    _type(qtbot, "Hindley Library")
    _press(qtbot, Key.Key_Return)
    record = _added(edits).record
    assert (record.category, record.name) == ("library", "Hindley Library")


def test_the_list_that_drops_while_typing_does_not_swallow_enter(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    _type(qtbot, "lib")
    completer = form.head.category.completer()
    popup = completer.popup() if completer else None
    assert popup is not None and popup.isVisible()
    qtbot.keyClick(popup, Key.Key_Return)
    assert form.head.category.code() == "library"
    assert form.head.name.hasFocus()


def test_an_entry_picked_in_the_dropped_list_is_the_category(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    _type(qtbot, "doct")
    completer = form.head.category.completer()
    popup = completer.popup() if completer else None
    assert popup is not None
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    assert form.head.category.code() == "health_service"
    assert form.head.category.currentText() == "Health service"


def test_nothing_is_chosen_for_anybody_at_first(form: RecordForm) -> None:
    form.start_draft(Kind.ASSET, a_point())
    assert form.head.category.code() == ""
    assert form.head.category.currentText() == ""


def test_a_word_that_means_no_category_is_answered_and_the_cursor_stays(
    form: RecordForm, qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    _type(qtbot, "volcano")
    _press(qtbot, Key.Key_Return)
    assert "Nothing here is called “volcano”" in form.head._about.text()
    assert not form.head.name.hasFocus()


def test_enter_without_a_category_leads_back_to_it(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    form.head.name.setFocus()
    _type(qtbot, "Somewhere")
    _press(qtbot, Key.Key_Return)
    assert edits == []
    assert form.head.category.lineEdit().hasFocus()


def test_only_categories_that_can_be_drawn_like_that_are_offered(form: RecordForm) -> None:
    form.start_draft(Kind.ASSET, a_line())
    spec = form._catalogue[Kind.ASSET]
    offered = {form.head.category.itemData(row) for row in range(form.head.category.count())}
    assert offered
    assert all(
        "line" in [shape.value for shape in one.shapes] for one in spec.categories if one.code in offered
    )


def test_the_next_one_starts_with_the_last_ones_category_where_it_fits(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    _type(qtbot, "library")
    _press(qtbot, Key.Key_Return)
    _type(qtbot, "One")
    _press(qtbot, Key.Key_Return)
    form.start_draft(Kind.ASSET, a_point())
    assert form.head.category.code() == "library"
    _press(qtbot, Key.Key_Return)
    assert form.head.name.hasFocus()
    form.start_draft(Kind.ASSET, a_line())
    assert form.head.category.code() == ""


def test_another_kind_keeps_the_name(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    form.head.name.setText("The old mill")
    with qtbot.waitSignal(form.kind_changed) as told:
        form._choose_kind(Kind.HERITAGE)
    assert told.args == [Kind.HERITAGE]
    draft = form.draft()
    assert draft is not None and (draft.kind, draft.name) == (Kind.HERITAGE, "The old mill")


def test_answers_given_before_it_is_added_come_with_it(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    _type(qtbot, "library")
    _press(qtbot, Key.Key_Return)
    qtbot.keyClicks(form.details._questions["address"].answer.input, "Market Street")
    qtbot.keyClicks(form.notes.answer.input, "Warm in winter")
    form.head.name.setText("Hindley Library")
    qtbot.mouseClick(form._add, Qt.MouseButton.LeftButton)
    record = _added(edits).record
    assert record.details == {"address": "Market Street"}
    assert record.notes == "Warm in winter"


def test_escape_asks_once_before_words_are_forgotten(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    form.head.name.setFocus()
    _type(qtbot, "Hindley Library")
    with qtbot.assertNotEmitted(form.cancelled):
        _press(qtbot, Key.Key_Escape)
    assert "Press Esc again" in form._problem.text()
    with qtbot.waitSignal(form.cancelled):
        _press(qtbot, Key.Key_Escape)


def test_a_typed_position_moves_it_and_the_map_is_told(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    line = form.whereabouts._position
    line.setText("SD 6200 0460")
    with qtbot.waitSignal(form.draft_moved) as told:
        line.editingFinished.emit()
    assert told.args[0].equals(shapely.Point(362000, 404600))
    draft = form.draft()
    assert draft is not None and draft.geometry.equals(told.args[0])


def test_a_position_outside_the_borough_is_refused_with_its_reason(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    line = form.whereabouts._position
    line.setText("SJ 8400 9800")
    with qtbot.assertNotEmitted(form.draft_moved):
        line.editingFinished.emit()
    assert "outside the borough" in form._problem.text()


def test_showing_a_record_instead_takes_the_buttons_away(form: RecordForm) -> None:
    form.start_draft(Kind.ASSET, a_point())
    assert form._add.isVisible() and not form._remove.isVisible()
    form.show_record(a_record())
    assert not form._add.isVisible() and form._remove.isVisible()
    assert form.draft() is None


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_begun_and_painted(form: RecordForm, kind: Kind) -> None:
    form.start_draft(kind, a_point())
    assert not form.grab().isNull()


@pytest.mark.parametrize("kind", list(Kind))
def test_the_words_that_may_be_typed_are_this_kinds_own(form: RecordForm, kind: Kind) -> None:
    form.start_draft(kind, a_point())
    box = form.head.category
    line = box.lineEdit()
    assert line is not None
    words = line.placeholderText().removeprefix("Type a word, such as ").split(" or ")
    labels = {box.itemText(row).lower() for row in range(box.count())}
    assert {word.lower() for word in words} <= labels
    assert len(line.placeholderText()) < 38, "it is read whole in the narrowest form"


def test_what_was_said_of_an_unknown_word_is_gone_once_somebody_types_on_or_chooses(
    form: RecordForm, qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    box, about = form.head.category, form.head._about
    _type(qtbot, "zzz")
    _press(qtbot, Key.Key_Return)
    assert "zzz" in about.text()
    _type(qtbot, "l")
    assert "zzz" not in about.text()
    _press(qtbot, Key.Key_Return)
    chosen = box.code()
    for words in ("zzz", box.itemText(box.findData(chosen))):
        box.begin()
        _type(qtbot, words)
        box.settle()
    assert box.code() == chosen
    assert "zzz" not in about.text(), "the same one was chosen again"
