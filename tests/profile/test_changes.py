"""What changed since an earlier profile."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

from msgspec.structs import replace

from placeplanner.domain.framework import load_framework
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Moment, Period
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile.blocks import Paragraph, Table, Unknown
from placeplanner.profile.content import profile_of
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_point, a_record

SHARED = {"consent": Audience.PARTNERSHIP}


def now() -> datetime.datetime:
    time.sleep(0.005)  # the journal counts in milliseconds
    moment = datetime.datetime.now(datetime.UTC)
    time.sleep(0.005)
    return moment


def told(
    plan: PlanFile, since: datetime.datetime | None, audience: Audience = Audience.PARTNERSHIP
) -> tuple[str, list[Table]]:
    place = plan.places.named("town-hindley")[0]
    profile = profile_of(
        plan,
        place,
        load_framework(),
        audience,
        shipped_manifest(),
        period=Period.of(Moment.at(since)) if since else None,
    )
    blocks = profile.sections[-1].blocks
    words = " ".join(block.text for block in blocks if isinstance(block, Paragraph | Unknown))
    return words, [block for block in blocks if isinstance(block, Table) and "better" in block.title]


def a_town(folder: Path) -> tuple[PlanFile, History]:
    plan, history = a_history(folder)
    for record in (
        a_record(name="Library", **SHARED),
        a_record(
            "greenspace",
            "The rec",
            details={"condition": "2"},
            **SHARED,
        ),
        a_record(name="Old pub", category="pub", **SHARED),
    ):
        history.perform(AddRecord(record))
    return plan, history


def by_name(plan: PlanFile, name: str) -> str:
    return next(record.id for record in plan.records() if record.name == name)


def test_without_a_date_the_profile_says_what_it_needs(tmp_path: Path) -> None:
    plan, _ = a_town(tmp_path)
    assert "is told when its date is given" in told(plan, None)[0]
    plan.close()


def test_what_was_added_removed_and_reworded_is_named(tmp_path: Path) -> None:
    plan, history = a_town(tmp_path)
    then = now()
    history.perform(AddRecord(a_record(name="New café", category="shop_or_cafe", **SHARED)))
    history.perform(RemoveRecord(by_name(plan, "Old pub")))
    history.perform(ChangeRecord(by_name(plan, "Library"), {"notes": "Open on Sundays now."}))
    words, _ = told(plan, then)
    assert "One record added (New café)." in words
    assert "One record taken off the map (Old pub)." in words
    assert "One record told anew (Library)." in words
    assert "Nothing here has changed" in told(plan, now())[0]
    plan.close()


def test_a_better_condition_is_told_as_better(tmp_path: Path) -> None:
    plan, history = a_town(tmp_path)
    then = now()
    history.perform(ChangeRecord(by_name(plan, "The rec"), details={"condition": "4"}))
    _, (table,) = told(plan, then)
    assert table.rows == (("The rec", "poor", "good", "better"),)
    plan.close()


def test_what_was_undone_is_no_change(tmp_path: Path) -> None:
    plan, history = a_town(tmp_path)
    then = now()
    history.perform(ChangeRecord(by_name(plan, "Library"), {"name": "Bibliothek"}))
    history.undo()
    history.perform(RemoveRecord(by_name(plan, "Old pub")))
    history.undo()
    assert "Nothing here has changed" in told(plan, then)[0]
    plan.close()


def test_what_was_withdrawn_since_is_not_named_again(tmp_path: Path) -> None:
    plan, history = a_town(tmp_path)
    then = now()
    history.perform(
        ChangeRecord(by_name(plan, "Old pub"), {"consent": Audience.GROUP, "name": "Our secret pub"})
    )
    history.perform(AddRecord(a_record(name="Hidden", consent=Audience.GROUP)))
    words, _ = told(plan, then)
    assert "pub" not in words.casefold() and "Hidden" not in words
    assert "Nothing here has changed" in words
    plan.close()


def test_what_changed_elsewhere_is_not_this_places(tmp_path: Path) -> None:
    plan, history = a_town(tmp_path)
    then = now()
    history.perform(
        AddRecord(replace(a_record(name="Far away", **SHARED), geometry=a_point(369_000, 400_000)))
    )
    assert "Nothing here has changed" in told(plan, then)[0]
    plan.close()


def test_records_come_back_from_the_journal_as_they_were(tmp_path: Path) -> None:
    plan, history = a_town(tmp_path)
    before = {record.id: record for record in plan.records()}
    then = now()
    for record in list(before.values()):
        history.perform(
            ChangeRecord(record.id, {"name": "Other", "notes": "x", "geometry": a_point(361_000, 404_000)})
        )
    history.perform(RemoveRecord(by_name(plan, "Other")))
    found = plan.courses(Period.of(Moment.at(then)))
    assert found.keys() == before.keys()
    for id_, course in found.items():
        record, was = course.then, before[id_]
        assert record is not None
        assert (record.name, record.notes, record.geometry, record.details) == (
            was.name,
            was.notes,
            was.geometry,
            was.details,
        )
    plan.close()
