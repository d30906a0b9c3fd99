"""What a profile leaves out and why, before it leaves: for the person at the machine, who may see the names.

Made by the same redaction that the export goes through, so that the preview cannot promise anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from placeplanner.domain.hiding import NO_SECTORS, Hiding, HomesShown
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.shaping import shaping_of
from placeplanner.exchange.homes import is_home
from placeplanner.exchange.redact import Held, Redacted, What, Withheld
from placeplanner.profile.released import records_for, released_to
from placeplanner.profile.shaping import warnings_of


class Reason(Struct, frozen=True):
    """One sentence about what is held back, and the names of the records it speaks of."""

    sentence: str
    names: tuple[str, ...]


class LeftOut(Struct, frozen=True):
    """What an audience sees, and what it does not."""

    audience: Audience
    records: int
    photos: int
    reasons: tuple[Reason, ...]
    warnings: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The whole in a sentence: "3 records and 5 photos are left out."."""
        counts = {What.RECORD: self.records, What.PHOTO: self.photos}
        parts = [
            f"{number:,} {what.value}{'' if number == 1 else 's'}"
            for what, number in counts.items()
            if number
        ]
        if not parts:
            return "No record and no photo is left out."
        is_one = self.records + self.photos == 1
        return f"{' and '.join(parts)} {'is' if is_one else 'are'} left out."


_NO_SECTOR = "You chose the postcode sector, but no map pack that is in use knows one there that is large enough to hide in."


def left_out(
    reader: Reader,
    place: Place,
    audience: Audience,
    shaping: Shaping | None = None,
    homes: Hiding = NO_SECTORS,
) -> LeftOut:
    """What the profile of a place leaves out for an audience. Raises `Problem` where a map pack cannot be read."""
    shaping = shaping or shaping_of(reader, Shaping.of(place.code, audience))
    return _told(reader, place, released_to(reader, place, audience, homes), shaping, homes)


def side_by_side(
    reader: Reader, place: Place, shaping: Shaping | None = None, homes: Hiding = NO_SECTORS
) -> tuple[LeftOut, ...]:
    """The same for each audience, from the smallest circle to the widest; `shaping` is not kept yet, for one of them."""
    drafts = {shaping.audience: shaping} if shaping else {}
    return tuple(left_out(reader, place, audience, drafts.get(audience), homes) for audience in Audience)


def _told(reader: Reader, place: Place, seen: Redacted, shaping: Shaping, homes: Hiding) -> LeftOut:
    names = {record.id: record.name.strip() or "One without a name" for record in reader.records()}
    reasons = [
        Reason(_sentence(each, homes), tuple(_named(_of(each, seen.held), names))) for each in seen.withheld
    ]
    return LeftOut(
        seen.audience,
        sum(each.what is What.RECORD for each in seen.held),
        sum(each.what is What.PHOTO for each in seen.held),
        (*reasons, *_elsewhere(reader, place, seen.audience, homes)),
        (*warnings_of(reader, shaping, seen.records), *_photos_of_homes(seen)),
    )


def _sentence(withheld: Withheld, homes: Hiding) -> str:
    """What the profile says, and what only the person at the machine may know: why there is no sector."""
    if withheld.what is What.SPOT and homes.shown is HomesShown.SECTOR:
        return f"{withheld.sentence} {_NO_SECTOR}"
    return withheld.sentence


def _elsewhere(reader: Reader, place: Place, audience: Audience, homes: Hiding) -> Iterable[Reason]:
    """Homes that lie here and are told with another place or not at all, which nobody else must learn."""
    told = {record.id for record in records_for(reader, place, audience, homes)}
    gone = [
        record for record in reader.records(place=place.code) if is_home(record) and record.id not in told
    ]
    if gone:
        many = len(gone) > 1
        start = f"{len(gone):,} records are" if many else "1 record is"
        names = tuple(record.name.strip() or "One without a name" for record in gone)
        if place.kind.overlaps:
            theirs = "they are" if many else "it is"
            yield Reason(
                f"{start} left out: {theirs} somebody’s home, and this place may be too small to hide in. "
                "The profile does not say so.",
                names,
            )
            return
        sectors = "their postcode sectors lie" if many else "its postcode sector lies"
        sentence = f"{start} told in the profile of another place: the middle of {sectors} there."
        yield Reason(sentence, names)


def _photos_of_homes(seen: Redacted) -> Iterable[str]:
    homes = {each.record for each in seen.held if each.what in (What.SECTOR, What.SPOT)}
    count = sum(photo.record in homes for photo in seen.photos)
    if count:
        many = count > 1
        start = f"{count:,} photos show" if many else "1 photo shows"
        yield f"{start} somebody’s home. Look whether {'they give' if many else 'it gives'} away which house it is."


def _of(withheld: Withheld, held: Iterable[Held]) -> Iterable[Held]:
    return (each for each in held if (each.what, each.why) == (withheld.what, withheld.why))


def _named(held: Iterable[Held], names: Mapping[RecordId, str]) -> Iterable[str]:
    return dict.fromkeys(_name(each, names) for each in held)


def _name(held: Held, names: Mapping[RecordId, str]) -> str:
    name = names.get(held.record, "One that has gone")
    return f"{name}: {held.to}" if held.to else name
