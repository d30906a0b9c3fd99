"""Which street map lies beneath a picture: the installed packs, a given one, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from placeplanner.cli.printing import note
from placeplanner.domain.streetmap import StreetMap


def street_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options that choose it: `pack` and `no_streets`."""
    command = click.option(
        "--no-streets", is_flag=True, help="Boundaries and records alone, without any street map."
    )(command)
    return click.option(
        "--pack",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Use this map pack; unless said, those that are installed.",
    )(command)


@contextmanager
def street_map(pack: Path | None, *, no_streets: bool) -> Iterator[StreetMap | None]:
    """The street map to draw on, open while the block runs. Raises `Problem` where the given pack is not sound."""
    from placeplanner.mappacks.check import check_pack
    from placeplanner.mappacks.library import folder_problem, in_use, installed
    from placeplanner.mappacks.pack import open_pack

    if no_streets:
        yield None
        return
    if pack is not None:
        check_pack(pack)  # nobody looked at it when it was installed
        opened = open_pack(pack)
        try:
            yield opened
        finally:
            opened.close()
        return
    if problem := folder_problem():
        note(str(problem))
    for each in installed():
        if each.problem:
            note(f"{each.path.name} is not used: {each.problem}")
    with in_use() as packs:
        yield packs
