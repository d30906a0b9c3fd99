"""What an audience may see. A pure function that only ever removes, and counts what it removed and why.

A person's name leaves the machine only with that person's consent, whatever the audience; so does the place
where a photo was taken. Somebody's home is shown outside the group as `homes` moves it, or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from enum import StrEnum
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.ids import ContributorId, PhotoId, RecordId
from placeplanner.domain.kinds import Audience, Catalogue
from placeplanner.domain.people import Contributor
from placeplanner.domain.place import Places
from placeplanner.domain.record import Photo, Record
from placeplanner.exchange.doors import leads_to_door
from placeplanner.exchange.homes import HOME, Moved, is_home, moved, without_door


class What(StrEnum):
    """What can be held back."""

    RECORD = "record"
    PHOTO = "photo"
    ANSWER = "answer"
    NAME = "name"
    POSITION = "position"
    SECTOR = "sector"  # where it is: it stands in the middle of its postcode sector
    SPOT = "spot"  # the same, in the middle of its neighbourhood


class Why(StrEnum):
    """Why it is held back."""

    FOR_THE_GROUP = "for the group"
    FOR_THE_PARTNERSHIP = "for the partnership"
    ITS_RECORD_IS = "its record is"
    NOT_AGREED = "not agreed"
    UNKNOWN_PRIVACY = "unknown privacy"
    IS_A_HOME = "is a home"


class Withheld(Struct, frozen=True):
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
            return f"{start} taken: {'that is somebody’s home' if self.why is Why.IS_A_HOME else 'nobody has agreed to that'}."
        if self.what in (What.SPOT, What.SECTOR):
            start = f"{self.count:,} records stand" if many else "1 record stands"
            where = "neighbourhood" if self.what is What.SPOT else "postcode sector"
            return f"{start} in the middle of {'their' if many else 'its'} {where}: {'they are' if many else 'it is'} somebody’s home."
        things = f"{self.count:,} {self.what.value}s are" if many else f"1 {self.what.value} is"
        return f"{things} left out: {_REASONS[self.why](many)}."


_REASONS: dict[Why, Callable[[bool], str]] = {
    Why.FOR_THE_GROUP: lambda many: f"only the group may see {'them' if many else 'it'}",
    Why.FOR_THE_PARTNERSHIP: lambda many: f"only the partnership may see {'them' if many else 'it'}",
    Why.ITS_RECORD_IS: lambda many: f"{'their records are' if many else 'its record is'} left out too",
    Why.NOT_AGREED: lambda many: "nobody has agreed to it",
    Why.UNKNOWN_PRIVACY: lambda many: f"nobody has said who may see {'them' if many else 'it'}",
    Why.IS_A_HOME: lambda many: f"{'they' if many else 'it'} would give away somebody’s home",
}


class Held(Struct, frozen=True):
    """One thing that is held back, by ids only: for the person at the machine, who may look it up.

    `to` is where a home was moved to instead: the name of a postcode sector or of a neighbourhood.
    """

    what: What
    why: Why
    record: RecordId
    photo: PhotoId | None = None
    answer: str = ""
    to: str = ""


class Redacted(Struct, frozen=True):
    """What may be shown to an audience, and what was held back."""

    audience: Audience
    records: tuple[Record, ...]
    photos: tuple[Photo, ...]
    withheld: tuple[Withheld, ...]
    held: tuple[Held, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was held back, in words; empty where everything may be seen."""
        return tuple(withheld.sentence for withheld in self.withheld)


class _Rules(Struct, frozen=True):
    """What decides about a record, and what came of it."""

    audience: Audience
    catalogue: Catalogue
    named: Mapping[ContributorId, str]
    places: Places | None
    homes: Hiding
    held: list[Held] = field(default_factory=list)


