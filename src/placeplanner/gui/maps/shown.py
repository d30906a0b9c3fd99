"""The open packs as the map shows them: without what is switched off, and without a pack that has gone.

A stick may be pulled out while the map is painted: the others are painted on, and the loss is told once.
What is asked for again comes back as the very same objects, as painting relies on it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import shapely
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from placeplanner.domain.streetmap import (
    NAME_KINDS,
    Box,
    Coverage,
    MapLayer,
    Names,
    Publication,
    Shapes,
    StreetMap,
    Tile,
)
from placeplanner.errors import Problem

MANY = 200  # things in a named layer: with more, it is shown only when somebody asks for it
_KEPT = 512
_NEAR_M = 2.0
_CLOSE_UP = 0.5
_REFERENCE = NAME_KINDS.index("reference")

Given = TypeVar("Given")


class OnePack(StreetMap, Protocol):
    """What an open pack is here: a street map of which several lie above one another."""

    @property
    def first_reference(self) -> int:
        """What the numbers of its named layers begin at."""


class NamedLayer(Struct, frozen=True):
    """A layer that somebody named, of one pack or several; `count` is how many things it holds."""

    name: str
    numbers: frozenset[int]
    count: int

    @property
    def is_many(self) -> bool:
        """Whether it would hide the map rather than add to it."""
        return self.count > MANY


class Switches(Struct, frozen=True):
    """What is switched off: the whole street map, or some named layers by their numbers."""

    has_streets: bool = True
    hidden: frozenset[int] = frozenset()


class Steady(Struct):
    """One pack that may go at any time. From any thread."""

    pack: OnePack
    on_lost: Callable[[Problem], object]
    is_lost: bool = False

    def ask(self, question: Callable[[OnePack], Sequence[Given]]) -> Sequence[Given]:
        """What it answers; nothing from when it has gone."""
        if self.is_lost:
            return ()
        try:
            return question(self.pack)
        except Problem as problem:
            self.is_lost = True
            self.on_lost(problem)
            return ()


def named_layers(packs: Iterable[OnePack]) -> tuple[NamedLayer, ...]:
    """The named layers of some packs, by name; those of the same name are one. Raises `Problem`."""
    found: dict[str, tuple[set[int], int]] = {}
    for pack in packs:
        counts = np.zeros(256, dtype=np.int64)
        for piece in pack.shapes(MapLayer.REFERENCE, pack.box, _CLOSE_UP):
            counts += np.bincount(piece.classes, minlength=256)
        for number, name in enumerate(pack.references, pack.first_reference):
            numbers, count = found.get(name, (set(), 0))
            found[name] = numbers | {number}, count + int(counts[number % 256])
    return tuple(
        NamedLayer(name, frozenset(numbers), count) for name, (numbers, count) in sorted(found.items())
    )


class Shown(Struct, frozen=True, eq=False):
    """A `StreetMap` of packs and switches. `kept` holds what was thinned out, for pieces that are asked for again."""

    whole: StreetMap
    packs: tuple[Steady, ...]
    switches: Switches = Switches()
    _kept: OrderedDict[tuple[int, int], tuple[Any, Any]] = field(default_factory=OrderedDict)

    @property
    def box(self) -> Box:
        """Around all packs."""
        return self.whole.box

    @property
    def attribution(self) -> str:
        """What must be said."""
        return self.whole.attribution

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Whose each of its sources is."""
        return self.whole.publications

    @property
    def references(self) -> tuple[str, ...]:
        """The names of all named layers, hidden or not, in the order of their numbers."""
        return self.whole.references

    def switched(self, switches: Switches) -> Shown:
        """The same packs with something else switched off."""
        return Shown(self.whole, self.packs, switches)

    def shapes(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Shapes]:
        """What a view needs of a layer, in pieces."""
        if layer is MapLayer.REFERENCE:
            pieces = self._asked(lambda pack: pack.shapes(layer, box, metres_per_pixel))
            return [piece for piece in map(self._thinned, pieces) if piece.count]
        return self._of_streets(lambda pack: pack.shapes(layer, box, metres_per_pixel))

    def coverage(self, layer: MapLayer, box: Box, metres_per_pixel: float) -> Sequence[Coverage]:
        """Pictures of what is too small to be drawn."""
        return self._of_streets(lambda pack: pack.coverage(layer, box, metres_per_pixel))

    def names(self, box: Box, metres_per_pixel: float) -> Sequence[Names]:
        """Names worth considering, in pieces."""
        found: list[Names] = []
        for steady in self.packs:
            pieces = steady.ask(lambda pack: pack.names(box, metres_per_pixel))
            found += (self._named(steady, piece) for piece in pieces)
        return [piece for piece in found if piece.texts]

    def tiles(self, box: Box, metres_per_pixel: float) -> Sequence[Tile]:
        """The pictures of backdrops."""
        return self._of_streets(lambda pack: pack.tiles(box, metres_per_pixel))

    def _asked(self, question: Callable[[OnePack], Sequence[Given]]) -> list[Given]:
        return [found for steady in self.packs for found in steady.ask(question)]

    def _of_streets(self, question: Callable[[OnePack], Sequence[Given]]) -> list[Given]:
        return self._asked(question) if self.switches.has_streets else []

    def _thinned(self, piece: Shapes) -> Shapes:
        """A piece of named layers without those that are hidden."""
        hidden = self.switches.hidden
        if not hidden or not np.isin(piece.classes, list(hidden)).any():
            return piece
        return self._once(0, piece, lambda: _without(piece, hidden))

    def _named(self, steady: Steady, piece: Names) -> Names:
        """Names without those of things that are hidden."""
        drops = self.switches.hidden or not self.switches.has_streets
        if not drops or (self.switches.has_streets and not (piece.kinds == _REFERENCE).any()):
            return piece
        return self._once(1, piece, lambda: self._without_hidden(steady, piece))

    def _without_hidden(self, steady: Steady, piece: Names) -> Names:
        of_named = piece.kinds == _REFERENCE
        stays = ~of_named if self.switches.has_streets else np.zeros_like(of_named)
        at = np.flatnonzero(of_named)
        if len(at):
            points = piece.xy[piece.starts[at]]
            west, south = (points.min(axis=0) - _NEAR_M).tolist()
            east, north = (points.max(axis=0) + _NEAR_M).tolist()
            box = (west, south, east, north)
            shapes = steady.ask(lambda pack: pack.shapes(MapLayer.REFERENCE, box, _CLOSE_UP))
            stays[at] = ~np.isin(_layer_at(points, shapes), list(self.switches.hidden))
        return _only(piece, stays)

    def _once(self, sort: int, piece: Given, make: Callable[[], Given]) -> Given:
        key = (sort, id(piece))
        known = self._kept.get(key)
        if known is None or known[0] is not piece:
            known = self._kept[key] = piece, make()  # the piece is held as well, so that its id stays its own
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        made: Given = known[1]
        return made


