"""Every look that a symbol can have, numbered, so that ten thousand records are an array of small numbers."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from placeplanner.domain.kinds import Catalogue, Kind, KindSpec
from placeplanner.domain.record import Record

KINDS = tuple(Kind)


class Look(Struct, frozen=True):
    """One symbol: its kind's shape and colours, its category's icon, and whether it is hollow."""

    spec: KindSpec
    icon: str
    is_hollow: bool = False


class Looks(Struct, frozen=True, dict=True, eq=False):
    """All looks of a catalogue. A hollow one follows its filled twin."""

    catalogue: Catalogue

    @cached_property
    def all(self) -> tuple[Look, ...]:
        """In the order of their numbers."""
        found: list[Look] = []
        for kind in KINDS:
            spec = self.catalogue[kind]
            for icon in (spec.icon, *(category.icon for category in spec.categories)):
                found += [Look(spec, icon), Look(spec, icon, is_hollow=True)]
        return tuple(found)

    @cached_property
    def _numbers(self) -> dict[tuple[Kind, str], int]:
        numbers: dict[tuple[Kind, str], int] = {}
        at = 0
        for kind in KINDS:
            for code in ("", *(category.code for category in self.catalogue[kind].categories)):
                numbers.setdefault((kind, code), at)
                at += 2
        return numbers

    def number(self, record: Record) -> int:
        """The filled look of a record; a category nobody knows gets its kind's own icon."""
        key = (record.kind, record.category)
        number = self._numbers.get(key)
        return self._numbers[record.kind, ""] if number is None else number
