"""Packs enter by their full check, are never used when damaged, and never vanish or change unsaid."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from placeplanner import paths
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.mappacks import library
from tests.mappacks.made_up import EAST, NORTH, a_pack, a_town, block, drawn

AROUND = (EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000)


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def dated(path: Path, made_at: str) -> Path:
    """The pack as if it had been made then; its digest put right."""
    from placeplanner.mappacks.digest import content_sha256

    connection = sqlite3.connect(path)
    (manifest,) = connection.execute("SELECT value FROM info WHERE key = 'manifest'").fetchone()
    was = manifest.split('"made_at": "')[1].split('"')[0]
    connection.execute("UPDATE info SET value = replace(value, ?, ?) WHERE key = 'manifest'", (was, made_at))
    connection.execute(
        "UPDATE info SET value = ? WHERE key = 'content_sha256'", (content_sha256(connection),)
    )
    connection.commit()
    connection.close()
    return path


def test_an_added_pack_is_listed_and_used(tmp_path: Path) -> None:
    assert library.installed() == () and library.open_installed() is None
    added = library.add(a_pack(tmp_path).path)
    assert added.replaced is None and added.pack.name == "hindley"
    (pack,) = library.installed()
    assert pack.title == "Hindley" and pack.is_on and pack.problem is None and pack.size > 10_000
    packs = library.open_installed()
    assert packs is not None and packs.shapes(MapLayer.BUILDINGS, AROUND, 1.0)
    packs.close()


def test_the_very_same_pack_is_not_added_twice(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    library.add(path)
    with pytest.raises(Problem, match="installed already"):
        library.add(shutil.copy(path, tmp_path / "again.pack"))


def test_a_newer_pack_takes_the_place_of_an_older_one_where_that_is_wanted(tmp_path: Path) -> None:
    library.add(dated(a_pack(tmp_path).path, "2026-01-01T10:00:00+00:00"))
    added = library.add(a_pack(tmp_path, drawn("buildings", [block(0, 0)])).path, replace=True)
    assert added.replaced is not None and added.replaced.made_at.startswith("2026-01-01")
    (pack,) = library.installed()
    assert pack.manifest is not None and pack.manifest.counts["buildings"] == 1


def test_an_older_pack_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    with pytest.raises(Problem, match="newer map pack"):
        library.add(dated(a_pack(tmp_path).path, "2026-01-01T10:00:00+00:00"), replace=True)


def test_packs_of_other_titles_stay_beside_one_another(tmp_path: Path) -> None:
    for title in ("Hindley", "Wigan: all of it", "Wigan – all of it"):
        library.add(a_pack(tmp_path, *a_town(), title=title).path)
    assert [pack.name for pack in library.installed()] == ["hindley", "wigan-all-of-it-2", "wigan-all-of-it"]


def test_a_damaged_pack_is_not_added_and_leaves_nothing(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    spoil(path)
    with pytest.raises(Problem):
        library.add(path)
    assert not paths.map_packs().exists() or not list(paths.map_packs().iterdir())


def test_a_pack_that_cannot_be_used_is_told_and_the_others_are_used(tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    (paths.map_packs() / "broken.pack").write_bytes(b"SQLite format 3\x00" + bytes(200))
    (paths.map_packs() / "notes.txt").write_text("no pack")
    good, bad = sorted(library.installed(), key=lambda pack: pack.problem is not None)
    assert good.problem is None and bad.name == "broken" and "not a map pack" in str(bad.problem)
    packs = library.open_installed()
    assert packs is not None and len(packs.packs) == 1
    packs.close()


def test_a_pack_is_switched_off_and_on(tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    assert library.switch("Hindley", False).is_on is False
    assert library.open_installed() is None
    assert library.switch("hindley.pack", True).is_on
    packs = library.open_installed()
    assert packs is not None
    packs.close()


def test_a_removed_pack_is_gone_and_forgotten(tmp_path: Path) -> None:
    path = a_pack(tmp_path).path
    library.add(path)
    library.switch("hindley", False)
    library.remove("hindley")
    assert library.installed() == ()
    assert library.add(path).pack.is_on, "it was switched off in another life"


def test_what_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="None is installed"):
        library.remove("hindley")
    library.add(a_pack(tmp_path).path)
    with pytest.raises(Problem, match="There are: hindley"):
        library.remove("wigan")
    assert library.installed()


@pytest.mark.parametrize("text", ["", "{", "5", '["gone.pack", 3]'])
def test_a_list_of_switched_off_packs_that_makes_no_sense_costs_nothing(text: str, tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    (paths.map_packs() / "switched-off.json").write_text(text)
    assert [pack.is_on for pack in library.installed()] == [True]
