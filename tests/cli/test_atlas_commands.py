"""The atlas from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_an_atlas_of_pages_is_made_and_its_way_in_is_told(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    result = run("atlas", sample_file, "--out", tmp_path / "atlas", "--format", "html", "--no-streets")
    assert result.stdout.splitlines() == [str(tmp_path / "atlas" / "index.html")]
    assert "Making the page of Hindley West" in result.stderr
    assert len(list((tmp_path / "atlas").glob("*.html"))) == 56
    again = run("atlas", sample_file, "--out", tmp_path / "atlas", "--format", "html", "--no-streets")
    assert "55 pages were there already and are still right." in again.stderr


def test_a_plan_that_is_not_there_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    assert "There is no file" in run("atlas", tmp_path / "none.gpkg", "--out", tmp_path, code=1).stderr
