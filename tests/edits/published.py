"""What tests of published lists share: things as a publisher lists them, and what becomes of them in a plan."""

from __future__ import annotations

from typing import Any

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Record
from placeplanner.edits.known_proposals import Proposals, proposals
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, an_area

CATALOGUE = load_catalogue()
SOURCE = "Historic England, National Heritage List for England, January 2026"
LATER = "Historic England, National Heritage List for England, January 2027"
EAST, NORTH = HINDLEY


def a_thing(origin: str = "nhle:1", name: str = "Hindley Mill", **values: Any) -> KnownThing:
    start: dict[str, Any] = {
        "kind": Kind.HERITAGE,
        "category": "listed_building",
        "geometry": a_point(),
        "source": SOURCE,
        "details": {"grade": "II", "nhle_entry": "1234567"},
    }
    return KnownThing(origin=origin, name=name, **{**start, **values})


def a_school(number: int, name: str = "St Peter's Primary School", east: float = EAST) -> KnownThing:
    where = an_area(east + 40 * number, NORTH, 30)
    source = "Ordnance Survey, OpenMap Local, 2018"
    return KnownThing(f"os:school{number}", Kind.ASSET, "school", name, where, source)


def offered(plan: PlanFile, *things: KnownThing) -> Proposals:
    return proposals(things, plan.records(), plan.declined())


def only(plan: PlanFile) -> Record:
    (record,) = plan.records()
    return record
