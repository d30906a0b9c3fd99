"""Several packs as one map: what one lacks another may hold."""

from __future__ import annotations

from collections.abc import Sequence

from placeplanner.domain.known import KnownThing
from placeplanner.domain.place import Place
from placeplanner.domain.streetmap import Box, Coverage, MapLayer, Names, Publication, Shapes, Tile
from placeplanner.mappacks.content import PackManifest, short_attribution_of
from placeplanner.mappacks.pack import Pack


class Packs:
    """Open packs, painted one above the other in the order given. A `StreetMap`."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = tuple(packs)
        first = 0
        for pack in self._packs:
            pack.first_reference = first  # so that the classes of reference layers number all packs' layers
            first += len(pack.references)

    @property
    def packs(self) -> tuple[Pack, ...]:
        """They themselves."""
        return self._packs

    @property
    def manifests(self) -> tuple[PackManifest, ...]:
        """What each says about itself."""
        return tuple(pack.manifest for pack in self._packs)

    @property
    def box(self) -> Box:
        """Around all of them."""
        west, south, east, north = zip(*(pack.box for pack in self._packs), strict=True)
        return min(west), min(south), max(east), max(north)

    @property
    def attribution(self) -> str:
        """What must be said, each sentence once."""
        return short_attribution_of(source for manifest in self.manifests for source in manifest.sources)

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What they were made from, each once."""
        return tuple(dict.fromkeys(each for pack in self._packs for each in pack.publications))

    @property
    def references(self) -> tuple[str, ...]:
        """The names of all reference layers, in the order of their numbers."""
        return tuple(name for pack in self._packs for name in pack.references)

    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        """What a view needs of a layer, in pieces."""
        return [it for pack in self._packs for it in pack.shapes(layer, box, metres_per_pixel)]

    def coverage(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Coverage]:
        """Pictures of what is too small to be drawn."""
        return [it for pack in self._packs for it in pack.coverage(layer, box, metres_per_pixel)]

    def names(self, box: Box, metres_per_pixel: float) -> Sequence[Names]:
        """Names worth considering, in pieces."""
        return [it for pack in self._packs for it in pack.names(box, metres_per_pixel)]

    def tiles(self, box: Box, metres_per_pixel: float) -> Sequence[Tile]:
        """The pictures of backdrops."""
        return [it for pack in self._packs for it in pack.tiles(box, metres_per_pixel)]

    def known(self) -> tuple[KnownThing, ...]:
        """Things that can be proposed as records, each once."""
        found: dict[str, KnownThing] = {}
        for pack in self._packs:
            for thing in pack.known():
                found.setdefault(thing.origin, thing)
        return tuple(found.values())

    def places(self) -> tuple[Place, ...]:
        """Places with their boundaries, each once."""
        found: dict[str, Place] = {}
        for pack in self._packs:
            for place in pack.places():
                found.setdefault(place.code, place)
        return tuple(found.values())

    def close(self) -> None:
        """Let go of all files."""
        for pack in self._packs:
            pack.close()
