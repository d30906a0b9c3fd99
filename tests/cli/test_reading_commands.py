"""Listing and showing records."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import shapely

from placeplanner.store import gpkg
from tests.cli.conftest import AsJson, Run

KEYS = [
    "id", "kind", "category", "category_label", "name", "place", "place_is_corrected", "town", "shape",
    "lat", "lon", "grid_ref", "geometry", "notes", "source", "group", "contributor", "session", "consent",
    "sample", "origin", "details", "photos", "created_at", "created_by", "changed_at", "changed_by",
]  # fmt: skip


def test_a_list_tells_id_kind_category_place_and_name(run: Run, sample_file: Path) -> None:
    told = run("list", sample_file, "--place", "Hindley").stdout
    line = next(
        line for line in told.splitlines() if "Hindley Library " not in line and "Hindley Library" in line
    )
    assert all(word in line for word in ("asset", "Library", "Hindley West, Hindley"))
    assert "11 records." in told


def test_an_id_from_the_list_is_enough_to_show_a_record(run: Run, sample_file: Path) -> None:
    for line in run("list", sample_file, "--kind", "priority").stdout.splitlines()[2:-2]:
        run("show", sample_file, line.split()[0])


def test_a_town_takes_in_its_neighbourhoods_and_the_borough_takes_in_all(
    as_json: AsJson, sample_file: Path
) -> None:
    everything = as_json("list", sample_file)
    assert len(as_json("list", sample_file, "--place", "borough")) == len(everything)
    town = as_json("list", sample_file, "--place", "Leigh")
    assert {record["town"] for record in town} == {"Leigh"}
    assert len(town) == sum(record["town"] == "Leigh" for record in everything)
    part = as_json("list", sample_file, "--place", "Leigh Central")
    assert 0 < len(part) < len(town)


def test_conditions_add_up(as_json: AsJson, sample_file: Path) -> None:
    found = as_json(
        "list", sample_file, "--kind", "asset", "--kind", "heritage", "--text", "canal", "--place", "Abram"
    )
    assert {record["kind"] for record in found} <= {"asset", "heritage"}
    assert all(record["town"] == "Abram" for record in found) and found


def test_a_category_and_a_session_can_be_asked_for(as_json: AsJson, sample_file: Path) -> None:
    libraries = as_json("list", sample_file, "--category", "Library")
    assert {record["category"] for record in libraries} == {"library"} and len(libraries) >= 10
    walk = as_json("list", sample_file, "--session", "2026-05-16")
    assert walk and all("Sample walk" in record["session"] for record in walk)


def test_json_has_the_same_keys_in_the_same_order_for_every_record(
    as_json: AsJson, sample_file: Path
) -> None:
    listed = as_json("list", sample_file)
    assert all(list(record) == KEYS for record in listed)
    assert [record["name"].casefold() for record in listed] == sorted(
        record["name"].casefold() for record in listed
    )


def test_json_gives_positions_in_degrees_and_as_a_grid_reference(as_json: AsJson, sample_file: Path) -> None:
    told = as_json("show", sample_file, "Hindley Library")
    assert (told["lat"], told["lon"]) == (
        pytest.approx(53.53370, abs=1e-6),
        pytest.approx(-2.57941, abs=1e-6),
    )
    assert told["grid_ref"] == "SD 6169 0427"
    assert told["geometry"]["type"] == "Point"
    assert told["geometry"]["coordinates"] == [told["lon"], told["lat"]]
    area = as_json("show", sample_file, "Leyland Park")
    assert area["geometry"]["type"] == "Polygon" and area["shape"] == "area"


def test_an_empty_plan_lists_nothing_and_says_so(run: Run, as_json: AsJson, plan_file: Path) -> None:
    result = run("list", plan_file)
    assert result.stdout == "" and "No record" in result.stderr
    assert as_json("list", plan_file) == []


def test_showing_a_record_tells_everything_in_words(run: Run, sample_file: Path) -> None:
    told = run("show", sample_file, "Haigh Hall").stdout
    for words in (
        "II*",
        "1228292",
        "Aspull & Red Rock, Aspull",
        "SD ",
        "Historic England",
        "Everyone",
        "wedding",
    ):
        assert words in told


def test_a_size_is_told_of_lines_and_areas(run: Run, sample_file: Path) -> None:
    assert " ha" in run("show", sample_file, "Leyland Park").stdout
    assert " km" in run("show", sample_file, "Towpath below Haigh").stdout


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("--place", "Atlantis"), "No place"),
        (("--category", "libary"), "Did you mean library"),
        (("--session", "never"), "no session"),
    ],
)
def test_a_condition_that_nobody_knows_is_refused(
    run: Run, sample_file: Path, wrong: tuple[str, ...], says: str
) -> None:
    assert says in run("list", sample_file, *wrong, code=1).stderr


def test_a_category_of_another_version_can_be_asked_for_too(
    run: Run, as_json: AsJson, sample_file: Path
) -> None:
    connection = sqlite3.connect(sample_file)
    gpkg.add_functions(connection)
    connection.execute("UPDATE assets SET category = 'tower' WHERE name = 'Hindley Library'")
    connection.commit()
    connection.close()
    assert [record["category"] for record in as_json("list", sample_file, "--category", "tower")] == ["tower"]


def test_what_another_program_did_is_taken_in_and_told(run: Run, as_json: AsJson, sample_file: Path) -> None:
    connection = sqlite3.connect(sample_file)
    gpkg.add_functions(connection)
    connection.execute(
        "INSERT INTO assets(geom, name, category) VALUES (?, 'Made outside', 'library')",
        (gpkg.to_gpb(shapely.Point(361900, 404500)),),
    )
    connection.commit()
    connection.close()
    result = run("list", sample_file, "--place", "Hindley", "--text", "outside")
    assert "another program" in result.stderr
    assert "Made outside" in result.stdout
    assert as_json("show", sample_file, "Made outside")["town"] == "Hindley"


def test_a_record_put_beyond_great_britain_is_still_listed_and_shown(
    run: Run, as_json: AsJson, sample_file: Path
) -> None:
    connection = sqlite3.connect(sample_file)
    gpkg.add_functions(connection)
    far = gpkg.to_gpb(shapely.Point(-5_000_000, 0))
    connection.execute("UPDATE assets SET geom = ? WHERE name = 'Hindley Library'", (far,))
    connection.commit()
    connection.close()
    assert as_json("show", sample_file, "Hindley Library")["lat"] is None
    assert "not in Great Britain" in run("show", sample_file, "Hindley Library").stdout
