"""Plans of newer and of older versions."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Audience, Catalogue
from placeplanner.domain.moment import Period
from placeplanner.edits.earlier import RememberProfile, made_now
from placeplanner.edits.history import History
from placeplanner.errors import Problem
from placeplanner.store import migrations, opening
from placeplanner.store.backups import backups_in
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan
from tests.store.observing import (
    assert_consistent,
    assert_refused_untouched,
    one,
    outside,
    snapshot,
)

KNOWN = migrations.known()


def test_a_plan_of_a_newer_version_is_told(plan_path: Path) -> None:
    connection = outside(plan_path)
    connection.execute(
        "INSERT INTO gpkg_pp_migrations(migration_set, name, applied_at) VALUES ('placeplanner', '999_wings', 'x')"
    )
    connection.close()
    assert "newer" in assert_refused_untouched(plan_path).what


def with_one_more(catalogue: Catalogue) -> Migrations:
    known = migrations.migrations_for(catalogue)

    @known(name="999_weather")
    def weather(database: object) -> None:
        database.conn.execute("CREATE TABLE weather (day TEXT)")  # type: ignore[attr-defined]

    return known


@pytest.fixture
def a_newer_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def known() -> list[str]:
        return [*KNOWN, "999_weather"]

    monkeypatch.setattr(opening, "known", known)
    monkeypatch.setattr(opening, "migrations_for", with_one_more)


@pytest.mark.usefixtures("a_newer_app")
def test_an_older_plan_is_copied_aside_then_brought_up_to_date(
    plan_path: Path, plan_bytes: bytes, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        assert len(plan.notices) == 1 and "up to date" in plan.notices[0]
        assert one(plan.connection, "SELECT count(*) FROM weather") == 0
        assert len(plan.records()) == 3
        assert_consistent(plan)
    (copy,) = backups_in()
    assert copy.why == "before-update" and str(copy.path) in plan.notices[0]
    kept = sqlite3.connect(copy.path)
    assert one(kept, "SELECT count(*) FROM sqlite_master WHERE name = 'weather'") == 0
    kept.close()
    with reopen() as plan:
        assert plan.notices == ()


@pytest.mark.usefixtures("a_newer_app")
def test_an_older_plan_is_not_brought_up_to_date_where_the_copy_cannot_be_made(
    plan_path: Path, tmp_path: Path
) -> None:
    paths.backups().parent.mkdir(parents=True, exist_ok=True)
    paths.backups().write_text("a file where the folder should be")
    assert_refused_untouched(plan_path)


def test_a_migration_that_fails_leaves_the_plan_as_it_was(
    plan_path: Path, monkeypatch: pytest.MonkeyPatch, reopen: Callable[[], PlanFile]
) -> None:
    def broken(catalogue: Catalogue) -> Migrations:
        known = migrations.migrations_for(catalogue)

        @known(name="999_weather")
        def weather(database: object) -> None:
            database.conn.execute("CREATE TABLE weather (day TEXT)")  # type: ignore[attr-defined]
            raise RuntimeError("a bug")

        return known

    before = plan_path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(opening, "known", lambda: [*KNOWN, "999_weather"])
        patch.setattr(opening, "migrations_for", broken)
        with pytest.raises(RuntimeError):
            reopen()
    assert plan_path.read_bytes() == before
    with reopen() as plan:
        assert_consistent(plan)


@pytest.mark.usefixtures("a_newer_app")
def test_an_older_plan_read_only_is_told(plan_path: Path) -> None:
    before = snapshot(plan_path.parent)
    with pytest.raises(Problem) as caught:
        PlanFile.open(plan_path, load_catalogue(), read_only=True)
    assert "older" in caught.value.what
    assert snapshot(plan_path.parent) == before


@pytest.fixture
def from_001(plan_path: Path) -> Path:
    """A plan as the first version of the app left it, with three records."""
    kept = Path(__file__).parents[1] / "old_plans" / "001.gpkg.gz"
    plan_path.write_bytes(gzip.decompress(kept.read_bytes()))
    return plan_path


def test_a_plan_of_the_first_version_keeps_everything_and_its_places_get_a_history(
    from_001: Path, reopen: Callable[[], PlanFile]
) -> None:
    with reopen() as plan:
        assert len(plan.notices) == 1 and "up to date" in plan.notices[0]
        assert [record.name for record in plan.records()] == [
            "Borsdane Wood",
            "Hindley Library",
            "Old tramway",
        ]
        assert len(plan.places) == 55
        assert all(record.place for record in plan.records())
        assert [step.label for step in plan.steps()] == [
            "Added “Old tramway”", "Added “Borsdane Wood”", "Added “Hindley Library”",
        ]  # fmt: skip
        assert History(plan).take_in_outside_changes() is None
        assert one(plan.connection, "SELECT count(*) FROM gpkg_pp_change WHERE tbl = 'places'") == 55
        assert_consistent(plan)
        assert plan.examine() == ()
    with reopen() as plan:
        assert plan.notices == ()
        History(plan).undo()
        assert len(plan.records()) == 2


def test_places_have_the_same_identity_in_an_old_plan_and_a_new_one(
    from_001: Path, reopen: Callable[[], PlanFile], tmp_path: Path
) -> None:
    query = "SELECT code, uuid FROM places ORDER BY code"
    with reopen() as old, a_plan(tmp_path) as new:
        assert [tuple(row) for row in old.connection.execute(query)] == [
            tuple(row) for row in new.connection.execute(query)
        ]


def test_a_plan_from_before_profiles_were_remembered_remembers_them_from_now_on(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    older = outside(plan_path)
    older.execute("DROP TABLE gpkg_pp_profiles")
    older.execute("DELETE FROM gpkg_pp_migrations WHERE name = '005_profiles_are_remembered'")
    older.close()
    with reopen() as plan:
        assert "up to date" in plan.notices[0]
        assert plan.earlier_profiles() == () and len(plan.records()) == 3
        borough = plan.places.borough
        assert borough is not None
        before = plan.moment()
        made = made_now(borough.code, Audience.PUBLIC, before, "as it was", ("pdf",))
        History(plan).keep(RememberProfile(made))
        assert_consistent(plan)
    with reopen() as plan:
        assert plan.notices == ()
        (kept,) = plan.earlier_profiles()
        assert kept == made
        assert plan.courses(Period.of(kept.moment)) == {}, "remembering is no change of a record"
        assert [step.label for step in plan.steps()] == [
            "Added “The Monaco”", "Added “Borsdane Wood”", "Added “Hindley Library”",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "nonsense"),
    [
        ("state", "{"), ("state", None), ("state", '{"clock": 3}'), ("state", '{"clock": [1, 2], "heads": {"a": "x"}}'),
        ("state", '{"clock": [1e30, 2], "heads": {}}'), ("state", '{"clock": [1, 2], "heads": {"a": [1, 9223372036854775808]}}'),
        ("made_at", "in spring"), ("made_at", None), ("formats", "pdf"), ("formats", None),
    ],
)  # fmt: skip
def test_a_profile_of_which_another_program_made_nonsense_is_not_offered(
    plan_path: Path, reopen: Callable[[], PlanFile], column: str, nonsense: object
) -> None:
    with reopen() as plan:
        borough = plan.places.borough
        assert borough is not None
        for revision in ("one", "two"):
            made = made_now(borough.code, Audience.PUBLIC, plan.moment(), revision, ("pdf",))
            History(plan).keep(RememberProfile(made))
    other = outside(plan_path)
    other.execute(f"UPDATE gpkg_pp_profiles SET {column} = ? WHERE revision = 'one'", (nonsense,))
    other.close()
    with reopen() as plan:
        assert [each.revision for each in plan.earlier_profiles()] == ["two"]
