"""The command line as people and scripts meet it: a real process, real files, real pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import placeplanner

Place = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def pp(tmp_path: Path) -> Place:
    """Run `placeplanner …` in a folder of its own, with whatever else the environment should say."""

    def run(*args: object, code: int = 0, **environment: str | None) -> subprocess.CompletedProcess[str]:
        wanted = {**os.environ, **ours(), **environment}
        done = subprocess.run(
            command(*args),
            cwd=tmp_path,
            env={name: value for name, value in wanted.items() if value is not None},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def ours(*first: Path) -> dict[str, str]:
    """Where the new process finds the app, installed or not, and whatever should come before it."""
    folders = (*first, Path(placeplanner.__file__).parents[1])
    return {"PYTHONPATH": os.pathsep.join(map(str, folders))}


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "placeplanner", *map(str, args)]


def test_a_group_records_its_neighbourhood_and_hands_over_its_profile(pp: Place, tmp_path: Path) -> None:
    pp("new", "hindley.gpkg", "--name", "Our Hindley", "--place", "Hindley")
    pp("groups", "hindley", "--add", "Friends of Hindley")
    about = ("--group", "friends", "--consent", "public")
    pp(
        "add",
        "hindley",
        "--category",
        "library",
        "--name",
        "Hindley Library",
        "--at",
        "53.5337,-2.5794",
        *about,
    )
    corners = ("--at", "53.5232,-2.5709", "--at", "53.5230,-2.5755", "--at", "53.5254,-2.5763")
    pp(
        "add",
        "hindley",
        "--category",
        "park",
        "--kind",
        "greenspace",
        "--name",
        "Leyland Park",
        "--as",
        "area",
        *corners,
        *about,
    )
    pp("add", "hindley", "--category", "war memorial", "--name", "Cenotaph", "--at", "SD 6178 0445", *about)
    pp(
        *(
            "add",
            "hindley",
            "--category",
            "moving_around",
            "--name",
            "A bench on the hill",
            "--at",
            "SD 6170 0450",
        ),
        *(
            "--set",
            "said=Half way up I need to sit.",
            "--set",
            "aim=create",
            "--set",
            "missions=mission_2",
            *about,
        ),
    )
    listed = json.loads(pp("list", "hindley", "--json").stdout)
    assert {record["kind"] for record in listed} == {"asset", "greenspace", "heritage", "priority"}
    assert {record["town"] for record in listed} == {"Hindley"}

    assert "A bench on the hill" in pp("undo", "hindley").stdout
    assert len(json.loads(pp("list", "hindley", "--json").stdout)) == 3
    pp("redo", "hindley")
    assert "nothing amiss" in pp("check", "hindley").stdout

    written = pp(
        "export", "hindley", "--place", "Hindley", "--to", "out", "--audience", "public"
    ).stdout.split()
    assert sorted(Path(path).suffix for path in written) == [
        ".csv",
        ".geojson",
        ".gpkg",
        ".html",
        ".pdf",
        ".xlsx",
    ]
    shared = json.loads((tmp_path / "out" / "hindley-records.geojson").read_text(encoding="utf-8"))
    assert {feature["properties"]["name"] for feature in shared["features"]} == {
        record["name"] for record in listed
    }


def test_a_lost_plan_comes_back_from_its_backup(pp: Place, tmp_path: Path) -> None:
    pp("sample", "mine.gpkg")
    backup = pp("backup", "mine.gpkg", "--to", "stick").stdout.strip().removeprefix("Backed up to ")
    (tmp_path / "mine.gpkg").write_bytes(b"coffee")
    assert "not a plan" in pp("list", "mine.gpkg", code=1).stderr
    assert "kept" in pp("restore", backup, "--to", "mine.gpkg").stdout
    assert "nothing amiss" in pp("check", "mine.gpkg").stdout
    (kept,) = tmp_path.glob("mine (kept*")
    assert kept.read_bytes() == b"coffee"


def test_a_terminal_that_knows_only_ascii_stops_nothing(pp: Place) -> None:
    plain = {
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    pp("new", "a.gpkg", **plain)
    pp(
        "add",
        "a.gpkg",
        "--category",
        "café",
        "--name",
        "Café “Zoë” ☕",
        "--at",
        "53.5337,-2.5794",
        PYTHONUTF8="1",
    )
    for environment in (plain, {"LC_ALL": "C", "LANG": "C"}):
        assert "Café “Zoë” ☕" in pp("list", "a.gpkg", **environment).stdout
        (record,) = json.loads(pp("list", "a.gpkg", "--json", **environment).stdout)
        assert record["name"] == "Café “Zoë” ☕"
        assert "“zz”" in pp("show", "a.gpkg", "zz", code=1, **environment).stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes of another kind")
def test_a_reader_who_has_seen_enough_is_no_error(pp: Place, tmp_path: Path) -> None:
    pp("sample", "a.gpkg")
    for args in (("list", "a.gpkg"), ("list", "a.gpkg", "--json"), ("--help",)):
        process = subprocess.Popen(
            command(*args),
            cwd=tmp_path,
            env={**os.environ, **ours()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout and process.stderr
        process.stdout.close()
        told = process.stderr.read()
        process.stderr.close()
        assert (process.wait(60), told) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_an_interrupted_command_ends_with_130_and_leaves_the_plan_whole(pp: Place, tmp_path: Path) -> None:
    pp("sample", "a.gpkg")
    process = subprocess.Popen(
        command("export", "a.gpkg", "--place", "borough", "--to", "out"),
        cwd=tmp_path,
        env={**os.environ, **ours()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # a shell that starts the tests in the background has them ignore Ctrl+C, and so would what they start
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr
    assert "…" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 130
    assert "Traceback" not in told and "Interrupted." in told
    assert not list((tmp_path / "out").iterdir())
    assert "nothing amiss" in pp("check", "a.gpkg").stdout


def test_a_machine_without_a_display_shows_all_that_the_app_makes(pp: Place, tmp_path: Path) -> None:
    bare = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    done = pp("demo", "--to", "demo", **bare)
    written = [tmp_path / line for line in done.stdout.splitlines()]
    assert len(written) == 2 + 14 * 6
    assert all(path.stat().st_size > 500 for path in written)
    assert "8 of 15: the profile of Hindley …" in done.stderr
    pp("map", "demo/sample.gpkg", "--place", "Hindley", "--out", "hindley.pdf", **bare)
    assert (tmp_path / "hindley.pdf").read_bytes().startswith(b"%PDF")
    if sys.platform.startswith("linux"):
        assert "placeplanner demo" in pp("open", "demo/sample.gpkg", code=1, **bare).stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there is a display something to miss")
def test_a_display_that_is_named_but_not_there_stops_no_map_and_no_profile(pp: Place, tmp_path: Path) -> None:
    lost = {"DISPLAY": ":4711", "QT_QPA_PLATFORM": None}
    pp("sample", "a.gpkg", **lost)
    pp("map", "a.gpkg", "--place", "Hindley", "--out", "hindley.png", **lost)
    pp("export", "a.gpkg", "--place", "Hindley", "--to", "out", "--format", "pdf", **lost)


def test_wrong_use_ends_with_two_and_a_hint(pp: Place) -> None:
    assert "--help" in pp("lst", code=2).stderr
    assert "--help" in pp("add", "a.gpkg", code=2).stderr
    assert pp("list", "gone.gpkg", code=1).stdout == ""


def test_nothing_but_the_window_and_the_map_needs_qt(pp: Place, tmp_path: Path) -> None:
    """Each command runs in a Python that cannot import PySide6."""
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "PySide6.py").write_text("raise ImportError('hidden')")
    hidden = ours(tmp_path / "hide")
    pp("sample", "a.gpkg", **hidden)
    for args in (
        ("list", "a.gpkg"),
        ("check", "a.gpkg"),
        ("places",),
        ("kinds",),
        ("history", "a.gpkg"),
        ("undo", "a.gpkg"),
    ):
        pp(*args, **hidden)
    pp("export", "a.gpkg", "--place", "Hindley", "--to", "out", **hidden)
    assert "Install Place Planner again" in pp("open", QT_QPA_PLATFORM="offscreen", code=1, **hidden).stderr
