"""What people have written is never lost on the way, and what they did not write is never kept."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from placeplanner import paths
from placeplanner.domain.ids import ContributorId, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.people import Contributor
from placeplanner.edits.people import KeepPerson
from placeplanner.edits.records import AddRecord, ChangeRecord
from placeplanner.gui.forms.record_form import RecordForm
from placeplanner.gui.jobs import jobs
from placeplanner.gui.shell import crash
from placeplanner.gui.shell import desk as desk_module
from placeplanner.gui.shell.window import MainWindow
from placeplanner.store import gpkg
from tests.builders import a_plan_with, a_point, a_record
from tests.stories.window import a_window, form_of, page_of

LIBRARY = a_record(name="Hindley Library")
PARK = a_record(name="The park", geometry=a_point(362000, 404600))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_plan_with(tmp_path, LIBRARY, PARK)


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> MainWindow:
    window = a_window(qtbot)
    assert window.open_plan(path)
    page_of(window).desk.plan.connection.execute("PRAGMA busy_timeout=50")
    return window


def write_notes(form: RecordForm, words: str, qtbot: QtBot) -> None:
    form.notes.answer.input.setFocus()
    qtbot.keyClicks(form.notes.answer.input, words)


def locked(path: Path) -> sqlite3.Connection:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_words_that_cannot_be_kept_just_now_stay_in_front_of_who_wrote_them(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    form = form_of(window, LIBRARY, qtbot)
    write_notes(form, "Warm in winter", qtbot)
    other = locked(path)
    page_of(window).desk.choose(PARK.id)
    assert page_of(window).desk.chosen == LIBRARY.id
    assert form.notes.answer.value() == "Warm in winter"
    assert "not in the plan yet" in page_of(window).care.message()
    other.execute("ROLLBACK")
    page_of(window).desk.choose(PARK.id)
    assert page_of(window).desk.chosen == PARK.id
    assert page_of(window).desk.records[LIBRARY.id].notes == "Warm in winter"


def test_the_window_does_not_close_over_words_that_could_not_be_kept(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    write_notes(form_of(window, LIBRARY, qtbot), "Warm in winter", qtbot)
    other = locked(path)
    assert not window.close()
    other.execute("ROLLBACK")
    assert window.close()


def test_looking_at_a_record_changes_nothing_in_it(window: MainWindow, qtbot: QtBot) -> None:
    desk = page_of(window).desk
    desk.perform(ChangeRecord(LIBRARY.id, {"notes": "one\r\ntwo\n", "source": "x" * 2500}))
    before = len(desk.history.steps())
    form_of(window, LIBRARY, qtbot)
    desk.choose(PARK.id)
    assert len(desk.history.steps()) == before
    assert len(desk.records[LIBRARY.id].source) == 2500


def test_a_caption_being_written_survives_the_next_photo(window: MainWindow, qtbot: QtBot) -> None:
    form = form_of(window, LIBRARY, qtbot)
    form.photos.added.emit(_picture("red"))
    qtbot.waitUntil(lambda: form.photos._list.count() == 1)
    form.photos._caption.setFocus()
    qtbot.keyClicks(form.photos._caption, "The spire")
    form.photos.added.emit(_picture("blue"))
    qtbot.waitUntil(lambda: form.photos._list.count() == 2)
    assert form.photos._caption.text() == "The spire"


def _picture(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(file, "PNG")
    return file.getvalue()


def test_a_second_click_moves_the_new_record_and_keeps_its_words(window: MainWindow) -> None:
    page = page_of(window)
    page.map.use_tool("point")
    page.map.canvas.stage.finish(a_point(362100, 404700))
    page.side.form.head.name.setText("Old mill")
    page.side.form.notes.answer.put("Long story")
    page.map.canvas.stage.finish(a_point(362200, 404800))
    draft = page.side.form.draft()
    assert draft is not None
    assert (draft.name, draft.notes, draft.geometry) == ("Old mill", "Long story", a_point(362200, 404800))


def test_drawing_the_next_thing_adds_a_new_record_that_was_complete(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.map.use_tool("point")
    page.map.canvas.stage.finish(a_point(362100, 404700))
    head = page.side.form.head
    qtbot.keyClicks(head.category, "libr")
    head.category.settle()
    head.name.setText("First of two")
    page.map.canvas.stage.finish(a_point(362200, 404800))
    added = next(one for one in page.desk.records.values() if one.name == "First of two")
    assert added.geometry == a_point(362100, 404700)
    draft = page.side.form.draft()
    assert draft is not None and draft.geometry == a_point(362200, 404800)


def test_the_panel_says_how_much_a_profile_leaves_out(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    exporting = page_of(window).side.exporting
    exporting.export(tmp_path / "out", Audience.PUBLIC, ("csv",))
    qtbot.waitUntil(lambda: exporting.job is None, timeout=30_000)
    assert "2 records are left out" in exporting.panel.making.words()


def test_undo_while_writing_can_be_done_again_with_the_words(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    new = a_record(name="New", geometry=a_point(362300, 404700))
    page.desk.perform(AddRecord(new))
    write_notes(form_of(window, new, qtbot), "Warm in winter", qtbot)
    page.desk.undo()
    page.desk.redo()
    assert page.desk.records[new.id].notes == "Warm in winter"


def test_of_two_people_with_one_name_the_chosen_one_stays_chosen(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    named, unnamed = (Contributor(ContributorId(new_id()), "Ann", None, may) for may in (True, False))
    for person in (named, unnamed):
        page.desk.perform(KeepPerson(person))
    page.desk.perform(ChangeRecord(LIBRARY.id, {"contributor": unnamed.id}))
    form_of(window, LIBRARY, qtbot).voices._tell_contributor()
    assert page.desk.records[LIBRARY.id].contributor == unnamed.id


def test_a_job_whose_plan_is_closed_ends_quietly(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    form = form_of(window, LIBRARY, qtbot)
    form.photos.added.emit(b"not a picture")
    page_of(window).side.exporting.export(tmp_path / "out", Audience.PUBLIC, ("csv",))
    window.show_welcome()
    qtbot.waitUntil(lambda: not jobs().under_way, timeout=30_000)
    assert window.page is None


def test_what_is_done_during_a_backup_is_in_the_next_one(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "BIG_BYTES", 1)
    desk = page_of(window).desk
    desk.back_up()
    desk.perform(AddRecord(a_record(name="During", geometry=a_point(362300, 404700))))
    qtbot.waitUntil(lambda: not jobs().under_way, timeout=20_000)
    assert desk._needs_backup


def test_a_damaged_plan_is_refused_before_the_good_one_is_closed(window: MainWindow, tmp_path: Path) -> None:
    bad = a_plan_with(tmp_path / "elsewhere")
    broken = sqlite3.connect(bad)
    gpkg.add_functions(broken)
    broken.execute("DROP TRIGGER rtree_places_geom_update2")
    names = broken.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'places'")
    for (name,) in names.fetchall():
        broken.execute(f'DROP TRIGGER "{name}"')
    broken.execute("UPDATE places SET geom = x'00'")
    broken.commit()
    broken.close()
    page = page_of(window)
    assert not window.open_plan(bad)
    assert page_of(window) is page
    assert page.desk.plan.records()


def test_a_crash_report_holds_nobodys_words(capfd: pytest.CaptureFixture[str], qtbot: QtBot) -> None:
    try:
        raise KeyError("Mrs Smith of 3 Mill Lane")
    except KeyError as error:
        crash.on_bug(type(error), error, error.__traceback__)
    for page in list(crash._shown):
        page.close()
    assert "Mrs Smith" not in capfd.readouterr().err
    reports = list(paths.crash_reports().iterdir())
    assert reports
    assert all("Mrs Smith" not in report.read_text() for report in reports)


def test_what_another_program_wrote_is_taken_in_once_the_file_is_free(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    desk = page_of(window).desk
    other = sqlite3.connect(path, isolation_level=None)
    gpkg.add_functions(other)
    other.execute("UPDATE assets SET name = 'Outside' WHERE uuid = ?", (LIBRARY.id,))
    other.execute("BEGIN IMMEDIATE")
    desk.look_outside()
    other.execute("ROLLBACK")
    desk.look_outside()
    assert desk.records[LIBRARY.id].name == "Outside"


def test_a_documents_folder_that_cannot_be_made_is_no_crash(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("x")
    monkeypatch.setattr(paths, "documents", lambda: tmp_path / "a file")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: ("", ""))
    page_of(window).side.exporting._ask(Audience.PUBLIC, ("csv",))
    window.new_plan()
    assert window.page is not None


def test_the_usual_size_of_letters_is_known_after_another_plan_was_opened(
    window: MainWindow, path: Path
) -> None:
    usual = QApplication.font().pointSizeF()
    page_of(window).toggle_hall_view()
    assert window.open_plan(path)
    page_of(window).toggle_hall_view()
    assert QApplication.font().pointSizeF() == usual
