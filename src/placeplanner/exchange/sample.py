"""The sample plan: real public places of all 14 towns where they really are, with invented stories and wishes.

It is data in `resources/sample/`; each record made from it is marked as sample data and says whose positions
it uses. The ids are the same wherever it is made, so that two sample plans that are merged stay one.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner import paths
from placeplanner.domain.change import Entity
from placeplanner.domain.coordinates import geometry_to_easting_northing
from placeplanner.domain.data_file import read_toml
from placeplanner.domain.ids import ContributorId, GroupId, RecordId, SessionId
from placeplanner.domain.kinds import Audience, Catalogue, FieldType, Kind, KindSpec
from placeplanner.domain.people import Contributor, Group, Session
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record, shape_of
from placeplanner.edits.bulk import AddMany
from placeplanner.edits.history import History
from placeplanner.errors import Problem
from placeplanner.store.planfile import PlanFile

_IDS = uuid.UUID("6f1c2a3e-14a0-5b0d-9d5e-0c0ffee00014")  # the space of the sample's ids; any constant does
_SHAPES = {"at": shapely.Point, "line": shapely.LineString, "area": shapely.Polygon}
_ABOUT_IT = {"name", "category", "said", "source", "group", "session", "by", "consent"}
_WORDS = {
    Kind.HERITAGE: "story",
    Kind.PRIORITY: "said",
}  # the question that what people say answers, if there is one
_LABEL = "Made the sample plan"

Table = Mapping[str, Any]


class Source(Struct, frozen=True):
    """Where positions of the sample come from."""

    title: str
    publisher: str
    date: str
    licence: str
    attribution: str = ""

    @property
    def sentence(self) -> str:
        """All that has to be said beside a position."""
        known = f"Position: {self.title} ({self.publisher}, {self.date}, {self.licence})."
        return f"{known} {self.attribution}." if self.attribution else known


class Sample(Struct, frozen=True):
    """What the sample plan holds, before it is put into a plan. Records know no place yet."""

    name: str
    sources: Mapping[str, Source]
    groups: tuple[Group, ...]
    contributors: tuple[Contributor, ...]
    sessions: tuple[Session, ...]
    records: Mapping[str, tuple[Record, ...]]  # by the name of the town they should lie in

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Everything, people first, since records refer to them."""
        records = (record for town in self.records.values() for record in town)
        return (*self.groups, *self.contributors, *self.sessions, *records)


def make_sample_plan(path: Path, catalogue: Catalogue, places: Iterable[Place]) -> PlanFile:
    """A new plan with the sample in it, open; one undo takes the sample out again.

    Raises:
        Problem: there is something at that path already, it cannot be written, or the sample's files are not right.
    """
    known = tuple(places)
    sample = load_sample(catalogue, Places(known))
    plan = PlanFile.create(path, catalogue, known, name=sample.name)
    try:
        History(plan).perform(AddMany(sample.entities, _LABEL))
    except BaseException:
        plan.close()
        path.unlink(missing_ok=True)  # half a sample helps nobody
        raise
    return plan


def load_sample(catalogue: Catalogue, places: Places, folder: Path | None = None) -> Sample:
    """The sample in a folder of TOML files, by default the one that ships. Raises `Problem` naming the file."""
    folder = folder or paths.resources() / "sample"
    about = read_toml(folder / "sample.toml")
    return _Reading(catalogue, places, about).sample(
        [read_toml(path) for path in sorted((folder / "towns").glob("*.toml"))]
    )


def _broken(where: str, why: str) -> Problem:
    return Problem(f"The sample is not right: {where}.", why, "Install Place Planner again.")


def _id(what: str, key: str) -> str:
    return str(uuid.uuid5(_IDS, f"{what}/{key}"))


