"""The map of the exported page: folium's, with Leaflet inlined and every link to the net taken out.

folium asks for Leaflet, jQuery, Bootstrap and icon fonts from CDNs, and puts texts into popups as markup.
Here Leaflet comes from XStatic-Leaflet, symbols and popups from `resources/templates/map.js`, which writes
text as text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from msgspec import Struct

from placeplanner import paths
from placeplanner.domain.coordinates import EastingNorthing, geometry_to_lonlat, to_lonlat
from placeplanner.domain.kinds import Kind, KindSpec, Shape
from placeplanner.domain.place import Place, Places
from placeplanner.domain.record import Record
from placeplanner.exchange.geojson import geometry_of
from placeplanner.exchange.rows import Names, middle_of
from placeplanner.profile.blocks import Profile
from placeplanner.profile.offline import Element, Figure, JsCode, MacroElement, Template, folium

MARKS = {  # the small symbols of legends and lists, in a box of 24 by 24
    "circle": '<circle cx="12" cy="12" r="10"/>',
    "square": '<rect x="3" y="3" width="18" height="18" rx="2"/>',
    "diamond": '<path d="M12 1 23 12 12 23 1 12z"/>',
    "flag": '<path d="M5 23V1h16l-4 6 4 6H8v10z"/>',
}
_LONGEST_TEXT = 240


class WebMap(Struct, frozen=True):
    """The map in pieces, for a page to put together: a box, styles, and scripts in the order they run."""

    box: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]


def web_map(profile: Profile, names: Names, words: str) -> WebMap:
    """The map of a profile's place and records. `words` say what it shows to those who cannot see it."""
    place = profile.place
    (west, south, east, north) = geometry_to_lonlat(place.geometry).bounds
    drawn = _empty_map()
    for layer in (*_boundaries(place, names.places), *_records(profile.records, names)):
        layer.add_to(drawn)
    drawn.fit_bounds([[south, west], [north, east]], padding_top_left=(16, 16), padding_bottom_right=(16, 44))
    if profile.records:
        folium.LayerControl(collapsed=False).add_to(drawn)
    _Finish(words).add_to(drawn)
    figure = drawn.get_root()
    assert isinstance(figure, Figure)
    _number(drawn)
    for child in figure._children.values():
        child.render()
    own = (paths.resources() / "templates" / "map.js").read_text(encoding="utf-8")
    return WebMap(figure.html.render().strip(), (leaflet_css(),), (leaflet_js(), own, figure.script.render()))


class _Finish(MacroElement):
    """Last words to the map: its name for screen readers. Whose data it shows the page says right below."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            placePlanner.finish(
                {{ this._parent.get_name() }}, {{ this.words | tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, words: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Finish"
        self.words = words


def _empty_map() -> folium.Map:
    """A map without tiles and without folium's links; the wheel is left to scroll the page."""
    drawn = folium.Map(tiles=None, control_scale=True, scroll_wheel_zoom=False, zoom_snap=0.25, max_zoom=19)
    drawn.default_js = []
    drawn.default_css = []
    return drawn


def _boundaries(place: Place, places: Places) -> Iterator[folium.GeoJson]:
    around = [each for each in places.of_kind(place.kind) if each.code != place.code]
    inside = places.children(place.code)
    features = [_boundary(each, "around", "") for each in around]
    features += [_boundary(each, "inside", each.name) for each in inside]
    features.append(_boundary(place, "place" if inside else "place inside", ""))
    yield folium.GeoJson(
        _collection(features),
        name="Boundaries",
        control=False,
        style=JsCode("placePlanner.boundaryStyle"),
        onEachFeature=JsCode("placePlanner.boundary"),
    )


def _boundary(place: Place, rank: str, label: str) -> dict[str, Any]:
    return _feature(geometry_of(place.geometry), {"rank": rank, "label": label})


def _records(records: Iterable[Record], names: Names) -> Iterator[folium.GeoJson]:
    kept = tuple(records)
    for kind in Kind:
        spec = names.catalogue[kind]
        of_kind = [record for record in kept if record.kind is kind and not record.geometry.is_empty]
        if of_kind:
            features = [feature for record in of_kind for feature in _record(record, spec, names)]
            yield folium.GeoJson(
                _collection(features),
                name=_legend(spec, len(of_kind)),
                style=JsCode("placePlanner.style"),
                pointToLayer=JsCode("placePlanner.symbol"),
                onEachFeature=JsCode("placePlanner.record"),
            )


def _legend(spec: KindSpec, number: int) -> str:
    """A line of the layer chooser, which Leaflet puts in as markup: the kind's symbol, name and count."""
    mark = f'<svg class="mark kind-{spec.kind.value}" viewBox="0 0 24 24" aria-hidden="true">{MARKS[spec.symbol]}</svg>'
    return f"{mark}{escape(spec.plural)} ({number})"


def _record(record: Record, spec: KindSpec, names: Names) -> Iterator[dict[str, Any]]:
    """The shape as drawn, and a symbol that a keyboard can reach."""
    where = names.place(record)
    category = spec.category_label(record.category)
    text = record.notes.strip()
    about = {
        "id": record.id,
        "kind": record.kind.value,
        "symbol": spec.symbol,
        "name": record.name.strip() or f"{spec.label} without a name",
        "what": f"{category}, {where}" if where else category,
        "text": text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rsplit(' ', 1)[0]} …",
    }
    if record.shape is not Shape.POINT:
        yield _feature(geometry_of(record.geometry), about)
    yield _feature({"type": "Point", "coordinates": _lonlat(middle_of(record.geometry))}, about)


def _lonlat(position: EastingNorthing) -> list[float]:
    lon, lat = to_lonlat(position)
    return [round(lon, 6), round(lat, 6)]


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}


def _number(element: Element) -> None:
    """Give folium's elements numbers for ids, so that the same profile makes the same page."""
    for number, each in enumerate(_all(element)):
        each._id = str(number)


def _all(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _all(child)


def _leaflet(name: str) -> bytes:
    return (resources.files("xstatic.pkg.leaflet") / "data" / name).read_bytes()


@cache
def leaflet_js() -> str:
    """Leaflet without the line that would have a browser's tools look for its source map."""
    code = _leaflet("leaflet.js").decode().replace("\r\n", "\n")
    return re.sub(r"//# sourceMappingURL=.*", "", code).strip()


@cache
def leaflet_css() -> str:
    """Leaflet's styles with its pictures inside."""

    def inlined(match: re.Match[str]) -> str:
        name = match[1].strip("'\"")
        if name.startswith(("#", "data:")):
            return "none"
        return f"url(data:image/png;base64,{base64.b64encode(_leaflet(name)).decode()})"

    return re.sub(r"url\(([^)]*)\)", inlined, _leaflet("leaflet.css").decode().replace("\r\n", "\n"))
