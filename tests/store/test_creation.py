"""Making a new plan."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store import creation
from placeplanner.store.planfile import PlanFile
from placeplanner.store.windows_names import why_windows_refuses
from tests.builders import a_plan, a_record
from tests.store.observing import assert_consistent, assert_told, one, snapshot

ODD_NAMES = (
    "Hindley & Abram.gpkg",
    "100% ours.gpkg",
    "what? #1.gpkg",
    'it\'s "quoted".gpkg',
    "%2e%2e%2fplan.gpkg",
    "parks 🌳 & cafés.gpkg",
    "file:plan.gpkg?mode=memory",
    "plan;drop.gpkg",
    "-rf.gpkg",
    " leading and trailing ",
    "back\\slash.gpkg",
    "new\nline.gpkg",
    "no extension",
    "n" * 242 + ".gpkg",
    "é" * 120 + ".gpkg",
)


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        PlanFile.create(path, load_catalogue(), shipped_places())
    assert_told(caught.value)
    return caught.value


def test_a_new_plan_is_whole_and_says_its_name(tmp_path: Path) -> None:
    path = tmp_path / "hindley.gpkg"
    with PlanFile.create(path, load_catalogue(), shipped_places(), name="Hindley together") as plan:
        assert plan.name == "Hindley together"
        assert len(plan.places) == len(shipped_places())
        assert plan.records() == () and plan.notices == () and plan.examine() == ()
        assert_consistent(plan)
    assert list(snapshot(tmp_path)) == ["hindley.gpkg"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_plan_may_have_any_name_the_disk_allows(tmp_path: Path, name: str) -> None:
    if os.name == "nt" and (why_windows_refuses(name) or len(name) > 200):
        pytest.skip("no name there")
    a_plan(tmp_path, name).close()
    with PlanFile.open(tmp_path / name, load_catalogue()) as plan:
        assert len(plan.places) == len(shipped_places())
        History(plan).perform(AddRecord(a_record()))
        assert plan.back_up(tmp_path / "backups").exists()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are always Unicode")
def test_a_plan_may_have_a_name_in_an_old_encoding(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.gpkg")
    a_plan(tmp_path, name).close()
    PlanFile.open(tmp_path / name, load_catalogue()).close()
    assert os.listdir(os.fsencode(tmp_path)) == [b"caf\xe9.gpkg"]


def test_a_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    refused(tmp_path / ("n" * 300 + ".gpkg"))
    refused(tmp_path / ("n" * 243 + ".gpkg"))  # no room for the name of the journal beside it
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_a_nul_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "pl\0an.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_a_new_plan_never_takes_the_place_of_another_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_text("shopping list")
    assert "already" in refused(path).what
    assert snapshot(tmp_path) == {"plan.gpkg": b"shopping list"}


def test_a_new_plan_never_takes_the_place_of_a_dangling_link(tmp_path: Path) -> None:
    path = tmp_path / "plan.gpkg"
    path.symlink_to(tmp_path / "nowhere.gpkg")
    refused(path)
    assert path.is_symlink() and not (tmp_path / "nowhere.gpkg").exists()


def test_a_file_that_appears_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.gpkg"
    build = creation._build

    def build_slowly(*args: object) -> None:
        build(*args)  # type: ignore[arg-type]
        path.write_text("somebody else's")

    monkeypatch.setattr(creation, "_build", build_slowly)
    refused(path)
    assert snapshot(tmp_path) == {"plan.gpkg": b"somebody else's"}


def test_a_disk_without_hard_links_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    a_plan(tmp_path).close()
    assert list(snapshot(tmp_path)) == ["plan.gpkg"]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    a_plan(tmp_path / "a" / "b").close()
    assert (tmp_path / "a" / "b" / "plan.gpkg").is_file()


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    refused(tmp_path / "a" / "plan.gpkg")


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no mode there")
def test_a_read_only_folder_is_told_even_to_root(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused(folder / "plan.gpkg")
    assert list(folder.iterdir()) == []
    folder.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("kilobytes", [8, 64, 300])
def test_a_full_disk_is_told_and_left_as_it_was(tiny_disk: Callable[[int], Path], kilobytes: int) -> None:
    folder = tiny_disk(kilobytes)
    assert "room" in refused(folder / "plan.gpkg").what
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_a_disk_that_refuses_to_grow_a_file_is_told(tmp_path: Path) -> None:
    script = f"""
import resource
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from pathlib import Path
catalogue, places = load_catalogue(), shipped_places()
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    PlanFile.create(Path({str(tmp_path / "plan.gpkg")!r}), catalogue, places)
except Problem as problem:
    print(problem)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "plan.gpkg" in run.stdout
    assert list(snapshot(tmp_path)) == []


def test_every_plan_has_an_identity_and_a_replica_of_its_own(tmp_path: Path) -> None:
    with a_plan(tmp_path, "a.gpkg") as a, a_plan(tmp_path, "b.gpkg") as b:
        assert a.plan_id != b.plan_id
        replicas = {one(plan.connection, "SELECT replica FROM gpkg_pp_clock") for plan in (a, b)}
        assert len(replicas) == 2
