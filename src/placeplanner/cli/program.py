"""The program `placeplanner`: its commands, and how each way of ending looks from outside."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import IO, Any

import click

from placeplanner import __version__
from placeplanner.bug_report import keep_report, report_of
from placeplanner.cli import (
    atlas_commands,
    drawing_commands,
    export_commands,
    file_commands,
    history_commands,
    kinds_commands,
    known_commands,
    maps_commands,
    people_commands,
    photo_commands,
    places_commands,
    profile_commands,
    reading_commands,
    record_commands,
)
from placeplanner.cli.printing import note
from placeplanner.errors import Problem

INTERRUPTED = 130
BUG = 70  # EX_SOFTWARE of sysexits.h

_FAMILIES = (
    ("Plans", (*file_commands.COMMANDS, *places_commands.COMMANDS, *kinds_commands.COMMANDS)),
    ("Records", (*record_commands.COMMANDS, *photo_commands.COMMANDS, *reading_commands.COMMANDS)),
    ("People", people_commands.COMMANDS),
    ("History", history_commands.COMMANDS),
    ("Maps", (*maps_commands.COMMANDS, *known_commands.COMMANDS)),
    (
        "Handing on",
        (
            *profile_commands.COMMANDS,
            *export_commands.COMMANDS,
            *atlas_commands.COMMANDS,
            *drawing_commands.COMMANDS,
        ),
    ),
)


class Told(click.ClickException):
    """A `Problem`, as the command line tells it: its sentences, and nothing else."""

    exit_code = 1

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))

    def show(self, file: IO[Any] | None = None) -> None:
        note(self.message)


class _Unheard(Exception):
    """Nobody reads our output any more."""


class Program(click.Group):
    """All commands, told by family in the help; a `Problem` of any of them ends with its sentences and 1."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError as error:  # --help is told here; click would end with 1
            raise _Unheard from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise Told(problem) from problem
        except BrokenPipeError as error:
            raise _Unheard from error

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        run = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        sys.exit(_ending(run))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for family, commands in _FAMILIES:
            with formatter.section(family):
                formatter.write_dl(
                    [(str(command.name), command.get_short_help_str(70)) for command in commands]
                )


def _clear_up(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _ending(run: Callable[[], Any]) -> int:
    """Run, and turn however it ends into an exit code with the fitting words."""
    with contextlib.suppress(ValueError):  # another thread than the first may not
        signal.signal(signal.SIGTERM, _clear_up)  # else half-written files and folders would stay behind
    try:
        code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as told:
        told.show()
        return told.exit_code
    except (click.Abort, KeyboardInterrupt):
        with contextlib.suppress(OSError):
            click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except (_Unheard, BrokenPipeError):
        _drop_output()
        return 0  # whoever read it, `head` perhaps, had seen enough
    except Exception as error:
        if os.environ.get("PLACEPLANNER_TRACEBACK"):
            raise
        click.echo(_report(error), err=True)
        return BUG


def _drop_output() -> None:
    """Point the closed output at nothing, so that Python does not complain when it flushes at the end."""
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: Exception) -> str:
    """Write a report of a bug, without anything that people wrote, and say where it is."""
    report = report_of(type(error), error.__traceback__)
    path = keep_report(report)
    said = "Something went wrong inside Place Planner. What was saved before is safe."
    return f"{said} A report without your words or places is in {path}." if path else f"{said}\n{report}"


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each command has its own help with examples: placeplanner add --help",
)
@click.version_option(__version__, "--version", prog_name="Place Planner", message="%(prog)s %(version)s")
def cli() -> None:
    """Put what a neighbourhood knows and wants on its map, and make its profile.

    The plan file is the first argument of nearly every command. Start with a look at the sample:

    \b
      placeplanner sample sample.gpkg
      placeplanner list sample.gpkg --place Hindley
      placeplanner export sample.gpkg --place Hindley --to hindley/
    """


for _, _commands in _FAMILIES:
    for _command in _commands:
        cli.add_command(_command)


def speak_utf8() -> None:
    """Let no letter be too much for the terminal: ASCII becomes UTF-8; what still cannot be shown is “?”."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ascii = stream.encoding.lower().replace("-", "") in ("ascii", "usascii", "ansi_x3.41968")
            stream.reconfigure(encoding="utf-8" if is_ascii else None, errors="replace")


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    speak_utf8()
    cli.main(args, prog_name="placeplanner")
