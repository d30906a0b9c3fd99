"""`profile`: comma lists of formats, and a foreword and a logo that the plan keeps."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Audience
from placeplanner.store.planfile import PlanFile
from tests.cli.conftest import Run


def test_formats_stand_between_commas(run: Run, sample_file: Path, tmp_path: Path) -> None:
    run("profile", sample_file, "--place", "Hindley", "--out", tmp_path / "out", "--format", "csv, geojson")
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "hindley-records.csv",
        "hindley-records.geojson",
    }


def test_a_format_that_nobody_knows_is_refused_by_name(run: Run, sample_file: Path, tmp_path: Path) -> None:
    told = run(
        "profile", sample_file, "--place", "Hindley", "--out", str(tmp_path), "--format", "csv,docx", code=2
    )
    assert "docx" in told.stderr


def test_a_foreword_and_a_logo_are_kept_for_the_next_time(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "words.txt").write_text("Ours, and loved.", encoding="utf-8")
    Image.new("RGB", (40, 20), "red").save(tmp_path / "logo.png")
    start = ("profile", sample_file, "--place", "Hindley", "--out", str(tmp_path / "out"), "--format", "html")
    run(*start, "--foreword", str(tmp_path / "words.txt"), "--logo", str(tmp_path / "logo.png"))
    run(*start)
    page = (tmp_path / "out" / "hindley-profile.html").read_text(encoding="utf-8")
    assert "Ours, and loved." in page and 'class="logo"' in page
    run(*start, "--audience", "public")
    assert "Ours, and loved." not in (tmp_path / "out" / "hindley-profile.html").read_text(encoding="utf-8")
    with PlanFile.open(sample_file, load_catalogue()) as kept:
        assert [each.audience for each in kept.shapings()] == [Audience.PARTNERSHIP]


def test_a_foreword_that_is_not_there_is_a_problem(run: Run, sample_file: Path, tmp_path: Path) -> None:
    told = run(
        "profile",
        sample_file,
        "--place",
        "Hindley",
        "--out",
        str(tmp_path),
        "--foreword",
        tmp_path / "no",
        code=1,
    )
    assert "cannot be read" in told.stderr
