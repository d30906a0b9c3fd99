"""Where the synthetic borough is built up: estates of gently bent rows of streets, with houses along them.

Each estate has its own lattice (u along its streets, v across them, in metres), turned and warped into the world,
so that streets and houses bend together. A lattice ends where the neighbouring estate is nearer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SPACING_M = 425.0  # between the middles of estates
_REACH_M = 420.0  # of a lattice around its middle, before neighbours bound it
_CORNERS = (  # footprints of 4 to 10 corners within the unit square
    ((-5, -5), (5, -5), (5, 5), (-5, 5)),
    ((-5, -5), (5, -5), (5, 2), (1, 2), (1, 5), (-5, 5)),
    ((-5, -5), (5, -5), (5, 1), (2, 1), (2, 5), (-2, 5), (-2, 1), (-5, 1)),
    ((-5, -3), (-1, -3), (-1, -5), (5, -5), (5, 3), (1, 3), (1, 5), (-5, 5)),
    ((-5, -4), (-3, -4), (-3, -5), (-1, -5), (-1, -4), (5, -4), (5, 5), (2, 5), (2, 3), (-5, 3)),
)


@dataclass(frozen=True, slots=True)
class Estates:
    """All estates, most urban first. One entry each; `middles` has shape (n, 2)."""

    middles: Floats
    angle: Floats
    across: Floats  # metres between rows of streets
    along: Floats  # metres between crossings
    bend: Floats  # metres that a street swings out
    wave: Floats  # metres from swing to swing
    pitch: Floats  # metres from house to house
    width: Floats
    depth: Floats

    def to_world(self, estate: Whole, uv: Floats) -> Floats:
        """Lattice metres, shape (n, 2), of the estates with these numbers, to EPSG:27700."""
        u, v = uv.T
        turn = 2 * np.pi / self.wave[estate]
        bent_v = v + self.bend[estate] * np.sin(turn * u + estate)
        bent_u = u + 0.5 * self.bend[estate] * np.sin(turn * v + 2.0 * estate)
        cos, sin = np.cos(self.angle[estate]), np.sin(self.angle[estate])
        world = np.column_stack((cos * bent_u - sin * bent_v, sin * bent_u + cos * bent_v))
        shifted: Floats = world + self.middles[estate]
        return shifted


def make_estates(middles: Floats, random: np.random.Generator) -> Estates:
    """Estates of terraces, semi-detached and detached houses around these middles."""
    count = len(middles)
    sort = random.choice(3, count, p=(0.28, 0.5, 0.22))  # terraces, semi-detached, detached
    sort[: max(count // 40, 1)] = 0
    pick = lambda *by_sort: np.array(by_sort)[sort]  # noqa: E731
    return Estates(
        middles=middles,
        angle=random.uniform(0, np.pi, count),
        across=pick(46.0, 58.0, 64.0) * random.uniform(0.95, 1.1, count),
        along=pick(118.0, 104.0, 112.0) * random.uniform(0.85, 1.15, count),
        bend=pick(2.0, 16.0, 22.0) * random.uniform(0.2, 1.0, count),
        wave=random.uniform(300, 620, count),
        pitch=pick(7.0, 14.5, 16.5),
        width=pick(6.6, 11.0, 11.5),
        depth=pick(9.0, 8.5, 10.0),
    )


@dataclass(frozen=True, slots=True)
class Lattice:
    """The crossings that lie in their own estate, and the blocks between them, as (estate, i, j) rows."""

    nodes: Whole  # shape (n, 3), sorted
    reach: int  # i and j lie between -reach and reach

    @classmethod
    def of(cls, estates: Estates, all_middles: Floats, borough: shapely.Geometry) -> Lattice:
        """Crossings within the borough and nearest to their own estate's middle."""
        reach = int(_REACH_M / 44) + 1
        steps = np.arange(-reach, reach + 1)
        count = len(estates.middles)
        estate, i, j = (grid.ravel() for grid in np.meshgrid(np.arange(count), steps, steps, indexing="ij"))
        uv = np.column_stack((i * estates.along[estate], j * estates.across[estate]))
        is_near = (np.abs(uv) <= _REACH_M).all(axis=1)
        nodes, uv = np.column_stack((estate, i, j))[is_near], uv[is_near]
        world = estates.to_world(nodes[:, 0], uv)
        nearest = STRtree(shapely.points(all_middles)).nearest(shapely.points(world))
        shapely.prepare(borough)
        is_own = (nearest == nodes[:, 0]) & shapely.contains_xy(borough, world)
        return cls(nodes[is_own], reach)

    def has(self, nodes: Whole) -> NDArray[np.bool_]:
        """Which of these (estate, i, j) are crossings of it."""
        return np.isin(self._key(nodes), self._key(self.nodes))

    def _key(self, nodes: Whole) -> Whole:
        side = 2 * self.reach + 3
        key: Whole = (nodes[:, 0] * side + nodes[:, 1] + self.reach + 1) * side + nodes[:, 2] + self.reach + 1
        return key

    def edges(self, step: tuple[int, int]) -> Whole:
        """Crossings from which the next one by `step` (i, j) is a crossing too, shape (n, 3)."""
        there = self.nodes + np.array((0, *step))
        found: Whole = self.nodes[self.has(there)]
        return found

    def blocks(self) -> Whole:
        """The lower corners of blocks with a crossing at all four corners, shape (n, 3)."""
        corners = [self.has(self.nodes + np.array((0, *step))) for step in ((1, 0), (0, 1), (1, 1))]
        found: Whole = self.nodes[np.logical_and.reduce(corners)]
        return found

    def marked(self, nodes: Whole, among: Whole) -> NDArray[np.bool_]:
        """Which of `nodes` are in `among`."""
        return np.isin(self._key(nodes), self._key(among))


