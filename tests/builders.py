"""Small believable things for tests: `a_record(kind="greenspace")`, `a_plan(tmp_path)`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import RecordId, new_id
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile

HINDLEY = (361900.0, 404500.0)
_CATEGORY = {"asset": "library", "greenspace": "woodland", "heritage": "memorial", "priority": "wish"}


def a_point(east: float = HINDLEY[0], north: float = HINDLEY[1]) -> BaseGeometry:
    return shapely.Point(east, north)


def an_area(east: float = HINDLEY[0], north: float = HINDLEY[1], size: float = 100) -> BaseGeometry:
    return shapely.box(east, north, east + size, north + size)


def a_line(east: float = HINDLEY[0], north: float = HINDLEY[1], length: float = 200) -> BaseGeometry:
    return shapely.LineString([(east, north), (east + length, north + 50)])


def a_record(kind: str = "asset", name: str = "Hindley Library", **values: Any) -> Record:
    spec = load_catalogue()[Kind(kind)]
    known = {category.code for category in spec.categories}
    category = _CATEGORY[kind] if _CATEGORY[kind] in known else spec.categories[0].code
    start: dict[str, Any] = {"category": category, "geometry": a_point()}
    return Record(id=RecordId(new_id()), kind=Kind(kind), name=name, **{**start, **values})


def a_plan(folder: Path, name: str = "plan.gpkg") -> PlanFile:
    return PlanFile.create(folder / name, load_catalogue(), shipped_places())


def a_history(folder: Path) -> tuple[PlanFile, History]:
    plan = a_plan(folder)
    return plan, History(plan, contributor="Sam")


def a_plan_with(folder: Path, *records: Record) -> Path:
    """The file of a plan that somebody has put records into and closed."""
    plan, history = a_history(folder)
    for record in records:
        history.perform(AddRecord(record))
    plan.close()
    return plan.path
