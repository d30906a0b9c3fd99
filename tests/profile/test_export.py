"""Exporting: whole files or none, nothing but what the audience may see, words where it cannot be done."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from placeplanner.domain.kinds import Audience
from placeplanner.errors import Problem
from placeplanner.profile import export as module
from placeplanner.profile.export import EVERY_FORMAT, FORMATS, HANDED_ON, export_profile, file_names, slug_of
from placeplanner.store.planfile import PlanFile
from tests.exchange.judges import judge
from tests.profile.hindley import SECRETS, a_plan_of_hindley, awkward_records, hindley_of
from tests.profile.searching import found_in

NAMES = {
    "hindley-profile.pdf",
    "hindley-profile.html",
    "hindley-records.csv",
    "hindley-records.xlsx",
    "hindley-records.geojson",
    "hindley-records.gpkg",
}


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    with a_plan_of_hindley(tmp_path, awkward_records()) as plan:
        yield plan


def test_every_file_is_there_and_nothing_else(plan: PlanFile, tmp_path: Path) -> None:
    to = tmp_path / "new" / "out"
    files = export_profile(plan, hindley_of(plan), to)
    assert {file.name for file in files} == NAMES == {file.name for file in to.iterdir()}
    assert [file.suffix[1:] for file in files] == list(FORMATS)


def test_each_format_tells_of_the_same_records(plan: PlanFile, tmp_path: Path) -> None:
    _, page, table, book, geojson, gpkg = export_profile(plan, hindley_of(plan), tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
    in_geojson = {feature["id"] for feature in json.loads(geojson.read_bytes())["features"]}
    with closing(sqlite3.connect(gpkg)) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")]
        in_gpkg = {uuid for name in tables for (uuid,) in connection.execute(f'SELECT uuid FROM "{name}"')}
    assert {row["ID"] for row in rows} == in_geojson
    assert in_geojson <= in_gpkg
    assert all(f'id="record-{each}"' in page.read_text("utf-8") for each in in_geojson)
    with zipfile.ZipFile(book) as parts:
        words = parts.read("xl/sharedStrings.xml").decode()
    assert all(each in words for each in in_geojson)


def test_a_standard_brings_its_report(plan: PlanFile, tmp_path: Path) -> None:
    files = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=HANDED_ON)
    assert {file.name for file in files} == {
        "hindley-acv-candidates.csv",
        "hindley-local-list-candidates.csv",
        "hindley-services.json",
        "hindley-open-greenspace.gpkg",
        "hindley-data-report.txt",
    }
    report = files[-1].read_text(encoding="utf-8")
    assert report.startswith("Hindley: what others still need to know")
    assert "Candidates for Assets of Community Value" in report and "Greenspaces" in report


def test_no_word_of_what_is_withheld_is_in_any_byte_of_any_file(plan: PlanFile, tmp_path: Path) -> None:
    for audience in (Audience.PARTNERSHIP, Audience.PUBLIC):
        to = tmp_path / audience.value
        for file in export_profile(plan, hindley_of(plan), to, audience=audience, formats=EVERY_FORMAT):
            assert found_in(file, SECRETS) == set(), file.name


def test_the_geojson_says_what_was_left_out(plan: PlanFile, tmp_path: Path) -> None:
    (file,) = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=["geojson"])
    collection = json.loads(file.read_bytes())
    assert "1 record is left out: only the group may see it." in collection["left_out"]
    assert "Crown copyright" in collection["attribution"]


def test_progress_is_told_in_words_and_grows(plan: PlanFile, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    export_profile(plan, hindley_of(plan), tmp_path / "out", progress=lambda *step: told.append(step))
    parts = [part for _, part in told]
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (0.0, 1.0)
    assert all(doing for doing, _ in told)


@pytest.mark.parametrize("after", range(len(FORMATS) + 1))
def test_cancelled_at_any_moment_it_leaves_the_folder_as_it_was(
    plan: PlanFile, tmp_path: Path, after: int
) -> None:
    to = tmp_path / "out"
    to.mkdir()
    (to / "hindley-profile.pdf").write_text("an earlier one")
    asked = iter(range(100))
    assert export_profile(plan, hindley_of(plan), to, cancelled=lambda: next(asked) >= after) == ()
    assert [file.name for file in to.iterdir()] == ["hindley-profile.pdf"]
    assert (to / "hindley-profile.pdf").read_text() == "an earlier one"


def test_earlier_files_are_replaced_by_whole_new_ones(plan: PlanFile, tmp_path: Path) -> None:
    to = tmp_path / "out"
    export_profile(plan, hindley_of(plan), to)
    (to / "hindley-records.csv").write_text("old")
    export_profile(plan, hindley_of(plan), to)
    assert (to / "hindley-records.csv").read_bytes().startswith(b"\xef\xbb\xbfID")
    assert {file.name for file in to.iterdir()} == NAMES


@pytest.mark.parametrize("each", FORMATS)
def test_a_disk_that_fills_up_leaves_no_half_file(
    plan: PlanFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, each: str
) -> None:
    def full(kind: str, part: Path, *rest: object) -> None:
        if kind != each:
            write(kind, part, *rest)  # type: ignore[arg-type]
            return
        part.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    write = module._write_part
    monkeypatch.setattr(module, "_write_part", full)
    with pytest.raises(Problem, match="no room on the disk"):
        export_profile(plan, hindley_of(plan), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_file_where_the_folder_should_be_is_a_problem(plan: PlanFile, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(Problem, match="is a file, not a folder"):
        export_profile(plan, hindley_of(plan), tmp_path / "out")
    with pytest.raises(Problem, match="could not be written"):
        export_profile(plan, hindley_of(plan), tmp_path / "out" / "deeper")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_where_a_file_should_be_is_a_problem(plan: PlanFile, tmp_path: Path) -> None:
    (tmp_path / "out" / "hindley-profile.html").mkdir(parents=True)
    with pytest.raises(Problem, match="a folder of that name"):
        export_profile(plan, hindley_of(plan), tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["hindley-profile.html"]


def test_the_plan_is_never_written_over(plan: PlanFile, tmp_path: Path) -> None:
    to = tmp_path / "out"
    to.mkdir()
    (to / "hindley-records.gpkg").hardlink_to(plan.path)
    with pytest.raises(Problem, match="write over the plan"):
        export_profile(plan, hindley_of(plan), to)
    assert len(list(to.iterdir())) == 1


def test_a_format_that_nobody_knows_is_a_problem(plan: PlanFile, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="docx"):
        export_profile(plan, hindley_of(plan), tmp_path / "out", formats=["docx"])


def test_names_of_files_are_plain_and_no_two_places_share_one(plan: PlanFile) -> None:
    assert slug_of("Billinge & Winstanley – Süd/West") == "billinge-and-winstanley-sud-west"
    assert slug_of("我们") == "place"
    names = [name for place in plan.places for name in file_names(place, plan.places).values()]
    assert len(names) == len(set(names))
    assert all(name.isascii() for name in names)


@pytest.mark.judge
def test_gdal_finds_nothing_wrong_with_the_exported_geopackage(plan: PlanFile, tmp_path: Path) -> None:
    (file,) = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=["gpkg"])
    told = subprocess.run([judge("ogrinfo"), "-al", "-so", file], capture_output=True, text=True, check=True)
    assert [line for line in told.stderr.splitlines() if "v1.4.0" not in line] == []
    assert "Leyland Park" not in told.stdout  # only the summary was asked for
    assert "Layer name: greenspaces" in told.stdout


@pytest.mark.judge
def test_poppler_reads_the_pdf_in_order(plan: PlanFile, tmp_path: Path) -> None:
    (file,) = export_profile(plan, hindley_of(plan), tmp_path / "out", formats=["pdf"])
    told = subprocess.run([judge("pdftotext"), file, "-"], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    order = [
        "Know this place",
        "Show our love",
        "Connect to",
        "Listen deeply",
        "See the person",
        "Do the right",
    ]
    found = [told.stdout.index(words) for words in order]
    assert found == sorted(found)
