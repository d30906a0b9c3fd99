"""Adding, changing and removing records from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from placeplanner import settings
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Audience, Kind, Shape
from placeplanner.domain.record import Record
from placeplanner.settings import Settings
from placeplanner.store.planfile import PlanFile
from tests.cli.conftest import AsJson, Run

LIBRARY = ("--category", "library", "--name", "Hindley Library", "--at", "53.5337,-2.57941")


def records(path: Path) -> tuple[Record, ...]:
    with PlanFile.open(path, load_catalogue(), read_only=True) as plan:
        return plan.records()


def only(path: Path) -> Record:
    (record,) = records(path)
    return record


def test_a_record_is_added_where_it_is_said_to_be(run: Run, plan_file: Path) -> None:
    told = run("add", plan_file, "--kind", "asset", *LIBRARY).stdout
    record = only(plan_file)
    assert (record.kind, record.category, record.name) == (Kind.ASSET, "library", "Hindley Library")
    assert record.place == "E02001299"
    assert record.consent is Audience.GROUP
    assert not record.is_sample
    assert "Hindley West, Hindley" in told and record.id[:8] in told


def test_latitude_and_longitude_and_the_grid_reference_mean_the_same(run: Run, plan_file: Path) -> None:
    for position in ("53.53533,-2.57809", "SD 61781 04452", "361781 404452", "53°32'07.19\"N 2°34'41.12\"W"):
        run("add", plan_file, "--category", "library", "--name", "x", "--at", position)
    first, *others = records(plan_file)
    assert all(first.geometry.distance(other.geometry) < 2 for other in others)


def test_the_kind_may_be_left_out_where_the_category_says_it(run: Run, plan_file: Path) -> None:
    run("add", plan_file, "--category", "war memorial", "--name", "Cenotaph", "--at", "SD 6178 0445")
    assert only(plan_file).kind is Kind.HERITAGE


def test_everything_about_a_record_can_be_said_at_once(run: Run, plan_file: Path) -> None:
    run("groups", plan_file, "--add", "Friends of Leyland Park")
    run("contributors", plan_file, "--add", "Sam", "--group", "friends")
    run("sessions", plan_file, "--add", "Spring walk", "--date", "2026-04-18")
    run(
        *(
            "add",
            plan_file,
            *LIBRARY,
            "--notes",
            "Warm and dry",
            "--source",
            "Our walk",
            "--consent",
            "PUBLIC",
        ),
        *("--group", "leyland", "--contributor", "sam", "--session", "spring", "--place", "Leigh West"),
        *("--set", "step_free=yes", "--set", "opening_times=Mon–Fri 9–5", "--set", "current_use="),
    )
    record = only(plan_file)
    assert (record.notes, record.source, record.consent) == ("Warm and dry", "Our walk", Audience.PUBLIC)
    assert record.group and record.contributor and record.session
    assert record.place_is_corrected and record.place == "E02001319"
    assert record.details == {"step_free": "yes", "opening_times": "Mon–Fri 9–5"}


def test_notes_may_also_be_set_like_any_answer(run: Run, plan_file: Path) -> None:
    run("add", plan_file, *LIBRARY, "--set", "notes=Warm")
    assert only(plan_file).notes == "Warm"


@pytest.mark.parametrize(
    ("how", "category", "shape"), [("line", "towpath", Shape.LINE), ("area", "woodland", Shape.AREA)]
)
def test_lines_and_areas_are_added_by_their_corners(
    run: Run, plan_file: Path, how: str, category: str, shape: Shape
) -> None:
    corners = [part for at in ("53.534,-2.579", "53.534,-2.577", "53.533,-2.578") for part in ("--at", at)]
    run("add", plan_file, "--category", category, "--name", "x", "--as", how, *corners)
    assert only(plan_file).shape is shape


def test_well_known_text_is_understood_and_mended_where_asked(run: Run, plan_file: Path) -> None:
    bow_tie = "POLYGON((361900 404500, 362100 404700, 362100 404500, 361900 404700, 361900 404500))"
    copse = ("--category", "woodland", "--name", "Copse", "--shape-wkt", bow_tie)
    assert "--mend" in run("add", plan_file, *copse, code=1).stderr
    assert records(plan_file) == ()
    assert "Mended" in run("add", plan_file, *copse, "--mend").stderr
    assert only(plan_file).geometry.is_valid


def test_what_was_added_comes_back_as_json(as_json: AsJson, plan_file: Path) -> None:
    added = as_json("add", plan_file, *LIBRARY)
    assert added["id"] == only(plan_file).id
    assert added["town"] == "Hindley"


def test_whoever_works_here_is_noted_as_the_one_who_did_it(run: Run, plan_file: Path) -> None:
    settings.save(Settings(contributor="Sam"))
    run("add", plan_file, *LIBRARY)
    assert only(plan_file).created_by == "Sam"


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        (("--category", "library", "--name", "x"), 2, "Say where it is"),
        (("--name", "x", "--at", "53.5337,-2.5794"), 2, "--category"),
        (("--category", "library", "--at", "53.5337,-2.5794"), 2, "--name"),
        (("--category", "libary", "--name", "x", "--at", "53.5337,-2.5794"), 1, "Did you mean library"),
        (("--category", "library", "--name", "x", "--at", "here"), 1, "not a position"),
        (("--category", "library", "--name", "x", "--at", "-2.5794,53.5337"), 1, "wrong way round"),
        (("--category", "library", "--name", "x", "--at", "53.5337,2.5794"), 1, "minus sign"),
        (("--category", "library", "--name", "x", "--at", "51.5,-0.12"), 1, "outside the borough"),
        (("--category", "library", "--name", "x", "--at", "95,-200"), 1, ""),
        (("--category", "library", "--name", " ", "--at", "53.5337,-2.5794"), 1, "name is empty"),
        (("--kind", "heritage", *LIBRARY), 1, "of the kind heritage"),
        (("--kind", "thing", *LIBRARY), 2, "not a kind"),
        ((*LIBRARY, "--consent", "all"), 2, "consent"),
        ((*LIBRARY, "--set", "consent=all"), 1, "not a consent"),
        ((*LIBRARY, "--set", "step_free"), 2, "field=value"),
        ((*LIBRARY, "--set", "step_free=maybe"), 1, "Choose from"),
        ((*LIBRARY, "--set", "grade=II"), 1, "no question"),
        ((*LIBRARY, "--group", "Nobody"), 1, "Add it first"),
        ((*LIBRARY, "--place", "Atlantis"), 1, "No place is called"),
        ((*LIBRARY, "--at", "53.53,-2.58"), 2, "--as line"),
        ((*LIBRARY, "--as", "circle"), 2, "circle"),
    ],
)
def test_a_record_that_cannot_be_added_is_refused_with_the_reason(
    run: Run, plan_file: Path, wrong: tuple[str, ...], code: int, says: str
) -> None:
    before = plan_file.read_bytes()
    assert says in run("add", plan_file, *wrong, code=code).stderr
    assert plan_file.read_bytes() == before


def test_a_record_is_changed_in_one_step(run: Run, sample_file: Path) -> None:
    told = run(
        *(
            "edit",
            sample_file,
            "hindley library",
            "--name",
            "Hindley  Library and Museum",
            "--consent",
            "group",
        ),
        *(
            "--set",
            "step_free=partly",
            "--set",
            "cost=",
            "--set",
            "notes=Changed",
            "--at",
            "53.49777,-2.52003",
        ),
    ).stdout
    assert "Changed “Hindley Library and Museum”" in told
    record = next(r for r in records(sample_file) if r.notes == "Changed")
    assert record.name == "Hindley Library and Museum"
    assert record.details == {"step_free": "partly"}
    assert record.consent is Audience.GROUP
    assert record.place == "E02001316"
    run("undo", sample_file)
    assert "Hindley Library" in {r.name for r in records(sample_file)}
    assert not any(r.notes == "Changed" for r in records(sample_file))


def test_a_reference_is_taken_away_by_an_empty_text(run: Run, sample_file: Path) -> None:
    run("edit", sample_file, "Hindley Library", "--group", "", "--set", "session=", "--contributor", "")
    record = next(r for r in records(sample_file) if r.name == "Hindley Library")
    assert (record.group, record.session, record.contributor) == (None, None, None)


def test_a_place_is_corrected_and_worked_out_again(run: Run, as_json: AsJson, sample_file: Path) -> None:
    run("edit", sample_file, "Hindley Library", "--place", "Hindley East")
    told = as_json("show", sample_file, "Hindley Library")
    assert told["place"]["name"] == "Hindley East" and told["place_is_corrected"]
    run("edit", sample_file, "Hindley Library", "--place", "auto")
    told = as_json("show", sample_file, "Hindley Library")
    assert told["place"]["name"] == "Hindley West" and not told["place_is_corrected"]


def test_a_category_is_changed_within_its_kind_only(run: Run, as_json: AsJson, sample_file: Path) -> None:
    assert (
        as_json("edit", sample_file, "Hindley Library", "--category", "community centre")["category"]
        == "community_centre"
    )
    assert (
        "of the kind asset"
        in run("edit", sample_file, "Hindley Library", "--category", "woodland", code=1).stderr
    )


def test_changing_nothing_is_said_to_change_nothing(run: Run, sample_file: Path) -> None:
    assert "so already" in run("edit", sample_file, "Hindley Library", "--consent", "public").stdout
    assert "Made the sample plan" in run("undo", sample_file).stdout


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        ((), 2, "Say what to change"),
        (("--name", ""), 1, "name is empty"),
        (("--set", "nots=x"), 1, "Did you mean notes"),
        (("--as", "line", "--at", "53.53,-2.57", "--at", "53.54,-2.58"), 1, "not as a line"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_the_reason(
    run: Run, sample_file: Path, wrong: tuple[str, ...], code: int, says: str
) -> None:
    before = sample_file.read_bytes()
    assert says in run("edit", sample_file, "Hindley Library", *wrong, code=code).stderr
    assert sample_file.read_bytes() == before


def test_a_removed_record_comes_back_by_undo(run: Run, sample_file: Path) -> None:
    before = {record.name for record in records(sample_file)}
    assert "placeplanner undo" in run("remove", sample_file, "Hindley Library").stdout
    assert before - {record.name for record in records(sample_file)} == {"Hindley Library"}
    run("undo", sample_file)
    assert {record.name for record in records(sample_file)} == before


def test_several_records_are_removed_in_one_step(run: Run, sample_file: Path) -> None:
    before = len(records(sample_file))
    run("remove", sample_file, "Hindley Library", "Leigh Library", "hindley library")
    assert len(records(sample_file)) == before - 2
    run("undo", sample_file)
    assert len(records(sample_file)) == before


def test_if_one_of_several_is_not_known_none_is_removed(run: Run, sample_file: Path) -> None:
    before = len(records(sample_file))
    run("remove", sample_file, "Hindley Library", "zzz", code=1)
    assert len(records(sample_file)) == before
