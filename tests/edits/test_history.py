"""Performing edits, and telling of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import pytest
import shapely

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.ids import ContributorId, GroupId, SessionId
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.reader import Reader
from placeplanner.edits.history import Done, History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.errors import Problem
from placeplanner.store import journal
from placeplanner.store.planfile import PlanFile
from tests.builders import a_line, a_point, a_record, an_area
from tests.edits.trying import Broken, names, place_at
from tests.store.observing import one

# ---- performing


def test_an_edit_is_on_the_disk_when_it_returns(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record()
    done = history.perform(AddRecord(record))
    assert done == Done("Added “Hindley Library”", frozenset({record.id}), frozenset({Kind.ASSET}))
    with PlanFile.open(plan.path, load_catalogue()) as other:
        assert other.record(record.id) == plan.record(record.id)


def test_a_record_comes_back_as_it_was_given(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    for kind in Kind:
        spec = load_catalogue()[kind]
        example = {"number": 1.25, "whole": 7, "yes_no": False}
        details = {
            field.name: example.get(field.type.value, field.choices[0].code if field.choices else "Übung ‘x’")
            for field in spec.fields
        }
        for shape in (a_point(), a_line(), an_area(), shapely.MultiPolygon([an_area()])):
            record = a_record(
                kind.value, geometry=shape, details=details, notes="a\nb", source="us", consent=Audience.PUBLIC,
                group=GroupId("g"), contributor=ContributorId("c"), session=SessionId("s"), is_sample=True,
            )  # fmt: skip
            history.perform(AddRecord(record))
            found = plan.record(record.id)
            assert found
            assert found.details == details and found.geometry.equals_exact(shape, 0)
            assert found.place == place_at(plan, shape)
            for name in (
                "kind",
                "category",
                "name",
                "notes",
                "source",
                "consent",
                "group",
                "contributor",
                "session",
            ):
                assert getattr(found, name) == getattr(record, name)
            assert found.is_sample and found.created_by == "Sam" and found.changed_at == ""


def test_letters_that_no_program_can_store_are_left_out(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record(name="Li\0brary\udce9", notes="\0")
    history.perform(AddRecord(record))
    found = plan.record(record.id)
    assert found and (found.name, found.notes) == ("Library?", "")


def test_heights_are_dropped(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record(geometry=shapely.Point(361900, 404500, 77))
    history.perform(AddRecord(record))
    found = plan.record(record.id)
    assert found and not found.geometry.has_z and found.geometry.equals(a_point())


def test_a_very_large_shape_is_kept_to_the_last_corner(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    shape = shapely.Point(361900, 404500).buffer(400, quad_segs=50_000)
    record = a_record(geometry=shape)
    history.perform(AddRecord(record))
    history.perform(MoveRecord(record.id, 10, 10))
    history.undo()
    found = plan.record(record.id)
    assert found and found.geometry.equals_exact(shape, 0)


def test_only_what_changed_is_journalled(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    history.perform(ChangeRecord(record.id, {"notes": "Open late"}, {"opening_times": "9 to 5"}))
    fields = plan.connection.execute(
        "SELECT field FROM gpkg_pp_change WHERE step = (SELECT id FROM gpkg_pp_step ORDER BY ms DESC, n DESC LIMIT 1) ORDER BY field"
    ).fetchall()
    assert [row[0] for row in fields] == ["notes", "opening_times"]


def test_an_edit_that_changes_nothing_leaves_no_step(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record()
    history.perform(AddRecord(record))
    before, revision = history.steps(), plan.revision
    assert history.perform(ChangeRecord(record.id, {"name": record.name})) is None
    assert history.steps() == before and plan.revision == revision


def test_an_edit_that_fails_midway_leaves_nothing(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(AddRecord(a_record(name="Kept")))
    before = (plan.revision, one(plan.connection, "SELECT count(*) FROM gpkg_pp_step"), history.undo_label)
    with pytest.raises(sqlite3.IntegrityError):
        history.perform(Broken(a_record()))
    assert (
        plan.revision,
        one(plan.connection, "SELECT count(*) FROM gpkg_pp_step"),
        history.undo_label,
    ) == before
    history.undo()
    assert names(plan) == [] and history.undo_label is None


def test_a_refused_edit_leaves_what_can_be_redone(opened: tuple[PlanFile, History]) -> None:
    _, history = opened
    history.perform(AddRecord(a_record()))
    history.undo()
    with pytest.raises(Problem):
        history.perform(RemoveRecord(a_record().id))
    assert history.redo_label == "Added “Hindley Library”"


def test_a_write_outside_a_step_raises(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    for statement in (
        "DELETE FROM assets", "INSERT INTO groups(name) VALUES ('x')", "UPDATE gpkg_pp_clock SET ms = 1", "CREATE TABLE t (x)",
    ):  # fmt: skip
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            plan.connection.execute(statement)
    history.perform(AddRecord(a_record()))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        plan.connection.execute("DELETE FROM assets")


def test_a_step_within_a_step_raises_and_neither_is_written(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened

    @dataclass(frozen=True)
    class Nested:
        label: str = "Nested"

        def changes(self, plan: Reader) -> tuple[Change, ...]:
            history.perform(AddRecord(a_record()))
            return ()

    with pytest.raises(RuntimeError):
        history.perform(Nested())
    assert names(plan) == [] and history.steps() == ()


# ---- telling


def test_listeners_hear_of_every_change_until_they_stop(opened: tuple[PlanFile, History]) -> None:
    _, history = opened
    heard: list[str] = []
    stop = history.listen(lambda done: heard.append(done.label))
    history.perform(AddRecord(a_record(name="X")))
    history.undo()
    history.redo()
    stop()
    stop()
    history.undo()
    assert heard == ["Added “X”", "Undid: Added “X”", "Did again: Added “X”"]


def test_the_history_shows_what_is_undone(opened: tuple[PlanFile, History]) -> None:
    _, history = opened
    history.perform(AddRecord(a_record(name="A")))
    history.perform(AddRecord(a_record(name="B")))
    history.undo()
    assert [(step.label, step.is_undone, step.by) for step in history.steps()] == [
        ("Added “B”", True, "Sam"),
        ("Added “A”", False, "Sam"),
    ]
    history.redo()
    assert not any(step.is_undone for step in history.steps())
    assert [step.label for step in history.steps(limit=1)] == ["Added “B”"]


def test_the_history_keeps_its_order_when_a_clock_goes_back(
    opened: tuple[PlanFile, History], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, history = opened
    history.perform(AddRecord(a_record(name="A")))
    with plan.step("set the clock ahead", kind=journal.StepKind.UPKEEP) as writing:
        writing._connection.execute("UPDATE gpkg_pp_clock SET ms = 4102444800000")  # the year 2100
    for name in ("B", "C"):
        history.perform(AddRecord(a_record(name=name)))
    assert [step.label for step in history.steps()] == ["Added “C”", "Added “B”", "Added “A”"]
    plan2, history2 = PlanFile.open(plan.path, load_catalogue()), None
    assert any("2100" in notice for notice in plan2.notices)
    history2 = History(plan2)
    history2.undo()
    assert names(plan2) == ["A", "B"]
    plan2.close()


def test_steps_of_other_replicas_are_shown_and_left_to_them(opened: tuple[PlanFile, History]) -> None:
    """As after a merge: their edits, one of them undone there, and an undo of ours by a copy of this file."""
    plan, history = opened
    history.perform(AddRecord(a_record(name="Ours")))
    mine = history.steps()[0].id
    with plan.step("merge", kind=journal.StepKind.UPKEEP) as writing:
        rows = [
            ("t1", "edit", "Theirs", "other", None),
            ("t2", "edit", "Theirs undone", "other", None),
            ("t3", "undo", "Theirs undone", "other", "t2"),
            ("t4", "undo", "Ours", one(plan.connection, "SELECT replica FROM gpkg_pp_clock"), mine),
            ("t5", "undo", "Ours", one(plan.connection, "SELECT replica FROM gpkg_pp_clock"), mine),
            ("t6", "redo", "Lost", one(plan.connection, "SELECT replica FROM gpkg_pp_clock"), "not here"),
        ]
        for number, (key, kind, label, replica, reverses) in enumerate(rows):
            writing._connection.execute(
                "INSERT INTO gpkg_pp_step SELECT ?, '2026-01-01T00:00:00Z', ?, ?, 'Jo', NULL, ?, ?, ms + 1, ? FROM gpkg_pp_clock",
                (key, kind, label, replica, reverses, number),
            )
    again = History(plan)
    steps = {step.label: step.is_undone for step in again.steps()}
    assert steps == {"Added “Ours”": True, "Theirs": False, "Theirs undone": True}
    assert again.undo_label is None and again.redo_label == "Ours"


def test_a_change_merged_from_another_plan_is_left_alone_by_undo(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    record = a_record(name="Ours")
    history.perform(AddRecord(record))
    history.perform(ChangeRecord(record.id, {"name": "Ours, changed"}))
    with plan.step("Merged", kind=journal.StepKind.UPKEEP) as writing:
        writing._connection.execute("UPDATE assets SET name = 'Theirs'")
    done = history.undo()
    assert done and done.note and names(plan) == ["Theirs"]


def test_the_revision_sorts_as_text(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    revisions = [plan.revision]
    for _ in range(30):
        history.perform(AddRecord(a_record()))
        revisions.append(plan.revision)
    assert revisions == sorted(set(revisions))


def test_words_are_found_by_their_beginnings(opened: tuple[PlanFile, History]) -> None:
    plan, history = opened
    history.perform(
        AddRecord(
            a_record(name="O'Neill's Café", notes="Pétanque", details={"website": "https://abc.example"})
        )
    )
    history.perform(AddRecord(a_record(name="Other")))
    for text in (
        "oneil",
        "caf",
        "CAFÉ",
        "cafe\u0301",
        "pe\u0301tan",
        "petan",
        "o'nei",
        "abc",
        'caf" OR',
        "  café  o ",
    ):
        expected = [] if text in ("oneil", 'caf" OR') else ["O'Neill's Café"]
        assert [record.name for record in plan.records(text=text)] == expected, text
    assert plan.records(text="&") == () and len(plan.records(text="  ")) == 2
    for text in ("*", '"', "name:x", "NEAR(a b)", "a AND", "(", "-", "\0", "caf*"):
        plan.records(text=text)
