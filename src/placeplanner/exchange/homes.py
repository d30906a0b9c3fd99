"""Where others see somebody's home, and what is taken out of its record so that nothing leads to its door."""

from __future__ import annotations

from collections.abc import Iterable

import shapely
from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.hiding import Hiding, HomesShown, Sector
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Record
from placeplanner.exchange.doors import leads_to_door
from placeplanner.exchange.rows import middle_of

HOME = "is_home"  # the answer that makes a record somebody's home
_LEADS_THERE = ("address", "owner_address", "boundary", "nhle_entry", "website")


class Moved(Struct, frozen=True):
    """Where a home is shown: a point, the place that it is then in, and what `to` calls it: "WN2 3", "Hindley West"."""

    point: shapely.Point
    place: PlaceCode
    to: str
    is_sector: bool


def is_home(record: Record) -> bool:
    """Whether people said that it is somebody's home."""
    return bool(record.details.get(HOME))


def moved(record: Record, places: Places, homes: Hiding) -> Moved | None:
    """Where a home is shown instead of where it is; None where it is left out.

    That is the middle of its postcode sector where that was chosen and is known, else of its neighbourhood. A home
    that lies in no place of the plan, or in none smaller than a town, is left out.
    """
    own = places.get(record.place)
    if homes.shown is HomesShown.LEFT_OUT or own is None or record.geometry.is_empty:
        return None
    if homes.shown is HomesShown.SECTOR and homes.sectors:
        sector = homes.sectors.of(middle_of(record.geometry))
        around = _place_of(sector, places) if sector else None
        if sector and around:
            return Moved(shapely.Point(sector.middle), around.code, sector.name, is_sector=True)
    if own.kind is not PlaceKind.NEIGHBOURHOOD:
        return None
    return Moved(own.geometry.representative_point(), own.code, own.name, is_sector=False)


def _place_of(sector: Sector, places: Places) -> Place | None:
    """The neighbourhood that the middle of a sector lies in, or the nearest: a sector may reach over the border."""
    middle = shapely.Point(sector.middle)
    return places.at(middle) or min(
        places.of_kind(PlaceKind.NEIGHBOURHOOD),
        key=lambda place: (place.geometry.distance(middle), place.code),
        default=None,
    )


def without_door(record: Record) -> tuple[Record, list[str]]:
    """A home's record without whatever leads to its door, and the names of the answers that went."""
    address = str(record.details.get("address", ""))
    gone = [name for name in _LEADS_THERE if record.details.get(name) is not None]
    gone += [
        name
        for name, value in record.details.items()
        if name not in gone and isinstance(value, str) and leads_to_door(value, address)
    ]
    texts = {"name": record.name, "notes": record.notes, "source": record.source}
    told = {name: "" if leads_to_door(text, address) else text for name, text in texts.items()}
    gone += [name for name, text in texts.items() if told[name] != text]
    details = {name: value for name, value in record.details.items() if name not in gone}
    bare = replace(
        record,
        name=told["name"],
        notes=told["notes"],
        source=told["source"],
        details=details,
        origin="",
        imported="",
    )
    return bare, gone


def told_in(
    place: Place, inside: Iterable[Record], every: Iterable[Record], places: Places, homes: Hiding
) -> tuple[Record, ...]:
    """The records that belong to a place as others are told: homes where they are shown, all else where it is.

    `inside` are those that lie in the place, `every` all of the plan.
    """
    kept = tuple(inside)
    if homes.shown is not HomesShown.SECTOR or homes.sectors is None or place.kind.overlaps:
        return kept
    codes = places.within(place.code)
    told = {record.id for record in kept}
    every = tuple(every)
    for record in filter(is_home, every):
        found = moved(record, places, homes)
        if found and found.place in codes:
            told.add(record.id)
        elif found:
            told.discard(record.id)
    return tuple(record for record in every if record.id in told)  # in an order that tells nothing either
