"""`placeplanner known`: what published lists propose, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.mappacks import known_things
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, a_record
from tests.cli.conftest import AsJson, Run

EAST, NORTH = HINDLEY
REAL = Path(__file__).parents[2].parent / "shared" / "real"
LISTED = REAL / "heritage" / "wigan_listed_buildings_nhle.geojson"
SOURCE = "Historic England, National Heritage List for England, January 2026"
Lists = list[KnownThing]


def a_mill(number: int, name: str = "", **values: Any) -> KnownThing:
    name = name or f"Mill {number}"
    start = {"geometry": a_point(EAST + 200 * number), "details": {"grade": "II"}, **values}
    return KnownThing(f"nhle:{number}", Kind.HERITAGE, "listed_building", name, source=SOURCE, **start)


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> Lists:
    """What the installed map packs propose."""
    found = [
        a_mill(1),
        a_mill(2, "Church of All Saints"),
        KnownThing(
            "stop:1", Kind.ASSET, "bus_or_rail_stop", "Market Street", a_point(360500, 405000), "TfGM, 2016"
        ),
    ]
    monkeypatch.setattr(known_things, "installed", lambda: tuple(found))
    return found


@pytest.mark.usefixtures("lists")
def test_a_list_counts_what_there_is_of_each_type(run: Run, plan_file: Path) -> None:
    output = run("known", "list", plan_file).stdout
    assert [line.split()[:3] for line in output.splitlines()[2:]] == [
        ["Bus", "or", "rail"],
        ["Listed", "buildings", "2"],
    ]


@pytest.mark.usefixtures("lists")
def test_things_of_one_type_and_place_are_listed_and_added_and_not_twice(run: Run, plan_file: Path) -> None:
    assert "Church of All Saints" in run("known", "list", plan_file, "--type", "listed").stdout
    assert "Church" not in run("known", "list", plan_file, "--type", "bus stops", "--place", "Ince").stdout
    added = run("known", "add", plan_file, "--type", "Listed buildings").stdout
    assert added == "Added 2 listed buildings from Historic England.\n"
    assert (
        run("known", "add", plan_file, "--type", "listed building").stdout == "There is nothing new to add.\n"
    )
    run("undo", plan_file)
    assert run("known", "add", plan_file, "--all").stdout == "Added 3 known things.\n"


@pytest.mark.usefixtures("lists")
def test_one_thing_is_added_by_its_origin_and_shown_with_it(
    run: Run, as_json: AsJson, plan_file: Path
) -> None:
    assert (
        run("known", "add", plan_file, "--origin", "nhle:1").stdout
        == "Added “Mill 1” from Historic England.\n"
    )
    shown = as_json("show", plan_file, "Mill 1")
    assert (shown["origin"], shown["source"], shown["consent"]) == ("nhle:1", SOURCE, "public")


def test_a_newer_list_updates_what_nobody_touched(
    lists: Lists, run: Run, as_json: AsJson, plan_file: Path
) -> None:
    run("known", "add", plan_file, "--all")
    run("edit", plan_file, "Mill 1", "--set", "name=Our mill")
    lists[0] = a_mill(1, "New name", details={"grade": "I"})
    (row,) = (row for row in as_json("known", "list", plan_file) if row["state"] == "changed")
    assert row["would_change"] == ["details.grade"] and row["stays_as_people_wrote_it"] == ["name"]
    assert run("known", "update", plan_file, "--all").stdout == "Updated “New name” from Historic England.\n"
    assert as_json("show", plan_file, "Our mill")["details"]["grade"] == "I"
    assert run("known", "update", plan_file, "--all").stdout == "The lists say nothing new.\n"


def test_what_left_the_list_is_told(lists: Lists, run: Run, plan_file: Path) -> None:
    run("known", "add", plan_file, "--all")
    lists[:] = [a_mill(2), a_mill(0, "Another")]
    result = run("known", "update", plan_file, "--all")
    assert "“Mill 1” is no longer in its list. The record stays." in result.stderr


@pytest.mark.usefixtures("lists")
def test_what_is_declined_is_not_offered_until_it_is_had_back(
    run: Run, as_json: AsJson, plan_file: Path
) -> None:
    assert run("known", "decline", plan_file, "--origin", "nhle:1").stdout == "Declined “Mill 1”.\n"
    states = {row["origin"]: row["state"] for row in as_json("known", "list", plan_file)}
    assert states == {"nhle:1": "declined", "nhle:2": "new", "stop:1": "new"}
    assert run("known", "again", plan_file, "--all").stdout == "Had a declined thing back.\n"
    assert {row["state"] for row in as_json("known", "list", plan_file)} == {"new"}


@pytest.mark.usefixtures("lists")
def test_what_people_recorded_is_left_out_and_can_be_joined(
    run: Run, as_json: AsJson, plan_file: Path
) -> None:
    with PlanFile.open(plan_file, load_catalogue()) as plan:
        History(plan).perform(AddRecord(a_record("heritage", "Mill 1", geometry=a_point(EAST + 230))))
    result = run("known", "add", plan_file, "--type", "listed building")
    assert "Added “Church of All Saints”" in result.stdout and "recorded already" in result.stderr
    assert "Joined “Mill 1”" in run("known", "join", plan_file, "--all").stdout
    assert as_json("show", plan_file, "Mill 1")["details"]["grade"] == "II"


@pytest.mark.usefixtures("lists")
def test_what_is_not_there_is_told(run: Run, plan_file: Path) -> None:
    assert "Say which" in run("known", "add", plan_file, code=2).stderr
    assert "There are: " in run("known", "add", plan_file, "--type", "castle", code=1).stderr
    assert "No list has “nhle:99”" in run("known", "decline", plan_file, "--origin", "nhle:99", code=1).stderr


def test_without_lists_it_says_what_brings_them(run: Run, plan_file: Path) -> None:
    assert "maps add" in run("known", "list", plan_file).stderr


@pytest.mark.skipif(not LISTED.exists(), reason="the real files are not beside the checkout")
def test_the_national_list_of_the_borough_taken_in_twice_adds_nothing_the_second_time(
    run: Run, as_json: AsJson, plan_file: Path
) -> None:
    entries = {each["properties"]["ListEntry"] for each in json.loads(LISTED.read_text("utf-8"))["features"]}
    pack = ("--pack", LISTED)
    assert len(as_json("known", "list", plan_file, *pack)) == len(entries)
    added = run("known", "add", plan_file, "--all", *pack).stdout
    assert added == f"Added {len(entries)} listed buildings from Historic England.\n"
    assert run("known", "add", plan_file, "--all", *pack).stdout == "There is nothing new to add.\n"
    assert run("known", "update", plan_file, "--all", *pack).stdout == "The lists say nothing new.\n"
    listed = as_json("list", plan_file)
    assert len(listed) == len(entries) and {row["consent"] for row in listed} == {"public"}
