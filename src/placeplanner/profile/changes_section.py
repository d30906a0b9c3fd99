"""What changed between two states of a plan, for an audience: nothing that was withdrawn since is named again.

A record is named as it is called now, or was called last, and only where its audience may see it now and could see it
then: what was known about it between the two does not matter.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from msgspec import Struct

from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.insight.changes import Changed, Compared, Judged, changed_of
from placeplanner.profile.blocks import Block, Heading, Paragraph, Table, Unknown
from placeplanner.profile.released import as_told, released
from placeplanner.profile.words import count_of, day, listed

_MOST_NAMED = 12
_GRADES = {1: "very poor", 2: "poor", 3: "fair", 4: "good", 5: "very good"}
_NO_PERIOD = "What has changed since an earlier profile is told when its date is given."
_NO_ACTIONS = (
    "What was done about what people said cannot be told yet: this plan does not keep who did what, and when."
)


class Changes(Struct, frozen=True):
    """What changed in a place over a period; `began_on` is the day on which the plan was begun."""

    period: Period
    changed: Changed
    began_on: datetime.date | None = None


def changes_for(
    reader: Reader, place: Place, audience: Audience, period: Period, homes: Hiding = NO_SECTORS
) -> Changes:
    """What an audience may know of the changes in a place."""
    courses = reader.courses(period)
    was_inside = _inside(reader, place, audience, (course.then for course in courses.values()), homes)
    is_inside = _inside(reader, place, audience, (course.later for course in courses.values()), homes)
    touched = was_inside | is_inside
    ours = [course for id_, course in courses.items() if id_ in touched]
    before = _shown(reader, place, audience, (each.then for each in ours), homes)
    after = _shown(reader, place, audience, (each.later for each in ours), homes)
    latest = _shown(reader, place, audience, (each.latest for each in ours), homes)
    changed = changed_of(
        Compared(latest[id_], before.get(id_), after.get(id_), id_ in was_inside, id_ in is_inside)
        for each in ours
        if (id_ := each.latest.id) in latest and (each.later is None or id_ in after)
    )
    return Changes(period, changed, reader.began_on())


def _inside(
    reader: Reader, place: Place, audience: Audience, records: Iterable[Record | None], homes: Hiding
) -> frozenset[RecordId]:
    every = [record for record in records if record is not None]
    inside = reader.places.holding(place.code, every)
    return frozenset(record.id for record in as_told(reader, place, audience, inside, every, homes))


def _shown(
    reader: Reader, place: Place, audience: Audience, records: Iterable[Record | None], homes: Hiding
) -> dict[RecordId, Record]:
    every = (record for record in records if record is not None)
    found = released(reader, every, (), audience, homes, hides_homes=not place.kind.overlaps)
    return {record.id: record for record in found.records}


def changes_blocks(changes: Changes | None) -> list[Block]:
    """The same in words and a table; where no earlier profile was named, that it cannot be told."""
    if changes is None:
        return [Unknown(_NO_PERIOD)]
    blocks: list[Block] = [Heading("What changed"), *_in_words(changes), *_judged(changes.changed)]
    if changes.period.until is not None:
        blocks.append(Paragraph("All else in this profile is as it is now."))
    return [*blocks, Unknown(_NO_ACTIONS)]


def _in_words(changes: Changes) -> list[Block]:
    period, changed, began = changes.period, changes.changed, changes.began_on
    when = _when(period)
    if period.is_no_time:
        return [Paragraph("Both ends of what is compared are the same, so there is nothing to tell.")]
    said = [
        _told("added", changed.added),
        _told("moved here from another place", changed.came),
        _told("taken off the map", changed.gone),
        _told("now in another place", changed.left),
        _told("told anew", changed.reworded),
    ]
    sentences = [sentence for sentence in said if sentence]
    if began and period.since.told < began:
        sentences.append(f"This plan was begun on {day(began)}; nothing was known before.")
    if changed.is_nothing:
        nothing = f"Nothing here {'has changed' if period.until is None else 'changed'} {when}."
        return [Paragraph(" ".join((nothing, *sentences)))]
    if not any(said):
        sentences.insert(0, "The condition of some records has changed.")
    return [Paragraph(f"{when[0].upper()}{when[1:]}: {' '.join(sentences)}")]


def _when(period: Period) -> str:
    """Both days, as they are told."""
    since = day(period.since.told)
    if period.until is None:
        return f"since {since}"
    until = day(period.until.told)
    return f"on {since}" if since == until else f"between {since} and {until}"


def _judged(changed: Changed) -> list[Block]:
    judged = (*changed.risen, *changed.fallen)
    if not judged:
        return []
    head = ("Record", "It was", "It became", "")
    return [Table("What is better and what is worse", head, tuple(map(_row, judged)))]


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
