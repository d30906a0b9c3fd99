"""What OpenStreetMap's tags mean on our map, as tables: the key and value, then the layer and its class.

Of several tags the first that a table knows decides, in the order in which the table lists the keys. The tags are
those of the community's own wiki; British use where it differs (secondary is a B road, tertiary a through road).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from placeplanner.domain.streetmap import CLASSES, MapLayer

Tags = Mapping[str, str]
ANY = "*"


class Look(Struct, frozen=True):
    """A layer of the map and a class in it."""

    layer: MapLayer
    kind: str

    @property
    def number(self) -> int:
        """The class's number."""
        return CLASSES[self.layer].index(self.kind)


def _looks(layer: MapLayer, **values_of: str) -> dict[str, Look]:
    return {value: Look(layer, kind) for kind, values in values_of.items() for value in values.split()}


LINES: Mapping[str, Mapping[str, Look]] = {
    "highway": _looks(
        MapLayer.ROADS,
        motorway="motorway motorway_link",
        a_road="trunk trunk_link primary primary_link",
        b_road="secondary secondary_link",
        through="tertiary tertiary_link",
        street="residential unclassified living_street pedestrian road busway bus_guideway",
        service="service track services",
        path="footway cycleway bridleway path steps byway",
    ),
    "railway": _looks(
        MapLayer.RAILWAYS,
        railway="rail narrow_gauge preserved subway funicular monorail",
        tram="tram light_rail",
        disused="disused abandoned",
    ),
    "waterway": _looks(
        MapLayer.WATERWAYS,
        river="river",
        canal="canal",
        stream="stream drain ditch brook",
    ),
}
"""Lines, closed or not."""

_WATER, _GREEN, _GROUNDS = MapLayer.WATER, MapLayer.GREEN, MapLayer.GROUNDS

AREAS: Mapping[str, Mapping[str, Look]] = {
    "building": {ANY: Look(MapLayer.BUILDINGS, "building")},
    "natural": {
        **_looks(_WATER, water="water bay", wetland="wetland"),
        **_looks(MapLayer.WOODS, wood="wood"),
        **_looks(_GREEN, nature="heath moor fell", grass="grassland", other="scrub"),
    },
    "waterway": _looks(_WATER, water="riverbank dock"),
    "landuse": {
        **_looks(_WATER, water="reservoir basin"),
        **_looks(MapLayer.WOODS, wood="forest"),
        **_looks(
            _GREEN,
            allotments="allotments",
            cemetery="cemetery",
            playing_field="recreation_ground",
            park="village_green",
            grass="grass meadow",
            other="orchard flowerbed",
        ),
        **_looks(
            _GROUNDS,
            industry="industrial quarry landfill",
            other="retail commercial military",
            education="education",
        ),
    },
    "leisure": _looks(
        _GREEN,
        park="park",
        playing_field="recreation_ground",
        play_space="playground",
        sport="pitch sports_centre stadium track bowling_green sports_ground horse_riding",
        golf="golf_course miniature_golf",
        nature="nature_reserve",
        grass="garden",
        other="common dog_park",
    ),
    "amenity": {
        **_looks(_GREEN, cemetery="grave_yard"),
        **_looks(
            _GROUNDS,
            education="school college university kindergarten",
            health="hospital clinic",
            other="prison",
        ),
    },
    "healthcare": _looks(_GROUNDS, health="hospital"),
    "man_made": _looks(_GROUNDS, industry="works wastewater_plant water_works"),
    "power": _looks(_GROUNDS, industry="plant substation"),
    "aeroway": _looks(_GROUNDS, other="aerodrome"),
    "tourism": _looks(_GREEN, other="camp_site caravan_site"),
}
"""Closed ways and multipolygons. The order settles what a wood in a park is: a wood."""

STOPS: Mapping[str, Mapping[str, Look]] = {
    "railway": _looks(MapLayer.STOPS, station="station halt", tram_stop="tram_stop"),
    "highway": _looks(MapLayer.STOPS, bus_stop="bus_stop"),
    "amenity": _looks(MapLayer.STOPS, bus_stop="bus_station"),
}
"""Points, and areas by a point inside them."""

