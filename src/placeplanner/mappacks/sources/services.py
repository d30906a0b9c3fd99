"""Lists of what is there for people, as public bodies publish them: told by their columns and by what those say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
from msgspec import Struct

from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Detail
from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.gazetteer.name import Name, NameKind
from placeplanner.mappacks.haul import Credits, Drawn, Haul, Known, Named
from placeplanner.mappacks.sources import credits
from placeplanner.mappacks.sources.rows import Each, Layer, Made, Meaning, Rows, titled
from placeplanner.mappacks.sources.things import made_origin, name_at

_NAMES = ("name", "commonname", "stationname", "establishmentname", "organisationname", "sitename")
_TYPES = ("type", "servicetype", "amenity", "category", "classification", "organisationtype", "sector")
_LIKELY = 0.8
_SERVICES = (  # a word in the type; what the list is called; category; kind of name
    ("library", "Libraries", "library", NameKind.BUILDING),
    ("doctor", "General practices", "health_service", NameKind.HEALTH),
    ("gp ", "General practices", "health_service", NameKind.HEALTH),
    ("surger", "General practices", "health_service", NameKind.HEALTH),
    ("pharmac", "Pharmacies", "health_service", NameKind.HEALTH),
    ("dentist", "Dentists", "health_service", NameKind.HEALTH),
    ("hospital", "Hospitals", "health_service", NameKind.HEALTH),
    ("clinic", "Clinics", "health_service", NameKind.HEALTH),
    ("nursery", "Nurseries", "early_years", NameKind.SCHOOL),
    ("children's centre", "Children’s centres", "early_years", NameKind.SCHOOL),
    ("school", "Schools", "school", NameKind.SCHOOL),
    ("academy", "Schools", "school", NameKind.SCHOOL),
    ("worship", "Places of worship", "faith_building", NameKind.BUILDING),
    ("church", "Places of worship", "faith_building", NameKind.BUILDING),
    ("mosque", "Places of worship", "faith_building", NameKind.BUILDING),
    ("community centre", "Community centres", "community_centre", NameKind.BUILDING),
    ("leisure", "Leisure centres", "sports_club", NameKind.BUILDING),
    ("youth", "Youth centres", "youth_space", NameKind.BUILDING),
)
_STOP_TYPES = {
    "BCT": "bus_stop",
    "BCS": "bus_stop",
    "BCQ": "bus_stop",
    "RLY": "station",
    "MET": "tram_stop",
    "PLT": "tram_stop",
}
_IN_USE = frozenset({"", "act", "active", "new"})


class _List(Struct, frozen=True):
    """One list: how it is called, and what each of its lines becomes."""

    title: str
    publisher: str
    make: Callable[[Rows, str], Made]
    dimensions: frozenset[int] = frozenset({0, 2})


def service_meaning(layer: Layer, title: str) -> Meaning | None:
    """A list of stops, stations, schools, libraries, surgeries or award-winning parks, else None."""
    for look in (_stops, _stations, _parks, _schools, _by_type):
        if found := look(layer):
            said = _credits(found, credits.date_in(title))
            source = credits.told(said)
            return Meaning(
                product=found.title,
                credits=said,
                begin=lambda: Each(lambda rows: found.make(rows, source)),  # noqa: B023
                dimensions=found.dimensions,
                labels=(*_NAMES, "atco", "atcocode"),
                is_whole=True,
            )
    return None


def _credits(found: _List, date: str) -> Credits:
    """Of a list whose columns many use, nobody can tell the publisher, and so not the licence."""
    if found.publisher:
        return credits.open_government(found.title, found.publisher, date)
    return credits.unknown(found.title, date)


def _stops(layer: Layer) -> _List | None:
    fields = set(layer.fields)
    if not fields & {"atco", "atcocode"} or not fields & {"name", "commonname"}:
        return None
    is_local = "atco" in fields
    return _List(
        "Bus stops" if is_local else "Public transport stops (NaPTAN)",
        "Transport for Greater Manchester" if is_local else "Department for Transport",
        _made_stops,
        frozenset({0}),
    )


def _made_stops(rows: Rows, source: str) -> Made:
    kinds = [_STOP_TYPES.get(text.upper() or "BCT") for text in rows.texts("stoptype")]
    in_use = [text.casefold() in _IN_USE for text in rows.texts("status")]
    left = Counter(
        "it is no longer in use" if not used else "entrances, ranks and platforms are not on this map"
        for kind, used in zip(kinds, in_use, strict=True)
        if kind is None or not used
    )
    wanted = np.array(
        [kind is not None and used for kind, used in zip(kinds, in_use, strict=True)], dtype=bool
    )
    shown = [kind for kind, is_wanted in zip(kinds, wanted, strict=True) if is_wanted and kind]
    kept = rows.where(wanted)
    if not len(kept):
        return Made((), left)
    names = [titled(name) for name in kept.texts("name", "commonname")]
    codes = kept.texts("atco", "atcocode")
    streets = [titled(street) for street in kept.texts("street")]
    details = [_stop_details(*cells) for cells in zip(kept.texts("indicator"), streets, strict=True)]
    things = [
        KnownThing(f"stop:{code}", Kind.ASSET, "bus_or_rail_stop", name, geometry, source, detail)
        for code, name, geometry, detail in zip(codes, names, kept.geometries, details, strict=True)
    ]
    entries = [
        name_at(
            name,
            NameKind.STATION if kind == "station" else NameKind.STOP,
            geometry,
            within=street,
            weight=0.3,
        )
        for name, kind, geometry, street in zip(names, shown, kept.geometries, streets, strict=True)
        if name
    ]
    return Made((_drawn_stops(kept, shown, names), Known(tuple(things)), Named(tuple(entries))), left)


def _stop_details(indicator: str, street: str) -> Mapping[str, Detail]:
    where = ", ".join(part for part in (indicator, street) if part)
    return {"address": where} if where else {}


def _drawn_stops(rows: Rows, kinds: list[str], names: list[str]) -> Drawn:
    classes = np.array([CLASSES[MapLayer.STOPS].index(kind) for kind in kinds], dtype=np.uint8)
    return Drawn(MapLayer.STOPS, rows.geometries, classes, tuple(names))


def _stations(layer: Layer) -> _List | None:
    if not {"stationname", "crscode"} <= set(layer.fields):
        return None
    return _List("Railway stations", "", _made_stations, frozenset({0}))


def _made_stations(rows: Rows, source: str) -> Made:
    names, codes = [titled(name) for name in rows.texts("stationname")], rows.texts("crscode")
    things = tuple(
        KnownThing(f"station:{code}", Kind.ASSET, "bus_or_rail_stop", name, geometry, source)
        for name, code, geometry in zip(names, codes, rows.geometries, strict=True)
    )
    entries = tuple(
        name_at(name, NameKind.STATION, geometry, weight=0.7)
        for name, geometry in zip(names, rows.geometries, strict=True)
    )
    return Made((_drawn_stops(rows, ["station"] * len(rows), names), Known(things), Named(entries)))


def _parks(layer: Layer) -> _List | None:
    fields = set(layer.fields)
    if "name" not in fields or not fields & {"managed", "managedby"} or "website" not in fields:
        return None
    return _List("Green Flag parks", "", _made_parks)


def _made_parks(rows: Rows, source: str) -> Made:
    def details(index: int) -> dict[str, Detail]:
        return (
            {"protection": "green_flag", "looked_after_by": keepers[index]}
            if keepers[index]
            else {"protection": "green_flag"}
        )

    names, keepers = rows.texts("name"), rows.texts("managed", "managedby")
    things = [
        KnownThing(
            made_origin("green-flag", name, rows.geometries[index]),
            Kind.GREENSPACE,
            "public_park_or_garden",
            name,
            rows.geometries[index],
            source,
            details(index),
        )
        for index, name in enumerate(names)
    ]
    entries = [name_at(thing.name, NameKind.PARK, thing.geometry, weight=0.6) for thing in things]
    return Made((Known(tuple(things)), Named(tuple(entries))))


def _schools(layer: Layer) -> _List | None:
    if not {"urn", "establishmentname"} <= set(layer.fields):
        return None
    return _List("Schools (Get Information about Schools)", "Department for Education", _made_schools)


def _made_schools(rows: Rows, source: str) -> Made:
    state = [text.casefold() for text in rows.texts("establishmentstatusname", "establishmentstatus")]
    is_open = np.array([not text.startswith("closed") for text in state], dtype=bool)
    kept = rows.where(is_open)
    left = Counter({"it has closed": int((~is_open).sum())}) if not is_open.all() else Counter[str]()
    numbers = kept.texts("urn")
    made = _made_things(kept, source, "school", NameKind.SCHOOL, [f"urn:{number}" for number in numbers])
    return Made(made, left)


def _by_type(layer: Layer) -> _List | None:
    """A list whose lines all say what they are."""
    column = next((name for name in _TYPES if name in layer.fields), None)
    if column is None or "name" not in layer.fields or not _has_an_address(layer):
        return None
    said = [f"{text.casefold()} " for text in layer.sample.texts(column)]
    for word, title, category, kind in _SERVICES:
        if said and sum(word in text for text in said) >= _LIKELY * len(said):
            return _List(title, "", _maker(category, kind))
    return None


def _has_an_address(layer: Layer) -> bool:
    return bool({"postcode", "address", "address1", "website", "telephone", "phone"} & set(layer.fields))


def _maker(category: str, kind: NameKind) -> Callable[[Rows, str], Made]:
    def make(rows: Rows, source: str) -> Made:
        names = rows.texts("name")
        origins = [
            made_origin(category, name, geometry)
            for name, geometry in zip(names, rows.geometries, strict=True)
        ]
        return Made(_made_things(rows, source, category, kind, origins))

    return make


def _made_things(
    rows: Rows, source: str, category: str, kind: NameKind, origins: list[str]
) -> tuple[Haul, ...]:
    names = [titled(name) for name in rows.texts(*_NAMES)]
    addresses, pages = _addresses(rows), rows.texts("website", "url", "schoolwebsite")
    things, entries = list[KnownThing](), list[Name]()
    for index, name in enumerate(names):
        geometry = rows.geometries[index]
        details: dict[str, Detail] = {"address": addresses[index], "website": pages[index]}
        said = {field: value for field, value in details.items() if value}
        things.append(KnownThing(origins[index], Kind.ASSET, category, name, geometry, source, said))
        if name:
            entries.append(name_at(name, kind, geometry))
    return Known(tuple(things)), Named(tuple(entries))


def _addresses(rows: Rows) -> list[str]:
    parts = [
        rows.texts("address", "address1", "street"),
        rows.texts("town", "address2"),
        rows.texts("postcode"),
    ]
    return [", ".join(part for part in cells if part) for cells in zip(*parts, strict=True)]
