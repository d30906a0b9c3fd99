"""A file without codes on the command line: listed with what its outlines may be, used only as it was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from placeplanner.edits.claims import OWN
from tests.cli.conftest import AsJson, Run
from tests.mappacks.own_outlines import a_bow_tie, a_file, shifted, tile, without_codes

EAST, GREEN = tile("Hindley East"), tile("Hindley Green")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    shapes = {
        "Hindly East": shifted(EAST.geometry, 200),
        "The Rec": shapely.buffer(EAST.geometry.centroid, 120),
    }
    return a_file(tmp_path / "ours.geojson", shapes)


def named(as_json: AsJson, file: Path) -> dict[str, dict[str, Any]]:
    return {place["name"]: place for place in as_json("places", file)}


def test_outlines_are_listed_with_what_they_may_be_and_nothing_changes(
    run: Run, as_json: AsJson, sample_file: Path, ours: Path
) -> None:
    before = as_json("places", sample_file)
    told = run("places", "use", sample_file, ours)
    lines = told.stdout.splitlines()
    assert (
        lines[2].split("  ")[1:]
        and "neighbourhood Hindley East" in lines[2]
        and "Nearly the same name" in lines[2]
    )
    assert "an area of your own" in lines[3]
    assert "Nothing is changed. Say what each is" in told.stderr
    assert as_json("places", sample_file) == before


def test_an_outline_is_the_boundary_of_a_place_and_another_our_own_area(
    run: Run, as_json: AsJson, sample_file: Path, ours: Path
) -> None:
    say = (
        "places",
        "use",
        sample_file,
        ours,
        "--outline",
        "hindly=Hindley East",
        "--own",
        "2=The Rec and around",
    )
    told = run(*say, "--try").stdout
    assert told.startswith("This would change: ") and "1 area of a group’s own is new." in told
    assert "Neighbours would make room: " in told and "would lie in “The Rec and around”." in told
    assert "The Rec and around" not in named(as_json, sample_file)
    assert run(*say).stdout.startswith("Used the outlines of “ours.geojson”. ")
    places = named(as_json, sample_file)
    assert places["The Rec and around"]["kind"] == "patch"
    run("undo", sample_file)
    assert "The Rec and around" not in named(as_json, sample_file)
    run(*say)
    assert run("places", "restore", sample_file).stdout.startswith("Went back to the boundaries that came")
    assert "The Rec and around" in named(as_json, sample_file)


def test_all_are_used_as_suggested_or_as_our_own(
    run: Run, as_json: AsJson, sample_file: Path, ours: Path
) -> None:
    assert (
        "1 area of a group’s own is new" in run("places", "use", sample_file, ours, "--as-suggested").stdout
    )
    assert ".." not in run("undo", sample_file).stdout
    run("places", "use", sample_file, ours, "--as", "patch")
    places = named(as_json, sample_file)
    assert {places[name]["kind"] for name in ("Hindly East", "The Rec")} == {"patch"}


def test_the_only_outline_of_a_file_needs_no_naming(run: Run, plan_file: Path, tmp_path: Path) -> None:
    one = a_file(tmp_path / "one.geojson", {"": shifted(EAST.geometry, 50)})
    assert run("places", "use", plan_file, one, "--outline", "Hindley East").stdout.startswith("Used")
    again = a_file(tmp_path / "two.geojson", {"": shifted(EAST.geometry, 90)})
    told = run("places", "use", plan_file, again, "--outline", "Hindley East", "--try").stdout
    assert "Hindley East has an outline of “one.geojson” already; this one would take its place." in told
    assert OWN not in told


@pytest.mark.parametrize(
    ("args", "what", "code"),
    [
        (("--outline", "Hindley East"), "Say which outline is the boundary of which place", 2),
        (("--outline", "Nobody=Hindley East"), "No outline is called “Nobody”. There are Hindly East, The Rec.", 1),
        (("--outline", "²=Hindley East"), "No outline is called “²”", 1),
        (("--outline", "1=Hindley"), "Hindley is a town, and a town is made of its neighbourhoods", 1),
        (("--outline", "1=Bolton"), "No place is called “Bolton”", 1),
        (("--outline", "1=Hindley East", "--outline", "2=Hindley East"), "cannot both be the boundary of", 1),
        (("--own", "1=Leigh"), "There is a town called “Leigh” already", 1),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(
    run: Run, plan_file: Path, ours: Path, args: tuple[str, ...], what: str, code: int
) -> None:
    assert what in run("places", "use", plan_file, ours, *args, code=code).stderr


def test_lines_and_crossing_rings_are_told(run: Run, plan_file: Path, tmp_path: Path) -> None:
    edge = shapely.get_parts(EAST.geometry)[0].exterior
    lines = a_file(tmp_path / "lines.geojson", {"Edge": edge})
    assert (
        "It holds lines, and a line has no inside." in run("places", "use", plan_file, lines, code=1).stderr
    )
    bow = a_file(tmp_path / "bow.geojson", {"Green": a_bow_tie(GREEN)})
    assert "Green: its outline crossed itself; mended." in run("places", "use", plan_file, bow).stdout
    assert "mended" in run("places", "use", plan_file, bow, "--own", "Green").stderr


def test_of_five_thousand_those_that_are_like_places_are_listed(
    run: Run, plan_file: Path, tmp_path: Path
) -> None:
    at = EAST.geometry.centroid
    fields = {f"Field {n}": shapely.box(at.x + n / 9, at.y, at.x + n / 9 + 9, at.y + 9) for n in range(4_999)}
    many = a_file(tmp_path / "many.geojson", fields | {"Hindley East": EAST.geometry})
    told = run("places", "use", plan_file, many).stdout
    assert "5000  Hindley East  neighbourhood Hindley East" in told
    assert "And 4,940 more, which are less like any place." in told


def test_the_real_neighbourhoods_without_codes_are_used(run: Run, sample_file: Path, tmp_path: Path) -> None:
    real = without_codes("wigan_msoa_2021_bgc.geojson", tmp_path / "msoa.geojson")
    told = run("places", "use", sample_file, real, "--as-suggested").stdout
    assert "14 towns and 40 neighbourhoods have other boundaries." in told
    assert run("check", sample_file)
