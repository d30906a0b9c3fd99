"""Small OpenStreetMap files, written by osmium itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

from placeplanner.domain.streetmap import CLASSES, MapLayer
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Drawn, Haul, Known, Named
from placeplanner.mappacks.sources.osm import OsmSource, recognised_osm

HINDLEY = (-2.58, 53.53)  # degrees
STEP = 0.001  # degrees: some 110 m northwards
Tags = Mapping[str, str]


@dataclass
class OsmFile:
    """Nodes, ways and relations that are numbered as they come; positions are counted in steps from Hindley."""

    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def node(self, x: float, y: float, **tags: str) -> int:
        lonlat = (HINDLEY[0] + x * STEP, HINDLEY[1] + y * STEP)
        self.nodes.append(Node(id=len(self.nodes) + 1, location=lonlat, tags=_tags(tags), version=1))
        return len(self.nodes)

    def line(self, *corners: tuple[float, float], **tags: str) -> int:
        return self.way([self.node(x, y) for x, y in corners], **tags)

    def square(self, x: float, y: float, size: float = 1.0, **tags: str) -> int:
        corners = ((x, y), (x + size, y), (x + size, y + size), (x, y + size))
        nodes = [self.node(*corner) for corner in corners]
        return self.way([*nodes, nodes[0]], **tags)

    def way(self, nodes: Sequence[int], **tags: str) -> int:
        self.ways.append(Way(id=len(self.ways) + 1, nodes=list(nodes), tags=_tags(tags), version=1))
        return len(self.ways)

    def relation(self, *members: tuple[str, int, str], **tags: str) -> int:
        number = len(self.relations) + 1
        self.relations.append(Relation(id=number, members=list(members), tags=_tags(tags), version=1))
        return number

    def write(self, path: Path, timestamp: str = "2026-01-31T21:00:00Z") -> Path:
        header = osmium.io.Header()
        if timestamp:
            header.set("osmosis_replication_timestamp", timestamp)
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            for thing in (*self.nodes, *self.ways, *self.relations):
                writer.add(thing)
        return path


def _tags(tags: Tags) -> dict[str, str]:
    return {key.replace("__", ":"): value for key, value in tags.items()}


@dataclass
class Catch:
    """All that a reading yielded, sorted."""

    source: OsmSource
    drawn: list[Drawn]
    named: list[Named]
    known: list[Known]

    def looks(self) -> list[tuple[str, str, str]]:
        """Layer, class and name of each shape."""
        return [
            (drawn.layer.value, CLASSES[drawn.layer][number], drawn.names[i] if drawn.names else "")
            for drawn in self.drawn
            for i, number in enumerate(drawn.classes)
        ]

    def shapes(self, layer: MapLayer) -> list[object]:
        return [shape for drawn in self.drawn if drawn.layer is layer for shape in drawn.geometries]

    def names(self) -> list[tuple[str, str]]:
        return [(name.kind.value, name.text) for named in self.named for name in named.names]

    def things(self) -> list[tuple[str, str, str]]:
        return [(t.category, t.name, t.origin) for known in self.known for t in known.things]


def caught(source: OsmSource, area: Area | None = None) -> Catch:
    hauls: list[Haul] = list(source.read(area or Area("everything"), lambda share, words: None))
    return Catch(
        source,
        [haul for haul in hauls if isinstance(haul, Drawn)],
        [haul for haul in hauls if isinstance(haul, Named)],
        [haul for haul in hauls if isinstance(haul, Known)],
    )


def read(path: Path, area: Area | None = None) -> Catch:
    source = recognised_osm(path)
    assert source is not None
    return caught(source, area)
