"""Maps for paper, and the demo. What really draws needs Qt; what refuses does not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from placeplanner.domain.place import PlaceKind
from placeplanner.mappacks.shipped import shipped_places
from tests.cli.conftest import Run

STARTS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.qt
@pytest.mark.parametrize("ending", STARTS)
def test_a_map_is_drawn_as_its_ending_says(run: Run, sample_file: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / "maps" / f"hindley{ending}"
    told = run("map", sample_file, "--place", "Hindley", "--out", out)
    assert told.stdout.strip() == str(out)
    assert out.read_bytes().startswith(STARTS[ending])
    assert out.stat().st_size > 5000


@pytest.mark.qt
def test_a_map_says_that_its_data_are_sample_data_and_what_was_left_out(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "orrell.svg"
    told = run("map", sample_file, "--place", "Orrell", "--out", out, "--audience", "public").stderr
    assert "1 record is left out" in told


@pytest.mark.qt
def test_a_map_of_an_empty_plan_is_drawn_too(run: Run, plan_file: Path, tmp_path: Path) -> None:
    run("map", plan_file, "--place", "borough", "--out", tmp_path / "empty.png")


@pytest.mark.parametrize("name", ["map.jpg", "map", "map.gpkg", "."])
def test_a_map_of_another_ending_is_refused(run: Run, sample_file: Path, tmp_path: Path, name: str) -> None:
    told = run("map", sample_file, "--place", "Hindley", "--out", f"{tmp_path}/{name}", code=1).stderr
    assert ".png, .svg or .pdf" in told


@pytest.mark.qt
def test_a_map_where_no_folder_can_be_made_is_refused(run: Run, sample_file: Path) -> None:
    out = sample_file / "map.png"
    assert "cannot be made" in run("map", sample_file, "--place", "Hindley", "--out", out, code=1).stderr


@pytest.mark.parametrize(
    ("wrong", "code"),
    [(("--place", "Atlantis", "--out", "m.png"), 1), (("--place", "Hindley"), 2), (("--out", "m.png"), 2)],
)
def test_a_map_of_nowhere_is_refused(run: Run, sample_file: Path, wrong: tuple[str, ...], code: int) -> None:
    run("map", sample_file, *wrong, code=code)


def test_a_machine_that_cannot_draw_is_told_so(
    run: Run, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "placeplanner.draw.paper_planning", None)
    told = run("map", sample_file, "--place", "Hindley", "--out", tmp_path / "m.png", code=1).stderr
    assert "cannot be drawn" in told


@pytest.mark.qt
def test_a_demo_makes_the_sample_its_map_and_the_profile_of_every_town(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    result = run("demo", "--to", folder, "--format", "csv")
    written = [Path(line) for line in result.stdout.splitlines()]
    assert written[:2] == [folder / "sample.gpkg", folder / "map.png"]
    assert len(written) == 2 + 14
    assert all(path.stat().st_size > 500 for path in written)
    assert "15 of 15" in result.stderr
    for town in shipped_places().of_kind(PlaceKind.TOWN):
        assert town.name in result.stderr


@pytest.mark.qt
def test_a_second_demo_in_the_same_folder_makes_it_all_again(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        run("demo", "--to", tmp_path / "demo", "--format", "csv")


def test_a_demo_in_a_folder_with_another_file_of_that_name_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sample.gpkg").write_text("mine")
    assert "not a plan" in run("demo", "--to", tmp_path, code=1).stderr
    assert (tmp_path / "sample.gpkg").read_text() == "mine"


def test_a_demo_needs_to_know_where(run: Run, sample_file: Path) -> None:
    assert "--to" in run("demo", code=2).stderr
    run("demo", "--to", sample_file, code=1)
