"""A map's manifest is whole, or its fault is told."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from placeplanner import paths
from placeplanner.errors import Problem
from placeplanner.mappacks.manifest import Combine, load_manifest
from placeplanner.mappacks.shipped import load_places, shipped_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.maps(), tmp_path / "maps"))


def test_every_figure_says_what_it_means_and_how_it_adds_up() -> None:
    manifest = shipped_manifest()
    residents = manifest.figure("residents_2021")
    assert residents is not None
    assert (residents.label, residents.combine) == ("Residents", Combine.SUM)
    assert all(figure.label and figure.source for figure in manifest.figures)
    assert {figure.unit for figure in manifest.figures} == {
        "people",
        "households",
        "areas",
        "share",
        "decile",
    }
    assert manifest.figure("nothing") is None


@pytest.mark.parametrize(
    ("instead_of", "write", "says"),
    [
        ('publisher = "Office', 'publishers = "Office', "publisher"),
        ('combine = "sum"', 'combine = "total"', "total"),
        ("notes = [", "notes = {", "manifest.toml"),
        ("[borough]", "[village]", "borough"),
    ],
)
def test_a_mistake_is_told(folder: Path, instead_of: str, write: str, says: str) -> None:
    file = folder / "manifest.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(instead_of, write, 1), encoding="utf-8")
    with pytest.raises(Problem, match=r"manifest\.toml") as caught:
        load_manifest(file)
    assert says in str(caught.value)


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        load_manifest(tmp_path / "manifest.toml")


def test_a_missing_outline_is_told(folder: Path) -> None:
    file = folder / "neighbourhoods.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("E02001326", "E02009999"), encoding="utf-8")
    with pytest.raises(Problem, match="damaged") as caught:
        load_places(folder, shipped_manifest())
    assert "E02001326" in caught.value.why


def test_a_figure_that_is_no_number_is_told(folder: Path) -> None:
    file = folder / "neighbourhoods.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("6629", "many"), encoding="utf-8")
    with pytest.raises(Problem, match="damaged") as caught:
        load_places(folder, shipped_manifest())
    assert "many" in caught.value.why


def test_a_town_nobody_knows_is_told(folder: Path) -> None:
    manifest = replace(shipped_manifest(), towns=tuple(t for t in shipped_manifest().towns if t != "Abram"))
    with pytest.raises(Problem, match="damaged") as caught:
        load_places(folder, manifest)
    assert "Abram" in caught.value.why


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="damaged"):
        load_places(tmp_path, shipped_manifest())


def test_making_the_map_again_from_itself_changes_nothing(tmp_path: Path) -> None:
    make = runpy.run_path(str(paths.maps() / "make.py"))["make"]
    make(paths.maps(), tmp_path)
    for name in ("neighbourhoods.geojson", "neighbourhoods.txt", "neighbourhoods.csv"):
        assert (tmp_path / name).read_bytes() == (paths.maps() / name).read_bytes()
