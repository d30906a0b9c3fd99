"""Plans of newer and of older versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Catalogue
from placeplanner.errors import Problem
from placeplanner.store import migrations, opening
from placeplanner.store.backups import backups_in
from placeplanner.store.planfile import PlanFile
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
