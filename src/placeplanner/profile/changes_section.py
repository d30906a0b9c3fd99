"""What changed since an earlier profile, for an audience: nothing that was withdrawn since is named again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.exchange.redact import redacted
from placeplanner.insight.changes import Changed, Judged, changed_of
from placeplanner.profile.blocks import Block, Paragraph, Table, Unknown
from placeplanner.profile.words import count_of, day, listed

_MOST_NAMED = 12
_GRADES = {1: "very poor", 2: "poor", 3: "fair", 4: "good", 5: "very good"}


def changed_for(
    reader: Reader, place: Place, audience: Audience, released: Sequence[Record], since: datetime.datetime
) -> Changed:
    """What an audience may know of the changes in a place since a moment."""
    before = reader.changed_since(since)
    here = {record.id for record in reader.records(place=place.code)}
    still_there = {record.id for record in reader.records()}
    shown = {record.id for record in released}
    then = [record for record in before.values() if record is not None]
    allowed = redacted(
        then,
        [],
        audience,
        catalogue=reader.catalogue,
        contributors=reader.contributors(),
        places=None if place.kind.overlaps else reader.places,
    ).records
    inside = reader.places.within(place.code)
    was = {
        record.id: record
        for record in allowed
        if record.id in shown or (record.id not in still_there and record.place in inside)
    }
    new = {id_: None for id_ in before if id_ in shown and id_ in here and id_ not in was}
    return changed_of({**was, **new}, released)


def changes_blocks(changed: Changed | None, since: datetime.datetime | None) -> list[Block]:
    """The same in words and a table; where no earlier profile was named, that it cannot be told."""
    if changed is None or since is None:
        return [Unknown("What has changed since an earlier profile is told when its date is given.")]
    if changed.is_nothing:
        return [Paragraph(f"Nothing here has changed since {day(since.date())}.")]
    said = [
        _told("added", changed.added),
        _told("taken off the map", changed.gone),
        _told("told anew", changed.reworded),
    ]
    blocks: list[Block] = [
        Paragraph(f"Since {day(since.date())}: {' '.join(part for part in said if part)}".strip())
    ]
    judged = (*changed.risen, *changed.fallen)
    if not any(said):
        blocks = [Paragraph(f"Since {day(since.date())} the condition of some records has changed.")]
    if judged:
        rows = tuple(map(_row, judged))
        blocks.append(Table("What is better and what is worse", ("Record", "It was", "It is", ""), rows))
    return blocks


def _told(verb: str, records: Sequence[Record]) -> str:
    if not records:
        return ""
    names = [record.name.strip() or "one without a name" for record in records]
    named = names[:_MOST_NAMED]
    if len(names) > _MOST_NAMED:
        named.append(f"{len(names) - _MOST_NAMED} more")
    return f"{count_of(len(records), 'record').capitalize()} {verb} ({listed(named)})."


def _row(judged: Judged) -> tuple[str, ...]:
    direction = "better" if judged.now > judged.before else "worse"
    return (judged.record.name, _GRADES[judged.before], _GRADES[judged.now], direction)
