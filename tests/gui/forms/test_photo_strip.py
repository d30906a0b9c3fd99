"""Photos in the form: brought in every way people try, described, and never a surprise."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from placeplanner.domain.ids import PhotoId, RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.record import Photo
from placeplanner.edits.records import ChangeRecord
from placeplanner.errors import Problem
from placeplanner.gui.forms.photo_strip import PhotoStrip
from placeplanner.gui.forms.record_form import RecordForm
from tests.builders import a_record
from tests.gui.on_screen import on_screen


def _jpeg(colour: str = "green") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return file.getvalue()


def _photo(name: str = "one", **values: object) -> Photo:
    start: dict[str, object] = {"media_type": "image/jpeg", "width": 640, "height": 480, **values}
    return Photo(PhotoId(name), RecordId("r"), sha256=name, **start)  # type: ignore[arg-type]


@pytest.fixture
def strip(qtbot: QtBot) -> PhotoStrip:
    return on_screen(qtbot, PhotoStrip(), 300, 600)


def test_no_photos_yet_says_three_ways_to_add_one(strip: PhotoStrip) -> None:
    strip.show_photos((), lambda _: b"")
    assert strip._empty.isVisible()
    assert not strip._details.isVisible()


def test_files_come_in_and_a_missing_one_is_named(strip: PhotoStrip, tmp_path: Path, qtbot: QtBot) -> None:
    good = tmp_path / "door.jpg"
    good.write_bytes(_jpeg())
    told: list[bytes] = []
    strip.added.connect(told.append)
    strip.add_files([tmp_path / "gone.jpg", good])
    assert told == [good.read_bytes()]
    assert "gone.jpg" in strip._problem.text()


def test_a_dropped_file_comes_in(strip: PhotoStrip, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "door.jpg"
    path.write_bytes(_jpeg())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(5, 5), either, mime, left, none)
    with qtbot.waitSignal(strip.added) as told:
        strip.dropEvent(event)
    assert event.dropAction() is Qt.DropAction.CopyAction, "whoever is told that it was moved may delete it"
    assert told.args == [path.read_bytes()]


def test_a_copied_picture_is_pasted(strip: PhotoStrip, qtbot: QtBot) -> None:
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(QColor("green"))
    QGuiApplication.clipboard().setImage(picture)
    with qtbot.waitSignal(strip.added) as told:
        strip._paste()
    assert bytes(told.args[0]).startswith(b"\x89PNG")


def test_each_photo_is_decoded_once(strip: PhotoStrip) -> None:
    asked: list[str] = []

    def image_of(photo: Photo) -> bytes:
        asked.append(photo.id)
        return _jpeg()

    for caption in ("", "The door", "The front door"):
        strip.show_photos([_photo(caption=caption)], image_of)
    assert asked == ["one"]


def test_a_damaged_photo_is_a_broken_picture_and_no_fault(strip: PhotoStrip) -> None:
    def image_of(photo: Photo) -> bytes:
        raise Problem("The photo is damaged.")

    strip.show_photos([_photo(), _photo("two")], image_of)
    assert strip._list.count() == 2
    assert not strip._list.item(0).icon().isNull()


def test_words_about_a_photo_are_told_when_they_are_left(strip: PhotoStrip, qtbot: QtBot) -> None:
    strip.show_photos([_photo()], lambda _: _jpeg())
    strip._caption.setFocus()
    qtbot.keyClicks(strip._caption, "The door")
    with qtbot.waitSignal(strip.described) as told:
        qtbot.keyClick(strip._caption, Qt.Key.Key_Tab)
    assert told.args == ["one", {"caption": "The door"}]


def test_consent_for_a_photo_is_its_own_and_starts_small(strip: PhotoStrip, qtbot: QtBot) -> None:
    strip.show_photos([_photo()], lambda _: _jpeg())
    assert strip._consent.value() is Audience.GROUP
    everyone = strip._consent._buttons.buttons()[2]
    with qtbot.waitSignal(strip.described) as told:
        qtbot.mouseClick(everyone, Qt.MouseButton.LeftButton, pos=everyone.rect().center() / 4)
    assert told.args == ["one", {"consent": Audience.PUBLIC}]


def test_where_and_when_are_offered_only_if_the_camera_knows(strip: PhotoStrip, qtbot: QtBot) -> None:
    strip.offer_date_for("When did you look?")
    strip.show_photos([_photo()], lambda _: _jpeg())
    assert not strip._use_place.isVisible() and not strip._use_date.isVisible()
    known = _photo("two", taken_at="2026-05-12T14:03:00", taken_lonlat=(-2.57, 53.53))
    strip.show_photos([known], lambda _: _jpeg())
    assert "12 May 2026, 14:03" in strip._taken.text()
    with qtbot.waitSignal(strip.place_wanted) as told:
        qtbot.mouseClick(strip._use_place, Qt.MouseButton.LeftButton)
    assert told.args == [(-2.57, 53.53)]
    with qtbot.waitSignal(strip.date_wanted) as asked:
        qtbot.mouseClick(strip._use_date, Qt.MouseButton.LeftButton)
    assert asked.args == ["2026-05-12"]


def test_a_photos_day_answers_when_somebody_looked(form: RecordForm, edits: list[object]) -> None:
    record = a_record("greenspace", name="Borsdane Wood")
    form.show_record(record)
    form.photos.date_wanted.emit("2026-05-12")
    assert edits == [ChangeRecord(record.id, {}, {"condition_date": "2026-05-12"})]


def test_what_nobody_asks_a_photo_cannot_answer(form: RecordForm) -> None:
    form.show_record(a_record("asset"))
    assert form.photos._asks_date == ""


def test_the_photo_that_was_chosen_stays_chosen(strip: PhotoStrip) -> None:
    photos = [_photo("one"), _photo("two"), _photo("three")]
    strip.show_photos(photos, lambda _: _jpeg())
    strip._list.setCurrentRow(1)
    strip.show_photos(photos, lambda _: _jpeg())
    assert strip._list.currentRow() == 1
    strip.show_photos([photos[0], photos[2]], lambda _: _jpeg())
    assert strip._list.currentRow() >= 0


def test_the_next_photo_is_looked_for_where_the_last_one_was(
    strip: PhotoStrip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, asked = tmp_path / "door.jpg", []
    good.write_bytes(_jpeg())

    def choose(_parent: object, _title: str, folder: str, _kinds: str) -> tuple[list[str], str]:
        asked.append(folder)
        return [str(good)], ""

    monkeypatch.setattr("placeplanner.gui.forms.photo_strip.QFileDialog.getOpenFileNames", choose)
    strip._add.click()
    strip._add.click()
    assert asked[1] == str(tmp_path) != asked[0], "first among the pictures of this computer"


def test_it_is_said_where_a_photo_stays_within_what_its_record_allows(strip: PhotoStrip) -> None:
    strip.limit_to(Audience.GROUP)
    strip.show_photos([_photo(consent=Audience.PUBLIC)], lambda _: _jpeg())
    assert strip._limited.isVisible() and "our group only" in strip._limited.text()
    strip.limit_to(Audience.PUBLIC)
    assert not strip._limited.isVisible()
    strip.show_photos([_photo(consent=Audience.GROUP)], lambda _: _jpeg())
    assert not strip._limited.isVisible(), "a photo may be for fewer than its record"
