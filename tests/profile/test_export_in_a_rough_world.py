"""An export beside people who go on working, and into folders that cannot do everything."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import ContributorId, PhotoId, new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.people import Contributor
from placeplanner.domain.record import Photo
from placeplanner.edits.records import AddRecord, RemoveRecord
from placeplanner.exchange.redact import redacted
from placeplanner.profile import export, released
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record


def test_a_folder_that_cannot_be_flushed_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record()))
    flush = os.fsync

    def flush_files_only(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        flush(handle)

    monkeypatch.setattr(os, "fsync", flush_files_only)
    (place,) = plan.places.named("town-hindley")
    (made,) = export.export_profile(plan, place, tmp_path / "out", formats=("csv",))
    assert made.exists()
    plan.close()


def test_a_record_removed_while_the_profile_is_made_is_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, history = a_history(tmp_path)
    going, staying = a_record(name="Going"), a_record(name="Staying")
    for record in (going, staying):
        history.perform(AddRecord(record))
    gathered = released.redacted

    def meanwhile(*arguments: object, **more: object) -> object:
        found = gathered(*arguments, **more)  # type: ignore[arg-type]
        if plan.record(going.id):
            history.perform(RemoveRecord(going.id))
        return found

    monkeypatch.setattr(released, "redacted", meanwhile)
    with PlanFile.open(plan.path, load_catalogue(), read_only=True) as other:
        (place,) = other.places.named("town-hindley")
        (made,) = export.export_profile(
            other, place, tmp_path / "out", formats=("csv",), audience=Audience.GROUP
        )
    assert "Staying" in made.read_text(encoding="utf-8-sig")
    plan.close()


@pytest.mark.parametrize(("may_be_named", "credit"), [(False, ""), (True, "Ann Quiet")])
def test_who_took_a_photo_is_told_only_with_their_consent(may_be_named: bool, credit: str) -> None:
    person = Contributor(ContributorId(new_id()), "Ann Quiet", None, may_be_named)
    record = a_record(consent=Audience.PUBLIC, contributor=person.id)
    photo = Photo(
        PhotoId(new_id()),
        record.id,
        "0" * 64,
        "image/jpeg",
        1,
        1,
        credit="Ann Quiet",
        consent=Audience.PUBLIC,
    )
    shown = redacted([record], [photo], Audience.PUBLIC, catalogue=load_catalogue(), contributors=[person])
    assert [one.credit for one in shown.photos] == [credit]
