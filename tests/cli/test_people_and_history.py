"""Groups, contributors, sessions; history, undo, redo; photos."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Audience
from placeplanner.store.planfile import PlanFile
from tests.cli.conftest import AsJson, Run


def test_groups_are_added_once_and_listed(run: Run, as_json: AsJson, plan_file: Path) -> None:
    assert "no groups yet" in run("groups", plan_file).stderr
    run("groups", plan_file, "--add", "Friends of Leyland Park", "--contact", "the park gate")
    assert "already" in run("groups", plan_file, "--add", "friends of leyland  park", code=1).stderr
    (group,) = as_json("groups", plan_file)
    assert (group["name"], group["contact"]) == ("Friends of Leyland Park", "the park gate")
    assert "Friends of Leyland Park" in run("groups", plan_file).stdout


def test_contributors_are_not_named_unless_they_agreed(run: Run, as_json: AsJson, plan_file: Path) -> None:
    run("groups", plan_file, "--add", "Friends")
    run("contributors", plan_file, "--add", "Sam", "--group", "friends")
    run("contributors", plan_file, "--add", "Ali", "--may-be-named")
    named = {
        person["name"]: (person["group"], person["may_be_named"])
        for person in as_json("contributors", plan_file)
    }
    assert named == {"Sam": ("Friends", False), "Ali": (None, True)}
    assert "yes" in run("contributors", plan_file).stdout


def test_sessions_have_a_day_and_a_place(run: Run, as_json: AsJson, plan_file: Path) -> None:
    run(
        "sessions",
        plan_file,
        "--add",
        "Spring walk",
        "--date",
        "2026-04-18",
        "--place",
        "hindley",
        "--who",
        "Nine of us",
    )
    run("sessions", plan_file, "--add", "Today's")
    found = {each["name"]: each for each in as_json("sessions", plan_file)}
    assert (found["Spring walk"]["date"], found["Spring walk"]["place"]) == ("2026-04-18", "Hindley")
    assert found["Today's"]["date"] == date.today().isoformat()
    assert "Spring walk" in run("sessions", plan_file).stdout


@pytest.mark.parametrize(
    ("wrong", "code", "says"),
    [
        (("groups", "--add", " "), 2, "empty"),
        (("contributors", "--add", "Sam", "--group", "none"), 1, "no group"),
        (("sessions", "--add", "x", "--date", "2026-02-31"), 2, "not a day"),
        (("sessions", "--add", "x", "--place", "Atlantis"), 1, "No place"),
    ],
)
def test_people_that_cannot_be_added_are_refused(
    run: Run, plan_file: Path, wrong: tuple[str, ...], code: int, says: str
) -> None:
    assert says in run(wrong[0], plan_file, *wrong[1:], code=code).stderr


def add(run: Run, plan: Path, name: str) -> None:
    run("add", plan, "--category", "library", "--name", name, "--at", "53.5337,-2.5794")


def test_the_history_says_what_a_step_was_done_to(run: Run, plan_file: Path) -> None:
    run("add", plan_file, "--category", "library", "--name", "Hindley Library", "--at", "SD 6190 0450")
    run("edit", plan_file, "Hindley Library", "--at", "SD 6190 0460")
    run(
        "profile",
        plan_file,
        "--place",
        "Leigh",
        "--out",
        plan_file.parent,
        "--format",
        "csv",
        "--foreword",
        __file__,
    )
    told = run("history", plan_file).stdout
    assert "Shaped a profile: Leigh" in told
    assert all("Hindley Library" in line for line in told.splitlines()[-2:])


def test_the_history_tells_every_step_newest_first(run: Run, as_json: AsJson, plan_file: Path) -> None:
    assert "Nothing has been done" in run("history", plan_file).stderr
    add(run, plan_file, "One")
    add(run, plan_file, "Two")
    assert [step["label"] for step in as_json("history", plan_file)] == ["Added “Two”", "Added “One”"]
    assert len(as_json("history", plan_file, "--limit", "1")) == 1
    told = run("history", plan_file).stdout
    assert told.index("Two") < told.index("One")


def test_steps_are_taken_back_and_done_again(run: Run, as_json: AsJson, plan_file: Path) -> None:
    for name in ("One", "Two", "Three"):
        add(run, plan_file, name)
    assert "Undid: Added “Three”" in run("undo", plan_file).stdout
    assert run("undo", plan_file, "--times", "9").stdout.count("Undid") == 2
    assert as_json("list", plan_file) == []
    assert all(step["undone"] for step in as_json("history", plan_file))
    assert "undone" in run("history", plan_file).stdout
    assert run("redo", plan_file, "--times", "2").stdout.count("Did again") == 2
    assert {record["name"] for record in as_json("list", plan_file)} == {"One", "Two"}


def test_nothing_to_undo_or_redo_is_told(run: Run, plan_file: Path) -> None:
    assert "nothing to undo" in run("undo", plan_file, code=1).stderr
    assert "nothing to do again" in run("redo", plan_file, code=1).stderr
    run("undo", plan_file, "--times", "0", code=2)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "library.jpg"
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "#2F7D32").save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue())
    return path


def test_a_photo_is_kept_in_the_plan(run: Run, as_json: AsJson, sample_file: Path, picture: Path) -> None:
    run(
        "photo",
        sample_file,
        "Hindley Library",
        picture,
        "--caption",
        "The door",
        "--credit",
        "Sam",
        "--consent",
        "public",
    )
    (photo_id,) = as_json("show", sample_file, "Hindley Library")["photos"]
    with PlanFile.open(sample_file, load_catalogue(), read_only=True) as plan:
        photo = plan.photo(photo_id)
        assert photo is not None
        assert (photo.caption, photo.credit, photo.consent) == ("The door", "Sam", Audience.PUBLIC)
        assert (photo.width, photo.height) == (640, 480)
        assert plan.photo_bytes(photo.sha256)
    assert "640 × 480 The door" in run("show", sample_file, "Hindley Library").stdout
    run("undo", sample_file)
    assert as_json("show", sample_file, "Hindley Library")["photos"] == []


def test_a_photo_without_a_caption_is_added_with_a_word_about_it(
    run: Run, sample_file: Path, picture: Path
) -> None:
    assert "no caption" in run("photo", sample_file, "Hindley Library", picture).stderr


def test_a_record_removed_with_its_photo_comes_back_with_it(
    run: Run, as_json: AsJson, sample_file: Path, picture: Path
) -> None:
    run("photo", sample_file, "Hindley Library", picture, "--caption", "The door")
    run("remove", sample_file, "Hindley Library")
    run("undo", sample_file)
    assert len(as_json("show", sample_file, "Hindley Library")["photos"]) == 1
    run("check", sample_file)


def test_photos_are_listed_described_saved_and_taken_away(
    run: Run, as_json: AsJson, sample_file: Path, picture: Path, tmp_path: Path
) -> None:
    assert "no photo yet" in run("photos", sample_file, "Hindley Library").stderr
    run("photo", sample_file, "Hindley Library", picture)
    (photo,) = as_json("photos", sample_file, "Hindley Library")
    run(
        "photo-edit",
        sample_file,
        photo["id"][:8],
        "--caption",
        "The door",
        "--consent",
        "public",
        "--may-show-place",
    )
    assert "The door" in run("photos", sample_file, "Hindley Library", "--save", tmp_path / "out").stdout
    (saved,) = (tmp_path / "out").iterdir()
    with Image.open(saved) as image:
        assert image.size == (640, 480)
    (photo,) = as_json("photos", sample_file, "Hindley Library")
    assert (photo["consent"], photo["may_show_place"]) == ("public", True)
    assert "so already" in run("photo-edit", sample_file, photo["id"], "--caption", "The door").stdout
    run("photo-remove", sample_file, photo["id"])
    assert as_json("photos", sample_file, "Hindley Library") == []
    run("undo", sample_file)
    assert len(as_json("photos", sample_file, "Hindley Library")) == 1


def test_a_photo_that_is_not_clear_is_told(run: Run, sample_file: Path, picture: Path) -> None:
    run("photo", sample_file, "Hindley Library", picture)
    assert "Say what to change" in run("photo-edit", sample_file, "1a2b", code=2).stderr
    assert "No photo has the id" in run("photo-edit", sample_file, "zz", "--caption", "x", code=1).stderr
    assert "No photo has the id" in run("photo-remove", sample_file, "", code=1).stderr


def test_photos_that_cannot_be_saved_are_told(run: Run, sample_file: Path, picture: Path) -> None:
    run("photo", sample_file, "Hindley Library", picture)
    assert (
        "cannot be written" in run("photos", sample_file, "Hindley Library", "--save", picture, code=1).stderr
    )


def test_what_is_no_photo_is_refused(run: Run, sample_file: Path, tmp_path: Path, picture: Path) -> None:
    (tmp_path / "words.jpg").write_text("not a picture")
    (tmp_path / "empty.jpg").touch()
    for name in ("words.jpg", "empty.jpg", "gone.jpg", "."):
        run("photo", sample_file, "Hindley Library", tmp_path / name, code=1)
    run("photo", sample_file, "zzz", picture, code=1)
    run("check", sample_file)