PUBLIC_AMENITIES = frozenset(
    [
        "school",
        "college",
        "university",
        "kindergarten",
        "library",
        "place_of_worship",
        "community_centre",
        "social_centre",
        "townhall",
        "hospital",
        "clinic",
        "doctors",
        "courthouse",
        "police",
        "fire_station",
        "arts_centre",
        "theatre",
        "public_building",
        "village_hall",
        "youth_centre",
    ]
)
PUBLIC_BUILDINGS = frozenset(
    [
        "church",
        "chapel",
        "cathedral",
        "mosque",
        "synagogue",
        "temple",
        "school",
        "college",
        "university",
        "kindergarten",
        "hospital",
        "civic",
        "public",
        "government",
        "train_station",
        "library",
        "townhall",
        "village_hall",
        "fire_station",
        "sports_centre",
        "museum",
    ]
)
NOT_A_BUILDING = frozenset(["no", "demolished", "razed", "proposed", "planned", "destroyed", "removed"])

UNBUILT = frozenset(
    ["construction", "proposed", "planned", "razed", "dismantled", "demolished", "removed", "no"]
)
WITH_THEIR_ROAD = frozenset(
    ["sidewalk", "crossing", "traffic_island", "link"]
)  # values of footway, cycleway, path
CAR_PARK_LANES = frozenset(["parking_aisle", "drive-through"])  # values of service
UNDERGROUND = frozenset(["yes", "culvert", "flooded", "building_passage"])  # values of tunnel, for what flows

TALLIES: Mapping[str, str] = {
    "building": "Buildings",
    "highway": "Roads and paths",
    "railway": "Railways",
    "waterway": "Rivers, canals and streams",
    "place": "Names of places",
    "leisure": "Green places",
    "natural": "Woods and water",
    "landuse": "Land",
    "historic": "Historic things",
    "amenity": "Services and shops",
    "healthcare": "Services and shops",
    "shop": "Services and shops",
    "club": "Services and shops",
    "tourism": "Services and shops",
    "office": "Services and shops",
    "craft": "Services and shops",
}
"""Which line of the account something belongs to, by the first of these keys that it has."""

OTHERS = {
    "n": "Other points",
    "w": "Other lines and outlines",
    "a": "Other groups of lines",
    "r": "Other groups of lines",
}
BARE = {"n": "Points without tags", "w": "Lines without tags", "r": "Groups without tags"}
CORNERS = "only the corners of other things"

LEFT_OUT: Mapping[str, str] = {
    "building": "buildings without an outline, or no longer standing",
    "highway": "crossings, signals, lamps and other things along roads",
    "railway": "crossings, signals and points, or no longer there",
    "waterway": "weirs, locks and other points on water",
    "place": "without a name",
    "barrier": "walls, hedges, fences and gates",
    "power": "power lines and their poles",
    "boundary": "boundaries, which their publishers know better",
    "natural": "single trees, springs and other small things",
    "landuse": "fields, homes and other land",
    "amenity": "car parks, benches, post boxes and other small things",
    "leisure": "small things for leisure",
    "historic": "not named",
    "shop": "not named",
    "aeroway": "runways and the like",
    "man_made": "masts, pipes and the like",
    "addr:housenumber": "house numbers",
    "entrance": "entrances",
    "traffic_calming": "crossings, signals, lamps and other things along roads",
    "crossing": "crossings, signals, lamps and other things along roads",
    "public_transport": "platforms and the like",
    "route": "routes, which run along ways that are shown",
    "restriction": "turning rules",
    "historic:waterway": "what is no longer there",
    "historic:highway": "what is no longer there",
    "historic:railway": "what is no longer there",
    "historic:place": "what is no longer there",
    "created_by": "notes for map makers",
    "source": "notes for map makers",
    "note": "notes for map makers",
    "fixme": "notes for map makers",
}
"""Why something is not shown, by the first of these keys that it has."""

NOT_SHOWN = "nothing that this map shows"
