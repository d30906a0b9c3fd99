"""Where free maps come from, and fetching one when a person asks for it: the only place that opens a connection.

What can be fetched is data in `resources/maps/publishers.toml`, so that a page that moves can be corrected there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from placeplanner import paths
from placeplanner.domain.data_file import DataTable
from placeplanner.errors import Problem
from placeplanner.mappacks.fetching import checksum_at, download
from placeplanner.mappacks.haul import Progress

__all__ = ["Publication", "download", "fetch", "load_publications", "publication"]


class Publication(Struct, frozen=True):
    """Something that a publisher hands out. `download` and `checksum` are "" where a person must choose on the page."""

    code: str
    title: str
    publisher: str
    gives: str
    page: str
    licence: str
    download: str = ""
    checksum: str = ""


def load_publications(path: Path | None = None) -> tuple[Publication, ...]:
    """All that is known, in the order in which to offer it. Raises `Problem` where the file is not right."""
    table = DataTable.read(path or paths.resources() / "maps" / "publishers.toml")
    found = tuple(_publication(row) for row in table.tables("publications"))
    table.finish()
    return found


def publication(code: str, path: Path | None = None) -> Publication:
    """The one with a code. Raises `Problem` naming those that there are."""
    known = {each.code: each for each in load_publications(path)}
    if code not in known:
        raise Problem(f"Nothing to fetch is called “{code}”.", "", f"Choose from: {', '.join(known)}.")
    return known[code]


def fetch(
    wanted: Publication, to_folder: Path, *, progress: Progress, confirm_size: Callable[[int | None], bool]
) -> Path:
    """Download it into a folder and check it; its path. Raises `Problem`. See `download`."""
    if not wanted.download:
        raise Problem(
            f"{wanted.title} cannot be fetched from here.",
            "Its publisher asks people to choose on a page.",
            f"Open {wanted.page}",
        )
    checksum = checksum_at(wanted.checksum) if wanted.checksum else None
    return download(
        wanted.download, to_folder, checksum=checksum, progress=progress, confirm_size=confirm_size
    )


def _publication(row: DataTable) -> Publication:
    found = Publication(
        code=row.text("code"),
        title=row.text("title"),
        publisher=row.text("publisher"),
        gives=row.text("gives"),
        page=_address(row, "page"),
        licence=row.text("licence"),
        download=_address(row, "download"),
        checksum=_address(row, "checksum"),
    )
    row.finish()
    return found


def _address(row: DataTable, key: str) -> str:
    text = row.text(key) if key == "page" else row.text(key, "")
    if text and not text.startswith("https://"):
        raise row.fault(
            key, "It is not the address of a safe page.", "Write it like https://example.org/page."
        )
    return text
