"""What a profile leaves out and why, before it leaves: for the person at the machine, who may see the names.

Made by the same redaction that the export goes through, so that the preview cannot promise anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.shaping import Shaping
from placeplanner.edits.shaping import shaping_of
from placeplanner.exchange.redact import Held, Redacted, What, Withheld
from placeplanner.profile.content import released_to
from placeplanner.profile.shaping import warnings_of


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence about what is held back, and the names of the records it speaks of."""

    sentence: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
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


def left_out(reader: Reader, place: Place, audience: Audience, shaping: Shaping | None = None) -> LeftOut:
    """What the profile of a place leaves out for an audience."""
    shaping = shaping or shaping_of(reader, Shaping.of(place.code, audience))
    return _told(reader, released_to(reader, place, audience), shaping)


def side_by_side(reader: Reader, place: Place, shaping: Shaping | None = None) -> tuple[LeftOut, ...]:
    """The same for each audience, from the smallest circle to the widest; `shaping` is not kept yet, for one of them."""
    drafts = {shaping.audience: shaping} if shaping else {}
    return tuple(left_out(reader, place, audience, drafts.get(audience)) for audience in Audience)


def _told(reader: Reader, released: Redacted, shaping: Shaping) -> LeftOut:
    names = {record.id: record.name.strip() or "One without a name" for record in reader.records()}
    reasons = tuple(
        Reason(each.sentence, tuple(_named(_of(each, released.held), names))) for each in released.withheld
    )
    return LeftOut(
        released.audience,
        sum(each.what is What.RECORD for each in released.held),
        sum(each.what is What.PHOTO for each in released.held),
        reasons,
        warnings_of(reader, shaping, released.records),
    )


def _of(withheld: Withheld, held: Iterable[Held]) -> Iterable[Held]:
    return (each for each in held if (each.what, each.why) == (withheld.what, withheld.why))


def _named(held: Iterable[Held], names: Mapping[RecordId, str]) -> Iterable[str]:
    return dict.fromkeys(names.get(each.record, "One that has gone") for each in held)
