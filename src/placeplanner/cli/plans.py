"""The plan that a command works on: opened as the window opens it; what was put right is told on stderr."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from placeplanner import settings
from placeplanner.cli.printing import note
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile

SUFFIX = ".gpkg"

file_argument = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")


def existing(path: Path) -> Path:
    """The file that is meant, where its ending was left out."""
    with_suffix = path.with_name(f"{path.name}{SUFFIX}") if path.name else path
    return with_suffix if not path.exists() and with_suffix.exists() else path


def to_be_made(path: Path) -> Path:
    """The name of a new plan; raises `Problem` where it would not look like one to other programs."""
    if path.suffix.lower() == SUFFIX:
        return path
    if path.suffix or not path.name or path.is_dir():
        better = path / f"plan{SUFFIX}" if not path.name or path.is_dir() else path.with_suffix(SUFFIX)
        raise Problem(
            f"“{path}” cannot be the name of a plan.",
            f"A plan is one file that ends in {SUFFIX}, so that QGIS and others know it.",
            f"Write for instance {better}.",
        )
    return path.with_name(f"{path.name}{SUFFIX}")


@contextmanager
def changing(path: Path) -> Iterator[tuple[PlanFile, History]]:
    """The plan and its history, to be changed. Raises `Problem`."""
    with PlanFile.open(existing(path), load_catalogue()) as plan:
        _tell(plan.notices)
        history = History(plan, contributor=settings.load().contributor)
        _take_in(history)
        yield plan, history


@contextmanager
def reading(path: Path) -> Iterator[PlanFile]:
    """The plan, to be read; a file that cannot be written is read as it is. Raises `Problem`."""
    path = existing(path)
    if path.is_file() and not _is_writable(path):
        with PlanFile.open(path, load_catalogue(), read_only=True) as plan:
            if plan.unseen_outside():
                _tell(["Another program changed this plan and it is read-only: places may be out of date."])
            yield plan
        return
    with changing(path) as (plan, _):
        yield plan


def _is_writable(path: Path) -> bool:
    is_marked = bool(path.stat().st_mode & 0o222)
    return is_marked and os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def _take_in(history: History) -> None:
    done = history.take_in_outside_changes()
    if done and done.note:
        _tell([done.note])


def _tell(notices: tuple[str, ...] | list[str]) -> None:
    for notice in notices:
        note(notice)
