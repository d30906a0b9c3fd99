"""A plan of ten thousand records: opening, listing, filtering, searching, the history; against a bare `select`.

Run by hand: `python -m tests.benchmarks.ten_thousand`. Goal: opening, filtering and searching each within 200 ms.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import RecordId, new_id
from placeplanner.domain.kinds import Field, Kind
from placeplanner.domain.record import Detail, Record
from placeplanner.edits.bulk import AddMany
from placeplanner.edits.history import History
from placeplanner.edits.records import ChangeRecord
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile
from tests.builders import a_point, an_area

RECORDS, STEPS, TURNS = 10_000, 3_000, 7


def answer(field: Field) -> Detail:
    if field.choices:
        return field.choices[0].code
    return {"number": 1.5, "whole": 3, "yes_no": True}.get(field.type.value, "some words of text")


def a_random_record(rnd: random.Random, number: int) -> Record:
    kind = list(Kind)[number % 4]
    spec = load_catalogue()[kind]
    category = rnd.choice(spec.categories)
    east, north = 355000 + rnd.random() * 15000, 398000 + rnd.random() * 12000
    return Record(
        id=RecordId(new_id()),
        kind=kind,
        category=category.code,
        name=f"{category.label} number {number}",
        geometry=a_point(east, north) if number % 3 else an_area(east, north),
        notes="A note about something that somebody said. " * 3,
        details={field.name: answer(field) for field in spec.fields_for(category.code)[:8]},
    )


def median_ms(act: Callable[[], object]) -> float:
    times = []
    for _ in range(TURNS):
        start = perf_counter()
        act()
        times.append((perf_counter() - start) * 1000)
    return statistics.median(times)


def bare_select(path: Path) -> None:
    connection = sqlite3.connect(path)
    for spec in load_catalogue().kinds.values():
        connection.execute(f'SELECT * FROM "{spec.table}"').fetchall()
    connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.gpkg"
        rnd = random.Random(1)
        with PlanFile.create(path, load_catalogue(), shipped_places()) as plan:
            history = History(plan, contributor="Sam")
            records = tuple(a_random_record(rnd, number) for number in range(RECORDS))
            start = perf_counter()
            history.perform(AddMany(records))
            print(f"{'add them as one step':<28} {(perf_counter() - start) * 1000:8.0f} ms")
            for number in range(STEPS):
                history.perform(ChangeRecord(records[number].id, {"name": f"Changed {number}"}))
        print(f"{'the file':<28} {path.stat().st_size / 1e6:8.1f} MB")
        floor = median_ms(lambda: bare_select(path))

        def opened_and_listed() -> None:
            with PlanFile.open(path, load_catalogue()) as plan:
                plan.records()

        plan = PlanFile.open(path, load_catalogue())
        history = History(plan)
        acts: dict[str, Callable[[], object]] = {
            "a bare select of all": lambda: bare_select(path),
            "open": lambda: PlanFile.open(path, load_catalogue()).close(),
            "open and list all": opened_and_listed,
            "list all": plan.records,
            "filter: one kind": lambda: plan.records(kinds=[Kind.HERITAGE]),
            "filter: one town": lambda: plan.records(place=plan.places.named("Hindley")[0].code),
            "filter: one category": lambda: plan.records(category="library"),
            "search: in all of them": lambda: plan.records(text="note"),
            "search: in a few": lambda: plan.records(text="library num"),
            "search: in one": lambda: plan.records(text="9999"),
            "the history opens": lambda: History(plan),
            "the history shows 200 steps": history.steps,
            "examine the whole file": plan.examine,
        }
        for label, act in acts.items():
            took = median_ms(act)
            print(f"{label:<28} {took:8.1f} ms   {took / floor:6.2f} × a bare select")
        plan.close()


if __name__ == "__main__":
    main()
