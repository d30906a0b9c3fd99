"""What changed between two states of a plan: added, gone, moved, mended, fallen; each with the records behind it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record


class Compared(Struct, frozen=True):
    """A record in two states; None where it was not there. `record` is how it is called today.

    `was_inside` and `is_inside` say whether it lay in the place that is told of.
    """

    record: Record
    before: Record | None
    after: Record | None
    was_inside: bool = True
    is_inside: bool = True


class Judged(Struct, frozen=True):
    """A record whose condition became another, from 1 (very poor) to 5 (very good)."""

    record: Record
    before: int
    now: int


class Changed(Struct, frozen=True):
    """What is different. `came` and `left` lie or lay in another place; `reworded` changed in any other way."""

    added: tuple[Record, ...] = ()
    gone: tuple[Record, ...] = ()
    came: tuple[Record, ...] = ()
    left: tuple[Record, ...] = ()
    risen: tuple[Judged, ...] = ()
    fallen: tuple[Judged, ...] = ()
    reworded: tuple[Record, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return self == Changed()


def changed_of(compared: Iterable[Compared]) -> Changed:
    """Compare records that may be shown."""
    every = sorted(compared, key=lambda one: (one.record.name.casefold(), one.record.id))
    entered = [one for one in every if _is_after(one) and not _was_before(one)]
    went = [one for one in every if _was_before(one) and not _is_after(one)]
    stayed = [one for one in every if _was_before(one) and _is_after(one)]
    judged = [(one, _judged(one)) for one in stayed]
    found = [each for _, each in judged if each]
    return Changed(
        added=tuple(one.record for one in entered if one.before is None),
        gone=tuple(one.record for one in went if one.after is None),
        came=tuple(one.record for one in entered if one.before is not None),
        left=tuple(one.record for one in went if one.after is not None),
        risen=tuple(each for each in found if each.now > each.before),
        fallen=tuple(each for each in found if each.now < each.before),
        reworded=tuple(
            one.record for one, each in judged if each is None and _said(one.before) != _said(one.after)
        ),
    )


def _was_before(one: Compared) -> bool:
    return one.before is not None and one.was_inside


def _is_after(one: Compared) -> bool:
    return one.after is not None and one.is_inside


def _judged(one: Compared) -> Judged | None:
    before, after = _condition(one.before), _condition(one.after)
    if before is None or after is None or before == after:
        return None
    return Judged(one.record, before, after)


def _condition(record: Record | None) -> int | None:
    if record is None or record.kind not in (Kind.GREENSPACE, Kind.HERITAGE):
        return None
    told = str(record.details.get("condition", ""))
    return int(told) if told in {"1", "2", "3", "4", "5"} else None


def _said(record: Record | None) -> tuple[object, ...]:
    """What people see of a record; who touched it and when is no change."""
    if record is None:
        return ()
    return (
        record.kind,
        record.name,
        record.category,
        record.notes,
        tuple(sorted(record.details.items())),
        record.geometry.normalize().wkb,
    )
