"""What of a place an audience may see: where every document, map and table gets its records from."""

from __future__ import annotations

from collections.abc import Iterable

from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Photo, Record
from placeplanner.exchange.homes import is_home, told_in
from placeplanner.exchange.redact import Redacted, What, redacted


def released_to(
    reader: Reader, place: Place, audience: Audience, homes: Hiding = NO_SECTORS, *, with_photos: bool = True
) -> Redacted:
    """The records and photos of a place that an audience may see, and what is held back."""
    records = records_for(reader, place, audience, homes)
    photos = [photo for record in records for photo in reader.photos(record.id)] if with_photos else []
    return released(reader, records, photos, audience, homes, hides_homes=not place.kind.overlaps)


def records_for(reader: Reader, place: Place, audience: Audience, homes: Hiding) -> tuple[Record, ...]:
    """The records of a place as an audience is told, before anything is held back: homes where they will be shown."""
    inside = reader.records(place=place.code)
    if audience is Audience.GROUP:
        return inside
    if (
        place.kind.overlaps
    ):  # not even how many: a patch may be one street, and the town's profile names its homes
        return tuple(record for record in inside if not is_home(record))
    if homes.sectors is None:
        return inside
    return told_in(place, inside, reader.records(), reader.places, homes)


def as_told(
    reader: Reader,
    place: Place,
    audience: Audience,
    inside: Iterable[Record],
    every: Iterable[Record],
    homes: Hiding,
) -> tuple[Record, ...]:
    """The same of any records: of `every`, `inside` are those that lie in the place."""
    if audience is Audience.GROUP:
        return tuple(inside)
    return told_in(place, inside, every, reader.places, homes)


def released(
    reader: Reader,
    records: Iterable[Record],
    photos: Iterable[Photo],
    audience: Audience,
    homes: Hiding,
    *,
    hides_homes: bool = True,
) -> Redacted:
    """Some records of a plan as an audience may see them. Where homes cannot be hidden they are left out:
    a ward or a patch may be one street.
    """
    return redacted(
        records,
        photos,
        audience,
        catalogue=reader.catalogue,
        contributors=reader.contributors(),
        places=reader.places if hides_homes else None,
        homes=homes,
    )


def homes_told(seen: Redacted) -> tuple[tuple[str, tuple[Record, ...]], ...]:
    """The homes among what an audience sees, by where they stand: "postcode sector WN2 3", "Hindley West"."""
    records = {record.id: record for record in seen.records}
    found: dict[str, tuple[Record, ...]] = {}
    for each in seen.held:
        if each.what in (What.SECTOR, What.SPOT):
            where = f"postcode sector {each.to}" if each.what is What.SECTOR else each.to
            found[where] = (*found.get(where, ()), records[each.record])
    return tuple(sorted(found.items()))
