"""Our map, QGIS's and the floor's side by side: every figure from a process of its own. Called by `map_canvas.py`."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placeplanner.domain.grid import EastingNorthing
from placeplanner.draw.viewport import Viewport
from placeplanner.mappacks.shipped import shipped_places
from tests.benchmarks.interpreters import even_python
from tests.benchmarks.map_rules import rules_at
from tests.benchmarks.pack_building import build

_HERE = Path(__file__).parent
QGIS_PYTHON = "/usr/bin/python3"
_WIDTH, _HEIGHT = 1280, 800
_CENTRE = EastingNorthing(357_300.0, 405_400.0)  # in the thick of the borough's largest town
_FIRST_ROUNDS = 7
_TURNS, _TURN_ROUNDS = 4, 7
_SAME_NAMES = "merged"
_FIRST = ("seconds", "cpu_seconds", "peak_mb")


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that the issue names: `most` is what it may be."""

    told: str
    view: str
    figure: str
    most: float


GOALS = (
    Goal("first map, share of QGIS's time", "whole", "first_ratio", 0.25),
    Goal("first map, share of QGIS's time", "street", "first_ratio", 0.5),
    Goal("full repaint, share of QGIS's CPU", "whole", "repaint_ratio", 0.06),
    Goal("full repaint, share of QGIS's CPU", "town", "repaint_ratio", 0.15),
    Goal("full repaint, share of QGIS's CPU", "street", "repaint_ratio", 0.45),
    Goal("peak memory at first map, share of QGIS's", "whole", "memory_ratio", 0.6),
    Goal("peak memory at first map, share of QGIS's", "street", "memory_ratio", 0.6),
    *(
        Goal(told, view, figure, most)
        for view in ("whole", "town", "street")
        for told, figure, most in (
            ("panned frame, median ms", "pan_median_ms", 33),
            ("panned frame, 95th percentile ms", "pan_p95_ms", 60),
            ("zoomed frame, median ms", "zoom_median_ms", 33),
            ("zoomed frame, 95th percentile ms", "zoom_p95_ms", 60),
        )
    ),
)


def views() -> dict[str, Viewport]:
    """Whole borough, a town 4 km wide, and streets 800 m wide, at 1280 × 800."""
    borough = shipped_places().borough
    assert borough is not None
    return {
        "whole": Viewport.fit(borough.geometry.bounds, _WIDTH, _HEIGHT),
        "town": Viewport(_CENTRE, 4000 / _WIDTH, _WIDTH, _HEIGHT),
        "street": Viewport(_CENTRE, 800 / _WIDTH, _WIDTH, _HEIGHT),
    }


def compared(data: Path, rounds: int, pictures: str = "") -> dict[str, Any]:
    """All figures for a GeoPackage of `synthetic_borough.py`; a pack of it is built beside it where none is."""
    pack = data.with_suffix(".pack")
    with tempfile.TemporaryDirectory() as folder:
        if not pack.exists() or pack.stat().st_mtime < data.stat().st_mtime:
            pack = Path(folder) / "borough.pack"
            build(data, pack)
        python = even_python(QGIS_PYTHON, Path(folder))
        return {
            name: _view(name, view, data, pack, rounds, pictures, python) for name, view in views().items()
        }


def _view(
    name: str, view: Viewport, data: Path, pack: Path, rounds: int, pictures: str, python: str
) -> dict[str, Any]:
    seen = [f"{pictures}/{name}-{whose}.png" if pictures else "" for whose in ("ours", "qgis")]
    ours, told = _ours(view, pack, rounds, seen[0], python), {}
    least = _run("our_side.py", python, view, pack, "floor", rounds=rounds)
    told["ours"], told["floor_ms"] = ours, statistics.median(least["cpu_ms"])
    told["pan_median_ms"], told["pan_p95_ms"] = ours["pan_ms"]
    told["zoom_median_ms"], told["zoom_p95_ms"] = ours["zoom_ms"]
    if Path(QGIS_PYTHON).exists():
        qgis = told["qgis"] = _qgis(view, data, rounds, seen[1])
        _repaint_in_turn(view, data, pack, ours, qgis, python)
        told["repaint_ratio"] = ours["repaint_ms"] / qgis["repaint_ms"]
        told["repaint_ratio_without_qgis_names"] = ours["repaint_ms"] / qgis["repaint_nameless_ms"]
        told |= _first_maps(view, data, pack, ours, qgis, python)
    told["floor_ratio"] = ours["repaint_ms"] / told["floor_ms"]
    return told


