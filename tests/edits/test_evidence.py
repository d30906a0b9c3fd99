"""Photos in a plan: added with their image, described, taken away, brought back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from placeplanner.domain.ids import PhotoId, RecordId, new_id
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.record import Photo, Record
from placeplanner.edits.edit import WithBytes
from placeplanner.edits.evidence import AddPhoto, ChangePhoto, RemovePhoto
from placeplanner.edits.history import Done, History
from placeplanner.edits.records import AddRecord, RemoveRecord
from placeplanner.errors import Problem
from placeplanner.fieldwork.photos import read_photo
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record


@pytest.fixture
def open_plan(tmp_path: Path) -> Iterator[tuple[PlanFile, History, Record]]:
    plan, history = a_history(tmp_path)
    record = a_record()
    history.perform(AddRecord(record))
    yield plan, history, record
    plan.close()


def _a_photo(record: RecordId, colour: str = "green") -> AddPhoto:
    file = io.BytesIO()
    Image.new("RGB", (64, 32), colour).save(file, "JPEG")
    read = read_photo(file.getvalue())
    photo = Photo(PhotoId(new_id()), record, read.sha256, read.media_type, read.width, read.height)
    return AddPhoto(photo, read.data)


def test_a_photo_comes_with_its_image_in_one_step(open_plan: tuple[PlanFile, History, Record]) -> None:
    plan, history, record = open_plan
    adding = _a_photo(record.id)
    done = history.perform(adding)
    assert isinstance(adding, WithBytes)
    assert done is not None and done.label == "Added a photo" and done.changed == {record.id}
    assert plan.photos(record.id) == (adding.photo,)
    assert plan.photo_bytes(adding.photo.sha256) == adding.data


def test_the_same_image_is_kept_once_for_two_photos(open_plan: tuple[PlanFile, History, Record]) -> None:
    plan, history, record = open_plan
    one, other = _a_photo(record.id), _a_photo(record.id)
    history.perform(one)
    history.perform(other)
    assert one.photo.sha256 == other.photo.sha256
    history.perform(RemovePhoto(one.photo.id))
    assert plan.photos(record.id) == (other.photo,)
    assert plan.photo_bytes(other.photo.sha256) == other.data


def test_what_is_said_about_a_photo_changes_and_changes_back(
    open_plan: tuple[PlanFile, History, Record],
) -> None:
    plan, history, record = open_plan
    adding = _a_photo(record.id)
    history.perform(adding)
    history.perform(ChangePhoto(adding.photo.id, {"caption": "The door", "consent": Audience.PUBLIC}))
    photo = plan.photo(adding.photo.id)
    assert photo is not None and (photo.caption, photo.consent) == ("The door", Audience.PUBLIC)
    history.undo()
    assert plan.photo(adding.photo.id) == adding.photo


def test_saying_the_same_again_is_no_step(open_plan: tuple[PlanFile, History, Record]) -> None:
    _, history, record = open_plan
    adding = _a_photo(record.id)
    history.perform(adding)
    assert history.perform(ChangePhoto(adding.photo.id, {"caption": ""})) is None


def test_a_photo_taken_away_comes_back_whole(open_plan: tuple[PlanFile, History, Record]) -> None:
    plan, history, record = open_plan
    adding = _a_photo(record.id)
    history.perform(adding)
    history.perform(RemovePhoto(adding.photo.id))
    assert plan.photos(record.id) == ()
    history.undo()
    assert plan.photos(record.id) == (adding.photo,)
    assert plan.photo_bytes(adding.photo.sha256) == adding.data


def test_a_record_that_comes_back_brings_its_photos(open_plan: tuple[PlanFile, History, Record]) -> None:
    plan, history, record = open_plan
    adding = _a_photo(record.id)
    history.perform(adding)
    history.perform(RemoveRecord(record.id))
    assert plan.photo(adding.photo.id) is None
    history.undo()
    assert plan.photos(record.id) == (adding.photo,)


def test_a_photo_of_nothing_is_refused_in_words(open_plan: tuple[PlanFile, History, Record]) -> None:
    _, history, _ = open_plan
    with pytest.raises(Problem, match="no longer in the plan"):
        history.perform(_a_photo(RecordId(new_id())))


@pytest.mark.parametrize(
    "edit", [ChangePhoto(PhotoId("gone"), {"caption": "x"}), RemovePhoto(PhotoId("gone"))]
)
def test_a_photo_that_is_gone_is_told_so(
    open_plan: tuple[PlanFile, History, Record], edit: ChangePhoto | RemovePhoto
) -> None:
    _, history, _ = open_plan
    with pytest.raises(Problem, match="photo is no longer"):
        history.perform(edit)


def test_undo_reaches_a_photo_after_a_restart(open_plan: tuple[PlanFile, History, Record]) -> None:
    plan, history, record = open_plan
    adding = _a_photo(record.id)
    history.perform(adding)
    history.perform(RemovePhoto(adding.photo.id))
    plan.close()
    again = PlanFile.open(plan.path, plan.catalogue)
    History(again).undo()
    assert again.photos(record.id) == (adding.photo,)
    assert again.photo_bytes(adding.photo.sha256) == adding.data
    again.close()


def test_whoever_listens_hears_whose_photo_it_was(open_plan: tuple[PlanFile, History, Record]) -> None:
    _, history, record = open_plan
    told: list[Done] = []
    history.listen(told.append)
    adding = _a_photo(record.id)
    history.perform(adding)
    history.perform(RemovePhoto(adding.photo.id))
    history.undo()
    assert len(told) == 3
    assert all(done.changed == {record.id} and done.kinds == {Kind.ASSET} for done in told)


def test_a_report_does_not_spell_out_the_image() -> None:
    adding = _a_photo(RecordId("one"))
    assert str(adding.data) not in repr(adding)