def curves(
    estates: Estates, edges: Whole, step: tuple[float, float], lift: float = 0.0
) -> NDArray[np.object_]:
    """The lines of edges that run by `step` (lattice cells), `lift` cells above their crossing."""
    shares = np.linspace(0, 1, 6)
    estate = np.repeat(edges[:, 0].astype(np.int64), len(shares))
    i = (edges[:, 1, None] + step[0] * shares).ravel()
    j = (edges[:, 2, None] + lift + step[1] * shares).ravel()
    world = estates.to_world(estate, np.column_stack((i * estates.along[estate], j * estates.across[estate])))
    lines = shapely.linestrings(world.reshape(-1, len(shares), 2))
    simpler: NDArray[np.object_] = shapely.simplify(lines, 0.4)
    return simpler


def block_outlines(estates: Estates, blocks: Whole, share: float) -> NDArray[np.object_]:
    """Blocks as polygons that bend with their streets, their sides `share` of the whole."""
    side = np.linspace(-0.5, 0.5, 4)
    ring = np.concatenate(
        [
            np.column_stack((side, np.full(4, -0.5))),
            np.column_stack((np.full(4, 0.5), side))[1:],
            np.column_stack((side[::-1], np.full(4, 0.5)))[1:],
            np.column_stack((np.full(4, -0.5), side[::-1]))[1:],
        ]
    )
    ring = ring * share + 0.5
    estate = np.repeat(blocks[:, 0], len(ring))
    ij = (blocks[:, None, 1:] + ring[None]).reshape(-1, 2)
    world = estates.to_world(estate, ij * np.column_stack((estates.along[estate], estates.across[estate])))
    outlines: NDArray[np.object_] = shapely.polygons(world.reshape(-1, len(ring), 2))
    return outlines


def houses(
    estates: Estates, edges: Whole, side: int, random: np.random.Generator
) -> tuple[Floats, Floats, Floats]:
    """Where houses stand on one side (1 or -1) of streets: their middles, directions (cos, sin) and sizes."""
    estate = edges[:, 0]
    room = estates.along[estate] - 26
    each = np.maximum((room / estates.pitch[estate]).astype(np.int64), 1)
    edge = np.repeat(np.arange(len(edges)), each)
    nth = np.arange(len(edge)) - np.repeat(np.cumsum(each) - each, each)
    estate = estate[edge]
    is_terrace = estates.pitch[estate] < 10
    wobble = np.where(is_terrace, 0.0, random.normal(0, 0.8, len(edge)))
    u = edges[edge, 1] * estates.along[estate] + 13 + (nth + 0.5) * estates.pitch[estate] + wobble
    away = np.where(is_terrace, 7.0, 10.0) + estates.depth[estate] / 2 + np.abs(wobble)
    v = edges[edge, 2] * estates.across[estate] + side * away
    middle = estates.to_world(estate, np.column_stack((u, v)))
    ahead = estates.to_world(estate, np.column_stack((u + 1, v))) - middle
    ahead = side * ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    size = np.column_stack((estates.width[estate], estates.depth[estate]))
    grown = size * np.where(is_terrace[:, None], 1.0, random.uniform(0.85, 1.15, size.shape))
    return middle, ahead, grown


def footprints(
    middles: Floats, ahead: Floats, sizes: Floats, random: np.random.Generator
) -> NDArray[np.object_]:
    """Buildings of 4 to 10 corners, wound counter-clockwise; arrays of shape (n, 2)."""
    made = np.empty(len(middles), dtype=object)
    shape = random.choice(len(_CORNERS), len(middles), p=(0.34, 0.28, 0.2, 0.1, 0.08))
    aside = np.column_stack((-ahead[:, 1], ahead[:, 0]))
    for number, corners in enumerate(_CORNERS):
        which = np.flatnonzero(shape == number)
        local = np.array(corners) / 10
        xy = (
            middles[which, None]
            + local[None, :, :1] * (sizes[which, :1] * ahead[which])[:, None]
            + local[None, :, 1:] * (sizes[which, 1:] * aside[which])[:, None]
        )
        made[which] = shapely.polygons(np.round(xy, 2))
    return made
