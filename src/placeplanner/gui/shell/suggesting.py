"""What somebody may mean by a few letters: places, records, positions, and what the map packs know, in one list.

Each has its own way of ranking; here they get one measure, so that the street next door can come before a church
that only holds the word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.coordinates import EastingNorthing, grid_ref, parse_position
from placeplanner.domain.kinds import Catalogue
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record
from placeplanner.errors import Problem
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.gazetteer.scoring import Why, metres_between, nearness
from placeplanner.gazetteer.spelling import plain, postcode_parts

if TYPE_CHECKING:  # looking names up is loaded when a map pack is opened, after the first picture
    from placeplanner.gazetteer.search import Hit

MOST = 12
_SCORES = (0.95, 0.85, 0.4)  # begins so, has a word that begins so, holds the letters
_WHOLE = 0.25  # is just what was typed
_PLACE, _RECORD = 0.15, 0.1
_ITSELF = 1.0  # a place by its whole name, before the station and the stops that are called like it
_AREAS = (NameKind.TOWN, NameKind.VILLAGE, NameKind.LOCALITY, NameKind.NEIGHBOURHOOD, NameKind.WARD)

_CALLED: dict[NameKind, tuple[str, str]] = {
    NameKind.TOWN: ("Town", "mdi6.map-marker-radius"),
    NameKind.VILLAGE: ("Village", "mdi6.map-marker-radius"),
    NameKind.LOCALITY: ("Locality", "mdi6.map-marker-radius"),
    NameKind.NEIGHBOURHOOD: ("Neighbourhood", "mdi6.map-marker-radius"),
    NameKind.WARD: ("Ward", "mdi6.map-marker-radius"),
    NameKind.STREET: ("Street", "mdi6.road-variant"),
    NameKind.PARK: ("Park", "mdi6.tree-outline"),
    NameKind.WOOD: ("Wood", "mdi6.pine-tree"),
    NameKind.WATER: ("Water", "mdi6.waves"),
    NameKind.STATION: ("Station", "mdi6.train"),
    NameKind.STOP: ("Stop", "mdi6.bus-stop"),
    NameKind.SCHOOL: ("School", "mdi6.school-outline"),
    NameKind.HEALTH: ("Health", "mdi6.hospital-box-outline"),
    NameKind.BUILDING: ("Building", "mdi6.office-building-outline"),
    NameKind.POSTCODE: ("Postcode", "mdi6.email-outline"),
    NameKind.SECTOR: ("Postcode sector", "mdi6.email-outline"),
    NameKind.DISTRICT: ("Postcode district", "mdi6.email-outline"),
}


class Found(Struct, frozen=True):
    """One suggestion. `target` is a place's code, a record's id, a position or a name; empty leads to the maps."""

    words: str
    below: str
    sort: str  # place | record | position | name | maps
    target: str | EastingNorthing | Name
    glyph: str = ""


WHAT_TO_INSTALL = Found(
    "Streets and postcodes come with a map pack",
    "Press Enter to see how to get one",
    "maps",
    "",
    "mdi6.map-plus",
)
_NOTHING = replace(
    WHAT_TO_INSTALL,
    words="Nothing found here",
    below="Streets and postcodes come with a map pack: press Enter",
)
_NO_POSTCODES = replace(
    WHAT_TO_INSTALL,
    words="Your maps have no postcodes",
    below="Add a list of them, such as Code-Point Open: press Enter",
)
_NO_STREETS = replace(
    WHAT_TO_INSTALL, words="Your maps have no streets", below="Add a street map: press Enter to see how"
)


def suggestions(
    text: str,
    places: Places,
    records: Iterable[Record],
    catalogue: Catalogue,
    hits: Sequence[Hit] | None = None,
    near: EastingNorthing | None = None,
    knows: Collection[NameKind] = frozenset(NameKind),
) -> list[Found]:
    """What `text` may mean, best first, what is near before what is far.

    `hits` is None where no map pack is installed that knows any names; `knows` says which kinds of names they know.
    """
    position = _position(text)
    wanted = plain(text)
    if not wanted:
        return position
    ranked = [
        *_places(places, wanted),
        *_records(records, wanted, places, catalogue, near),
        *_names(hits or (), places),
    ]
    ranked.sort(key=lambda entry: (-entry[0], entry[1].words))
    found = [*position, *(one for _, one in ranked)][:MOST]
    if not position and len(wanted) > 2 and (advice := _what_is_missing(text, hits, knows)):
        found = [*found[: MOST - 1], _NOTHING if advice is WHAT_TO_INSTALL and not found else advice]
    return found


def _what_is_missing(text: str, hits: Sequence[Hit] | None, knows: Collection[NameKind]) -> Found | None:
    """What to install, so that what was typed could be found; None where that would not help."""
    if hits is None:
        return WHAT_TO_INSTALL
    if postcode_parts(text):
        return None if NameKind.POSTCODE in knows or hits else _NO_POSTCODES
    return None if NameKind.STREET in knows else _NO_STREETS


def _places(places: Iterable[Place], wanted: str) -> Iterable[tuple[float, Found]]:
    for place in places:
        if (score := _score(plain(place.name), wanted)) is not None:
            words = place.kind.value.capitalize()
            found = Found(place.name, words, "place", place.code, "mdi6.map-marker-radius")
            yield score + _PLACE + (_ITSELF if plain(place.name) == wanted else 0.0), found


def _records(
    records: Iterable[Record],
    wanted: str,
    places: Places,
    catalogue: Catalogue,
    near: EastingNorthing | None,
) -> Iterable[tuple[float, Found]]:
    for record in records:
        if (score := _score(plain(record.name), wanted)) is not None:
            spec = catalogue[record.kind]
            home = places.get(record.place)
            parts = (spec.category_label(record.category), home.name if home else "")
            below = " · ".join(part for part in parts if part)
            found = Found(record.name, below, "record", record.id, record.kind.value)
            yield score + _RECORD + nearness(metres_between(_middle(record), near)), found


def _names(hits: Iterable[Hit], places: Places) -> Iterable[tuple[float, Found]]:
    """What the map packs know, but for the plan's own places, which are offered already."""
    own = {plain(place.name) for place in places}
    for hit in hits:
        name = hit.name
        if name.kind in _AREAS and plain(name.text) in own:
            continue
        word, glyph = _CALLED[name.kind]
        parts = [word, name.within, "spelt nearly so" if hit.why is Why.LIKE else ""]
        yield hit.score, Found(name.text, " · ".join(part for part in parts if part), "name", name, glyph)


def _middle(record: Record) -> EastingNorthing:
    west, south, east, north = record.geometry.bounds
    return EastingNorthing((west + east) / 2, (south + north) / 2)


def _score(name: str, wanted: str) -> float | None:
    if name == wanted:
        return _SCORES[0] + _WHOLE
    if name.startswith(wanted):
        return _SCORES[0]
    if f" {wanted}" in name:
        return _SCORES[1]
    return _SCORES[2] if wanted in name else None


def _position(text: str) -> list[Found]:
    if sum(letter.isdigit() for letter in text) < 4:
        return []
    try:
        position = parse_position(text)
    except Problem:
        return []
    return [Found(grid_ref(position), "Go to this position", "position", position, "mdi6.crosshairs-gps")]