def _ours(view: Viewport, pack: Path, rounds: int, picture: str, python: str) -> dict[str, Any]:
    again = _run("our_side.py", python, view, pack, "repaint", rounds=rounds, picture=picture)
    moved = _run("our_side.py", python, view, pack, "move")
    return {
        "repaint_ms": statistics.median(again["cpu_ms"]),
        "repaint_cold_ms": again["cold_ms"],
        "pan_ms": _median_and_p95(moved["pan_ms"]),
        "zoom_ms": _median_and_p95(moved["zoom_ms"]),
        "finer_picture_after_ms": statistics.median(moved["followed_ms"]),
    }


def _qgis(view: Viewport, data: Path, rounds: int, picture: str) -> dict[str, Any]:
    """The better of its two jobs, by CPU, with each street named once, as on our map. Pieces named apart are told too."""
    found = []
    for job in ("sequential", "parallel"):
        for names in ("apart", "merged"):
            row = _run(
                "qgis_side.py",
                QGIS_PYTHON,
                view,
                data,
                "repaint",
                rounds=rounds,
                picture=picture,
                job=job,
                names=names,
            )
            found.append((statistics.median(row["cpu_ms"]), job, names, row["version"]))
    least, job, names, version = min(row for row in found if row[2] == _SAME_NAMES)
    apart = min(row[0] for row in found if row[2] != _SAME_NAMES)
    bare = _run("qgis_side.py", QGIS_PYTHON, view, data, "repaint", rounds=rounds, job=job, names="none")
    return {
        "version": version,
        "job": job,
        "names": names,
        "repaint_ms": least,
        "repaint_apart_ms": apart,
        "repaint_ms_by_way": {f"{each[1]}, names {each[2]}": each[0] for each in found},
        "repaint_nameless_ms": statistics.median(bare["cpu_ms"]),
    }


def _repaint_in_turn(
    view: Viewport, data: Path, pack: Path, ours: dict[str, Any], qgis: dict[str, Any], python: str
) -> None:
    """Ours and QGIS's best way once more, in turn, since a machine is seldom equally fast for long."""
    way = {"job": qgis["job"], "names": qgis["names"], "rounds": _TURN_ROUNDS}
    mine, theirs = [], []
    for _ in range(_TURNS):
        mine += _run("our_side.py", python, view, pack, "repaint", rounds=_TURN_ROUNDS)["cpu_ms"]
        theirs += _run("qgis_side.py", QGIS_PYTHON, view, data, "repaint", **way)["cpu_ms"]
    ours["repaint_ms"], qgis["repaint_ms"] = statistics.median(mine), statistics.median(theirs)


def _first_maps(
    view: Viewport, data: Path, pack: Path, ours: dict[str, Any], qgis: dict[str, Any], python: str
) -> dict[str, float]:
    """Both programs started afresh in turn, since a machine is seldom equally busy for long; the ratios."""
    starts: dict[str, list[dict[str, Any]]] = {"ours": [], "sequential": [], "parallel": []}
    for _ in range(_FIRST_ROUNDS + 1):
        starts["ours"].append(_run("our_side.py", python, view, pack, "first"))
        for job in ("sequential", "parallel"):
            way = {"job": job, "names": qgis["names"]}
            starts[job].append(_run("qgis_side.py", QGIS_PYTHON, view, data, "first", **way))
    best = {
        whose: {key: statistics.median(row[key] for row in rows[1:]) for key in _FIRST}
        for whose, rows in starts.items()
    }
    for key in _FIRST:
        ours[f"first_{key}"] = best["ours"][key]
        qgis[f"first_{key}"] = min(best["sequential"][key], best["parallel"][key])
    names = ("first_ratio", "first_cpu_ratio", "memory_ratio")
    return {
        name: ours[f"first_{key}"] / qgis[f"first_{key}"] for name, key in zip(names, _FIRST, strict=True)
    }


