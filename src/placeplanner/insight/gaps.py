"""The gap matrix: what the borough's plan names, beside what people here want of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from placeplanner.domain.framework import Framework, FrameworkItem
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record

LISTS = ("missions", "ways_of_working", "strategies", "focuses")
AIMS = ("keep", "improve", "create")


class Gap(Struct, frozen=True):
    """One thing the framework names, and the priorities tied to it, by their aim ("" where none is said)."""

    list_name: str
    item: FrameworkItem
    by_aim: tuple[tuple[str, tuple[RecordId, ...]], ...]

    @property
    def records(self) -> tuple[RecordId, ...]:
        """All priorities tied to it."""
        return tuple(id_ for _, ids in self.by_aim for id_ in ids)

    @property
    def is_gap(self) -> bool:
        """Whether nobody has asked for anything that it names."""
        return not self.records


def gaps_of(records: Sequence[Record], framework: Framework) -> tuple[Gap, ...]:
    """The whole matrix, in the framework's order."""
    priorities = [record for record in records if record.kind is Kind.PRIORITY]
    return tuple(
        Gap(name, item, _by_aim([record for record in priorities if item.code in codes_of(record, name)]))
        for name in LISTS
        for item in framework.items(name)
    )


class Theme(Struct, frozen=True):
    """The priorities of one category, by their aim ("" where none is said)."""

    category: str
    by_aim: tuple[tuple[str, tuple[RecordId, ...]], ...]

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(len(ids) for _, ids in self.by_aim)


def themes_of(records: Sequence[Record]) -> tuple[Theme, ...]:
    """What people want by theme, most first; themes of which there is nothing are left out."""
    priorities = [record for record in records if record.kind is Kind.PRIORITY]
    codes = sorted({record.category for record in priorities})
    themes = (
        Theme(code, _by_aim([record for record in priorities if record.category == code])) for code in codes
    )
    return tuple(sorted(themes, key=lambda theme: -theme.number))


def untied_of(records: Sequence[Record]) -> tuple[RecordId, ...]:
    """Priorities that nobody has tied to the framework."""
    return tuple(
        record.id
        for record in records
        if record.kind is Kind.PRIORITY and not any(codes_of(record, name) for name in LISTS)
    )


def codes_of(record: Record, name: str) -> frozenset[str]:
    """The codes that a record holds in a field of several choices."""
    stored = str(record.details.get(name, ""))
    return frozenset(code.strip() for code in stored.split(";") if code.strip())


def _by_aim(records: Sequence[Record]) -> tuple[tuple[str, tuple[RecordId, ...]], ...]:
    found = ((aim, tuple(r.id for r in records if r.details.get("aim", "") == aim)) for aim in (*AIMS, ""))
    return tuple((aim, ids) for aim, ids in found if ids)
