"""The scripts that a person starts: readable by any shell, and quick to say what they are for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
SHELL_SCRIPTS = sorted(PACKAGING.glob("*.sh"))
POSIX = [path for path in SHELL_SCRIPTS if path.read_text("utf-8").startswith("#!/bin/sh\n")]
only_posix = pytest.mark.skipif(os.name == "nt", reason="a shell of Unix")


@only_posix
@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_in_the_language_of_its_first_line(script: Path) -> None:
    shell = script.read_text("utf-8").splitlines()[0].removeprefix("#!")
    assert subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False).stderr == ""


@only_posix
@pytest.mark.parametrize("script", POSIX, ids=lambda path: path.name)
def test_the_plainest_shell_reads_it_too(script: Path) -> None:
    dash = shutil.which("dash")
    if dash is None:
        pytest.skip("dash is not installed")
    assert subprocess.run([dash, "-n", script], capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize("name", ["run", "test", "with_python"])
def test_windows_has_a_twin_of_each_script(name: str) -> None:
    assert (PACKAGING / f"{name}.sh").exists()
    twin = (PACKAGING / f"{name}.cmd").read_bytes()
    assert twin.count(b"\n") == twin.count(b"\r\n")


def test_windows_and_unix_prefer_the_same_pythons() -> None:
    preferred = [
        re.findall(
            r"\(3, \d+\) <= sys\.version_info < \(3, \d+\)",
            (PACKAGING / f"with_python.{kind}").read_text("utf-8"),
        )
        for kind in ("sh", "cmd")
    ]
    assert preferred[0] == preferred[1]
    assert len(preferred[0]) == 1


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_hands_out_every_file_with_the_line_ends_that_it_needs() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--eol"], cwd=PACKAGING.parent, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    kept = [(line.partition("\t")[2], line.partition("\t")[0].split()) for line in listed.stdout.splitlines()]
    assert [name for name, told in kept if "attr/-text" not in told] == [], "git may change these on Windows"
    scripts = {name: told[0] for name, told in kept if name.endswith((".cmd", ".sh"))}
    assert {name for name, ends in scripts.items() if ends == "i/crlf"} == {
        name for name in scripts if name.endswith(".cmd")
    }


def test_on_windows_arguments_are_read_once_as_they_were_typed() -> None:
    """`call` reads them a second time, and `shift` with `set` loses an “&” in quotes and all after an empty one."""
    for name in ("run", "test"):
        last = (PACKAGING / f"{name}.cmd").read_text("utf-8").splitlines()[-1]
        assert re.fullmatch(r'"%~dp0with_python\.cmd" \w+\.py %\*', last)
    assert "shift" not in (PACKAGING / "with_python.cmd").read_text("utf-8")


@only_posix
def test_help_is_one_screen_and_sets_nothing_up() -> None:
    told = subprocess.run(
        ["sh", PACKAGING / "run.sh", "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("Usage: run.sh [FOLDER]")


@only_posix
def test_a_machine_without_python_is_told_so_in_one_sentence(tmp_path: Path) -> None:
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    told = _run_with_only(tmp_path)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "needs Python 3.11 or later, and there is none here" in told.stderr


@only_posix
def test_an_old_python_is_named_with_its_version(tmp_path: Path) -> None:
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\ncase $2 in *print*) echo 3.9.2 ;; *) exit 1 ;; esac\n")
    old.chmod(0o755)
    told = _run_with_only(tmp_path)
    assert told.returncode == 1
    assert told.stderr == (
        "Place Planner needs Python 3.11 or later, and the newest here is 3.9.2; please install a newer one.\n"
    )


@only_posix
@pytest.mark.parametrize(("others", "taken"), [(["python3.12"], "python3.12"), ([], "python3")])
def test_a_python_that_the_lock_was_made_for_is_rather_taken_than_a_newer_one(
    tmp_path: Path, others: list[str], taken: str
) -> None:
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    _python_that_says(tmp_path / "python3", fits=False)
    for name in others:
        _python_that_says(tmp_path / name, fits=True)
    told = _run_with_only(tmp_path)
    assert (told.returncode, told.stdout) == (0, f"{taken} was taken\n")


def _python_that_says(path: Path, *, fits: bool) -> None:
    """Stands for a Python of 3.11 or later, known to the lock or not."""
    answer = 0 if fits else 1
    path.write_text(
        f'#!/bin/sh\ncase $2 in *"<= sys"*) exit {answer} ;; *version*) exit 0 ;; esac\necho "{path.name} was taken"\n'
    )
    path.chmod(0o755)


def _run_with_only(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", PACKAGING / "run.sh"],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        executable=shutil.which("sh"),
    )


@only_posix
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are announced so on Linux")
def test_the_set_up_scripts_need_nothing_but_the_standard_library() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import start, prove"
    told = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, str(PACKAGING)], capture_output=True, text=True, check=False
    )
    assert told.stderr == ""
