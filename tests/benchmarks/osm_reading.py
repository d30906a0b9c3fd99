"""How long 100 MB of OpenStreetMap take to read, and how much memory: a real extract, repeated until it is that large.

Run by hand: `python -m tests.benchmarks.osm_reading [--extract FILE] [--megabytes 100] [--folder /tmp/osm]`. Prints
JSON. Goal: at most 2 minutes and 600 MB for 100 MB of PBF. The large file is kept in the folder and used again.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

import osmium
import shapely

from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Drawn
from placeplanner.mappacks.sources.osm import recognised_osm

RUTLAND = Path(__file__).parents[2].parent / "shared" / "real" / "osm" / "rutland-2018.osm.pbf"
NEXT_IDS = 10_000_000_000
ACROSS = 10
STEP = (0.4, 0.25)  # degrees between two copies
FIRST = (-2.0, -1.0)  # degrees from where the extract lies to the first copy
HINDLEY = shapely.box(355_000, 398_000, 370_000, 410_000)


def copies(extract: Path, wanted: int) -> Iterator[object]:
    """Nodes of all copies, then ways, then relations, as files are sorted."""
    for entity in (osmium.osm.NODE, osmium.osm.WAY, osmium.osm.RELATION):
        for copy in range(wanted):
            for thing in osmium.FileProcessor(str(extract), entity):
                yield _moved(thing, copy)


def _moved(thing: object, copy: int) -> object:
    ids = copy * NEXT_IDS
    match thing:
        case osmium.osm.Node():
            lon = thing.location.lon + FIRST[0] + copy % ACROSS * STEP[0]
            lat = thing.location.lat + FIRST[1] + copy // ACROSS * STEP[1]
            return thing.replace(id=thing.id + ids, location=(lon, lat))
        case osmium.osm.Way():
            return thing.replace(id=thing.id + ids, nodes=[node.ref + ids for node in thing.nodes])
        case osmium.osm.Relation():
            members = [(member.type, member.ref + ids, member.role) for member in thing.members]
            return thing.replace(id=thing.id + ids, members=members)
    raise TypeError(type(thing))


def make_large(extract: Path, to: Path, megabytes: float) -> Path:
    """A file of about that size, made of copies of an extract side by side."""
    if not to.exists():
        header = osmium.io.Header()
        header.set("osmosis_replication_timestamp", "2018-02-27T21:43:02Z")
        with osmium.SimpleWriter(str(to), header=header) as writer:
            for thing in copies(extract, max(1, round(megabytes * 1e6 / extract.stat().st_size))):
                writer.add(thing)
    return to


def measured(path: Path, area: Area) -> dict[str, object]:
    """One reading of a file."""
    source = recognised_osm(path)
    assert source is not None
    wall, cpu = perf_counter(), process_time()
    shapes = sum(
        len(haul.geometries)
        for haul in source.read(area, lambda share, words: None)
        if isinstance(haul, Drawn)
    )
    of_kilobytes = 1024 if sys.platform != "darwin" else 1024**2
    return {
        "area": area.name,
        "megabytes": round(path.stat().st_size / 1e6, 1),
        "seconds": round(perf_counter() - wall, 1),
        "cpu_seconds": round(process_time() - cpu, 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / of_kilobytes),
        "read": sum(tally.read for tally in source.tallies),
        "shapes": shapes,
        "is_balanced": all(tally.is_balanced for tally in source.tallies),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--extract", type=Path, default=RUTLAND)
    arguments.add_argument("--megabytes", type=float, default=100)
    arguments.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "osm-reading")
    chosen = arguments.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    large = make_large(
        chosen.extract, chosen.folder / f"large-{chosen.megabytes:g}.osm.pbf", chosen.megabytes
    )
    # the smaller first: the peak of a process never sinks again
    areas = (Area("a borough's worth", HINDLEY), Area("everything"))
    print(json.dumps([measured(large, area) for area in areas], indent=1))


if __name__ == "__main__":
    main()
