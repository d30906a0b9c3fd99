"""The profile of a place, handed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner.cli import profiles
from placeplanner.profile import export as profile
from tests.cli.conftest import AsJson, Run


def test_the_command_line_knows_every_format_of_the_profile() -> None:
    assert profiles.FORMATS == profile.FORMATS
    assert {*profiles.EVERY_FORMAT, "report"} == {*profile.EVERY_FORMAT}


def test_a_profile_is_exported_in_every_format_and_each_path_is_told(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    result = run("export", sample_file, "--place", "hindley w", "--to", tmp_path / "out")
    written = [Path(line) for line in result.stdout.splitlines()]
    assert sorted(path.suffix for path in written) == sorted(f".{name}" for name in profile.FORMATS)
    assert all(path.stat().st_size > 500 for path in written)
    assert "%" in result.stderr, "progress is told"


def test_only_what_is_asked_for_is_written(run: Run, sample_file: Path, tmp_path: Path) -> None:
    run(
        *("export", sample_file, "--place", "Hindley", "--to", tmp_path / "out"),
        "--format",
        "csv",
        "--format",
        "GeoJSON",
    )
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".csv", ".geojson"]


def test_what_is_left_out_for_an_audience_is_counted(
    run: Run, as_json: AsJson, sample_file: Path, tmp_path: Path
) -> None:
    told = run(
        *(
            "export",
            sample_file,
            "--place",
            "Orrell",
            "--to",
            tmp_path,
            "--format",
            "csv",
            "--audience",
            "public",
        )
    ).stderr
    assert "1 record is left out" in told
    assert "Step-free from street to train" not in (tmp_path / "orrell-records.csv").read_text(
        encoding="utf-8"
    )


def test_a_profile_of_an_empty_plan_says_that_it_has_no_records(
    run: Run, plan_file: Path, tmp_path: Path
) -> None:
    assert (
        "No record"
        in run("export", plan_file, "--place", "Leigh", "--to", tmp_path, "--format", "html").stderr
    )


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        (("--place", "Atlantis", "--to", "out"), 1, "No place"),
        (("--place", "Hindley"), 2, "--to"),
        (("--to", "out"), 2, "--place"),
        (("--place", "Hindley", "--to", "out", "--format", "doc"), 2, "doc"),
        (("--place", "Hindley", "--to", "out", "--audience", "all"), 2, "all"),
        (("--place", "Hindley", "--to", "sample.gpkg"), 1, "not a folder"),
    ],
)
def test_a_profile_that_cannot_be_exported_is_told_and_nothing_is_written(
    run: Run,
    sample_file: Path,
    wrong: tuple[str, ...],
    code: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(sample_file.parent)
    assert says in run("export", sample_file, *wrong, code=code).stderr
    assert not (sample_file.parent / "out").exists()
