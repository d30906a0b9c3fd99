"""Other boundaries, a corrected town and our patch from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely

from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.errors import Problem
from placeplanner.mappacks import boundaries, outlines
from placeplanner.mappacks.haul import Bounded, Credits, Haul, SourceFile
from placeplanner.mappacks.sources.recognise import recognise
from tests.cli.conftest import AsJson, Run

SQUARE = "POLYGON((361400 404000, 362400 404000, 362400 405000, 361400 405000, 361400 404000))"
REAL = Path(__file__).parents[3] / "shared" / "real" / "boundaries"


def names(listed: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {place["name"]: place for place in listed}


class Wards:
    """A source of one ward and one street."""

    file = SourceFile(Path("wards.geojson"), "GeoJSON", Credits("Wards", "ONS", "2023", "OGL", "ONS"), "")

    def __init__(self) -> None:
        self.tallies: list[Any] = []

    def read(self, area: object, progress: object) -> Iterator[Haul]:
        ward = as_multipolygon(shapely.from_wkt(SQUARE))
        yield Bounded((Place(PlaceCode("E05000001"), "Low Hall", PlaceKind.WARD, None, ward),))


@pytest.fixture
def ward_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "wards.geojson"
    path.write_text("{}")
    for module in (boundaries, outlines):
        monkeypatch.setattr(module, "recognise", lambda path: [Wards()])
    return path


def test_a_list_of_places_needs_no_word_more_than_before(run: Run, plan_file: Path) -> None:
    assert run("places").stdout == run("places", "list").stdout
    assert "Records" in run("places", plan_file).stdout
    assert "correct" in run("places", "--help").stdout


def test_a_neighbourhood_is_put_into_another_town_and_back(
    run: Run, as_json: AsJson, plan_file: Path
) -> None:
    told = run("places", "correct", plan_file, "lowton", "--town", "leigh").stdout
    assert told == "Corrected a town. Lowton belongs to Leigh now, and no longer to Golborne.\n"
    assert names(as_json("places", plan_file))["Lowton"]["parent"] == "town-leigh"
    assert "already" in run("places", "correct", plan_file, "Lowton", "--town", "Leigh").stdout
    run("undo", plan_file)
    assert names(as_json("places", plan_file))["Lowton"]["parent"] == "town-golborne"


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("Nowhere", "--town", "Leigh"), "No place is called “Nowhere”"),
        (("Lowton", "--town", "Bolton"), "No place is called “Bolton”"),
        (("Wigan Borough", "--town", "Leigh"), "is a borough, not a neighbourhood"),
        (("Lowton", "--town", "Lowton Common"), "is a neighbourhood, not a town"),
    ],
)
def test_what_cannot_be_corrected_is_told(
    run: Run, plan_file: Path, args: tuple[str, ...], what: str
) -> None:
    assert what in run("places", "correct", plan_file, *args, code=1).stderr


def test_a_patch_is_drawn_used_as_a_place_renamed_and_removed(
    run: Run, as_json: AsJson, sample_file: Path, tmp_path: Path
) -> None:
    told = run("places", "patch", sample_file, "Our patch", "--shape", SQUARE).stdout
    assert told.startswith("Drew “Our patch”")
    inside = as_json("list", sample_file, "--place", "our patch")
    assert names(as_json("places", sample_file))["Our patch"]["records"] == len(inside) > 0
    assert len(as_json("list", sample_file, "--place", "borough")) > len(inside)
    run("export", sample_file, "--place", "Our patch", "--to", tmp_path / "ours", "--format", "geojson")
    (written,) = (tmp_path / "ours").glob("our-patch-*.geojson")
    assert 0 < len(json.loads(written.read_text())["features"]) <= len(inside)
    run("places", "patch", sample_file, "our patch", "--rename", "The Rec")
    smaller = SQUARE.replace("405000", "404100")
    assert run("places", "patch", sample_file, "The Rec", "--shape", smaller).stdout.startswith("Changed")
    told = run("places", "patch", sample_file, "The Rec", "--remove").stdout
    assert told == "Removed a patch. “The Rec” is off the map; its records stay.\n"
    assert "The Rec" not in names(as_json("places", sample_file))


def test_a_profile_of_a_patch_says_what_it_is(run: Run, sample_file: Path, tmp_path: Path) -> None:
    run("places", "patch", sample_file, "Our patch", "--shape", SQUARE)
    run("export", sample_file, "--place", "Our patch", "--to", tmp_path, "--format", "html")
    (page,) = tmp_path.glob("our-patch-*.html")
    text = page.read_text(encoding="utf-8")
    assert "Our patch is a group’s own area in Wigan Borough." in text


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (("Ours", "--remove"), "No place is called “Ours”"),
        (("Leigh", "--remove"), "is not a group’s own area"),
        (("Ours", "--shape", "nothing.geojson"), "There is no file “nothing.geojson”"),
        (("Ours", "--shape", "POLYGON((1"), "That shape cannot be read"),
        (("Leigh", "--shape", SQUARE), "called “Leigh” already"),
    ],
)
def test_what_cannot_be_a_patch_is_told(run: Run, plan_file: Path, args: tuple[str, ...], what: str) -> None:
    assert what in run("places", "patch", plan_file, *args, code=1).stderr


def test_one_thing_at_a_time(run: Run, plan_file: Path) -> None:
    assert "Say one thing" in run("places", "patch", plan_file, "Ours", code=2).stderr


def test_wards_are_tried_then_used(run: Run, as_json: AsJson, sample_file: Path, ward_file: Path) -> None:
    told = run("places", "use", sample_file, ward_file, "--try").stdout
    assert told == "This would change: 1 ward is new. Every record stays in its place.\n"
    assert "Low Hall" not in names(as_json("places", sample_file))
    assert run("places", "use", sample_file, ward_file).stdout.startswith(
        "Used the boundaries of Wards, 2023."
    )
    ward = names(as_json("places", sample_file))["Low Hall"]
    assert ward["kind"] == "ward" and ward["records"] == len(
        as_json("list", sample_file, "--place", "Low Hall")
    )
    assert "has these boundaries already" in run("places", "use", sample_file, ward_file).stdout


def test_the_boundaries_that_ship_are_had_back(
    run: Run, as_json: AsJson, sample_file: Path, ward_file: Path
) -> None:
    assert "has these boundaries already" in run("places", "restore", sample_file).stdout
    assert run("places", "restore", sample_file, "--try").stdout == "That would change nothing.\n"
    run("places", "use", sample_file, ward_file)
    assert "1 ward is gone." in run("places", "restore", sample_file, "--try").stdout
    assert "Low Hall" in names(as_json("places", sample_file))
    assert run("places", "restore", sample_file).stdout.startswith("Went back to the boundaries that came")
    assert "Low Hall" not in names(as_json("places", sample_file))
    run("undo", sample_file)
    assert "Low Hall" in names(as_json("places", sample_file))


def test_a_trial_names_the_records_that_would_move(run: Run, sample_file: Path) -> None:
    real = REAL / "wigan_msoa_2021_bgc.geojson"
    if not real.exists() or not _is_recognised(real):
        pytest.skip("the real boundaries are not beside this checkout")
    told = run("places", "use", sample_file, real, "--try").stdout
    assert "  Aspull Methodist Church: from Aspull & Red Rock to New Springs\n" in told


def test_a_file_may_be_told_to_be_something_else(
    run: Run, as_json: AsJson, plan_file: Path, ward_file: Path
) -> None:
    run("places", "use", plan_file, ward_file, "--as", "patch")
    assert names(as_json("places", plan_file))["Low Hall"]["kind"] == "patch"


def test_a_ward_of_the_name_of_a_town_does_not_hide_the_town(
    run: Run, as_json: AsJson, sample_file: Path, ward_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = as_json("list", sample_file, "--place", "Leigh")
    ward = Place(
        PlaceCode("E05000002"), "Leigh", PlaceKind.WARD, None, as_multipolygon(shapely.from_wkt(SQUARE))
    )
    monkeypatch.setattr(Wards, "read", lambda self, area, progress: iter([Bounded((ward,))]))
    run("places", "use", sample_file, ward_file)
    assert as_json("list", sample_file, "--place", "Leigh") == before
    assert as_json("list", sample_file, "--place", "E05000002") != before


def test_a_file_without_places_and_a_pack_that_is_not_there_are_told(
    run: Run, plan_file: Path, ward_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Wards, "read", lambda self, area, progress: iter(()))
    assert "holds no places" in run("places", "use", plan_file, ward_file, code=1).stderr
    assert "no installed map pack “Nowhere”" in run("places", "use", plan_file, "Nowhere", code=1).stderr


def test_a_record_does_not_belong_to_a_patch(run: Run, as_json: AsJson, sample_file: Path) -> None:
    run("places", "patch", sample_file, "Our patch", "--shape", SQUARE)
    record = as_json("list", sample_file)[0]["id"]
    assert (
        "does not belong to Our patch"
        in run("edit", sample_file, record, "--place", "Our patch", code=1).stderr
    )


def _is_recognised(path: Path) -> bool:
    try:
        return bool(recognise(path))
    except (NotImplementedError, Problem):
        return False


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wigan_wards_2023_bgc.geojson", "25 wards are new"),
        ("wigan_msoa_2021_bgc.geojson", "40 neighbourhoods have other boundaries"),
        ("wigan_borough_2023_bfc.geojson", "The borough has other boundaries"),
    ],
)
def test_the_real_boundaries_are_used(
    run: Run, sample_file: Path, name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (REAL / name).exists() or not _is_recognised(REAL / name):
        pytest.skip("the real boundaries are not beside this checkout")
    told = run("places", "use", sample_file, REAL / name).stdout
    assert words in told
    assert run("check", sample_file)
