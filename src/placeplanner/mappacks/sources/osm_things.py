"""Things in OpenStreetMap that can be proposed as records: which kind and category each is, and what is known of it.

Allotments are greenspace here, not assets, so that one thing is proposed once. What a national list knows better
(a listed building) still keeps its list number, by which it can be matched.
"""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.kinds import Kind
from placeplanner.domain.known import KnownThing
from placeplanner.domain.record import Detail
from placeplanner.mappacks.sources.osm_tags import ANY, Tags


class Sort(Struct, frozen=True):
    """What something would be recorded as. `unnamed` is what it is called where it has no name; "": left alone."""

    kind: Kind
    category: str
    unnamed: str = ""
    is_point: bool = False


def _all(kind: Kind, category: str, values: str, unnamed: str = "") -> dict[str, Sort]:
    return {value: Sort(kind, category, unnamed) for value in values.split()}


_ASSET, _GREEN, _HERITAGE = Kind.ASSET, Kind.GREENSPACE, Kind.HERITAGE
_STOP = "bus_or_rail_stop"

SORTS: Mapping[str, Mapping[str, Sort]] = {
    "railway": {
        value: Sort(_ASSET, _STOP, "Railway station", is_point=True)
        for value in ("station", "halt", "tram_stop")
    },
    "highway": {"bus_stop": Sort(_ASSET, _STOP, "Bus stop", is_point=True)},
    "amenity": {
        "bus_station": Sort(_ASSET, _STOP, "Bus station", is_point=True),
        **_all(_ASSET, "library", "library", "Library"),
        **_all(_ASSET, "school", "school", "School"),
        **_all(_ASSET, "early_years", "kindergarten childcare", "Nursery"),
        **_all(_ASSET, "health_service", "doctors clinic hospital", "Health service"),
        **_all(_ASSET, "health_service", "pharmacy dentist"),
        **_all(_ASSET, "community_centre", "community_centre social_centre village_hall", "Community centre"),
        **_all(_ASSET, "youth_space", "youth_centre", "Youth centre"),
        **_all(_ASSET, "faith_building", "place_of_worship"),
        **_all(_ASSET, "pub", "pub bar social_club"),
        **_all(_ASSET, "shop_or_cafe", "cafe restaurant fast_food post_office ice_cream"),
        **_all(_ASSET, "market", "marketplace", "Market"),
        **_all(_ASSET, "skills_or_training_place", "college university training"),
        **_all(_ASSET, "vcfse_organisation", "food_bank social_facility"),
        **_all(_ASSET, "other", "townhall theatre arts_centre cinema fire_station police"),
        **_all(_GREEN, "religious_grounds", "grave_yard", "Churchyard"),
    },
    "healthcare": {ANY: Sort(_ASSET, "health_service")},
    "historic": {
        **_all(_HERITAGE, "memorial", "memorial monument wayside_cross boundary_stone milestone tomb"),
        **_all(
            _HERITAGE,
            "industrial_site",
            "mine mine_shaft mine_adit works mill watermill windmill kiln lime_kiln",
        ),
        **_all(_HERITAGE, "canal_or_railway", "railway railway_station canal lock aqueduct bridge viaduct"),
        **_all(
            _HERITAGE,
            "locally_important_building",
            "building house manor castle church chapel farm ruins pub tower city_gate gate monastery tannery yes",
        ),
    },
    "leisure": {
        **_all(
            _ASSET, "sports_club", "sports_centre stadium fitness_centre sports_hall swimming_pool ice_rink"
        ),
        **_all(_ASSET, "youth_space", "skatepark"),
        **_all(_GREEN, "public_park_or_garden", "park garden recreation_ground"),
        **_all(_GREEN, "play_space", "playground", "Play area"),
        **_all(_GREEN, "playing_field", "pitch"),
        **_all(_GREEN, "bowling_green", "bowling_green", "Bowling green"),
        **_all(_GREEN, "golf_course", "golf_course", "Golf course"),
        **_all(_GREEN, "other_sports_facility", "track sports_ground"),
        **_all(_GREEN, "nature_site", "nature_reserve", "Nature reserve"),
        **_all(_GREEN, "informal_green", "common"),
    },
    "landuse": {
        **_all(_GREEN, "allotments_or_community_growing_spaces", "allotments", "Allotments"),
        **_all(_GREEN, "cemetery", "cemetery", "Cemetery"),
        **_all(_GREEN, "public_park_or_garden", "recreation_ground"),
        **_all(_GREEN, "informal_green", "village_green", "Village green"),
        **_all(_GREEN, "woodland", "forest"),
        **_all(_GREEN, "flash_or_lake", "reservoir"),
    },
    "natural": {
        **_all(_GREEN, "woodland", "wood"),
        **_all(_GREEN, "flash_or_lake", "water"),
        **_all(_GREEN, "nature_site", "wetland heath moor"),
    },
    "club": {
        "scout": Sort(_ASSET, "youth_space"),
        ANY: Sort(_ASSET, "vcfse_organisation"),
        "sport": Sort(_ASSET, "sports_club"),
    },
    "shop": {ANY: Sort(_ASSET, "shop_or_cafe")},
    "office": {"charity": Sort(_ASSET, "vcfse_organisation"), "ngo": Sort(_ASSET, "vcfse_organisation")},
}
"""By key and value; the first key that is known decides."""

