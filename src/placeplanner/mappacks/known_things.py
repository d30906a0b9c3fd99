"""Known things wherever they lie: in the installed packs, in one pack, or straight in a publisher's file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from placeplanner.domain.known import KnownThing
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Known, Progress
from placeplanner.mappacks.layout import APPLICATION_ID


def installed() -> tuple[KnownThing, ...]:
    """What the installed and switched-on map packs propose. Raises `Problem`."""
    from placeplanner.mappacks.library import open_installed

    packs = open_installed()
    if packs is None:
        return ()
    try:
        return tuple(packs.known())
    finally:
        packs.close()


def in_file(path: Path, area: Area, progress: Progress) -> tuple[KnownThing, ...]:
    """What a map pack, or a publisher's file of any known format, proposes. Raises `Problem`."""
    from placeplanner.mappacks.pack import open_pack

    if _is_pack(path):
        pack = open_pack(path)
        try:
            return tuple(pack.known())
        finally:
            pack.close()
    return tuple(_in_source(path, area, progress))


def _is_pack(path: Path) -> bool:
    """Whether a file says that it is a map pack, or is called so; what is wrong with it, `open_pack` tells."""
    if path.suffix == ".pack":
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3") and head[68:] == APPLICATION_ID.to_bytes(4, "big")


def _in_source(path: Path, area: Area, progress: Progress) -> Iterable[KnownThing]:
    from placeplanner.mappacks.sources.recognise import recognise

    for source in recognise(path):
        for haul in source.read(area, progress):
            if isinstance(haul, Known):
                yield from haul.things
