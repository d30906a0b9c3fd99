"""On the command line too a person chooses where others see somebody's home."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner.domain.hiding import Hiding
from placeplanner.mappacks import postcodes
from tests.cli.conftest import Run
from tests.profile.hindley import a_plan_of_hindley
from tests.profile.test_homes_in_profiles import in_sectors, the_homes

__all__ = ("in_sectors",)
SAID = {
    "sector": "4 records stand in the middle of their postcode sector: they are somebody’s home.",
    "neighbourhood": "4 records stand in the middle of their neighbourhood: they are somebody’s home.",
    "left-out": "4 records are left out: they would give away somebody’s home.",
}


@pytest.fixture
def file(tmp_path: Path, in_sectors: Hiding, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(postcodes, "hiding", lambda shown, pack=None: Hiding(shown, in_sectors.sectors))
    with a_plan_of_hindley(tmp_path, the_homes()) as plan:
        return plan.path


@pytest.mark.parametrize("homes", SAID)
def test_an_export_hides_homes_as_it_is_told(run: Run, file: Path, tmp_path: Path, homes: str) -> None:
    out = ("--to", tmp_path / "out", "--format", "csv", "--audience", "public")
    said = run("export", file, "--place", "Hindley", *out, "--homes", homes).stderr
    assert SAID[homes] in said
    assert ("Tool library" in (tmp_path / "out" / "hindley-records.csv").read_text("utf-8-sig")) is (
        homes != "left-out"
    )


def test_unless_told_otherwise_they_stand_in_their_sector(run: Run, file: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "out", "--format", "csv", "--audience", "public")
    assert SAID["sector"] in run("profile", file, "--place", "Hindley", *out).stderr


@pytest.mark.qt
def test_a_map_and_an_atlas_hide_them_too(run: Run, file: Path, tmp_path: Path) -> None:
    said = run("map", file, "--place", "Hindley", "--out", tmp_path / "map.svg", "--homes", "LEFT-OUT").stderr
    assert SAID["left-out"] in said
    run("atlas", file, "--out", tmp_path / "atlas", "--format", "html", "--homes", "left-out")
    assert "Tool library" not in (tmp_path / "atlas" / "hindley.html").read_text("utf-8")
    run("export", file, "--place", "Hindley", "--to", tmp_path, "--homes", "moon", code=2)


def test_without_any_map_pack_no_sector_is_known(tmp_path: Path) -> None:
    from placeplanner.domain.hiding import HomesShown

    assert postcodes.hiding(HomesShown.SECTOR) == Hiding(HomesShown.SECTOR)
    assert postcodes.hiding(HomesShown.LEFT_OUT) == Hiding(HomesShown.LEFT_OUT)