class _Reading:
    """Turns tables into values; what the tables refer to by key must exist."""

    def __init__(self, catalogue: Catalogue, places: Places, about: Table) -> None:
        self._catalogue = catalogue
        self._places = places
        self._about = about
        self._sources = {key: Source(**table) for key, table in about["source"].items()}
        self._keys = {
            what: {table["key"] for table in about[what]} for what in ("group", "contributor", "session")
        }

    def sample(self, towns: Iterable[Table]) -> Sample:
        return Sample(
            name=self._about["name"],
            sources=self._sources,
            groups=tuple(Group(self._group(table["key"]), table["name"]) for table in self._about["group"]),
            contributors=tuple(map(self._contributor, self._about["contributor"])),
            sessions=tuple(map(self._session, self._about["session"])),
            records={town["town"]: tuple(self._records(town)) for town in towns},
        )

    def _group(self, key: str) -> GroupId:
        return GroupId(self._known("group", key))

    def _known(self, what: str, key: str) -> str:
        if key not in self._keys[what]:
            raise _broken(what, f"There is no {what} with the key “{key}”.")
        return _id(what, key)

    def _contributor(self, table: Table) -> Contributor:
        return Contributor(
            ContributorId(_id("contributor", table["key"])),
            table["name"],
            self._group(table["group"]),
            may_be_named=table["may_be_named"],
        )

    def _session(self, table: Table) -> Session:
        found = self._places.named(table["place"])
        return Session(
            SessionId(_id("session", table["key"])),
            table["name"],
            table["date"],
            found[0].code if found else None,
            self._group(table["group"]),
            table["who_was_there"],
        )

    def _records(self, town: Table) -> Iterator[Record]:
        found = [
            self._record(kind, {**town, **table}, town["town"])
            for kind in Kind
            for table in town.get(kind, ())
        ]
        shapes = _in_metres([record.geometry for record in found])
        return (replace(record, geometry=shape) for record, shape in zip(found, shapes, strict=True))

    def _record(self, kind: Kind, table: Table, town: str) -> Record:
        where = f"{kind.value} “{table['name']}” in {town}"
        spec = self._catalogue[kind]
        drawn = next((name for name in _SHAPES if name in table), "")
        if not drawn or table["source"] not in self._sources:
            raise _broken(where, "It has no position, or nobody knows where the position is from.")
        geometry = _SHAPES[drawn](np.flip(table[drawn], axis=-1))  # written latitude first, as people say it
        category = spec.category(table["category"])
        if category is None or shape_of(geometry) not in category.shapes:
            raise _broken(where, f"{spec.label} has no category “{table['category']}” that is drawn so.")
        about = _ABOUT_IT | {"town", drawn, *Kind}
        given = {name: value for name, value in table.items() if name not in about}
        if kind in _WORDS:
            given[_WORDS[kind]] = table["said"]
        return Record(
            id=RecordId(_id(kind.value, f"{town}/{table['name']}")),
            kind=kind,
            category=table["category"],
            name=table["name"],
            geometry=geometry,
            notes="" if kind in _WORDS else table["said"],
            source=f"{self._about['mark']} {self._sources[table['source']].sentence}",
            group=self._group(table["group"]),
            contributor=ContributorId(self._known("contributor", table["by"])) if "by" in table else None,
            session=SessionId(self._known("session", table["session"])) if "session" in table else None,
            consent=Audience(table["consent"]),
            is_sample=True,
            details={
                name: _answer(spec, table["category"], name, value, where) for name, value in given.items()
            },
        )


def _answer(spec: KindSpec, category: str, name: str, value: Any, where: str) -> str:
    field = next((field for field in spec.fields_for(category) if field.name == name), None)
    if field is None:
        raise _broken(where, f"“{name}” is not asked about it.")
    codes = str(value).split(";") if field.type is FieldType.CHOICES else [str(value)]
    if field.choices and not {choice.code for choice in field.choices}.issuperset(codes):
        raise _broken(where, f"“{value}” is not an answer to “{field.label}”.")
    return str(value)


def _in_metres(shapes: Sequence[BaseGeometry]) -> Sequence[BaseGeometry]:
    """All at once: the conversion costs by the call, not by the point."""
    together = geometry_to_easting_northing(shapely.GeometryCollection(shapes))
    return tuple(shapely.get_parts(together))
