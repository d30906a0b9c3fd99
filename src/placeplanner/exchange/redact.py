"""What an audience may see. A pure function that only ever removes, and counts what it removed and why.

A person's name leaves the machine only with that person's consent, whatever the audience; so does the place
where a photo was taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from placeplanner.domain.ids import ContributorId, RecordId
from placeplanner.domain.kinds import Audience, Catalogue
from placeplanner.domain.people import Contributor
from placeplanner.domain.record import Photo, Record


class What(StrEnum):
    """What can be held back."""

    RECORD = "record"
    PHOTO = "photo"
    ANSWER = "answer"
    NAME = "name"
    POSITION = "position"


class Why(StrEnum):
    """Why it is held back."""

    FOR_THE_GROUP = "for the group"
    FOR_THE_PARTNERSHIP = "for the partnership"
    ITS_RECORD_IS = "its record is"
    NOT_AGREED = "not agreed"
    UNKNOWN_PRIVACY = "unknown privacy"


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many of one thing were held back for one reason."""

    what: What
    why: Why
    count: int

    @property
    def sentence(self) -> str:
        """The same in words: "3 records are left out: only their group may see them"."""
        many = self.count != 1
        if self.what is What.NAME:
            start = f"{self.count:,} records do not say" if many else "1 record does not say"
            return f"{start} who told us: they have not agreed to be named."
        if self.what is What.POSITION:
            start = (
                f"{self.count:,} photos do not say where they were"
                if many
                else "1 photo does not say where it was"
            )
            return f"{start} taken: nobody has agreed to that."
        things = f"{self.count:,} {self.what.value}s are" if many else f"1 {self.what.value} is"
        return f"{things} left out: {_REASONS[self.why](many)}."


_REASONS: dict[Why, Callable[[bool], str]] = {
    Why.FOR_THE_GROUP: lambda many: f"only the group may see {'them' if many else 'it'}",
    Why.FOR_THE_PARTNERSHIP: lambda many: f"only the partnership may see {'them' if many else 'it'}",
    Why.ITS_RECORD_IS: lambda many: f"{'their records are' if many else 'its record is'} left out too",
    Why.NOT_AGREED: lambda many: "nobody has agreed to it",
    Why.UNKNOWN_PRIVACY: lambda many: f"nobody has said who may see {'them' if many else 'it'}",
}


@dataclass(frozen=True, slots=True)
class Redacted:
    """What may be shown to an audience, and what was held back."""

    audience: Audience
    records: tuple[Record, ...]
    photos: tuple[Photo, ...]
    withheld: tuple[Withheld, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was held back, in words; empty where everything may be seen."""
        return tuple(withheld.sentence for withheld in self.withheld)


def redacted(
    records: Iterable[Record],
    photos: Iterable[Photo],
    audience: Audience,
    *,
    catalogue: Catalogue,
    contributors: Iterable[Contributor] = (),
) -> Redacted:
    """The records and photos that `audience` may see, without what it may not, in the order given."""
    counts: Counter[tuple[What, Why]] = Counter()
    people = tuple(contributors)
    named = {person.id: person.name for person in people if person.may_be_named}
    unnamed = {person.name.strip().casefold() for person in people} - {
        name.strip().casefold() for name in named.values()
    }
    kept = []
    for record in records:
        if audience.includes(record.consent):
            kept.append(_without_secrets(record, audience, catalogue, named, counts))
        else:
            counts[What.RECORD, _why(record.consent)] += 1
    shown = {record.id for record in kept}
    pictures = tuple(_shown_photos(map(partial(_without_credit, unnamed), photos), audience, shown, counts))
    order = [(what, why) for what in What for why in Why]
    withheld = tuple(Withheld(what, why, counts[what, why]) for what, why in order if counts[what, why])
    return Redacted(audience, tuple(kept), pictures, withheld)


def _why(consent: Audience) -> Why:
    return Why.FOR_THE_GROUP if consent is Audience.GROUP else Why.FOR_THE_PARTNERSHIP


def _without_secrets(
    record: Record,
    audience: Audience,
    catalogue: Catalogue,
    named: Mapping[ContributorId, str],
    counts: Counter[tuple[What, Why]],
) -> Record:
    details = {}
    for name, value in record.details.items():
        field = catalogue[record.kind].field(name)
        privacy = field.privacy if field else Audience.GROUP
        if audience.includes(privacy):
            details[name] = value
        else:
            counts[What.ANSWER, _why(privacy) if field else Why.UNKNOWN_PRIVACY] += 1
    names = set(named.values())
    contributor = record.contributor if record.contributor in named else None
    if record.contributor and contributor is None:
        counts[What.NAME, Why.NOT_AGREED] += 1
    return replace(
        record,
        details=details,
        contributor=contributor,
        created_by=record.created_by if record.created_by in names else "",
        changed_by=record.changed_by if record.changed_by in names else "",
    )


def _without_credit(unnamed: Set[str], photo: Photo) -> Photo:
    """A photo that does not say who took it, where that person has not agreed to be named."""
    return replace(photo, credit="") if photo.credit.strip().casefold() in unnamed else photo


def _shown_photos(
    photos: Iterable[Photo], audience: Audience, shown: set[RecordId], counts: Counter[tuple[What, Why]]
) -> Iterable[Photo]:
    for photo in photos:
        if photo.record not in shown:
            counts[What.PHOTO, Why.ITS_RECORD_IS] += 1
        elif not audience.includes(photo.consent):
            counts[What.PHOTO, _why(photo.consent)] += 1
        elif photo.taken_lonlat is not None and not photo.may_show_place:
            counts[What.POSITION, Why.NOT_AGREED] += 1
            yield replace(photo, taken_lonlat=None)
        else:
            yield photo
