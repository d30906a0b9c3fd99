"""`placeplanner check` finds what is amiss, says what to do, and changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import shapely

from placeplanner.store import gpkg
from tests.cli.conftest import Run


def meddle(path: Path, *statements: str, **values: object) -> None:
    """What another program might do to a plan."""
    connection = sqlite3.connect(path)
    gpkg.add_functions(connection)
    for statement in statements:
        connection.execute(statement, values)
    connection.commit()
    connection.close()


def test_a_good_plan_is_whole(run: Run, sample_file: Path) -> None:
    before = sample_file.read_bytes()
    assert "nothing amiss" in run("check", sample_file).stdout
    assert sample_file.read_bytes() == before


def test_a_lost_trigger_is_found_and_not_yet_mended(run: Run, sample_file: Path) -> None:
    meddle(sample_file, "DROP TRIGGER journal_assets_update")
    for _ in range(2):
        assert "assets" in run("check", sample_file, code=1).stderr
    run("list", sample_file)
    run("check", sample_file)


def test_a_record_of_a_group_that_is_gone_is_found(run: Run, sample_file: Path) -> None:
    meddle(sample_file, "UPDATE assets SET group_uuid = 'nobody' WHERE name = 'Hindley Library'")
    told = run("check", sample_file, code=1).stderr
    assert "“Hindley Library”" in told and "group that is not in the plan" in told
    assert "1 thing amiss" in told


def test_a_session_and_a_place_that_are_gone_are_found(run: Run, sample_file: Path) -> None:
    meddle(
        sample_file,
        "UPDATE assets SET session_uuid = 'x', contributor_uuid = 'y', place = 'z' WHERE name = 'Hindley Library'",
    )
    assert "contributor and a session and a place" in run("check", sample_file, code=1).stderr


def test_a_category_that_nobody_knows_is_found(run: Run, sample_file: Path) -> None:
    meddle(sample_file, "UPDATE assets SET category = 'tower' WHERE name = 'Hindley Library'")
    assert "“tower”" in run("check", sample_file, code=1).stderr


def test_a_shape_that_crosses_itself_is_found(run: Run, sample_file: Path) -> None:
    bow_tie = shapely.Polygon([(361900, 404500), (362100, 404700), (362100, 404500), (361900, 404700)])
    meddle(
        sample_file,
        "UPDATE greenspaces SET geom = :geom WHERE name = 'Leyland Park'",
        geom=gpkg.to_gpb(bow_tie),
    )
    told = run("check", sample_file, code=1).stderr
    assert "“Leyland Park”" in told and "crosses itself" in told


def test_a_shape_outside_the_borough_is_found(run: Run, sample_file: Path) -> None:
    london = gpkg.to_gpb(shapely.Point(530000, 180000))
    meddle(sample_file, "UPDATE assets SET geom = :geom WHERE name = 'Hindley Library'", geom=london)
    assert "outside the borough" in run("check", sample_file, code=1).stderr


def test_a_photo_of_a_record_that_is_gone_is_found(run: Run, sample_file: Path) -> None:
    meddle(sample_file, "INSERT INTO photos(uuid, record_uuid, sha256) VALUES ('p', 'gone', 'none')")
    told = run("check", sample_file, code=1).stderr
    assert "photos" in told


def test_what_is_found_is_told_on_one_line_each(run: Run, sample_file: Path) -> None:
    meddle(
        sample_file,
        "UPDATE assets SET category = 'tower', name = 'Two' || char(10) || 'lines' WHERE name = 'Hindley Library'",
    )
    told = run("check", sample_file, code=1).stderr
    assert "“Two lines”" in told
