"""A very small town in the middle of Wigan, as an OpenStreetMap file, and map packs made of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from placeplanner.domain.coordinates import to_lonlat
from placeplanner.domain.grid import EastingNorthing
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.build import build_pack
from placeplanner.mappacks.sources.recognise import recognise

MIDDLE = EastingNorthing(358_200, 405_500)


def a_town(path: Path, more: str = "") -> Path:
    """Two streets and a park around `MIDDLE`, 400 m across."""
    east, north = MIDDLE
    corners = {
        1: (east - 200, north),
        2: (east, north),
        3: (east + 200, north),
        4: (east, north + 200),
        5: (east + 50, north - 150),
        6: (east + 150, north - 150),
        7: (east + 150, north - 50),
        8: (east + 50, north - 50),
    }
    nodes = "".join(_node(number, EastingNorthing(*at)) for number, at in corners.items())
    ways = (
        _way(11, (1, 2, 3), highway="residential", name=f"Market Street{more}")
        + _way(12, (2, 4), highway="residential", name="St Peter's Road")
        + _way(13, (5, 6, 7, 8, 5), leisure="park", name="Mesnes Park")
    )
    path.write_text(f'<osm version="0.6" generator="test">{nodes}{ways}</osm>', encoding="utf-8")
    return path


def a_pack(folder: Path, title: str = "Little Wigan", more: str = "") -> Path:
    """A map pack of the town; `more` makes it another one of the same title."""
    sources = recognise(a_town(folder / "town.osm", more))
    path = folder / f"{title}.pack"
    build_pack(sources, Area("Little Wigan"), path, title=title)
    return path


def a_layered_pack(folder: Path, layers: Mapping[str, int]) -> Path:
    """A map pack of named layers around `MIDDLE`, each of so many points."""
    files = []
    for name, count in layers.items():
        rows = [(MIDDLE.easting + n, MIDDLE.northing + 3 * n) for n in range(count)]
        lines = [f"{name} {n},{east},{north}" for n, (east, north) in enumerate(rows)]
        files.append(folder / f"{name}.csv")
        files[-1].write_text("\n".join(["name,easting,northing", *lines]), encoding="utf-8")
    path = folder / "Layers.pack"
    build_pack([source for file in files for source in recognise(file)], Area("Layers"), path, title="Layers")
    return path


def _node(number: int, at: EastingNorthing) -> str:
    lon, lat = to_lonlat(at)
    return f'<node id="{number}" version="1" lat="{lat:.7f}" lon="{lon:.7f}"/>'


def _way(number: int, nodes: tuple[int, ...], **tags: str) -> str:
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    told = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{number}" version="1">{refs}{told}</way>'
