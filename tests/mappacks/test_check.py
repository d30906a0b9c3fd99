"""A pack that is not exactly as it was made is refused in words, whichever byte went astray."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem
from placeplanner.gazetteer.search import Gazetteer
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.pack import open_pack
from tests.mappacks.made_up import EAST, NORTH, a_pack

AROUND = (EAST - 2000, NORTH - 2000, EAST + 2000, NORTH + 2000)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_pack(tmp_path_factory.mktemp("whole")).path


def changed(whole: Path, folder: Path, *statements: str) -> Path:
    path = folder / "changed.pack"
    shutil.copy(whole, path)
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return path


def test_a_pack_as_it_was_made_passes(whole: Path) -> None:
    manifest = check_pack(whole)
    assert manifest.title == "Hindley" and len(manifest.content_sha256) == 64
    assert manifest.counts["known"] == 1 and manifest.counts["names"] >= 7
    (source,) = manifest.sources
    assert source.file == "made-up.txt" and source.size == 26 and len(source.sha256) == 64


def test_a_pack_of_a_newer_program_says_what_to_do(whole: Path, tmp_path: Path) -> None:
    path = changed(whole, tmp_path, "PRAGMA user_version = 2")
    with pytest.raises(Problem, match="newer Place Planner"):
        open_pack(path)


def test_another_sqlite_file_is_not_a_pack(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is not a map pack"):
        check_pack(changed(whole, tmp_path, "PRAGMA application_id = 1196444487"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE name SET text = 'Somewhere else' WHERE id = 1",
        "UPDATE piece SET west = west + 1 WHERE id = 1",
        "UPDATE known SET source = 'Somebody' WHERE id = 1",
        "UPDATE info SET value = replace(value, 'Nobody', 'Anybody') WHERE key = 'manifest'",
        "UPDATE info SET value = 'abc' WHERE key = 'content_sha256'",
        "DELETE FROM piece_data WHERE id = 1",
        "DELETE FROM info WHERE key = 'manifest'",
        "UPDATE info SET value = '{}' WHERE key = 'manifest'",
        "UPDATE info SET value = '[' WHERE key = 'manifest'",
        "DROP TABLE place",
        "CREATE TABLE more (a)",
    ],
)
def test_whatever_was_changed_is_noticed(statement: str, whole: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="damaged"):
        check_pack(changed(whole, tmp_path, statement))


def test_a_pack_that_was_cut_short_is_noticed(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    for share in (0.0, 0.001, 0.3, 0.99):
        path = tmp_path / "cut.pack"
        path.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(Problem):
            check_pack(path)


@pytest.mark.parametrize(
    "word", [b"CREATE TABLE info", b"piece_datapiece_data", b"Hindley Library", b"Nobody, January 2026"]
)
def test_damage_that_is_no_text_and_that_sqlite_quotes_is_told(
    word: bytes, whole: Path, tmp_path: Path
) -> None:
    data = whole.read_bytes()
    path = tmp_path / "no-text.pack"
    for at, astray in ((0, b"\xff"), (len(word) // 2, b"\xc3\xff"), (len(word) - 2, b"\x80\x80")):
        path.write_bytes(data.replace(word, word[:at] + astray + word[at + len(astray) :]))
        _use(path)
        if word in data:
            with pytest.raises(Problem):
                check_pack(path)


@pytest.mark.parametrize("at", range(0, 45, 3))
def test_names_whose_index_is_described_in_no_text_cannot_be_looked_through(
    at: int, whole: Path, tmp_path: Path
) -> None:
    data = whole.read_bytes()
    start = data.index(b"CREATE VIRTUAL TABLE name_words")
    path = tmp_path / "no-text.pack"
    path.write_bytes(data[: start + at] + b"\xc3\xff" + data[start + at + 2 :])
    with pytest.raises(Problem):
        Gazetteer([path])


_SLOW = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_SLOW
@given(data=st.data())
def test_bytes_astray_anywhere_are_a_problem_or_change_nothing(
    whole: Path, tmp_path: Path, data: st.DataObject
) -> None:
    spoilt = bytearray(whole.read_bytes())
    before = check_pack(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.one_of(st.integers(0, 300), st.integers(0, len(spoilt) - 1)))
        spoilt[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "spoilt.pack"
    path.write_bytes(bytes(spoilt))
    _use(path)
    with suppress(Problem):
        assert check_pack(path) == before


def _use(path: Path) -> None:
    """As a window would that trusts the quick look: a `Problem` perhaps, never anything else."""
    try:
        pack = open_pack(path)
    except Problem:
        return
    try:
        for layer in MapLayer:
            pack.shapes(layer, AROUND, 1.0)
            pack.coverage(layer, AROUND, 9.0)
        pack.names(AROUND, 1.0)
        pack.known()
        pack.places()
    except Problem:
        pass
    finally:
        pack.close()