_SPORTS = {"tennis": "tennis_court", "bowls": "bowling_green"}
_NO_SHOP = frozenset({"no", "vacant", "disused"})
_MEMORIALS = {"war_memorial": "War memorial", "statue": "Statue", "plaque": "Plaque", "bench": ""}
_STEP_FREE = {"yes": "yes", "designated": "yes", "limited": "partly", "no": "no"}
_MOST_LETTERS = 300


def sort_of(tags: Tags) -> Sort | None:
    """What something would be recorded as; None where it is nothing that people record, or private, or unnamed."""
    for key, values in SORTS.items():
        value = tags.get(key, "")
        if value and value not in _NO_SHOP and (sort := values.get(value) or values.get(ANY)):
            sort = _more_exactly(sort, tags)
            is_private = sort.kind is _GREEN and tags.get("access") in ("private", "no")
            return sort if called(sort, tags) and not is_private else None
    return None


def _more_exactly(sort: Sort, tags: Tags) -> Sort:
    if tags.get("leisure") == "pitch" and (category := _SPORTS.get(tags.get("sport", ""))):
        return Sort(_GREEN, category)
    if tags.get("historic") == "memorial":
        return Sort(
            _HERITAGE, "memorial", _MEMORIALS.get(tags.get("memorial", tags.get("memorial:type", "")), "")
        )
    return sort


def called(sort: Sort, tags: Tags) -> str:
    """Its name, or what such a thing is called without one."""
    name = (
        tags.get("name") or (tags.get("naptan:CommonName") if sort.category == _STOP else "") or sort.unnamed
    )
    return " ".join(name.split())[:_MOST_LETTERS]


def known_thing(sort: Sort, tags: Tags, origin: str, geometry: BaseGeometry, source: str) -> KnownThing:
    """The thing itself. `geometry` is in metres; stops become points."""
    if sort.is_point and geometry.geom_type != "Point":
        geometry = shapely.point_on_surface(geometry)
    return KnownThing(
        origin=origin,
        kind=sort.kind,
        category=sort.category,
        name=called(sort, tags),
        geometry=geometry,
        source=source,
        details=_details(sort, tags),
    )


def _details(sort: Sort, tags: Tags) -> dict[str, Detail]:
    found: dict[str, str | None] = {"website": tags.get("website") or tags.get("contact:website")}
    if sort.kind is not _HERITAGE:
        found["step_free"] = _STEP_FREE.get(tags.get("wheelchair", ""))
    if sort.kind is not _GREEN:
        found["address"] = _address(tags)
    if sort.kind is _ASSET:
        found["phone"] = tags.get("phone") or tags.get("contact:phone")
        found["run_by"] = tags.get("operator")
        if sort.category not in (_STOP, "school"):  # which are not asked for them
            found["opening_times"] = tags.get("opening_hours")
    if sort.category == _STOP:
        found["routes"] = tags.get("route_ref", "").replace(";", ", ")
    if sort.kind is _HERITAGE:
        found["nhle_entry"] = tags.get("ref:GB:nhle") or tags.get("HE_ref")
        found["built"] = _year(tags.get("start_date", ""))
    return {name: text[:_MOST_LETTERS] for name, text in found.items() if text and "\x00" not in text}


def _year(text: str) -> str:
    return text if len(text) == 4 and text.isdecimal() else ""


def _address(tags: Tags) -> str:
    street = " ".join(filter(None, (tags.get("addr:housenumber"), tags.get("addr:street"))))
    parts = (tags.get("addr:housename"), street, tags.get("addr:city"), tags.get("addr:postcode"))
    return ", ".join(filter(None, parts)) if street or tags.get("addr:postcode") else ""
