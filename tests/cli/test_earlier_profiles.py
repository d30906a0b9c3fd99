"""`profiles` and what `--since` and `--until` take: numbers of earlier profiles, days and times."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.store.planfile import PlanFile
from tests.cli.conftest import AsJson, Run

TODAY = date.today().isoformat()
TOMORROW = (date.today() + timedelta(days=1)).isoformat()


@pytest.fixture
def made(run: Run, plan_file: Path, tmp_path: Path) -> list[str]:
    """A command that makes a page of Hindley for the partnership; its words are in `page_of`."""
    return [
        "profile",
        str(plan_file),
        "--place",
        "Hindley",
        "--out",
        str(tmp_path / "out"),
        "--format",
        "html",
    ]


def page_of(tmp_path: Path) -> str:
    return (tmp_path / "out" / "hindley-profile.html").read_text(encoding="utf-8")


def add(run: Run, plan_file: Path, name: str) -> None:
    where = ("--category", "library", "--at", "SD 619 045", "--consent", "public")
    run("add", plan_file, "--name", name, *where)


def test_a_profile_is_remembered_and_the_next_one_told_since_it(
    run: Run, as_json: AsJson, plan_file: Path, tmp_path: Path, made: list[str]
) -> None:
    assert "No profile has been made yet" in run("profiles", plan_file).stderr
    add(run, plan_file, "Old library")
    run(*made)
    add(run, plan_file, "New library")
    run(*made, "--audience", "public")
    add(run, plan_file, "Newest library")
    first, second = as_json("profiles", plan_file)
    assert (first["number"], first["place"], first["audience"]) == (1, "Hindley", "partnership")
    assert (second["number"], second["formats"], second["every_place"]) == (2, ["html"], False)
    assert "mark" in first["revision"]
    run(*made, "--since", "1")
    assert "Two records added (New library and Newest library)." in page_of(tmp_path)
    run(*made, "--since", "1", "--until", "2")
    assert "One record added (New library)." in page_of(tmp_path)
    assert "All else in this profile is as it is now." in page_of(tmp_path)
    assert "partnership" in run("profiles", plan_file, "--place", "Hindley").stdout
    assert as_json("profiles", plan_file, "--place", "Leigh") == []


def test_days_times_and_now_are_understood(
    run: Run, plan_file: Path, tmp_path: Path, made: list[str]
) -> None:
    add(run, plan_file, "Old library")
    for period in (
        ("--since", TODAY),
        ("--since", f"{TODAY}T00:00", "--until", "now"),
        ("--since", TODAY, "--until", TODAY),
    ):
        run(*made, *period)
        assert "One record added (Old library)." in page_of(tmp_path), period
    run(*made, "--since", "1000-01-01")
    assert "This plan was begun on" in page_of(tmp_path)


@pytest.mark.parametrize(
    ("period", "says"),
    [
        (("--since", TOMORROW), "is still to come"),
        (("--since", TODAY, "--until", "9999-12-31"), "is still to come"),
        (("--since", TODAY, "--until", "2020-01-01"), "cannot be told backwards"),
        (("--since", "yesterday"), "no day and no earlier profile"),
        (("--since", "9" * 5_000), "no day and no earlier profile"),
        (("--since", "2026-02-30"), "no day and no earlier profile"),
        (("--since", "7"), "no earlier profile 7"),
        (("--until", TODAY), "--until needs --since"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(
    run: Run, made: list[str], tmp_path: Path, period: tuple[str, ...], says: str
) -> None:
    assert says in run(*made, *period, code=1).stderr
    assert not (tmp_path / "out").exists()


def test_a_number_that_is_too_great_says_how_many_there_are(run: Run, made: list[str]) -> None:
    run(*made)
    assert "remembers 1." in run(*made, "--since", "2", code=1).stderr
    assert "no earlier profile 0" in run(*made, "--since", "0", code=1).stderr


def test_what_is_read_only_is_exported_and_not_remembered(
    run: Run,
    as_json: AsJson,
    plan_file: Path,
    tmp_path: Path,
    made: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan_file.chmod(stat.S_IRUSR)
    before = plan_file.read_bytes()
    told = run(*made)
    assert "is not remembered" in told.stderr and "cannot be changed" in told.stderr
    assert "Hindley" in page_of(tmp_path)
    assert plan_file.read_bytes() == before
    assert as_json("profiles", plan_file) == []


def test_remembering_is_no_step_of_the_history_and_leaves_undo_alone(
    run: Run, plan_file: Path, made: list[str]
) -> None:
    add(run, plan_file, "Library")
    run("undo", plan_file)
    before = run("history", plan_file).stdout
    run(*made)
    assert run("history", plan_file).stdout == before
    with PlanFile.open(plan_file, load_catalogue()) as plan:
        assert plan.unseen_outside() == ()
        assert History(plan).undo_label is None
    run("redo", plan_file)
    with PlanFile.open(plan_file, load_catalogue()) as plan:
        assert [record.name for record in plan.records()] == ["Library"]


def test_the_same_profile_made_again_is_remembered_once_with_all_its_formats(
    run: Run, as_json: AsJson, plan_file: Path, made: list[str]
) -> None:
    add(run, plan_file, "Library")
    run(*made)
    run(*made[:-1], "csv")
    (kept,) = as_json("profiles", plan_file)
    assert kept["formats"] == ["html", "csv"]


def test_an_atlas_is_remembered_for_every_place(
    run: Run, as_json: AsJson, plan_file: Path, tmp_path: Path, made: list[str]
) -> None:
    run("atlas", plan_file, "--out", tmp_path / "atlas", "--format", "html")
    add(run, plan_file, "Library")
    (kept,) = as_json("profiles", plan_file, "--place", "Hindley")
    assert kept["every_place"] and kept["formats"] == ["html", "atlas"]
    assert "every place" in run("profiles", plan_file).stdout
    run("atlas", plan_file, "--out", tmp_path / "atlas", "--format", "html", "--since", "1")
    pages = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "atlas").glob("*.html")}
    assert "One record added (Library)." in pages["hindley.html"]
    assert "Nothing here has changed since" in pages["leigh.html"]
