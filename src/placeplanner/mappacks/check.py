"""The full check of a pack, before it is installed: every page, every byte, every piece."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from placeplanner.errors import Problem
from placeplanner.gazetteer.search import Gazetteer
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.digest import content_sha256
from placeplanner.mappacks.opening import opened
from placeplanner.mappacks.pack import Pack, open_pack
from placeplanner.mappacks.packing import damaged


def check_pack(path: Path) -> PackManifest:
    """Look at all of a pack. Returns what it says about itself.

    Raises:
        Problem: it is not a pack, newer than this program, damaged, or does not name its sources.
    """
    pack = open_pack(path)
    try:
        _check_bytes(path, pack.manifest)
        _check_credits(pack.manifest)
        _check_pieces(pack)
        Gazetteer([path]).close()
    finally:
        pack.close()
    return pack.manifest


def _check_bytes(path: Path, manifest: PackManifest) -> None:
    connection = opened(path)
    connection.text_factory = _lenient
    try:
        told = connection.execute("PRAGMA integrity_check(1)").fetchone()
        digest = content_sha256(connection)
    except (sqlite3.Error, ValueError) as error:
        raise damaged("Part of it cannot be read.") from error
    finally:
        connection.close()
    if told is None or told[0] != "ok":
        raise damaged("Its tables do not hold together.")
    if digest != manifest.content_sha256:
        raise damaged("It is not as it was when it was made: its checksum differs.")


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def _check_credits(manifest: PackManifest) -> None:
    if not manifest.sources or not all(source.title and source.licence for source in manifest.sources):
        raise Problem(
            f"The map pack “{manifest.title}” does not say whose data it is.",
            "A map may only be shown with its source and licence.",
            "Build it again.",
        )


def _check_pieces(pack: Pack) -> None:
    for number in pack.piece_numbers():
        pack.unpacked(number)
    pack.known()
    pack.places()
