"""The form of a record, driven by keyboard and mouse."""

from __future__ import annotations

import io

from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.people import Contributor, Group
from placeplanner.edits.evidence import AddPhoto
from placeplanner.edits.people import KeepPerson
from placeplanner.edits.records import AddRecord, ChangeRecord, CorrectPlace
from placeplanner.gui.forms.record_form import RecordForm
from placeplanner.store.planfile import PlanFile
from tests.builders import a_point, a_record, an_area


def test_category_name_and_enter_add_a_record(form: RecordForm, edits: list[object], qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    qtbot.keyClicks(form.head.category, "libr")
    qtbot.keyClick(form.head.category, Qt.Key.Key_Return)
    qtbot.keyClicks(form.head.name, "Hindley Library")
    qtbot.keyClick(form.head.name, Qt.Key.Key_Return)
    assert isinstance(edits[-1], AddRecord)
    assert (edits[-1].record.category, edits[-1].record.name) == ("library", "Hindley Library")
    assert len(edits) == 1


def test_a_category_is_found_by_what_else_people_call_it(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.PRIORITY, a_point())
    qtbot.keyClicks(form.head.category, "pavements")
    qtbot.keyClick(form.head.category, Qt.Key.Key_Return)
    assert form.head.category.code() == "moving_around"


def test_nothing_is_added_without_a_name_and_the_reason_is_told(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    qtbot.keyClick(form.head.name, Qt.Key.Key_Return)
    assert edits == []
    assert form._add.toolTip() == "Choose what it is first."
    assert not form._add.isEnabled()
    form.head.category.setEditText("library")
    form.head.category.settle()
    assert form._add.toolTip() == "Give it a name first."


def test_escape_gives_a_new_record_up(form: RecordForm, qtbot: QtBot) -> None:
    form.start_draft(Kind.ASSET, a_point())
    with qtbot.waitSignal(form.cancelled):
        qtbot.keyClick(form.head.name, Qt.Key.Key_Escape)


def test_an_answer_is_an_edit_when_it_is_left(form: RecordForm, edits: list[object], qtbot: QtBot) -> None:
    record = a_record()
    form.show_record(record)
    form.head.name.setFocus()
    form.head.name.selectAll()
    qtbot.keyClicks(form.head.name, "New name")
    qtbot.keyClick(form.head.name, Qt.Key.Key_Tab)
    assert edits == [ChangeRecord(record.id, {"name": "New name"}, {})]


def test_an_answer_that_stays_the_same_is_no_edit(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.show_record(a_record())
    form.head.name.setFocus()
    qtbot.keyClick(form.head.name, Qt.Key.Key_Tab)
    form.notes.answer.left.emit()
    assert edits == []


def test_the_questions_follow_the_category(form: RecordForm) -> None:
    form.show_record(a_record(category="library"))
    assert "opening_times" in form.details._questions
    form.show_record(a_record(category="bus_or_rail_stop"))
    assert "opening_times" not in form.details._questions
    assert "routes" in form.details._questions


def test_a_detail_is_kept_with_its_field(form: RecordForm, edits: list[object], qtbot: QtBot) -> None:
    record = a_record()
    form.show_record(record)
    question = form.details._questions["address"]
    qtbot.keyClicks(question.answer.input, "Market Street")
    question.answer.left.emit()
    assert edits == [ChangeRecord(record.id, {}, {"address": "Market Street"})]


def test_a_number_that_is_none_is_explained_and_not_kept(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.show_record(a_record("heritage", name="Mill"))
    name, question = next(
        (name, question)
        for name, question in form.details._questions.items()
        if question.answer.complaint.__qualname__.startswith(("NumberAnswer", "PatternAnswer"))
    )
    qtbot.keyClicks(question.answer.input, "long ago")
    question.answer.left.emit()
    assert edits == [], name
    assert question._complaint.text().startswith("Write")


def test_what_somebody_is_writing_survives_a_change_from_elsewhere(form: RecordForm, qtbot: QtBot) -> None:
    record = a_record(notes="old")
    form.show_record(record)
    qtbot.keyClicks(form.notes.answer.input, "my words ")
    form.show_record(replace(record, notes="their words"))
    assert "my words" in str(form.notes.answer.value())
    assert "their words" in form.notes._clash._words.text()
    form.notes._take_theirs()
    assert form.notes.answer.value() == "their words"


def test_consent_starts_with_the_smallest_circle_and_is_remembered(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.start_draft(Kind.ASSET, a_point())
    assert form.consent.value() is Audience.GROUP
    form.consent.put(Audience.PUBLIC)
    qtbot.keyClicks(form.head.category, "pub")
    qtbot.keyClick(form.head.category, Qt.Key.Key_Return)
    qtbot.keyClicks(form.head.name, "A")
    qtbot.keyClick(form.head.name, Qt.Key.Key_Return)
    form.start_draft(Kind.ASSET, a_point())
    assert form.consent.value() is Audience.PUBLIC


def test_a_new_group_is_noted_before_the_record_names_it(
    form: RecordForm, edits: list[object], qtbot: QtBot
) -> None:
    form.show_record(a_record())
    box = form.voices._group
    box.setEditText("Friends of the Flash")
    form.voices._tell_group()
    assert isinstance(edits[0], KeepPerson)
    assert isinstance(edits[0].person, Group)
    assert isinstance(edits[1], ChangeRecord)
    assert edits[1].values == {"group": edits[0].person.id}


def test_a_contributor_may_be_named_only_after_a_person_says_so(
    form: RecordForm, edits: list[object]
) -> None:
    form.show_record(a_record())
    form.voices._contributor.setEditText("Ann")
    form.voices._tell_contributor()
    person = edits[0].person
    assert isinstance(person, Contributor)
    assert not person.may_be_named


def test_the_place_can_be_corrected(form: RecordForm, edits: list[object], plan: PlanFile) -> None:
    record = a_record()
    form.show_record(record)
    box = form.whereabouts._place
    box.setCurrentIndex(3)
    box.activated.emit(3)
    assert edits == [CorrectPlace(record.id, box.itemData(3))]


def test_a_point_moves_to_a_typed_grid_reference(form: RecordForm, qtbot: QtBot) -> None:
    record = a_record()
    form.show_record(record)
    line = form.whereabouts._position
    line.setText("SD 6000 0500")
    with qtbot.waitSignal(form.shape_wanted) as told:
        line.editingFinished.emit()
    assert told.args[0] == record.id
    assert (told.args[1].x, told.args[1].y) == (360000, 405000)


def test_a_corner_is_moved_by_typing_its_numbers(form: RecordForm, qtbot: QtBot) -> None:
    form.show_record(a_record("greenspace", name="Green", geometry=an_area()))
    table = form.whereabouts.corners._table
    assert table.rowCount() == 4
    with qtbot.waitSignal(form.shape_wanted) as told:
        table.item(0, 0).setText("362100")
    assert told.args[1].bounds[2] == 362100


def test_a_corner_that_must_stay_is_explained(form: RecordForm) -> None:
    import shapely

    triangle = shapely.Polygon([(361900, 404500), (362000, 404500), (362000, 404600)])
    form.show_record(a_record("greenspace", name="Green", geometry=triangle))
    form.whereabouts.corners._remove()
    assert "three corners" in form.whereabouts.problem.text()


def test_photos_of_the_record_are_shown_with_their_words(
    form: RecordForm, plan: PlanFile, qtbot: QtBot
) -> None:
    from placeplanner.domain.ids import PhotoId, new_id
    from placeplanner.domain.record import Photo
    from placeplanner.edits.history import History
    from placeplanner.fieldwork.photos import read_photo

    history = History(plan)
    record = a_record()
    history.perform(AddRecord(record))
    file = io.BytesIO()
    Image.new("RGB", (64, 32), "green").save(file, "JPEG")
    read = read_photo(file.getvalue())
    photo = Photo(
        PhotoId(new_id()),
        record.id,
        read.sha256,
        read.media_type,
        read.width,
        read.height,
        caption="The door",
    )
    history.perform(AddPhoto(photo, read.data))
    form.show_record(record)
    assert form.photos._list.count() == 1
    assert form.photos._caption.text() == "The door"
    with qtbot.waitSignal(form.photos.removed) as told:
        form.photos._remove.click()
    assert told.args == [photo.id]


def test_every_widget_that_can_be_used_has_a_name_for_screen_readers(form: RecordForm) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    form.show_record(a_record("heritage", name="Mill"))
    for kind in (QLineEdit, QComboBox, QPlainTextEdit, QAbstractButton):
        for widget in form.findChildren(kind):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(form):
                inside = isinstance(widget.parentWidget(), QComboBox)
                named = widget.accessibleName() or getattr(widget, "text", str)()
                assert named or inside, widget
