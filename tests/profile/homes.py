"""Homes in Hindley that say where they are in every way in which people write it, and where others may be told of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing, grid_ref, to_lonlat
from placeplanner.domain.hiding import Hiding, HomesShown
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.record import Record
from placeplanner.exchange.homes import HOME
from placeplanner.gazetteer.sectors import PostcodeSectors
from placeplanner.profile.paper import print_map
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, a_record
from tests.gazetteer.test_sectors import a_pack
from tests.profile.hindley import SHARED

AT = (HINDLEY[0] + 123.4, HINDLEY[1] + 56.7)
NEXT_DOOR = (HINDLEY[0] + 141.8, HINDLEY[1] - 33.3)
SECTOR = "WN2 3"
SECTORS_AT = {SECTOR: (0.0, 300.0), "WN2 4": (9_000.0, 9_000.0)}  # from Hindley
WORDS = ("Quincunx", "Jabberwock", "N2 7QQ", "Serendip", "Xanadu", "Kubla", "Ozymandias", HOME)


def the_homes() -> list[Record]:
    """A nominated asset with an outline, a childminder next door, a story and a wish: all of them in one sector."""
    nominated = a_record(
        "asset",
        "Tool library",
        **SHARED,
        geometry=shapely.Point(*AT).buffer(9.0),
        notes="Ring twice at 7 Quincunx Street.",
        source="Kubla, www.xanadu.example",
        details={
            HOME: True,
            "address": "7 Quincunx Street, Hindley, WN2 7QQ",
            "nominate": True,
            "social_value": "People mend things",
            "current_use": "Tools to borrow, at WN2 7QQ",
            "owner_address": "Serendip House",
            "boundary": "House and garden of Xanadu",
            "website": "https://ozymandias.example",
        },
        origin="osm:node/Jabberwock",
    )
    minder = a_record(
        "asset",
        "Childminder of Quincunx Street",
        **SHARED,
        category="early_years",
        geometry=a_point(*NEXT_DOOR),
        details={HOME: True, "address": "9 Quincunx Street", "step_free": "yes"},
    )
    story = a_record(
        "heritage",
        "The weaver's cottage",
        **SHARED,
        category="memorial",
        geometry=shapely.LineString([AT, NEXT_DOOR]),
        details={
            HOME: True,
            "address": "Xanadu, Kubla Lane",
            "rarity": "Xanadu is the last one",
            "landmark_status": "All know it",
        },
    )
    wish = a_record(
        "priority",
        "A quiet evening",
        **SHARED,
        geometry=a_point(*AT),
        details={HOME: True, "aim": "keep", "said": f"At {grid_ref(EastingNorthing(*AT))}"},
    )
    return [nominated, minder, story, wish]


def hidden_in_sectors(folder: Path) -> Hiding:
    """Postcodes all around the homes, and in another sector far away: one of them at the very door."""
    east, north = HINDLEY[0] - 361_000.0, HINDLEY[1] - 404_000.0
    spots = {
        name: [
            (east + dx + x, north + dy + y)
            for x, y in ((-400, -300), (400, -250), (0, 350), (-350, 300), (123.4, -243.3))
        ]
        for name, (dx, dy) in SECTORS_AT.items()
    }
    return Hiding(HomesShown.SECTOR, PostcodeSectors.in_packs([a_pack(folder, spots)]))


def positions(*spots: tuple[float, float]) -> Iterator[str]:
    """How a position may be written: metres, degrees, and references to a hundred metres and finer."""
    for spot in spots:
        at = EastingNorthing(*spot)
        yield from (f"{at.easting:.0f}", f"{int(at.easting)}.", f"{at.northing:.0f}", f"{int(at.northing)}.")
        lon, lat = to_lonlat(at)
        yield from (f"{lon:.7f}"[:-2], f"{lat:.7f}"[:-2])  # 1 m; boundaries pass within 11 m
        for digits in (8, 10):
            reference = grid_ref(at, digits)
            yield from (reference, reference.replace(" ", ""))


class WithAHomeAt:
    """A plan in which one home is somewhere else, and nothing but that is different."""

    def __init__(self, plan: PlanFile, home: Record) -> None:
        self._plan, self._home = plan, home

    def records(self, *, place: str | None = None) -> tuple[Record, ...]:
        every = [self._home if each.id == self._home.id else each for each in self._plan.records()]
        return tuple(self._plan.places.holding(place, every)) if place else tuple(every)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plan, name)


def moved_to(plan: PlanFile, at: BaseGeometry) -> WithAHomeAt:
    (home,) = (each for each in plan.records() if each.name == "Childminder of Quincunx Street")
    place = plan.places.at(at)
    assert place is not None
    return WithAHomeAt(plan, replace(home, geometry=at, place=place.code))


def paper_map(plan: Any, town: Place, out: Path, audience: Audience, homes: Hiding) -> Path:
    from placeplanner.draw.paper_sizes import Wishes

    print_map(plan, town, out, audience, Wishes(), dpi=60, homes=homes)
    return out
