"""How long the figures of a place take with 10,000 records. Run by hand:

    PYTHONPATH=src:. python tests/benchmarks/insight.py [--records 10000]

Prints CPU seconds for one town and for all 55 places, and their ratio to a floor: every record's geometry intersected
once with the borough. Goals: a town within 1 s, all places within 10 s.
"""

from __future__ import annotations

import argparse
import datetime
import time

import numpy as np
import shapely
from msgspec.structs import replace

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.framework import load_framework
from placeplanner.domain.place import PlaceKind
from placeplanner.insight.insight import Grounds, insight_of
from placeplanner.insight.standards import load_standards
from placeplanner.mappacks.shipped import shipped_places
from tests.benchmarks.map_canvas import records


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000)
    asked = parser.parse_args()
    places = shipped_places()
    every = [
        replace(record, place=home.code if (home := places.at(record.geometry)) else None)
        for record in records(asked.records)
    ]
    grounds = Grounds(
        places,
        tuple(every),
        (),
        {},
        load_catalogue(),
        load_framework(),
        load_standards(),
        datetime.date(2026, 11, 22),
    )

    def figures_of(chosen: list) -> float:  # type: ignore[type-arg]
        start = time.process_time()
        for place in chosen:
            inside = places.within(place.code)
            insight_of(grounds, place, [record for record in every if record.place in inside])
        return time.process_time() - start

    borough = places.borough
    assert borough is not None
    start = time.process_time()
    shapely.intersection(np.array([record.geometry for record in every], dtype=object), borough.geometry)
    floor = time.process_time() - start
    town = figures_of([places.of_kind(PlaceKind.TOWN)[8]])
    whole = figures_of(list(places))
    print(
        f"floor {floor:.2f} s; a town {town:.2f} s ({town / floor:.1f} ×); all {len(places)} places {whole:.2f} s ({whole / floor:.1f} ×)"
    )


if __name__ == "__main__":
    main()
