"""How much longer an edit takes than the least that SQLite could do: the same row committed bare, same pragmas.

Run by hand: `python -m tests.benchmarks.edit_commit [FOLDER]` (the folder chooses the disk). Goal: at most 5 times.
Rounds of both take turns, so that whatever else the computer does slows both.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.record import Record
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.edits.shape import MoveRecord
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store import gpkg
from placeplanner.store.connection import connect
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record, an_area

ROUNDS = 300


def bare(folder: Path) -> Callable[[Record], None]:
    """Insert a row of three columns into a table without indexes or triggers, and commit."""
    path = folder / "bare.sqlite"
    path.touch()
    connection = connect(path)
    connection.execute("PRAGMA query_only=OFF")
    connection.execute("CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, uuid TEXT, name TEXT)")

    def commit(record: Record) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO t(geom, uuid, name) VALUES (?,?,?)",
            (gpkg.to_gpb(record.geometry), record.id, record.name),
        )
        connection.execute("COMMIT")

    return commit


def timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as name:
        folder = Path(name)
        commit = bare(folder)
        plan = PlanFile.create(folder / "plan.gpkg", load_catalogue(), shipped_places())
        history = History(plan, contributor="Sam")
        times: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            record = a_record(geometry=an_area(), notes="Open on Saturdays")
            acts: dict[str, Callable[[], object]] = {
                "bare commit": lambda record=record: commit(record),
                "add a record": lambda record=record: history.perform(AddRecord(record)),
                "change its name": lambda record=record: history.perform(
                    ChangeRecord(record.id, {"name": "x"})
                ),
                "move it": lambda record=record: history.perform(MoveRecord(record.id, 5, 5)),
                "undo": history.undo,
                "redo": history.redo,
                "remove it": lambda record=record: history.perform(RemoveRecord(record.id)),
            }
            for label, act in acts.items():
                times.setdefault(label, []).append(timed(act))
        plan.close()
    floor = statistics.median(times["bare commit"])
    for label, measured in times.items():
        middle = statistics.median(measured)
        worst = statistics.quantiles(measured, n=20)[-1]
        print(f"{label:<16} {middle:7.2f} ms (95 %: {worst:6.2f})   {middle / floor:5.2f} × bare")


if __name__ == "__main__":
    main()