def _without(piece: Shapes, hidden: frozenset[int]) -> Shapes:
    stays = ~np.isin(piece.classes, list(hidden))
    parts = stays[piece.owner]
    number = np.cumsum(stays) - 1
    xy, starts = _parts_of(piece.xy, piece.starts, parts)
    return replace(
        piece, xy=xy, starts=starts, owner=number[piece.owner[parts]], classes=piece.classes[stays]
    )


def _only(piece: Names, stays: NDArray[np.bool_]) -> Names:
    xy, starts = _parts_of(piece.xy, piece.starts, stays)
    texts = tuple(text for text, is_kept in zip(piece.texts, stays.tolist(), strict=True) if is_kept)
    return Names(texts, piece.kinds[stays], piece.weight[stays], piece.widest[stays], xy, starts)


def _parts_of(
    xy: NDArray[np.float64], starts: NDArray[np.int64], parts: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    lengths = np.diff(starts)
    kept = np.repeat(parts, lengths)
    return xy[kept], np.concatenate(([0], np.cumsum(lengths[parts]))).astype(np.int64)


def _layer_at(points: NDArray[np.float64], pieces: Sequence[Shapes]) -> NDArray[np.int64]:
    """The number of the layer whose thing each name stands at: a point before a line, a line before an area; else -1."""
    found = np.full(len(points), -1, dtype=np.int64)
    for piece in sorted(pieces, key=lambda piece: -piece.dimension):
        tree = shapely.STRtree(_geometries(piece))
        names, parts = tree.query(shapely.points(points), predicate="dwithin", distance=_NEAR_M)
        found[names] = piece.classes[piece.owner[parts]]
    return found


def _geometries(piece: Shapes) -> NDArray[np.object_]:
    make = (shapely.points, shapely.linestrings, shapely.polygons)[piece.dimension]
    ends = zip(piece.starts[:-1].tolist(), piece.starts[1:].tolist(), strict=True)
    rings = [piece.xy[start:end] for start, end in ends]
    made = [make(ring[0] if piece.dimension == 0 else ring) for ring in rings]
    return np.array(made, dtype=object)
