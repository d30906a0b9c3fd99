"""What figures are reckoned with, as data with a version: distances, sizes, needs, kinds of strengths."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from placeplanner import paths
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.errors import Problem


@dataclass(frozen=True, slots=True)
class Tier:
    """One size of greenspace and the distance in which everybody should have one."""

    code: str
    label: str
    at_least_ha: float
    within_m: float


@dataclass(frozen=True, slots=True)
class Need:
    """Something people need near home; one record of any of its categories meets it."""

    code: str
    label: str
    kind: Kind
    categories: frozenset[str]

    def is_met_by(self, record: Record) -> bool:
        """Whether a record is of such a category."""
        return record.kind is self.kind and record.category in self.categories


@dataclass(frozen=True, slots=True)
class Strength:
    """One of the six kinds of assets of asset-based community development."""

    code: str
    label: str
    text: str
    categories: Mapping[Kind, frozenset[str]]

    def takes_in(self, record: Record) -> bool:
        """Whether a record is one of these."""
        codes = self.categories.get(record.kind, frozenset())
        return record.category in codes or "*" in codes


@dataclass(frozen=True, slots=True)
class Standards:
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
    path = path or paths.resources() / "insight" / "standards.toml"
    try:
        return _standards(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise _broken(path, f"It cannot be read: {error.strerror or error}.") from error
    except KeyError as error:
        raise _broken(path, f"It does not say “{error.args[0]}”.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _broken(path, f"{error}.") from error


def _standards(content: Mapping[str, Any]) -> Standards:
    return Standards(
        version=content["version"],
        source=content["source"],
        note=content["note"],
        tiers=tuple(Tier(**tier) for tier in content["reach"]),
        ha_per_1000=float(content["capacity"]["ha_per_1000"]),
        open_categories=frozenset(content["open"]["categories"]),
        open_to=frozenset(content["open"]["open_to"]),
        walk_m=float(content["walk"]["within_m"]),
        needs=tuple(
            Need(need["code"], need["label"], Kind(need["kind"]), frozenset(need["categories"]))
            for need in content["needs"]
        ),
        strengths=tuple(map(_strength, content["strengths"])),
    )


def _strength(table: Mapping[str, Any]) -> Strength:
    kinds = (Kind.ASSET, Kind.GREENSPACE, Kind.HERITAGE)
    return Strength(
        table["code"], table["label"], table["text"], {kind: frozenset(table[kind.value]) for kind in kinds}
    )


def _broken(path: Path, why: str) -> Problem:
    return Problem(f"{path.name} is not right.", why, "Correct it, or install Place Planner again.")
