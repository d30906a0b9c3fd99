"""Looking at plans from outside the app, in tests."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import shapely

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.errors import Problem
from placeplanner.store import capture, gpkg
from placeplanner.store.connection import rows_of
from placeplanner.store.planfile import PlanFile


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by relative path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def refusal(path: Path) -> Problem:
    """The Problem that opening raises; its three parts are sentences."""
    with pytest.raises(Problem) as caught:
        PlanFile.open(path, load_catalogue())
    assert_told(caught.value)
    return caught.value


def assert_refused_untouched(path: Path) -> Problem:
    before = snapshot(path.parent)
    problem = refusal(path)
    assert snapshot(path.parent) == before
    return problem


def assert_told(problem: Problem) -> None:
    """What, why and what to try are there, each a sentence."""
    for part in (problem.what, problem.why, problem.try_this):
        assert part.strip().endswith("."), problem
        assert "sqlite" not in part.lower(), problem


def outside(path: Path) -> sqlite3.Connection:
    """A connection as another program has it: the standard's functions, none of our care."""
    connection = sqlite3.connect(path, isolation_level=None)
    gpkg.add_functions(connection)
    return connection


def one(connection: sqlite3.Connection, query: str, *values: Any) -> Any:
    """The first value of the first row."""
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def replayed(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table as its journal tells them, by uuid; what is empty is left out."""
    living: dict[str, dict[str, Any]] = {}
    query = "SELECT uuid, field, value FROM gpkg_pp_change WHERE tbl = ? ORDER BY ms, n, op"
    for uuid, field, value in rows_of(connection, query, (table,)):
        if field == capture.ROW:
            living[uuid] = json.loads(value)
        elif field == capture.GONE:
            del living[uuid]
        else:
            living[uuid][field] = value
    columns = capture.columns_of(connection, table)
    return {
        uuid: _plain({name: value for name, value in row.items() if name in columns})
        for uuid, row in living.items()
    }


def stored(connection: sqlite3.Connection, table: str) -> dict[str, dict[str, Any]]:
    """The rows of a table as they are, by uuid, in the journal's spelling."""
    columns = capture.columns_of(connection, table)
    found = {}
    for row in rows_of(connection, f'SELECT * FROM "{table}"'):
        values = dict(zip(columns, tuple(row), strict=True))
        if values.get("geom") is not None:
            values["geom"] = values["geom"].hex().upper()
        found[values["uuid"]] = _plain(values)
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _spelt(value)
        for name, value in row.items()
        if name not in capture.UNCAPTURED and value is not None
    }


def _spelt(value: Any) -> Any:
    """As JSON would have it: fifteen digits, bytes in hex; and letters of no known spelling alike."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return f"{capture.BLOB}{value.hex().upper()}" if isinstance(value, bytes) else value


def assert_consistent(plan: PlanFile) -> None:
    """Integrity, journal against tables, R-tree against geometries, full text against words, no step left open."""
    connection = plan.connection
    rows_of(connection, "SELECT 1 FROM gpkg_pp_text WHERE gpkg_pp_text MATCH 'a' LIMIT 1")  # see store.health
    assert one(connection, "PRAGMA integrity_check") == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert tuple(connection.execute("SELECT step, by, capture FROM gpkg_pp_clock").fetchone()) == (
        None,
        None,
        1,
    )
    for table in capture.captured_tables(plan.catalogue):
        assert replayed(connection, table) == stored(connection, table), table
        assert capture.present_triggers(connection, table) == capture.triggers(
            connection, plan.catalogue, table
        )
    for number, spec in enumerate(plan.catalogue.kinds.values()):
        assert_rtree_fits(connection, spec.table)
        _assert_words_fit(connection, plan, spec.table, number)


def assert_rtree_fits(connection: sqlite3.Connection, table: str) -> None:
    """One entry for each shape, around it, and no others but for shapes that only other programs can read."""
    boxes = {
        row[0]: tuple(row[1:])
        for row in connection.execute(f'SELECT id, minx, miny, maxx, maxy FROM "rtree_{table}_geom"')
    }
    shapes = {}
    for fid, blob in connection.execute(f'SELECT fid, geom FROM "{table}" WHERE geom NOTNULL'):
        if (geometry := gpkg.read_shape(blob)) is not None:
            shapes[fid] = geometry
    drawn = f'SELECT fid FROM "{table}" WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)'
    assert boxes.keys() == {row[0] for row in connection.execute(drawn)} >= shapes.keys(), table
    for fid, geometry in shapes.items():
        min_x, min_y, max_x, max_y = boxes[fid]  # 32-bit floats, rounded outwards
        box = shapely.box(min_x, min_y, max_x, max_y)
        assert box.covers(geometry) and box.buffer(-0.13).area <= shapely.box(*geometry.bounds).area, fid


def _assert_words_fit(connection: sqlite3.Connection, plan: PlanFile, table: str, number: int) -> None:
    indexed = {
        row[0] // 8: row[1]
        for row in connection.execute("SELECT rowid, name FROM gpkg_pp_text WHERE rowid % 8 = ?", (number,))
    }
    names = {row[0]: row[1] for row in rows_of(connection, f'SELECT fid, name FROM "{table}"')}
    assert indexed == names, table
    connection.execute("PRAGMA query_only=OFF")
    connection.execute("INSERT INTO gpkg_pp_text(gpkg_pp_text) VALUES ('integrity-check')")
    connection.execute("PRAGMA query_only=ON")


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    connection.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(path: Path, *statements: str) -> Iterator[subprocess.Popen[str]]:
    """A program that runs some SQL on a file and then keeps it open."""
    command = [sys.executable, "-c", HOLD, str(path), *statements]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()
