"""Plans as files: made, copied, brought back, opened, looked over."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import types
from pathlib import Path

import pytest

from placeplanner import paths, settings
from placeplanner.cli import file_commands
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind
from placeplanner.domain.place import PlaceKind
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from tests.cli.conftest import AsJson, Run


def names(path: Path) -> list[str]:
    with PlanFile.open(path, load_catalogue(), read_only=True) as plan:
        return [record.name for record in plan.records()]


def test_a_new_plan_is_empty_and_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hindley.gpkg"
    told = run("new", path, "--name", "Our Hindley", "--place", "hindley").stdout
    assert str(path) in told and "Hindley" in told
    with PlanFile.open(path, load_catalogue()) as plan:
        assert plan.name == "Our Hindley"
        assert plan.records() == ()
        assert len(plan.places.of_kind(PlaceKind.TOWN)) == 14
        assert settings.load().place_of(plan.plan_id) == "town-hindley"


def test_the_ending_of_a_plan_may_be_left_out(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "hindley")
    assert (tmp_path / "hindley.gpkg").is_file()
    run("list", tmp_path / "hindley")


@pytest.mark.parametrize("name", ["plan.txt", "", "."])
def test_a_name_that_is_none_for_a_plan_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    assert ".gpkg" in run("new", f"{tmp_path}/{name}", code=1).stderr
    assert list(tmp_path.glob("*.gpkg")) == []


def test_a_new_plan_never_takes_the_place_of_a_file(run: Run, plan_file: Path) -> None:
    before = plan_file.read_bytes()
    for command in ("new", "sample"):
        assert "already" in run(command, plan_file, code=1).stderr
    assert plan_file.read_bytes() == before


def test_an_unknown_place_makes_no_plan(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "a.gpkg", "--place", "Atlantis", code=1)
    assert not (tmp_path / "a.gpkg").exists()


def test_the_sample_plan_is_made_and_said_to_be_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sample.gpkg"
    told = run("sample", path).stdout
    assert f"{len(names(path))} records" in told and "sample data" in told


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """What the window was opened on, without a window."""
    found: list[Path | None] = []
    app = types.ModuleType("placeplanner.gui.shell.app")
    app.run_app = lambda path=None: found.append(path) or 0  # type: ignore[attr-defined, func-returns-value]
    monkeypatch.setitem(sys.modules, "placeplanner.gui.shell.app", app)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    return found


def test_the_window_opens_on_a_plan_or_on_the_welcome_page(
    run: Run, plan_file: Path, opened: list[Path | None]
) -> None:
    run("open")
    run("open", plan_file)
    run("open", plan_file.with_suffix(""))
    assert opened == [None, plan_file, plan_file]


def test_the_window_opens_on_the_users_sample_which_is_made_once(run: Run, opened: list[Path | None]) -> None:
    run("open", "--sample")
    path = opened[0]
    assert path is not None and path.parent == paths.documents()
    written = path.stat().st_mtime_ns
    run("open", "--sample")
    assert opened == [path, path]
    assert path.stat().st_mtime_ns == written


def test_the_window_is_opened_on_one_thing_only(run: Run, plan_file: Path, opened: list[Path | None]) -> None:
    run("open", plan_file, "--sample", code=2)
    assert opened == []


def test_a_missing_plan_is_told_before_the_window_opens(
    run: Run, tmp_path: Path, opened: list[Path | None]
) -> None:
    assert "no file" in run("open", tmp_path / "gone.gpkg", code=1).stderr
    assert opened == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there may a display be missing")
def test_a_machine_without_a_display_is_told_what_it_can_do(
    run: Run, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "placeplanner demo" in run("open", plan_file, code=1).stderr


def test_a_machine_without_the_window_is_told_so(
    run: Run, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setitem(sys.modules, "placeplanner.gui.shell.app", None)
    assert "Install Place Planner again" in run("open", plan_file, code=1).stderr


def test_a_backup_goes_to_the_usual_folder_and_is_listed(run: Run, sample_file: Path) -> None:
    told = run("backup", sample_file).stdout
    (copy,) = paths.backups().glob("*.gpkg")
    assert str(copy) in told
    assert names(copy) == names(sample_file)
    assert str(copy) in run("backups").stdout


def test_a_backup_goes_where_it_is_asked_to(run: Run, sample_file: Path, tmp_path: Path) -> None:
    run("backup", sample_file, "--to", tmp_path / "stick")
    assert len(list((tmp_path / "stick").glob("*.gpkg"))) == 1
    assert run("backups", tmp_path / "stick").stdout.count("sample") >= 1


def test_no_backups_are_told_as_none(run: Run) -> None:
    assert "no backups" in run("backups").stderr


def test_a_backup_restored_keeps_what_was_there_beside_it(
    run: Run, sample_file: Path, plan_file: Path
) -> None:
    run("backup", sample_file)
    (copy,) = paths.backups().glob("*.gpkg")
    told = run("restore", copy, "--to", plan_file).stdout
    assert names(plan_file) == names(sample_file)
    (kept,) = plan_file.parent.glob("mine (kept*.gpkg")
    assert str(kept) in told
    assert names(kept) == []


def test_a_backup_restored_to_a_free_name_keeps_nothing(run: Run, plan_file: Path, tmp_path: Path) -> None:
    told = run("restore", plan_file, "--to", tmp_path / "again").stdout
    assert "kept" not in told
    assert names(tmp_path / "again.gpkg") == []


def test_only_a_plan_takes_the_place_of_a_plan(run: Run, plan_file: Path, tmp_path: Path) -> None:
    before = plan_file.read_bytes()
    (tmp_path / "words.gpkg").write_text("not a plan")
    (tmp_path / "cut.gpkg").write_bytes(before[:5000])
    other = sqlite3.connect(tmp_path / "other.gpkg")
    other.execute("CREATE TABLE t(x)")
    other.close()
    for name in ("words.gpkg", "cut.gpkg", "other.gpkg", "gone.gpkg"):
        run("restore", tmp_path / name, "--to", plan_file, code=1)
    assert plan_file.read_bytes() == before
    assert not list(tmp_path.glob("*kept*"))
    assert not list(tmp_path.glob(".*part"))


def test_a_backup_does_not_take_its_own_place(run: Run, plan_file: Path) -> None:
    assert "own place" in run("restore", plan_file, "--to", plan_file, code=1).stderr


def test_a_plan_is_not_restored_through_a_pointer(run: Run, plan_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.gpkg"
    link.symlink_to(tmp_path / "somewhere.gpkg")
    assert "points to another file" in run("restore", plan_file, "--to", link, code=1).stderr


def test_places_are_listed_with_their_codes(run: Run) -> None:
    told = run("places").stdout
    for place in shipped_places():
        assert place.code in told and place.name in told


def test_places_of_a_plan_say_how_many_records_each_has(as_json: AsJson, sample_file: Path) -> None:
    counts = {place["code"]: place["records"] for place in as_json("places", sample_file)}
    assert counts["E08000010"] == len(names(sample_file))
    towns = [town.code for town in shipped_places().of_kind(PlaceKind.TOWN)]
    assert sum(counts[town] for town in towns) == counts["E08000010"]


def test_places_without_a_plan_have_no_counts(as_json: AsJson) -> None:
    listed = as_json("places")
    assert len(listed) == 55
    assert {place["records"] for place in listed} == {None}


def test_kinds_list_every_category(run: Run) -> None:
    told = run("kinds").stdout
    for kind in Kind:
        for category in load_catalogue()[kind].categories:
            assert category.code in told


def test_a_kind_lists_its_questions_with_their_answers(run: Run) -> None:
    told = run("kinds", "heritage").stdout
    assert "nhle_entry" in told and "I | II* | II" in told and "listed_building, scheduled_monument" in told


def test_kinds_as_json_hold_the_questions(as_json: AsJson) -> None:
    (asset,) = as_json("kinds", "asset")
    assert asset["kind"] == "asset"
    assert {"name": "step_free"}.items() <= next(
        f for f in asset["fields"] if f["name"] == "step_free"
    ).items()
    assert len(as_json("kinds")) == 4


WRONG = ["missing", "folder", "words", "empty", "cut", "loop", "other"]


@pytest.fixture(params=WRONG)
def wrong_file(request: pytest.FixtureRequest, tmp_path: Path, plan_file: Path) -> Path:
    """All sorts of files that are no plan."""
    path = tmp_path / f"{request.param}.gpkg"
    match request.param:
        case "folder":
            path.mkdir()
        case "words":
            path.write_text("My plan for Hindley")
        case "empty":
            path.touch()
        case "cut":
            path.write_bytes(plan_file.read_bytes()[:5000])
        case "loop":
            path.symlink_to(path)
        case "other":
            other = sqlite3.connect(path)
            other.execute("CREATE TABLE t(x)")
            other.close()
    return path


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("show", "1a2b"),
        ("check",),
        ("history",),
        ("undo",),
        ("backup",),
        ("places",),
        ("groups",),
        ("remove", "1a2b"),
        ("add", "--category", "library", "--name", "X", "--at", "53.5337,-2.5794"),
        ("export", "--place", "Hindley", "--to", "out"),
    ],
    ids=lambda command: command[0],
)
def test_a_file_that_is_no_plan_is_told_in_words_and_left_alone(
    run: Run, wrong_file: Path, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = wrong_file.read_bytes() if wrong_file.is_file() else None
    result = run(command[0], wrong_file, *command[1:], code=1)
    assert result.stdout == ""
    assert wrong_file.name in result.stderr
    assert before == (wrong_file.read_bytes() if wrong_file.is_file() else None)
    assert not (tmp_path / "out").exists()


def test_a_read_only_plan_is_read_and_not_written(run: Run, sample_file: Path) -> None:
    sample_file.chmod(0o444)
    before = sample_file.read_bytes()
    assert "Hindley Library" in run("list", sample_file).stdout
    run("show", sample_file, "Hindley Library")
    run("backup", sample_file)
    run("check", sample_file)
    assert "read-only" in run("undo", sample_file, code=1).stderr
    assert sample_file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="folders have no mode there")
def test_a_folder_that_cannot_be_written_refuses_a_new_plan(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    run("new", folder / "a.gpkg", code=1)


def test_a_plan_that_somebody_is_writing_to_is_told_so(
    run: Run, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placeplanner.store.connection.BUSY_MS", 50)
    writer = sqlite3.connect(plan_file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        told = run(
            "add", plan_file, "--category", "library", "--name", "X", "--at", "53.5337,-2.5794", code=1
        ).stderr
    finally:
        writer.close()
    assert "in use" in told


def test_the_sample_of_a_user_lies_among_their_documents() -> None:
    path = file_commands.users_sample()
    shutil.copy(path, path.with_name("copy.gpkg"))
    assert names(path) == names(path.with_name("copy.gpkg"))
