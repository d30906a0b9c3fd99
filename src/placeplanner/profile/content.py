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
from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.people import Session
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.domain.shaping import Shaping
from placeplanner.domain.streetmap import StreetMap
from placeplanner.edits.shaping import shaping_of
from placeplanner.exchange.rows import Names
from placeplanner.insight.insight import Grounds, Insight, Kept, insight_of
from placeplanner.insight.standards import load_standards
from placeplanner.mappacks.manifest import Manifest
from placeplanner.profile import people_sections, place_sections
from placeplanner.profile.blocks import Profile, Section, SourceLine
from placeplanner.profile.changes_section import changes_for
from placeplanner.profile.locator import locator_of
from placeplanner.profile.released import homes_told, released, released_to
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
    homes: Hiding = NO_SECTORS,
) -> Profile:
    """The profile of a place for an audience, dated `on` (today where it is not given).

    Distances are along `streets` where there are any. What changed in `period` is told; all else is as it
    is now. `grounds` spares gathering them again where many profiles are made for one audience. `shaping` is how people want it; unless given, as the plan keeps it.
    `homes` is where others see somebody's home; `grounds` are to be gathered with the same.
    """
    on = on or datetime.date.today()
    seen = released_to(reader, place, audience, homes)
    grounds = grounds or grounds_of(reader, audience, framework, on, homes)
    shaping = shaping or shaping_of(reader, Shaping.of(place.code, audience))
    gathered = Gathered(
        place,
        Names.of(reader),
        framework,
        manifest,
        seen.records,
        seen.photos,
        insight=insight_for(grounds, place, seen.records, audience, streets, homes),
        beside=_of_borough(grounds, place, audience, streets, homes),
        standards=grounds.standards,
        changes=changes_for(reader, place, audience, period, homes) if period else None,
        homes=homes_told(seen),
        pictures=pictures_wanted(seen.photos, shaping),
    )
    profile = Profile(
        place=place,
        title=place.name,
        subtitle="Place profile",
        summary=_summary(gathered, is_withheld=bool(seen.sentences)),
        date=day(on),
        audience=audience,
        sections=_sections(gathered, grounds.sessions),
        withheld=seen.sentences,
        sample=_sample(seen.records),
        sources=_sources(manifest, framework, seen.records),
        attribution=manifest.attribution,
        notes=manifest.notes,
        revision=revision_of(seen.records),
        records=seen.records,
        photos=seen.photos,
        locator=locator_of(place, reader.places),
    )
    return shaped(profile, shaping)


def grounds_of(
    reader: Reader,
    audience: Audience,
    framework: Framework,
    on: datetime.date,
    homes: Hiding = NO_SECTORS,
) -> Grounds:
    """What the figures for an audience are made from: of the whole plan, but only what that audience may see.

    Somebody's home counts where it is shown: a figure made from where it is would be a way to find it.
    """
    records = reader.records()
    return Grounds(
        places=reader.places,
        records=released(reader, records, (), audience, homes).records,
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
    homes: Hiding = NO_SECTORS,
) -> Insight:
    """The figures of a place, kept until the plan, the street map or where homes are shown changes."""
    # its number alone may be that of another map: each is opened for one piece of work, and gone after it
    along = (id(streets), streets.box, streets.publications) if streets else None
    state = (revision_of(grounds.records), grounds.places.mark)
    key = (*state, revision_of(inside), place.code, audience, homes, grounds.on, along)
    return _KEPT.get(key, lambda: insight_of(grounds, place, inside, streets=streets))


def _of_borough(
    grounds: Grounds, place: Place, audience: Audience, streets: StreetMap | None, homes: Hiding
) -> Insight | None:
    """The borough's figures, to stand beside those of another place."""
    borough = grounds.places.borough
    if borough is None or borough.code == place.code:
        return None
    return insight_for(grounds, borough, grounds.records, audience, streets, homes)


def _sections(gathered: Gathered, sessions: Iterable[Session]) -> tuple[Section, ...]:
    return (
        place_sections.know_this_place(gathered),
        place_sections.show_our_love_and_pride(gathered),
        place_sections.connect_to_neighbourhoods(gathered),
        people_sections.listen_deeply(gathered, sessions),
        people_sections.see_the_person(gathered),
        people_sections.do_the_right_thing(gathered),
    )


def _summary(gathered: Gathered, *, is_withheld: bool) -> str:
    counts = gathered.counts()
    if not counts and is_withheld:
        return f"What people have recorded in {gathered.place.name} is not to be shown here. This is what is known besides."
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
        SourceLine(source.rstrip("."), behind=f"behind {count_of(number, 'record')}")
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
