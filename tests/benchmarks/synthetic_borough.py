"""A borough that is not there, of the size and in the place of Wigan: what the map is measured with. Run by hand:

    PYTHONPATH=src:. python tests/benchmarks/synthetic_borough.py --out borough.gpkg [--share 1.0] [--seed 3]

Writes one GeoPackage (EPSG:27700, spatial indexes) that QGIS opens as it is: 120,000 buildings, 40,000 streets,
3,000 greenspaces, 20,000 stops, 3,000 names, 25 wards, and some woods, water, railways and grounds. `--share 0.1`
makes a tenth of each. The same seed makes the same borough on every machine. Nothing in it is anybody's data.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from placeplanner.domain.place import PlaceKind
from placeplanner.domain.streetmap import MapLayer
from placeplanner.mappacks.shipped import shipped_places
from tests.benchmarks.synthetic_country import across, blobs, neighbours, pieces, wanderings, winding
from tests.benchmarks.synthetic_estates import (
    SPACING_M,
    Estates,
    Lattice,
    block_outlines,
    curves,
    footprints,
    houses,
    make_estates,
)
from tests.benchmarks.synthetic_names import green_names, place_names, road_names
from tests.benchmarks.synthetic_tables import (
    PLACES,
    WARDS,
    Geometries,
    Table,
    joined,
    picked,
    table_of,
    write_geopackage,
)

_MOTORWAY, _A_ROAD, _B_ROAD, _THROUGH, _STREET, _SERVICE, _PATH = range(7)
_MOTORWAYS = ("M6", "M58")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    buildings: int = 120_000
    streets: int = 40_000
    greens: int = 3_000
    stops: int = 20_000
    names: int = 3_000
    wards: int = 25

    def shared(self, share: float) -> Size:
        """A share of everything, at least a little."""
        few = {name: max(round(getattr(self, name) * share), 3) for name in self.__slots__}
        return Size(**{**few, "names": max(few["names"], 20)})


def borough_tables(size: Size | None = None, seed: int = 3) -> tuple[Table, ...]:
    """All layers, from the bottom up as they are painted, then places and wards."""
    return _Maker(size or Size(), seed).tables()


class _Maker:
    """Makes the layers one after another: each may look at those before it."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size, self.random = size, np.random.default_rng(seed)
        places = shipped_places()
        assert places.borough is not None
        self.borough = places.borough.geometry
        shapely.prepare(self.borough)
        self.towns = sorted(
            places.of_kind(PlaceKind.TOWN), key=lambda town: (-town.figures["residents_2021"], town.name)
        )
        self.town_middles = np.array(
            [town.geometry.representative_point().coords[0] for town in self.towns], dtype=float
        )
        self.joins = neighbours(self.town_middles)
        names = self.size.names - self._count(120) - self._count(500) - len(_MOTORWAYS)
        self.road_names = road_names(names, self.random)
        self.main_names = self.road_names[: min(len(self.joins), names // 4)]
        self.sites = self._sites()

    def _count(self, of_3000: int) -> int:
        """Of the names, as many as `of_3000` in the whole borough; also for other small counts."""
        return max(round(self.size.names * of_3000 / 3000), 2)

    def _sites(self) -> NDArray[np.float64]:
        """The middles of estates and, after them, of the countryside between, most urban first."""
        west, south, east, north = self.borough.bounds
        x, y = np.meshgrid(np.arange(west, east, SPACING_M), np.arange(south, north, SPACING_M))
        middles = np.column_stack((x.ravel(), y.ravel()))
        middles = middles + self.random.uniform(-0.3, 0.3, middles.shape) * SPACING_M
        middles = middles[shapely.contains_xy(self.borough, middles)]
        people = np.array([town.figures["residents_2021"] for town in self.towns])
        gaps = np.hypot(*(middles[:, None] - self.town_middles[None]).transpose(2, 0, 1))
        remoteness = (gaps / np.sqrt(people)).min(axis=1) * self.random.uniform(0.75, 1.25, len(middles))
        return middles[np.argsort(remoteness, kind="stable")]

    def tables(self) -> tuple[Table, ...]:
        """Everything, in the order of painting."""
        few = max(self.size.buildings // 250, 2)
        while True:
            estates = make_estates(self.sites[:few], np.random.default_rng(few))
            lattice = Lattice.of(estates, self.sites, self.borough)
            special = self._special_blocks(lattice)
            roads, rows = self._estate_roads(estates, lattice)
            mains = self._main_roads()
            buildings = self._buildings(estates, lattice, rows, special, mains)
            if len(buildings.geometries) == self.size.buildings or few >= len(self.sites):
                break
            few = min(int(few * 1.12) + 1, len(self.sites))
        streets = self._streets(roads, mains, few)
        rural = self.sites[few:] if few < len(self.sites) - 3 else self.sites
        return (
            self._grounds(estates, special[1::2]),
            self._greens(estates, special[::2], rural),
            self._blobs(MapLayer.WOODS, 500, rural, 110.0),
            self._blobs(MapLayer.WATER, 160, rural, 75.0),
            self._waterways(rural),
            buildings,
            railways := self._railways(),
            streets,
            self._stops(streets, railways),
            self._places(),
            self._wards(),
        )

    # Built up

    def _special_blocks(self, lattice: Lattice) -> NDArray[np.int64]:
        """Blocks without houses: parks, playing fields, schools, works."""
        blocks = lattice.blocks()
        return blocks[self.random.permutation(len(blocks))[: len(blocks) // 9]]

    def _estate_roads(self, estates: Estates, lattice: Lattice) -> tuple[Table, NDArray[np.int64]]:
        rows, columns = lattice.edges((1, 0)), lattice.edges((0, 1))
        is_main_row, is_main_column = rows[:, 2] % 6 == 0, columns[:, 1] % 3 == 0
        rows, is_main_row = self._thinned(rows, is_main_row, 0.97)
        columns, is_main_column = self._thinned(columns, is_main_column, 0.62)
        is_terrace = estates.pitch[rows[:, 0]] < 10
        alleys = rows[is_terrace & (self.random.random(len(rows)) < 0.8)]
        drives = rows[~is_terrace & (self.random.random(len(rows)) < 0.3)]
        lines = [
            curves(estates, rows, (0.5, 0)),
            curves(estates, rows + np.array((0, 0.5, 0)), (0.5, 0)),
            curves(estates, columns, (0, 1)),
            curves(estates, alleys, (0.86, 0), 0.5),
            curves(estates, drives, (0, 0.32)),
        ]
        classes = [
            np.tile(np.where(is_main_row, _THROUGH, _STREET), 2),
            np.where(is_main_column, _THROUGH, _STREET),
            np.full(len(alleys), _SERVICE),
            np.full(len(drives), _SERVICE),
        ]
        named = [
            np.tile(self._run_names(rows[:, [0, 2]]), 2),
            self._run_names(columns[:, [0, 1]] + (0, 1000)),
            np.full(len(alleys) + len(drives), "", dtype=object),
        ]
        return _roads(np.concatenate(lines), np.concatenate(classes), np.concatenate(named)), rows

    def _thinned(
        self, edges: NDArray[np.int64], is_main: NDArray[np.bool_], share: float
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        kept = is_main | (self.random.random(len(edges)) < share)
        return edges[kept], is_main[kept]

    def _run_names(self, runs: NDArray[np.int64]) -> Geometries:
        """One name for each row or column of an estate, as long as there are names; the rest stay nameless."""
        _, run = np.unique(runs, axis=0, return_inverse=True)
        order = self.random.permutation(run.max() + 1) if len(run) else np.zeros(0, dtype=np.int64)
        half = len(self.road_names) // 2
        pool = (
            self.road_names[len(self.main_names) : half]
            if runs[:, 1].max(initial=0) < 500
            else self.road_names[half:]
        )
        number = order[run.ravel()]
        return np.where(number < len(pool), pool[np.minimum(number, len(pool) - 1)], "").astype(object)

    def _buildings(
        self,
        estates: Estates,
        lattice: Lattice,
        rows: NDArray[np.int64],
        special: NDArray[np.int64],
        mains: Table,
    ) -> Table:
        found = []
        for side in (1, -1):
            fronts = rows if side == 1 else rows - (0, 0, 1)
            built = rows[~lattice.marked(fronts, special)]
            found.append(houses(estates, built, side, self.random))
        middles, ahead, sizes = (np.concatenate(column) for column in zip(*found, strict=True))
        kept = shapely.contains_xy(self.borough, middles)
        tree = shapely.STRtree(mains.geometries)
        kept[np.unique(tree.query(shapely.points(middles), "dwithin", distance=19.0)[0])] = False
        chosen = np.flatnonzero(kept)
        if len(chosen) > self.size.buildings:
            chosen = np.sort(self.random.permutation(chosen)[: self.size.buildings])
        shapes = footprints(middles[chosen], ahead[chosen], sizes[chosen], self.random)
        classes = np.where(self.random.random(len(chosen)) < 0.01, 1, 0)
        return table_of(MapLayer.BUILDINGS, shapes, classes)

    # Streets

    def _main_roads(self) -> Table:
        """Motorways across the borough, A roads from town to town, B roads between the smaller ones."""
        lines: list[shapely.Geometry] = []
        classes: list[int] = []
        names: list[str] = []
        for name in _MOTORWAYS:
            made = pieces(winding(*across(self.borough.bounds, self.random), 0.12, self.random), 8)
            self._add_road(made, _MOTORWAY, name, lines, classes, names)
        for number, (a, b) in enumerate(self.joins):
            kind = _A_ROAD if number % 2 == 0 else _B_ROAD
            made = pieces(winding(self.town_middles[a], self.town_middles[b], 0.09, self.random, 30), 4)
            self._add_road(
                made, kind, str(self.main_names[number % len(self.main_names)]), lines, classes, names
            )
        return _roads(np.array(lines, dtype=object), np.array(classes), np.array(names, dtype=object))

    def _add_road(
        self,
        made: list[shapely.Geometry],
        kind: int,
        name: str,
        lines: list[shapely.Geometry],
        classes: list[int],
        names: list[str],
    ) -> None:
        inside = self._inside(made)
        lines += inside
        classes += [kind] * len(inside)
        names += [name] * len(inside)

    def _inside(self, made: list[shapely.Geometry]) -> list[shapely.Geometry]:
        return [line for line in made if shapely.intersects(self.borough, line)]

    def _streets(self, estate: Table, mains: Table, few: int) -> Table:
        """Exactly as many as wanted: too many lose some of the last, too few are filled up with footpaths."""
        both = joined(mains, estate)
        wanted, have = self.size.streets, len(both.geometries)
        if have >= wanted:
            order = np.argsort(both.classes == "service", kind="stable")
            return picked(both, np.sort(order[:wanted]))
        starts = self.sites[self.random.integers(len(self.sites), size=wanted - have)]
        starts = starts + self.random.normal(0, 190, starts.shape)
        paths = wanderings(starts, self.random.uniform(60, 420, len(starts)), self.random)
        return joined(both, _roads(paths, np.full(len(paths), _PATH), np.full(len(paths), "", dtype=object)))

    # Green and blue

    def _greens(self, estates: Estates, blocks: NDArray[np.int64], rural: NDArray[np.float64]) -> Table:
        blocks = blocks[: self.size.greens // 3]
        parks = block_outlines(estates, blocks, 0.84)
        rest = self.size.greens - len(parks)
        middles = rural[self.random.integers(len(rural), size=rest)] + self.random.normal(0, 160, (rest, 2))
        fields = blobs(middles, np.clip(self.random.lognormal(3.9, 0.6, rest), 12, 320), self.random)
        classes = np.concatenate(
            (
                self.random.choice(6, len(parks), p=(0.4, 0.2, 0.12, 0.08, 0.0, 0.2)),
                self.random.choice(10, rest, p=(0.08, 0.1, 0.02, 0.05, 0.02, 0.06, 0.03, 0.14, 0.4, 0.1)),
            )
        )
        names = np.full(self.size.greens, "", dtype=object)
        named = self.random.permutation(self.size.greens)[: self._count(500)]
        names[named] = green_names(len(named), self.random)
        return table_of(MapLayer.GREEN, np.concatenate((parks, fields)), classes, names)

    def _grounds(self, estates: Estates, blocks: NDArray[np.int64]) -> Table:
        blocks = blocks[: self._count(180)]
        classes = self.random.choice(4, len(blocks), p=(0.6, 0.05, 0.3, 0.05))
        return table_of(MapLayer.GROUNDS, block_outlines(estates, blocks, 0.88), classes)

    def _blobs(self, layer: MapLayer, of_3000: int, rural: NDArray[np.float64], reach: float) -> Table:
        count = self._count(of_3000)
        middles = rural[self.random.integers(len(rural), size=count)] + self.random.normal(0, 150, (count, 2))
        radius = np.clip(self.random.lognormal(np.log(reach), 0.5, count), 10, 500)
        return table_of(layer, blobs(middles, radius, self.random), np.zeros(count, dtype=np.int64))

    def _waterways(self, rural: NDArray[np.float64]) -> Table:
        lines: list[shapely.Geometry] = []
        classes: list[int] = []
        for kind, count, sway in ((0, 4, 0.16), (1, 2, 0.05)):
            for _ in range(count):
                made = self._inside(
                    pieces(winding(*across(self.borough.bounds, self.random), sway, self.random, 25), 40)
                )
                classes += [kind] * len(made)
                lines += made
        starts = rural[self.random.integers(len(rural), size=self._count(260))]
        streams = wanderings(starts, self.random.uniform(200, 1500, len(starts)), self.random)
        return table_of(
            MapLayer.WATERWAYS,
            np.concatenate((np.array(lines, dtype=object), streams)),
            np.array(classes + [2] * len(streams)),
        )

    def _railways(self) -> Table:
        lines: list[shapely.Geometry] = []
        classes: list[int] = []
        for kind in (0, 0, 0, 1, 2):
            made = self._inside(
                pieces(winding(*across(self.borough.bounds, self.random), 0.07, self.random, 50), 20)
            )
            classes += [kind] * len(made)
            lines += made
        return table_of(MapLayer.RAILWAYS, np.array(lines, dtype=object), np.array(classes))

    # Points and places

    def _stops(self, streets: Table, railways: Table) -> Table:
        """Mostly bus stops, some metres beside the streets; stations and tram stops on the railways."""
        rail, tram = max(self.size.stops // 800, 1), max(self.size.stops // 260, 1)
        roads = streets.geometries[~np.isin(streets.classes, ("motorway", "service", "path"))]
        found = [
            self._along(railways.geometries, rail, 0.0),
            self._along(railways.geometries, tram, 0.0),
            self._along(roads, self.size.stops - rail - tram, 4.0),
        ]
        classes = np.repeat(np.arange(3), [len(some) for some in found])
        return table_of(MapLayer.STOPS, shapely.points(np.round(np.concatenate(found), 2)), classes)

    def _along(self, lines: Geometries, count: int, beside: float) -> NDArray[np.float64]:
        chosen = lines[self.random.integers(len(lines), size=count)]
        points = shapely.line_interpolate_point(chosen, self.random.random(count), normalized=True)
        xy: NDArray[np.float64] = shapely.get_coordinates(points)
        return xy + self.random.normal(0, 1 + beside, xy.shape) * (beside > 0)

    def _places(self) -> Table:
        """Towns at their middles, and villages and localities elsewhere."""
        count = self._count(120)
        towns = self.towns[: max(count // 4, 1)]
        names = place_names(count - len(towns), self.random)
        sites = self.sites[self.random.permutation(len(self.sites))[: len(names)]]
        kinds = np.where(np.arange(len(names)) % 3 == 0, "village", "locality")
        return Table(
            PLACES,
            0,
            shapely.points(np.concatenate((self.town_middles[: len(towns)], sites))),
            np.concatenate((np.full(len(towns), "town"), kinds)).astype(object),
            np.concatenate(([town.name for town in towns], names)).astype(object),
        )

    def _wards(self) -> Table:
        """Each a clump of the cells around estates: their boundaries zigzag between these, as real ones do."""
        seeds = self.sites[self.random.permutation(len(self.sites))[: self.size.wards]]
        everywhere = shapely.MultiPoint(self.sites)
        cells = shapely.get_parts(shapely.voronoi_polygons(everywhere, extend_to=self.borough.envelope))
        ward = shapely.STRtree(shapely.points(seeds)).nearest(shapely.centroid(cells))
        whole = [shapely.coverage_union_all(cells[ward == number]) for number in range(len(seeds))]
        inside = [_polygons(shapely.intersection(area, self.borough)) for area in whole]
        wards = np.array([shapely.MultiPolygon(parts) for parts in inside], dtype=object)
        names = np.array([f"Ward {number + 1}" for number in range(len(wards))], dtype=object)
        return Table(WARDS, 2, wards, np.full(len(wards), "ward", dtype=object), names)


def _roads(lines: Geometries, classes: NDArray[np.int64], names: Geometries) -> Table:
    return table_of(MapLayer.ROADS, lines, classes, names)


def _polygons(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, shapely.Polygon)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    start = time.perf_counter()
    tables = borough_tables(Size().shared(asked.share), asked.seed)
    print(f"made in {time.perf_counter() - start:.1f} s")
    write_geopackage(tables, asked.out)
    for table in tables:
        corners = shapely.get_num_coordinates(table.geometries).sum()
        print(f"{table.layer:<10} {len(table.geometries):>8,} shapes {corners:>10,} corners")
    print(f"{asked.out.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