def _run(script: str, python: str, view: Viewport, data: Path, act: str, **more: Any) -> dict[str, Any]:
    """One process, and what it printed last. What is asked goes in as JSON: neither side's time has a parser in it."""
    asked = {
        "data": str(data),
        "act": act,
        "rounds": 1,
        "picture": "",
        "view": {
            "centre": list(view.centre),
            "metres_per_pixel": view.metres_per_pixel,
            "width": view.width,
            "height": view.height,
            "bounds": view.bounds,
            "rules": rules_at(view.metres_per_pixel),
        },
        **more,
    }
    inner = {
        key: value for key, value in os.environ.items() if script == "our_side.py" or "PYTHON" not in key
    }
    inner.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds the modules compiled
    inner.pop("OPENBLAS_NUM_THREADS", None)  # which our own package has set here: each sets its own
    done = subprocess.run(
        [python, str(_HERE / script), json.dumps({**asked, "began": time.time()})],
        capture_output=True,
        text=True,
        env=inner,
        check=False,
    )
    if done.returncode or not done.stdout.strip():
        raise SystemExit(f"{script} {act} failed:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _median_and_p95(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]


def table(told: dict[str, Any]) -> Iterable[str]:
    """What to print: figures, then goals."""
    yield f"{'':<28}" + "".join(f"{name:>14}" for name in told)
    rows = (
        ("first map, s: ours", "ours", "first_seconds"),
        ("first map, s: QGIS", "qgis", "first_seconds"),
        ("first map, CPU s: ours", "ours", "first_cpu_seconds"),
        ("first map, CPU s: QGIS", "qgis", "first_cpu_seconds"),
        ("peak memory, MB: ours", "ours", "first_peak_mb"),
        ("peak memory, MB: QGIS", "qgis", "first_peak_mb"),
        ("repaint, CPU ms: ours", "ours", "repaint_ms"),
        ("repaint, CPU ms: QGIS", "qgis", "repaint_ms"),
        ("  names of pieces apart: QGIS", "qgis", "repaint_apart_ms"),
        ("  without names: QGIS", "qgis", "repaint_nameless_ms"),
        ("  our very first", "ours", "repaint_cold_ms"),
        ("  floor", "", "floor_ms"),
        ("  ours, share of the floor", "", "floor_ratio"),
        ("finer picture after, ms", "ours", "finer_picture_after_ms"),
    )
    for label, whose, figure in rows:
        found = [(view.get(whose, {}) if whose else view).get(figure) for view in told.values()]
        yield f"{label:<28}" + "".join(f"{'–' if value is None else f'{value:.2f}':>14}" for value in found)
    yield ""
    for goal in GOALS:
        value = told[goal.view].get(goal.figure)
        if value is not None:
            is_met = "met" if value <= goal.most else "MISSED"
            yield f"{goal.told:<44} {goal.view:<7} {value:8.3f}  goal {goal.most:<5g} {is_met}"


def print_comparison(data: Path, rounds: int, *, is_json: bool, pictures: str = "") -> None:
    """Measure and tell."""
    told = compared(data.resolve(), rounds, pictures)
    goals = [
        {
            "what": goal.told,
            "view": goal.view,
            "value": told[goal.view].get(goal.figure),
            "goal": goal.most,
            "met": told[goal.view].get(goal.figure, float("inf")) <= goal.most,
        }
        for goal in GOALS
    ]
    if is_json:
        print(json.dumps({"data": str(data), "views": told, "goals": goals}, indent=1))
    else:
        print("\n".join(table(told)))
