"""What a profile says: the six sections named as the framework names them, then sources, dates and revision.

Qt-free and pure: the same plan, place and audience give the same profile. What the audience may not see is
taken out first, so nothing below can repeat it.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable

from placeplanner.domain.framework import Framework
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.people import Session
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.domain.shaping import Shaping
from placeplanner.domain.streetmap import StreetMap
from placeplanner.edits.shaping import shaping_of
from placeplanner.exchange.redact import Redacted, redacted
from placeplanner.exchange.rows import Names
from placeplanner.insight.insight import Grounds, Insight, Kept, insight_of
from placeplanner.insight.standards import load_standards
from placeplanner.mappacks.manifest import Manifest
from placeplanner.profile import people_sections, place_sections
from placeplanner.profile.blocks import Profile, Section, SourceLine
from placeplanner.profile.changes_section import changes_for
from placeplanner.profile.locator import locator_of
from placeplanner.profile.shaping import pictures_wanted, shaped
from placeplanner.profile.telling import Gathered
from placeplanner.profile.words import count_of, day, day_of, listed

_KEPT = Kept()


def profile_of(
    reader: Reader,
    place: Place,
    framework: Framework,
    audience: Audience,
    manifest: Manifest,
    *,
    on: datetime.date | None = None,
    grounds: Grounds | None = None,
    period: Period | None = None,
    shaping: Shaping | None = None,
    streets: StreetMap | None = None,
) -> Profile:
    """The profile of a place for an audience, dated `on` (today where it is not given).

    Distances are along `streets` where there are any. What changed in `period` is told; all else is as it
    is now. `grounds` spares gathering them again where many profiles are made for one audience. `shaping` is how people want it; unless given, as the plan keeps it.
    """
    on = on or datetime.date.today()
    released = released_to(reader, place, audience)
    grounds = grounds or grounds_of(reader, audience, framework, on)
    shaping = shaping or shaping_of(reader, Shaping.of(place.code, audience))
    borough = reader.places.borough
    gathered = Gathered(
        place,
        Names.of(reader),
        framework,
        manifest,
        released.records,
        released.photos,
        insight=insight_for(grounds, place, released.records, audience, streets),
        beside=None
        if borough is None or borough.code == place.code
        else insight_for(grounds, borough, grounds.records, audience, streets),
        standards=grounds.standards,
        changes=changes_for(reader, place, audience, period) if period else None,
        pictures=pictures_wanted(released.photos, shaping),
    )
    profile = Profile(
        place=place,
        title=place.name,
        subtitle="Place profile",
        summary=_summary(gathered),
        date=day(on),
        audience=audience,
        sections=_sections(gathered, grounds.sessions),
        withheld=released.sentences,
        sample=_sample(released.records),
        sources=_sources(manifest, framework, released.records),
        attribution=manifest.attribution,
        notes=manifest.notes,
        revision=revision_of(released.records),
        records=released.records,
        photos=released.photos,
        locator=locator_of(place, reader.places),
    )
    return shaped(profile, shaping)


def released_to(reader: Reader, place: Place, audience: Audience) -> Redacted:
    """The records and photos of a place that an audience may see, and what is held back."""
    records = reader.records(place=place.code)
    photos = [photo for record in records for photo in reader.photos(record.id)]
    return redacted(
        records,
        photos,
        audience,
        catalogue=reader.catalogue,
        contributors=reader.contributors(),
        places=None
        if place.kind.overlaps
        else reader.places,  # a patch may be one street: too small to blur in
    )


def grounds_of(reader: Reader, audience: Audience, framework: Framework, on: datetime.date) -> Grounds:
    """What the figures for an audience are made from: of the whole plan, but only what that audience may see."""
    records = reader.records()
    released = redacted(
        records,
        [],
        audience,
        catalogue=reader.catalogue,
        contributors=reader.contributors(),
        places=reader.places,
    )
    return Grounds(
        places=reader.places,
        records=released.records,
        sessions=reader.sessions(),
        who={record.id: record.contributor for record in records if record.contributor},
        catalogue=reader.catalogue,
        framework=framework,
        standards=load_standards(),
        on=on,
    )


def insight_for(
    grounds: Grounds,
    place: Place,
    inside: tuple[Record, ...],
    audience: Audience,
    streets: StreetMap | None = None,
) -> Insight:
    """The figures of a place, kept until the plan or the street map changes."""
    along = (id(streets), streets.attribution) if streets else None
    state = (revision_of(grounds.records), grounds.places.mark)
    key = (*state, revision_of(inside), place.code, audience, grounds.on, along)
    return _KEPT.get(key, lambda: insight_of(grounds, place, inside, streets=streets))


def _sections(gathered: Gathered, sessions: Iterable[Session]) -> tuple[Section, ...]:
    return (
        place_sections.know_this_place(gathered),
        place_sections.show_our_love_and_pride(gathered),
        place_sections.connect_to_neighbourhoods(gathered),
        people_sections.listen_deeply(gathered, sessions),
        people_sections.see_the_person(gathered),
        people_sections.do_the_right_thing(gathered),
    )


def _summary(gathered: Gathered) -> str:
    counts = gathered.counts()
    if not counts:
        return f"{gathered.place.name} is waiting for its first record. This is what is known already."
    return f"{gathered.place.name} in the words of the people who know it: {listed(counts)}."


def _sample(records: tuple[Record, ...]) -> str:
    made_up = sum(record.is_sample for record in records)
    if not made_up:
        return ""
    if made_up == len(records):
        return "This profile is made from sample data. It shows what a profile looks like; do not act on it."
    return (
        f"{count_of(made_up, 'record is', 'records are').capitalize()} sample data, marked “sample”: "
        f"do not act on {'it' if made_up == 1 else 'them'}."
    )


def _sources(manifest: Manifest, framework: Framework, records: Iterable[Record]) -> tuple[SourceLine, ...]:
    told = Counter(record.source.strip() for record in records if record.source.strip())
    of_records = (
        SourceLine(source.rstrip("."), f"behind {count_of(number, 'record')}")
        for source, number in sorted(told.items())
    )
    published = (SourceLine(each.title, each.publisher, each.date, each.licence) for each in manifest.sources)
    return (*published, SourceLine(framework.source), *of_records)


def revision_of(records: Iterable[Record]) -> str:
    """The state of a plan as these records tell it: when the last of them changed, and a fingerprint."""
    kept = sorted((record.id, record.changed_at or record.created_at) for record in records)
    if not kept:
        return "no records yet"
    latest = max(changed for _, changed in kept)
    mark = hashlib.sha256(repr(kept).encode()).hexdigest()[:8]
    return f"{day_of(latest)}, {latest[11:16]} UTC, mark {mark}" if latest else f"mark {mark}"
