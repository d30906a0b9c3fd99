"""What is being written is never lost: not to another record, another program, or another window."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placeplanner.edits.records import ChangeRecord
from placeplanner.errors import Problem
from placeplanner.gui.forms.answers import ChoiceAnswer
from placeplanner.gui.forms.record_form import RecordForm
from tests.builders import a_record


def _write(qtbot: QtBot, form: RecordForm, words: str) -> None:
    form.head.name.setFocus()
    form.head.name.selectAll()
    qtbot.keyClicks(form.head.name, words)


def test_what_was_begun_is_kept_when_another_record_is_shown(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    one, other = a_record(name="One"), a_record(name="Other")
    form.show_record(one)
    _write(qtbot, form, "One, renamed")
    form.show_record(other)
    assert edits == [ChangeRecord(one.id, {"name": "One, renamed"}, {})]
    assert form.head.name.text() == "Other"


def test_a_shell_that_shows_the_record_anew_meanwhile_confuses_nothing(
    form: RecordForm, qtbot: QtBot
) -> None:
    one, other = a_record(name="One"), a_record(name="Other")
    told: list[object] = []

    def perform(edit: object) -> None:
        told.append(edit)
        form.show_record(other)  # what the window does when something changed: show what is chosen now

    form.edit_wanted.connect(perform)
    form.show_record(one)
    _write(qtbot, form, "One, renamed")
    form.show_record(other)
    assert len(told) == 1
    assert form.head.name.text() == "Other"


def test_what_was_begun_is_kept_when_the_form_is_put_away(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.show_record(a_record())
    qtbot.keyClicks(form.notes.answer.input, "Warm in winter")
    form.clear()
    assert [edit.values for edit in edits if isinstance(edit, ChangeRecord)] == [{"notes": "Warm in winter"}]
    form.settle()
    assert len(edits) == 1


def test_a_name_changed_elsewhere_is_shown_beside_the_one_being_written(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    record = a_record(name="Library")
    form.show_record(record)
    _write(qtbot, form, "My library")
    form.show_record(replace(record, name="Their library"))
    assert form.head.name.text() == "My library"
    assert form.head.naming._clash.isVisible()
    qtbot.keyClick(form.head.name, Qt.Key.Key_Tab)
    assert edits == [], "nobody has chosen yet"
    form.head.naming._keep_mine()
    assert isinstance(edits[0], ChangeRecord) and edits[0].values == {"name": "My library"}


def test_a_change_elsewhere_that_says_the_same_is_no_quarrel(form: RecordForm, qtbot: QtBot) -> None:
    record = a_record(name="Library")
    form.show_record(record)
    _write(qtbot, form, "Hindley Library")
    form.show_record(replace(record, name="Hindley Library"))
    assert not form.head.naming._clash.isVisible()
    assert not form.head.naming.answer.is_dirty()


def test_what_is_not_being_written_follows_the_plan(form: RecordForm, qtbot: QtBot) -> None:
    record = a_record(name="Library")
    form.show_record(record)
    _write(qtbot, form, "My library")
    form.show_record(replace(record, notes="Their notes", details={"address": "Market Street"}))
    assert form.notes.answer.value() == "Their notes"
    assert form.details._questions["address"].answer.value() == "Market Street"


def test_a_choice_made_elsewhere_is_told_in_words(form: RecordForm) -> None:
    record = a_record()
    form.show_record(record)
    name, question = next(
        (name, question)
        for name, question in form.details._questions.items()
        if type(question.answer) is ChoiceAnswer
    )
    box = question.answer._box
    box.setCurrentIndex(2)
    form.show_record(replace(record, details={name: str(box.itemData(1))}))
    assert f"“{box.itemText(1)}”" in question._clash._words.text()


def test_escape_takes_back_what_is_not_kept_yet_then_leaves_the_form(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.show_record(a_record(name="Library"))
    _write(qtbot, form, "Slip")
    with qtbot.assertNotEmitted(form.back_wanted):
        qtbot.keyClick(form.head.name, Qt.Key.Key_Escape)
    assert form.head.name.text() == "Library"
    with qtbot.waitSignal(form.back_wanted):
        qtbot.keyClick(form.head.name, Qt.Key.Key_Escape)
    assert edits == []


def test_a_problem_is_told_in_the_form_and_the_words_stay(form: RecordForm, qtbot: QtBot) -> None:
    form.show_record(a_record(name="Library"))
    form.edit_wanted.connect(
        lambda _: form.show_problem(Problem("The disk is full.", "", "Make room and try again."))
    )
    _write(qtbot, form, "New name")
    qtbot.keyClick(form.head.name, Qt.Key.Key_Tab)
    assert form._problem.isVisible()
    assert form._problem.text() == "The disk is full. Make room and try again."
    assert form.head.name.text() == "New name"


def test_scrolling_past_an_answer_does_not_change_it(form: RecordForm, edits: list[object]) -> None:
    form.show_record(a_record())
    question = next(
        question for question in form.details.questions() if isinstance(question.answer, ChoiceAnswer)
    )
    box = question.answer._box
    box.setFocus()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert box.currentIndex() == 0
    assert edits == []


def test_letters_typed_on_a_list_of_answers_take_up_no_tool(form: RecordForm) -> None:
    form.show_record(a_record())
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "p")
    asked.ignore()
    question = next(
        question for question in form.details.questions() if isinstance(question.answer, ChoiceAnswer)
    )
    QApplication.sendEvent(question.answer._box, asked)
    assert asked.isAccepted()


def test_what_cannot_be_kept_is_explained_and_stays_in_sight(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.show_record(a_record("heritage", name="Mill"))
    question = form.details._questions["built"]
    qtbot.waitUntil(question.isVisible)
    question.answer.input.setFocus()
    qtbot.keyClicks(question.answer.input, "long ago")
    qtbot.keyClick(question.answer.input, Qt.Key.Key_Tab)
    assert question._complaint.isVisible()
    assert question._complaint.text().startswith("Write a year")
    assert edits == []
    question.answer.input.setFocus()
    qtbot.keyClick(question.answer.input, Qt.Key.Key_Escape)
    assert not question._complaint.isVisible()
