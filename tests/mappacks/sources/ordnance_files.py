"""Products of the Ordnance Survey as they are handed out: their wrappers, their names of layers and of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.mappacks.sources.files import HINDLEY

EAST, NORTH = (int(side) for side in HINDLEY)
_GRID = 'srsName="urn:ogc:def:crs:EPSG::27700" srsDimension="2"'
_OTHERS = (
    'xmlns:os="http://namespaces.os.uk/product/1.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:net="urn:x-inspire:specification:gmlas:Network:3.2" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
OPENMAP = "http://namespaces.os.uk/open/oml/1.0"
ROADS = "http://namespaces.os.uk/Open/Roads/1.0"
GREENSPACE = "http://namespaces.ordnancesurvey.co.uk/Open/Greenspace/1.0"


def gml_of(space: str, features: Sequence[str]) -> bytes:
    """A collection of features, in the wrapper in which all of its GML comes."""
    members = "".join(f"<os:featureMember>{feature}</os:featureMember>" for feature in features)
    corners = (
        "<gml:lowerCorner>300000 400000</gml:lowerCorner><gml:upperCorner>400000 500000</gml:upperCorner>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><os:FeatureCollection {_OTHERS} xmlns:own="{space}" '
        f'gml:id="OS"><gml:boundedBy><gml:Envelope {_GRID}>{corners}</gml:Envelope></gml:boundedBy>'
        f'<os:metadata xlink:href="#metadata"/>{members}</os:FeatureCollection>'
    ).encode()


def gml_feature(
    kind: str, shape: str, said: Mapping[str, str], *, number: int = 1, tag: str = "own:geometry"
) -> str:
    """One feature: its shape is one of the functions below, its columns come with a list of codes."""
    name = f"id{number:08d}"
    columns = "".join(f'<own:{key} codeSpace="codes.xml">{text}</own:{key}>' for key, text in said.items())
    return f'<own:{kind} gml:id="{name}">{columns}<{tag}>{shape.replace("#", name)}</{tag}></own:{kind}>'


def gml_area(size: int = 60, *, is_many: bool = True, with_hole: bool = False) -> str:
    """A square at Hindley, as a surface or as one of many surfaces."""
    hole = f"<gml:interior>{_ring(size // 4, size // 2)}</gml:interior>" if with_hole else ""
    inside = (
        "<gml:patches><gml:PolygonPatch>"
        f"<gml:exterior>{_ring(0, size)}</gml:exterior>{hole}"
        "</gml:PolygonPatch></gml:patches>"
    )
    if not is_many:
        return f'<gml:Surface gml:id="#-0" {_GRID}>{inside}</gml:Surface>'
    return (
        f'<gml:MultiSurface gml:id="#-0" {_GRID}><gml:surfaceMember><gml:Surface gml:id="#-1">{inside}'
        "</gml:Surface></gml:surfaceMember></gml:MultiSurface>"
    )


def gml_line() -> str:
    """A line of 300 m at Hindley."""
    return (
        f'<gml:LineString gml:id="#-0" {_GRID}><gml:posList>{EAST} {NORTH} {EAST + 300} {NORTH}</gml:posList>'
        "</gml:LineString>"
    )


def gml_point() -> str:
    """A point at Hindley."""
    return f'<gml:Point gml:id="#-0" {_GRID}><gml:pos>{EAST} {NORTH}</gml:pos></gml:Point>'


def _ring(start: int, end: int) -> str:
    corners = [(start, start), (end, start), (end, end), (start, end), (start, start)]
    said = " ".join(f"{EAST + x} {NORTH + y}" for x, y in corners)
    return f"<gml:LinearRing><gml:posList>{said}</gml:posList></gml:LinearRing>"


def code_point_line(postcode: str, east: int = EAST, north: int = NORTH) -> str:
    """A line of Code-Point Open, which has no headings and postcodes of seven signs."""
    return f'"{postcode}",10,{east},{north},"E92000001","E19000001","E18000002","","E08000010","E05014989"'
