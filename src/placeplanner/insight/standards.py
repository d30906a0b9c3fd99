"""What figures are reckoned with, as data with a version: distances, sizes, needs, kinds of strengths."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from placeplanner import paths
from placeplanner.domain.data_file import DataTable
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record


class Tier(Struct, frozen=True):
    """One size of greenspace and the distance in which everybody should have one."""

    code: str
    label: str
    at_least_ha: float
    within_m: float


class Need(Struct, frozen=True):
    """Something people need near home; one record of any of its categories meets it."""

    code: str
    label: str
    kind: Kind
    categories: frozenset[str]

    def is_met_by(self, record: Record) -> bool:
        """Whether a record is of such a category."""
        return record.kind is self.kind and record.category in self.categories


class Strength(Struct, frozen=True):
    """One of the six kinds of assets of asset-based community development."""

    code: str
    label: str
    text: str
    categories: Mapping[Kind, frozenset[str]]

    def takes_in(self, record: Record) -> bool:
        """Whether a record is one of these."""
        codes = self.categories.get(record.kind, frozenset())
        return record.category in codes or "*" in codes


class Standards(Struct, frozen=True):
    """One version of all of them."""

    version: str
    source: str
    note: str
    tiers: tuple[Tier, ...]
    ha_per_1000: float
    open_categories: frozenset[str]
    open_to: frozenset[str]
    walk_m: float
    needs: tuple[Need, ...]
    strengths: tuple[Strength, ...]

    def is_open(self, record: Record) -> bool:
        """Whether anybody may use a greenspace: by its category, unless its record says who may."""
        if record.kind is not Kind.GREENSPACE:
            return False
        told = record.details.get("open_to")
        return told in self.open_to if told else record.category in self.open_categories


@cache
def load_standards(path: Path | None = None) -> Standards:
    """The standards that ship, or those in a file. Raises `Problem` naming what is wrong in it."""
    table = DataTable.read(path or paths.resources() / "insight" / "standards.toml")
    capacity, greens, walk = table.table("capacity"), table.table("open"), table.table("walk")
    standards = Standards(
        version=table.text("version"),
        source=table.text("source"),
        note=table.text("note"),
        tiers=tuple(map(_tier, table.tables("reach"))),
        ha_per_1000=capacity.number("ha_per_1000"),
        open_categories=frozenset(greens.texts("categories")),
        open_to=frozenset(greens.texts("open_to")),
        walk_m=walk.number("within_m"),
        needs=tuple(map(_need, table.tables("needs"))),
        strengths=tuple(map(_strength, table.tables("strengths"))),
    )
    for each in (table, capacity, greens, walk):
        each.finish()
    return standards


def _tier(table: DataTable) -> Tier:
    tier = Tier(
        table.text("code"), table.text("label"), table.number("at_least_ha"), table.number("within_m")
    )
    table.finish()
    return tier


def _need(table: DataTable) -> Need:
    need = Need(
        table.text("code"),
        table.text("label"),
        table.word("kind", Kind),
        frozenset(table.texts("categories")),
    )
    table.finish()
    return need


def _strength(table: DataTable) -> Strength:
    kinds = (Kind.ASSET, Kind.GREENSPACE, Kind.HERITAGE)
    strength = Strength(
        table.text("code"),
        table.text("label"),
        table.text("text"),
        {kind: frozenset(table.texts(kind.value)) for kind in kinds},
    )
    table.finish()
    return strength
