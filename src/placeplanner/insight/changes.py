"""What changed between two states of a plan: added, gone, mended, fallen; each with the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record


@dataclass(frozen=True, slots=True)
class Judged:
    """A record whose condition is another now, from 1 (very poor) to 5 (very good)."""

    record: Record
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What is different. `reworded` were changed in any other way than their condition."""

    added: tuple[Record, ...]
    gone: tuple[Record, ...]
    risen: tuple[Judged, ...]
    fallen: tuple[Judged, ...]
    reworded: tuple[Record, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.added or self.gone or self.risen or self.fallen or self.reworded)


def changed_of(before: Mapping[RecordId, Record | None], now: Iterable[Record]) -> Changed:
    """Compare. `before` has every record that changed, as it was (None: not there); `now` are those there are."""
    today = {record.id: record for record in now}
    pairs = [(then, today.get(id_)) for id_, then in before.items()]
    both = [(then, here) for then, here in pairs if then and here]
    judged = [found for then, here in both if (found := _judged(then, here))]
    known = {one.record.id for one in judged}
    return Changed(
        added=_by_name(today[id_] for id_, then in before.items() if then is None and id_ in today),
        gone=_by_name(then for then, here in pairs if then and here is None),
        risen=tuple(one for one in judged if one.now > one.before),
        fallen=tuple(one for one in judged if one.now < one.before),
        reworded=_by_name(here for then, here in both if here.id not in known and _said(then) != _said(here)),
    )


def _judged(then: Record, here: Record) -> Judged | None:
    before, now = _condition(then), _condition(here)
    if before is None or now is None or before == now or here.kind not in (Kind.GREENSPACE, Kind.HERITAGE):
        return None
    return Judged(here, before, now)


def _condition(record: Record) -> int | None:
    told = str(record.details.get("condition", ""))
    return int(told) if told in {"1", "2", "3", "4", "5"} else None


def _said(record: Record) -> tuple[object, ...]:
    """What people see of a record; who touched it and when is no change."""
    return (
        record.name,
        record.category,
        record.notes,
        tuple(sorted(record.details.items())),
        record.geometry.normalize().wkb,
    )


def _by_name(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: (record.name.casefold(), record.id)))
