"""A pack comes from strangers: sealed with its right checksum, it still does no harm and steers no screen."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely

from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.search import Gazetteer
from placeplanner.mappacks import library
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.pack import Pack, open_pack
from placeplanner.mappacks.packs import Packs
from tests.mappacks.hostile import CORNERS, coverage, names, piece, sealed, shapes, with_piece
from tests.mappacks.made_up import EAST, NORTH, a_pack

AROUND = (EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000)
HERE = EastingNorthing(EAST, NORTH)
FOR_EVER = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_pack(tmp_path_factory.mktemp("whole")).path


def _use(pack: Pack) -> None:
    for layer in MapLayer:
        for scale in (1.0, 9.0, 20.0):
            pack.shapes(layer, AROUND, scale)
            pack.coverage(layer, AROUND, scale)
    for scale in (1.0, 9.0, 20.0):
        pack.names(AROUND, scale)
        pack.tiles(AROUND, scale)
    pack.known()
    pack.places()


def refused(path: Path) -> None:
    """Neither the full check takes it, nor does using it unchecked raise anything but a `Problem`."""
    with pytest.raises(Problem, match=r"damaged|cannot be looked through"):
        check_pack(path)
    try:
        pack = open_pack(path)
    except Problem:
        return
    try:
        _use(pack)
    except Problem:
        return
    finally:
        pack.close()


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE VIEW more AS SELECT 1"],
        ["CREATE TRIGGER more AFTER INSERT ON known BEGIN DELETE FROM place; END"],
        ["ALTER TABLE known ADD COLUMN more AS (zeroblob(1000))"],
        ["CREATE INDEX more ON name (length(text))"],
        ["CREATE TABLE name_words_more (a AS (zeroblob(1000000000)), b)"],
        ["CREATE VIRTUAL TABLE more USING fts5 (a)"],
    ],
)
def test_what_would_compute_when_it_is_read_is_no_part_of_a_pack(
    statements: list[str], whole: Path, tmp_path: Path
) -> None:
    path = sealed(whole, tmp_path, *statements)
    with pytest.raises(Problem, match="does not belong in a map pack"):
        open_pack(path)


@pytest.mark.parametrize("table", ["info", "piece", "name", "known", "tile"])
def test_a_view_without_end_in_the_place_of_a_table_is_never_asked(
    table: str, whole: Path, tmp_path: Path
) -> None:
    path = tmp_path / "endless.pack"
    path.write_bytes(whole.read_bytes())
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute(f"ALTER TABLE {table} RENAME TO old")
    connection.execute(f"CREATE VIEW {table} AS {FOR_EVER} SELECT n AS key, n AS value FROM r")
    connection.commit()
    connection.close()
    for ask in (open_pack, check_pack, library.add):
        with pytest.raises(Problem, match="does not belong"):
            ask(path)


@pytest.mark.parametrize("zoom", [-1, 2**62, "'abc'", 1.5])
def test_a_picture_of_a_zoom_that_there_is_not_is_refused(zoom: object, whole: Path, tmp_path: Path) -> None:
    refused(sealed(whole, tmp_path, f"INSERT INTO tile VALUES (1, {zoom}, 0, 0, zeroblob(64))"))


@pytest.mark.parametrize(
    "data",
    [
        with_piece(shapes(1, CORNERS, [0, 5, 0], [1, 1, 1], [0, 1, 2]), "shapes", "roads"),
        with_piece(shapes(2, CORNERS, [0, 5], [1, 1], [0, 0]), "shapes", "buildings"),
        with_piece(shapes(2, CORNERS, [5], [0, 1], [0, 0]), "shapes", "buildings"),
        with_piece(shapes(1, [(EAST, NORTH), (2e8, 2e8)], [2], [1], [0]), "shapes", "roads"),
        with_piece(shapes(2, CORNERS, [5], [1], [0]), "shapes", "stops"),
        with_piece(shapes(0, CORNERS, [5], [1], [0]), "shapes", "stops"),
        with_piece(shapes(1, [(EAST, NORTH), (EAST, 2_000_000)] * 500, [1000], [1], [6]), "shapes", "roads"),
        with_piece(
            names([f"{at} Lane" for at in range(6000)], [7] * 6000, [1] * 6000, CORNERS[:1] * 6000), "names"
        ),
        with_piece(names(["a", "b"], [0, 7], [1, 0], CORNERS[:1]), "names"),
        with_piece(names(["a"], [0], [1], [(-2e8, 0)]), "names"),
        with_piece(piece(struct.pack("<III", 0, 0, 99_999), b"[" * 99_999), "names"),
        with_piece(coverage(2**32 - 1, 0, AROUND), "coverage", "buildings"),
        with_piece(coverage(2, 2, (EAST, NORTH, float("nan"), NORTH)), "coverage", "buildings"),
        with_piece(coverage(2, 2, (-1e300, -1e300, 1e300, 1e300)), "coverage", "buildings"),
        "UPDATE piece SET layer = 'bogus'",
        "UPDATE known SET details = '[1]'",
        'UPDATE known SET details = \'{"a": {"b": 1}}\'',
        ("UPDATE known SET details = ?", ["[" * 100_000]),
        "UPDATE known SET category = x'00'",
        ("UPDATE known SET geometry = ?", [shapely.to_wkb(shapely.Polygon())]),
        ("UPDATE known SET geometry = ?", [shapely.to_wkb(shapely.Point(np.inf, 0))]),
        "UPDATE name_positions SET metres = 'text'",
        "UPDATE name_positions SET metres = x'00'",
        "UPDATE info SET value = replace(value, '\"format\": 1', '\"format\": 1e999') WHERE key = 'manifest'",
    ],
)
def test_what_makes_no_sense_is_refused_though_its_checksum_is_right(
    data: str, whole: Path, tmp_path: Path
) -> None:
    refused(sealed(whole, tmp_path, data))


def test_a_piece_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    whole: Path, tmp_path: Path
) -> None:
    head = struct.pack("<BIII", 1, 1, 1, 2_500_000) + struct.pack("<II", 2_500_000, 1) + b"\0"
    refused(sealed(whole, tmp_path, with_piece(piece(head, bytes(20_000_000)), "shapes", "roads")))


def test_more_layers_of_reference_than_a_byte_counts_are_no_fault(whole: Path, tmp_path: Path) -> None:
    many = json.dumps([f"Layer {number}" for number in range(300)])
    query = "UPDATE info SET value = replace(value, '\"references\": []', ?) WHERE key = 'manifest'"
    path = sealed(
        whole,
        tmp_path,
        (query, [f'"references": {many}']),
        "UPDATE piece SET layer = 'reference' WHERE layer = 'stops'",
    )
    packs = Packs([open_pack(path), open_pack(path)])
    assert len(packs.references) == 600 and packs.shapes(MapLayer.REFERENCE, AROUND, 1.0)
    packs.close()


def test_words_of_a_pack_neither_steer_a_screen_nor_turn_letters_round(whole: Path, tmp_path: Path) -> None:
    evil = "Hindley\x1b[2J\u202egnp.exe\n\x00" + "x" * 5000
    path = sealed(
        whole,
        tmp_path,
        ("UPDATE known SET name = ?, source = ?, details = ?", [evil, evil, json.dumps({"opened": evil})]),
        ("UPDATE name SET text = ?, within = ?", [evil, evil]),
        (
            "UPDATE info SET value = replace(value, '\"Hindley\"', ?) WHERE key = 'manifest'",
            [json.dumps(evil)],
        ),
        with_piece(names([evil], [0], [1], CORNERS[:1]), "names"),
    )
    pack = open_pack(path)
    (thing,) = pack.known()
    gazetteer = Gazetteer([path])
    said = [
        pack.manifest.title,
        thing.name,
        thing.source,
        str(thing.details["opened"]),
        *(text for piece in pack.names(AROUND, 1.0) for text in piece.texts),
        *(text for hit in gazetteer.find("library", HERE) for text in (hit.name.text, hit.name.within)),
    ]
    gazetteer.close()
    pack.close()
    assert len(said) >= 5
    for text in said:
        assert text.startswith("Hindley[2Jgnp.exe") and text.isprintable() and len(text) <= 500


def test_tampered_full_text_tables_find_nothing_and_raise_nothing(whole: Path, tmp_path: Path) -> None:
    for statement in (
        "UPDATE name_words_data SET block = randomblob(300)",
        "DELETE FROM name_words_idx",
        "UPDATE name_trigrams_data SET block = x'00ff00ff'",
        "UPDATE name SET kind = 'bogus'",
        "UPDATE name SET weight = 'abc', west = 'abc'",
    ):
        path = sealed(whole, tmp_path, statement)
        try:
            gazetteer = Gazetteer([path])
        except Problem:
            continue
        for typed in ("h", "hindley", "leylnd lane", "wn2 3xa", "market street hindley"):
            gazetteer.find(typed, HERE)
        gazetteer.close()


def test_a_pack_that_changes_while_it_is_copied_is_not_installed(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(whole)
    other = a_pack(tmp_path, title="Another").path
    stick = tmp_path / "stick.pack"
    stick.write_bytes(other.read_bytes())
    real = library._copied

    def swapped(path: Path, target: Path, *rest: object) -> None:
        path.write_bytes(sealed(whole, tmp_path, "UPDATE known SET name = 'Other'").read_bytes())
        real(path, target, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "_copied", swapped)
    with pytest.raises(Problem, match="changed"):
        library.add(stick)
    assert [pack.title for pack in library.installed()] == ["Hindley"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.pack"
    os.mkfifo(path)
    with pytest.raises(Problem, match="cannot be opened"):
        open_pack(path)


@pytest.mark.parametrize(
    "name", ["our map #1?.pack", "100% Hindley&mode=rwc.pack", "Ynys Môn – ünïcode.pack"]
)
def test_a_pack_is_found_whatever_its_path_is(name: str, whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a stick ?mode=rw#x"
    if os.name == "nt":  # no name has a question mark there
        folder, name = tmp_path / "a stick mode=rw#x", name.replace("?", "")
    folder.mkdir()
    path = folder / name
    path.write_bytes(whole.read_bytes())
    path.chmod(0o444)
    check_pack(path)
    gazetteer = Gazetteer([path])
    assert gazetteer.find("hindley", HERE)
    gazetteer.close()
    assert [file.name for file in folder.iterdir()] == [name]