def redacted(
    records: Iterable[Record],
    photos: Iterable[Photo],
    audience: Audience,
    *,
    catalogue: Catalogue,
    contributors: Iterable[Contributor] = (),
    places: Places | None = None,
    homes: Hiding = NO_SECTORS,
) -> Redacted:
    """The records and photos that `audience` may see, without what it may not, in the order given.

    With `places`, somebody's home is moved as `homes` says; without, it is left out.
    """
    people = tuple(contributors)
    named = {person.id: person.name for person in people if person.may_be_named}
    unnamed = {person.name.strip().casefold() for person in people} - {
        name.strip().casefold() for name in named.values()
    }
    rules = _Rules(audience, catalogue, named, places, homes)
    kept, doors = [], {}
    for record in records:
        shown = _shown(record, rules)
        if shown is not None:
            kept.append(shown)
            if is_home(record):
                doors[record.id] = str(record.details.get("address", ""))
    seen = {record.id for record in kept}
    pictures = tuple(_shown_photos(map(partial(_without_credit, unnamed), photos), rules, seen, doors))
    return Redacted(audience, tuple(kept), pictures, _counted(rules.held), tuple(rules.held))


def _counted(held: Iterable[Held]) -> tuple[Withheld, ...]:
    counts = Counter((each.what, each.why) for each in held)
    order = [(what, why) for what in What for why in Why]
    return tuple(Withheld(what, why, counts[what, why]) for what, why in order if counts[what, why])


def _why(consent: Audience) -> Why:
    return Why.FOR_THE_GROUP if consent is Audience.GROUP else Why.FOR_THE_PARTNERSHIP


def _shown(record: Record, rules: _Rules) -> Record | None:
    if not rules.audience.includes(record.consent):
        rules.held.append(Held(What.RECORD, _why(record.consent), record.id))
        return None
    if is_home(record) and rules.audience is not Audience.GROUP:
        blurred = _blurred(record, rules)
        return _without_secrets(blurred, rules) if blurred else None
    return _without_secrets(record, rules)


def _blurred(record: Record, rules: _Rules) -> Record | None:
    """Somebody's home as a point in the middle of something larger, without what leads to its door."""
    found: Moved | None = moved(record, rules.places, rules.homes) if rules.places else None
    if found is None:
        rules.held.append(Held(What.RECORD, Why.IS_A_HOME, record.id))
        return None
    what = What.SECTOR if found.is_sector else What.SPOT
    rules.held.append(Held(what, Why.IS_A_HOME, record.id, to=found.to))
    bare, gone = without_door(record)
    rules.held.extend(Held(What.ANSWER, Why.IS_A_HOME, record.id, answer=name) for name in gone)
    details = dict(bare.details)
    if found.is_sector and rules.catalogue[record.kind].field("address"):
        details["address"] = f"{found.to} (postcode sector)"
    return replace(bare, geometry=found.point, place=found.place, place_is_corrected=False, details=details)


def _without_secrets(record: Record, rules: _Rules) -> Record:
    details = {}
    for name, value in record.details.items():
        question = rules.catalogue[record.kind].field(name)
        privacy = question.privacy if question else Audience.GROUP
        if rules.audience.includes(privacy):
            details[name] = value
        elif name != HOME:  # that it is one is told by where it stands
            why = _why(privacy) if question else Why.UNKNOWN_PRIVACY
            rules.held.append(Held(What.ANSWER, why, record.id, answer=name))
    names = set(rules.named.values())
    contributor = record.contributor if record.contributor in rules.named else None
    if record.contributor and contributor is None:
        rules.held.append(Held(What.NAME, Why.NOT_AGREED, record.id))
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
    photos: Iterable[Photo], rules: _Rules, shown: set[RecordId], doors: Mapping[RecordId, str]
) -> Iterable[Photo]:
    """Those that may be seen; `doors` holds the address of each record that is somebody's home."""
    for photo in photos:
        is_at_home = photo.record in doors and rules.audience is not Audience.GROUP
        if photo.record not in shown:
            rules.held.append(Held(What.PHOTO, Why.ITS_RECORD_IS, photo.record, photo.id))
            continue
        if not rules.audience.includes(photo.consent):
            rules.held.append(Held(What.PHOTO, _why(photo.consent), photo.record, photo.id))
            continue
        if photo.taken_lonlat is not None and (is_at_home or not photo.may_show_place):
            why = Why.IS_A_HOME if is_at_home else Why.NOT_AGREED
            rules.held.append(Held(What.POSITION, why, photo.record, photo.id))
            photo = replace(photo, taken_lonlat=None)
        if is_at_home and leads_to_door(photo.caption, doors[photo.record]):
            rules.held.append(Held(What.ANSWER, Why.IS_A_HOME, photo.record, photo.id, "caption"))
            photo = replace(photo, caption="")
        yield photo
