"""A map for paper from the command line. Only here does it need Qt, and only when it draws."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.errors import Problem
from placeplanner.profile.paper import Printed, check_ending, print_map

PAPERS = ("a4", "a3", "a2", "a1", "a0")
TILES = ("a4", "a3")


class Scale(click.ParamType[int]):
    """A scale as people write it: 5000, 5,000 or 1:5,000."""

    name = "scale"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = str(value).replace(",", "").replace(" ", "").removeprefix("1:")
        if not text.isascii() or not text.isdigit():
            self.fail(f"“{value}” is not a scale. Write 5000 for 1:5,000.", param, ctx)
        return int(text)


_OPTIONS = (
    click.option(
        "--paper",
        type=click.Choice(PAPERS, case_sensitive=False),
        help="The size of the sheet; a4 unless said.",
    ),
    click.option(
        "--portrait/--landscape",
        "is_portrait",
        default=None,
        help="Upright or lying; as suits the place unless said.",
    ),
    click.option(
        "--scale",
        type=Scale(),
        metavar="NUMBER",
        help="5000 for 1:5,000; unless said, the largest round one at which the place fits.",
    ),
    click.option(
        "--tiles",
        type=click.Choice(TILES, case_sensitive=False),
        help="Cut the map into sheets of this size, with instructions (PDF). With a scale and without --paper "
        "the map is as large as the place needs; without both it is a1.",
    ),
    click.option("--grid", "has_grid", is_flag=True, help="Squares of the National Grid to call out: C4."),
    click.option(
        "--margin",
        "margin_mm",
        type=float,
        default=0.0,
        metavar="MM",
        help="Blank paper around it, for writing and sticky notes.",
    ),
    click.option("--blank", "is_blank", is_flag=True, help="Without records: a map to draw on."),
    click.option("--title", default="", metavar="TEXT", help="Instead of the place's name."),
    click.option("--note", default="", metavar="TEXT", help="A line below the title."),
)


def paper_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that become `Wishes`, by the names of its fields."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def draw(
    plan: Reader,
    place: Place,
    out: Path,
    audience: Audience,
    streets: StreetMap | None = None,
    *,
    dpi: int = 200,
    homes: Hiding = NO_SECTORS,
    **wishes: Any,
) -> Printed:
    """Draw the map of a place as the ending of `out` says, and as is wished (see `Wishes`).

    `homes` is where others see somebody's home.

    Raises:
        Problem: the ending is none of ours, the wishes cannot be met, the file cannot be written, or Qt is
            not installed.
    """
    check_ending(out)
    need_no_display()
    try:
        from placeplanner.draw.paper_planning import DoesNotFit
        from placeplanner.draw.paper_sizes import Wishes

        try:
            return print_map(plan, place, out, audience, Wishes(**wishes), streets, dpi=dpi, homes=homes)
        except DoesNotFit as problem:
            options = f"--scale {problem.fitting}, or --scale {problem.scale} --tiles a4 without --paper"
            raise Problem(problem.what, problem.why, f"{problem.try_this} ({options}.)") from problem
    except ImportError as error:
        raise Problem(
            "The map cannot be drawn.",
            f"The part that draws cannot be loaded: {error}.",
            "Install Place Planner again.",
        ) from error


def need_no_display() -> None:
    """Let Qt paint without looking for a display: it ends the whole process where one is named but not there."""
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
