"""After any walk of edits, undos, redos, restarts and changes by others, a plan equals a plain model of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec.structs import replace
from shapely import MultiPolygon

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Audience, Kind
from placeplanner.domain.place import PlaceKind
from placeplanner.domain.record import Record
from placeplanner.edits.bulk import AddMany, RemoveMany
from placeplanner.edits.edit import Edit
from placeplanner.edits.history import History
from placeplanner.edits.patches import DrawPatch, RemovePatch, RenamePatch, ReshapePatch
from placeplanner.edits.places import CorrectTown, ReplaceBoundaries
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.edits.shape import MoveRecord, Reshape
from placeplanner.mappacks.shipped import shipped_rules
from placeplanner.store.planfile import PlanFile
from tests.builders import a_line, a_plan, a_point, a_record, an_area
from tests.store.observing import assert_consistent, outside

WORDS = ("library", "wood", "hall", "canal", "memorial", "café", "moss", "rec")
PLACES = RecordId("the places")
State = dict[RecordId, tuple[object, ...]]


def told(record: Record) -> tuple[object, ...]:
    """What a person would call the same record."""
    return (
        record.kind, record.name, record.notes, record.category, record.consent, record.place,
        record.geometry.wkb, tuple(sorted(record.details.items())),
    )  # fmt: skip


@dataclass
class Walk:
    """A plan, and a list of all its states as undo and redo should find them."""

    plan: PlanFile
    rnd: random.Random
    states: list[State] = field(default_factory=lambda: [{}])
    at: int = 0

    def __post_init__(self) -> None:
        self.states = [self.seen()]
        self.history = History(self.plan, contributor="Sam")

    @property
    def ids(self) -> list[RecordId]:
        return sorted(set(self.states[self.at]) - {PLACES})

    def shape(self) -> object:
        east, north = self.rnd.uniform(355000, 368000), self.rnd.uniform(399000, 410000)
        return self.rnd.choice((a_point, a_line, an_area))(east, north)

    def new(self) -> Record:
        kind = self.rnd.choice(list(Kind))
        name = " ".join(self.rnd.choices(WORDS, k=2))
        return a_record(kind.value, name, geometry=self.shape(), notes=self.rnd.choice(("", *WORDS)))

    def edit(self) -> Edit:
        ids = self.ids
        if self.rnd.randrange(5) == 0:
            return self.edit_of_places()
        choice = self.rnd.randrange(7) if ids else self.rnd.randrange(2)
        some = self.rnd.choice(ids) if ids else RecordId("")
        match choice:
            case 0:
                return AddMany(tuple(self.new() for _ in range(self.rnd.randrange(1, 6))))
            case 1 | 2:
                return AddRecord(self.new())
            case 3:
                values = {"name": self.rnd.choice(WORDS), "notes": self.rnd.choice(("", *WORDS))}
                return ChangeRecord(some, {**values, "consent": self.rnd.choice(list(Audience))})
            case 4:
                return MoveRecord(some, self.rnd.uniform(-900, 900), self.rnd.uniform(-900, 900))
            case 5:
                return Reshape(some, self.shape())  # type: ignore[arg-type]
            case _:
                count = self.rnd.randrange(1, min(4, len(ids)) + 1)
                return RemoveRecord(some) if count == 1 else RemoveMany(tuple(self.rnd.sample(ids, count)))

    def edit_of_places(self) -> Edit:
        places, rnd = self.plan.places, self.rnd
        tiles, towns = places.of_kind(PlaceKind.NEIGHBOURHOOD), places.of_kind(PlaceKind.TOWN)
        patches = places.of_kind(PlaceKind.PATCH)
        area = an_area(rnd.uniform(358000, 362000), rnd.uniform(401000, 405000), rnd.uniform(200, 3000))
        match rnd.randrange(6 if patches else 3):
            case 0:
                return DrawPatch(f"Patch {rnd.random()}", area)
            case 1:
                many = [tile for tile in tiles if len(places.children(tile.parent or "")) > 1]
                return CorrectTown(rnd.choice(many).code, rnd.choice(towns).code, shipped_rules())
            case 2:
                some = tuple(
                    replace(tile, geometry=MultiPolygon([tile.geometry.convex_hull]))
                    for tile in rnd.sample(tiles, 3)
                )
                return ReplaceBoundaries(some, f"map {rnd.random()}", shipped_rules())
            case 3:
                return ReshapePatch(rnd.choice(patches).code, area)
            case 4:
                return RenamePatch(rnd.choice(patches).code, f"Patch {rnd.random()}")
            case _:
                return RemovePatch(rnd.choice(patches).code)

    def perform(self) -> None:
        if self.history.perform(self.edit()) is not None:
            del self.states[self.at + 1 :]
            self.states.append(self.seen())
            self.at += 1

    def undo(self) -> None:
        assert (self.history.undo() is not None) == (self.at > 0)
        self.at = max(0, self.at - 1)

    def redo(self) -> None:
        assert (self.history.redo() is not None) == (self.at + 1 < len(self.states))
        self.at = min(len(self.states) - 1, self.at + 1)

    def restart(self) -> None:
        self.plan.close()
        self.plan = PlanFile.open(self.plan.path, load_catalogue())
        assert self.plan.notices == ()
        self.history = History(self.plan, contributor="Kim")

    def step(self) -> None:
        act = self.rnd.choices((self.perform, self.undo, self.redo, self.restart), (10, 5, 4, 1))[0]
        act()
        assert self.seen() == self.states[self.at]
        stacks = self.plan.stacks()
        assert (stacks.undo, stacks.redo) == (self.history._undo, self.history._redo)
        assert (len(stacks.undo), len(stacks.redo)) == (self.at, len(self.states) - 1 - self.at)

    def seen(self) -> State:
        places = self.plan.places
        return {
            **{record.id: told(record) for record in self.plan.records()},
            PLACES: tuple(
                sorted((place.code, place.name, place.parent, place.geometry.wkb) for place in places)
            ),
        }

    def check(self) -> None:
        assert_consistent(self.plan)
        assert self.plan.examine() == ()
        records = self.plan.records()
        for word in WORDS:
            found = {record.id for record in self.plan.records(text=word[:3])}
            assert found == {
                r.id for r in records if word[:3] in f" {r.name} {r.notes}".replace("cafe", "café")
            }


@pytest.mark.parametrize("seed", range(12))
def test_any_walk_leaves_the_plan_as_a_plain_model_has_it(tmp_path: Path, seed: int) -> None:
    walk = Walk(a_plan(tmp_path), random.Random(seed))
    for turn in range(60):
        walk.step()
        if turn % 20 == 19:
            walk.check()
    walk.plan.close()


@pytest.mark.parametrize("seed", range(8))
def test_any_walk_with_another_program_loses_nothing_of_its_work(tmp_path: Path, seed: int) -> None:
    """Whatever we do, undo or redo meanwhile: what another program wrote last in a field stays until we edit that."""
    rnd = random.Random(1000 + seed)
    walk = Walk(a_plan(tmp_path), rnd)
    other = outside(walk.plan.path)
    theirs: dict[str, str] = {}
    for turn in range(50):
        act = rnd.randrange(10)
        records = walk.plan.records()
        if act < 3 and records:
            record = rnd.choice(records)
            table = walk.plan.catalogue[record.kind].table
            theirs[record.id] = f"theirs {turn}"
            other.execute(f'UPDATE "{table}" SET source = ? WHERE uuid = ?', (theirs[record.id], record.id))
            walk.history.take_in_outside_changes()
        elif act == 3:
            other.execute("INSERT INTO heritage(geom, name) SELECT geom, 'copied' FROM assets LIMIT 1")
        elif act < 7:
            keep = {record.id for record in records if record.id not in theirs}
            walk.states, walk.at = [dict.fromkeys(keep, ())], 0
            walk.history.perform(walk.edit())
        elif act == 7:
            walk.history.undo()
        elif act == 8:
            walk.history.redo()
        else:
            walk.restart()
        present = {record.id: record.source for record in walk.plan.records()}
        assert {key: present.get(RecordId(key)) for key in theirs} == theirs
        stacks = walk.plan.stacks()
        assert (walk.history.undo_label is None) == (not stacks.undo)
        assert (stacks.undo, stacks.redo) == (walk.history._undo, walk.history._redo)
    walk.history.take_in_outside_changes()
    assert_consistent(walk.plan)
    other.close()
    walk.plan.close()
