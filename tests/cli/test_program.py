"""How the program ends, and what it says when it does."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from placeplanner import __version__, paths
from placeplanner.cli import program
from placeplanner.cli.program import cli
from placeplanner.errors import Problem
from tests.cli.conftest import Run

COMMANDS = sorted(cli.commands)


def ends(*args: str) -> int:
    with pytest.raises(SystemExit) as left:
        program.main(args)
    return int(left.value.code or 0)


def failing(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def callback() -> None:
        raise error

    monkeypatch.setitem(cli.commands, "fails", click.Command("fails", callback=callback))


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout.strip() == f"Place Planner {__version__}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, run: Run) -> None:
    told = run(command, "--help").stdout
    assert "Example" in told
    assert f"placeplanner {command}" in told
    assert cli.commands[command].help


def test_the_help_lists_every_command_in_its_family(run: Run) -> None:
    told = run("--help").stdout
    assert all(f"  {command} " in told for command in COMMANDS)
    assert "..." not in told.split("Plans:")[1], "a sentence is cut short"


def test_every_option_of_every_command_is_explained() -> None:
    for name, command in cli.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"


def test_a_command_that_is_not_known_is_wrong_use(run: Run) -> None:
    assert "lst" in run("lst", code=2).stderr


def test_the_program_alone_shows_what_it_can_do(run: Run) -> None:
    assert "Plans:" in run(code=2).output


def test_a_problem_ends_with_one_and_its_sentences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(Problem("It rains.", "The sky is full.", "Wait."), monkeypatch)
    assert ends("fails") == 1
    assert capsys.readouterr() == ("", "It rains. The sky is full. Wait.\n")


def test_an_interruption_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(KeyboardInterrupt(), monkeypatch)
    assert ends("fails") == 130
    assert "Interrupted" in capsys.readouterr().err


def test_nobody_reading_on_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "_drop_output", lambda: None)
    failing(BrokenPipeError(32, "Broken pipe"), monkeypatch)
    assert ends("fails") == 0
    assert capfd.readouterr().err == ""


def test_a_bug_leaves_a_report_without_what_people_wrote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(ValueError("Mrs Secret of Nowhere Street"), monkeypatch)
    assert ends("fails") == 70
    told = capsys.readouterr().err
    assert "Traceback" not in told and "Secret" not in told
    (report,) = paths.crash_reports().iterdir()
    assert str(report) in told
    written = report.read_text(encoding="utf-8")
    assert "ValueError" in written and "test_program.py" in written
    assert "Secret" not in written


def test_a_bug_is_told_even_where_no_report_can_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(paths, "crash_reports", lambda: tmp_path / "file" / "reports")
    failing(ValueError("Mrs Secret"), monkeypatch)
    assert ends("fails") == 70
    told = capsys.readouterr().err
    assert "ValueError" in told and "Secret" not in told


def test_whoever_asks_for_the_traceback_of_a_bug_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACEPLANNER_TRACEBACK", "1")
    failing(ValueError("seen"), monkeypatch)
    with pytest.raises(ValueError, match="seen"):
        program.main(["fails"])


@pytest.mark.parametrize(
    ("encoding", "expected"), [("ascii", "utf-8"), ("latin-1", "latin-1"), ("utf-8", "utf-8")]
)
def test_letters_that_the_terminal_lacks_never_stop_the_program(
    encoding: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    program.speak_utf8()
    print("“Café” ☂ \udcff")
    stream.flush()
    assert stream.encoding.replace("iso8859-1", "latin-1") == expected
