"""How long a pack of the synthetic borough takes to build, and what it needs. Run by hand:

    PYTHONPATH=src:. python tests/benchmarks/pack_building.py [--data borough.gpkg] [--rounds 3] [--json]

Each round builds in a process of its own: seconds (wall and CPU, all threads), and peak resident memory as the
system counts it. The floor is a process that reads the same GeoPackage with pyogrio and writes it out again, which
is the least that any conversion does. Without `--data` the borough is made first; that is not counted. Goal of a
pack: at most 600 MB. The machine is seldom idle, so the least of the rounds is given, and beside it the most.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.synthetic_borough import borough_tables
from tests.benchmarks.synthetic_tables import write_geopackage

GOAL_PEAK_MB = 600


def build(data: Path, out: Path) -> None:
    """The whole of what is measured: from the file to a sealed pack."""
    from placeplanner.mappacks.area import Area
    from placeplanner.mappacks.build import build_pack
    from tests.benchmarks.borough_source import BoroughSource

    build_pack([BoroughSource(data)], Area("all that the files hold"), out, title="Synthetic borough")


def copy(data: Path, out: Path) -> None:
    """The floor: every layer read and written again."""
    import pyogrio

    for layer, shape in pyogrio.list_layers(data):
        meta, _, wkb, fields = pyogrio.raw.read(data, layer=layer)
        names = list(meta["fields"])
        pyogrio.raw.write(
            out, wkb, fields, names, layer=layer, driver="GPKG", geometry_type=shape, crs=meta["crs"]
        )


ACTS = {"build": build, "copy": copy}


def act(name: str, data: Path, out: Path) -> None:
    """Do it in this process, and print what it took."""
    start = time.perf_counter()
    ACTS[name](data, out)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,
        "size_mb": out.stat().st_size / 1e6,
    }
    print(json.dumps(told))


def measured(name: str, data: Path, folder: Path, rounds: int) -> dict[str, Any]:
    """The best of several rounds, each in its own process."""
    found = []
    for number in range(rounds):
        out = folder / f"{name}{number}{'.pack' if name == 'build' else '.gpkg'}"
        command = [sys.executable, __file__, "--act", name, "--data", str(data), "--out", str(out)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found.append(json.loads(told.splitlines()[-1]))
        out.unlink()
    best: dict[str, Any] = {key: min(row[key] for row in found) for key in found[0]}
    return best | {"cpu_seconds_most": max(row["cpu_seconds"] for row in found)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--act", choices=ACTS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.act:
        act(asked.act, asked.data, asked.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data or Path(folder) / "borough.gpkg"
        if not asked.data:
            write_geopackage(borough_tables(), data)
        told: dict[str, Any] = {
            name: measured(name, data, Path(folder), asked.rounds) for name in ("build", "copy")
        }
    told["ratio_cpu"] = told["build"]["cpu_seconds"] / told["copy"]["cpu_seconds"]
    told["goal_peak_mb"] = GOAL_PEAK_MB
    if asked.json:
        print(json.dumps(told, indent=1))
        return
    for name, row in (("build the pack", told["build"]), ("floor: read, write", told["copy"])):
        print(
            f"{name:<20} {row['seconds']:6.1f} s  CPU {row['cpu_seconds']:6.1f} s (most {row['cpu_seconds_most']:.1f})"
            f"  peak {row['peak_mb']:5.0f} MB  file {row['size_mb']:5.1f} MB"
        )
    print(f"CPU ratio to the floor {told['ratio_cpu']:.1f}; goal: peak at most {GOAL_PEAK_MB} MB")


if __name__ == "__main__":
    main()
