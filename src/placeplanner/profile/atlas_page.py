"""The way into an atlas of pages: a map of which every piece is a link, and the same as a list and a table."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

import jinja2
import shapely
from markupsafe import Markup
from msgspec import Struct

from placeplanner import __version__, paths
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.profile.multiples import path_of, small_map
from placeplanner.profile.summary import Summary, heads

_WIDTH = 900.0


class _Piece(Struct, frozen=True):
    """A place on the index map."""

    name: str
    lines: tuple[str, ...]
    file: str
    path: str
    x: float
    y: float


def index_page(
    places: Places, summary: Summary, links: Mapping[PlaceCode, str], about: Mapping[str, str]
) -> str:
    """The page. `links` are files by place; a place without one could not be made, and says so."""
    towns = places.of_kind(PlaceKind.TOWN)
    west, south, east, north = shapely.total_bounds([town.geometry for town in towns])
    scale = _WIDTH / (east - west)
    css = (paths.resources() / "templates" / "profile.css").read_text(encoding="utf-8")
    own = (paths.resources() / "templates" / "atlas.css").read_text(encoding="utf-8")
    return _template().render(
        about=about,
        version=__version__,
        policy=_policy(css, own),
        styles=[Markup(css), Markup(own)],
        size=(_WIDTH, (north - south) * scale),
        pieces=[_piece(town, links, west, north, scale) for town in towns if town.code in links],
        summary=summary,
        heads=heads(),
        links=links,
        maps=[
            (measure, _as_data(small_map(summary.neighbourhoods, measure)))
            for measure in summary.measures
            if any(measure.values.values())
        ],
        empty=[measure.title for measure in summary.measures if not any(measure.values.values())],
    )


def _piece(town: Place, links: Mapping[PlaceCode, str], west: float, north: float, scale: float) -> _Piece:
    outline = shapely.simplify(town.geometry, 1 / scale)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(town.geometry, 50))[0]
    x, y = (middle - (west, north)) * (scale, -scale)
    return _Piece(
        town.name,
        _lines(town.name),
        links[town.code],
        path_of(outline, west, north, scale),
        round(x),
        round(y),
    )


def _lines(name: str) -> tuple[str, ...]:
    """A long name in two lines, broken where they are most alike."""
    places = [at for at, letter in enumerate(name) if letter in " -"] if len(name) > 9 else []
    if not places:
        return (name,)
    at = min(places, key=lambda at: abs(2 * at - len(name)))
    return name[: at + (name[at] == "-")], name[at + 1 :]


def _template() -> jinja2.Template:
    folder = jinja2.FileSystemLoader(paths.resources() / "templates")
    environment = jinja2.Environment(loader=folder, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("atlas.html.j2")


def _policy(*styles: str) -> str:
    digests = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'none'; img-src data:; style-src {allowed}; base-uri 'none'; form-action 'none'"


def _as_data(svg: bytes) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
