"""Maps for paper, and the demo. What really draws needs Qt; what refuses does not."""

from __future__ import annotations

import sys
from pathlib import Path

import pikepdf
import pypdfium2
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


@pytest.mark.qt
def test_a_map_says_its_scale_and_paper(run: Run, sample_file: Path, tmp_path: Path) -> None:
    told = run(
        "map", sample_file, "--place", "Hindley", "--paper", "A1", "--grid", "--out", tmp_path / "m.pdf"
    )
    assert "on A1 paper" in told.stderr and "1:" in told.stderr


@pytest.mark.qt
@pytest.mark.parametrize("scale", ["10000", "1:10,000", "10,000"])
def test_a_wall_map_is_cut_into_sheets(run: Run, sample_file: Path, tmp_path: Path, scale: str) -> None:
    out = tmp_path / "wall.pdf"
    told = run("map", sample_file, "--place", "Hindley", "--scale", scale, "--tiles", "a4", "--out", out)
    assert "1:10,000 on paper of" in told.stderr
    document = pypdfium2.PdfDocument(out)
    assert len(document) > 4
    assert "How to put this map together" in document[0].get_textpage().get_text_range()
    document.close()


@pytest.mark.qt
def test_a_blank_map_has_its_title_and_note_and_leaves_no_record_out(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "blank.pdf"
    wishes = ("--blank", "--margin", "20", "--portrait", "--title", "Our Orrell", "--note", "Draw here")
    told = run("map", sample_file, "--place", "Orrell", "--audience", "public", *wishes, "--out", out)
    assert "left out" not in told.stderr
    document = pypdfium2.PdfDocument(out)
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert "Our Orrell" in words and "Draw here" in words


@pytest.mark.qt
def test_a_map_is_for_people_who_hear_it_too(run: Run, sample_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "wall.pdf"
    run("map", sample_file, "--place", "Hindley", "--tiles", "a3", "--grid", "--out", out)
    with pikepdf.open(out) as file:
        assert file.Root.MarkInfo.Marked and b"pdfuaid:part>1<" in file.Root.Metadata.read_bytes()
        assert "Hindley Library, asset, square" in _words(out, range(1, len(file.pages)))


@pytest.mark.qt
def test_what_no_typeface_can_write_is_said_in_words(
    run: Run, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("placeplanner.draw.lettering.lacking", lambda texts: frozenset("👍"))
    out = tmp_path / "m.pdf"
    run("map", sample_file, "--place", "Hindley", "--title", "Our 👍 patch", "--out", out)
    assert "Our [thumbs up sign] patch" in _words(out, range(1))


def _words(path: Path, pages: range) -> str:
    document = pypdfium2.PdfDocument(path)
    words = " ".join(document[page].get_textpage().get_text_range() for page in pages)
    document.close()
    return words


@pytest.mark.qt
def test_a_place_that_does_not_fit_is_told_what_would(run: Run, sample_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.pdf"
    told = run("map", sample_file, "--place", "Leigh", "--scale", "2500", "--out", out, code=1).stderr
    assert "does not fit on A4 paper at 1:2,500" in told and "--tiles a4" in told
    assert not out.exists()


@pytest.mark.qt
@pytest.mark.parametrize(
    ("wrong", "ending", "code"),
    [
        (("--tiles", "a4"), "png", 1),
        (("--margin", "500"), "pdf", 1),
        (("--paper", "a0", "--dpi", "600"), "png", 1),
        (("--scale", "large"), "pdf", 2),
        (("--paper", "a9"), "pdf", 2),
    ],
)
def test_wishes_that_cannot_be_met_leave_nothing(
    run: Run, sample_file: Path, tmp_path: Path, wrong: tuple[str, ...], ending: str, code: int
) -> None:
    out = tmp_path / f"m.{ending}"
    run("map", sample_file, "--place", "Hindley", *wrong, "--out", out, code=code)
    assert not out.exists()


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
