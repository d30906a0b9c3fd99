"""How smoothly the map moves with 10,000 records, at every zoom. Run by hand:

    PYTHONPATH=src:. python tests/benchmarks/map_canvas.py [--records 10000] [--rounds 9]

For each scale: a panned frame (the widget's own repaint) and a full repaint, as CPU milliseconds, median and 95th
percentile; then the ratio of the full repaint to a floor, in which Qt paints the same areas, lines and symbols
from paths that lie ready, without culling by us, names or ground. Goals: a panned frame within 33 ms at the
median at every scale; at the borough's a full repaint well under 100 ms.

With a street map beneath, side by side with QGIS (Debian's `qgis`, without a window) on the same data and styling:

    PYTHONPATH=src:. python tests/benchmarks/synthetic_borough.py --out /tmp/borough.gpkg
    PYTHONPATH=src:. python tests/benchmarks/map_canvas.py --data /tmp/borough.gpkg [--rounds 9] [--json]

Whole borough, town (4 km) and street (800 m), 1280 × 800: time from process start to the first full map, peak memory
by then, full repaint in CPU ms (median), frames while panning and zooming with the worker at work, the floor (the
same shapes in full detail from ready paths, without names), and the goals. Every figure is taken in a process of its
own, and both sides run on the system's Python where ours is of its version, since one compiled without optimisation
starts a third slower. QGIS paints with each of its two jobs, and its best counts; it names each street once, as
our map does (with the pieces of streets named apart, which is told beside, it names hardly a street of a town).
`--pictures DIR` keeps what both painted. Ours fills buildings without smoothed edges in the town's view, where their
tint is nearly the ground's; QGIS smooths all or nothing, and so all. A pack beside the GeoPackage (`borough.pack`) is
used if it is newer, else one is built.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QApplication

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import RecordId
from placeplanner.domain.kinds import Kind, Shape
from placeplanner.domain.place import PlaceKind
from placeplanner.domain.record import Record
from placeplanner.draw.layers import AREA
from placeplanner.draw.painter import paint
from placeplanner.draw.parts import Parts, path_of
from placeplanner.draw.scene import Scene
from placeplanner.draw.style import load_style
from placeplanner.draw.symbols import sprites, symbol_size
from placeplanner.draw.viewport import Viewport
from placeplanner.gui.canvas.canvas import Canvas
from placeplanner.mappacks.shipped import shipped_places
from tests.benchmarks.side_by_side import print_comparison

SCALES = (250, 1_000, 2_500, 5_000, 10_000, 17_500, 25_000, 45_000, 90_000, 200_000, 400_000)


def records(count: int) -> list[Record]:
    """Points, lines and areas crowded around the middles of the neighbourhoods, as people live."""
    places, catalogue, random = shipped_places(), load_catalogue(), np.random.default_rng(1)
    middles = [place.geometry.representative_point() for place in places.of_kind(PlaceKind.NEIGHBOURHOOD)]
    borough = places.borough
    assert borough is not None
    made: list[Record] = []
    while len(made) < count:
        middle = middles[random.integers(len(middles))]
        at = np.array((middle.x, middle.y)) + random.normal(0, 700, 2)
        if not shapely.contains_xy(borough.geometry, *at):
            continue
        kind = list(Kind)[random.integers(4)]
        category = catalogue[kind].categories[random.integers(len(catalogue[kind].categories))]
        shape = category.shapes[random.integers(len(category.shapes))]
        name = f"{category.label} {len(made)}"
        made.append(Record(RecordId(str(len(made))), kind, category.code, name, a_shape(shape, at, random)))
    return made


def a_shape(shape: Shape, at: np.ndarray, random: np.random.Generator) -> shapely.Geometry:
    match shape:
        case Shape.POINT:
            return shapely.Point(at)
        case Shape.LINE:
            steps = random.normal(0, 60, (12, 2)) + random.normal(0, 40, 2)
            return shapely.LineString(at + np.cumsum(steps, axis=0))
        case Shape.AREA:
            angles = np.linspace(0, 2 * np.pi, 20)[:-1]
            radius = random.uniform(25, 160) * (1 + 0.25 * random.normal(0, 1, 19).clip(-1, 1))
            return shapely.Polygon(at + np.c_[radius * np.cos(angles), radius * np.sin(angles)])


def milliseconds(act: Callable[[], object], rounds: int) -> tuple[float, float]:
    """CPU time of an act: median and 95th percentile."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]


class Floor:
    """The same shapes painted by Qt from paths made beforehand."""

    def __init__(self, scene: Scene) -> None:
        layers = scene.layers
        self._scene = scene
        self._paths = [
            (path_of(Parts.of([record.geometry], np.zeros(1, dtype=np.int64))), bool(shape == AREA))
            for record, shape in zip(layers.records, layers.shapes, strict=True)
            if shape
        ]

    def paint(self, view: Viewport) -> None:
        """Fill areas, stroke areas and lines, and put a symbol on every record."""
        style = load_style("light")
        image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        west, _, _, north = view.bounds
        scale = 1 / view.metres_per_pixel
        painter.setTransform(QTransform(scale, 0, 0, -scale, -west * scale, north * scale))
        pen = QPen(QColor("#2F7D32"), style.marks.outline_width)
        pen.setCosmetic(True)
        fill = QColor(47, 125, 50, 56)
        for path, is_area in self._paths:
            if is_area:
                painter.fillPath(path, fill)
            painter.strokePath(path, pen)
        painter.resetTransform()
        drawn = sprites(self._scene.layers.looks, style, symbol_size(view.scale, style), 1.0)
        corners = view.to_pixels(self._scene.layers.anchors) - drawn.side / 2
        for (x, y), look in zip(corners.tolist(), self._scene.layers.look_numbers.tolist(), strict=True):
            if -40 < x < view.width and -40 < y < view.height:
                painter.drawImage(round(x), round(y), drawn[look])
        painter.end()


def settle(canvas: Canvas) -> None:
    """Let the worker finish."""
    for _ in range(200):
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()
        if canvas.is_painted:
            return


def pan_frames(canvas: Canvas, frames: int = 60) -> tuple[float, float]:
    """Wall time of each repaint during a drag, with the worker at work beside it: median and 95th percentile."""
    times = []
    for number in range(frames):
        start = time.perf_counter()
        canvas.stage.pan(7 if number < frames / 2 else -7, 4)
        canvas.repaint()
        times.append((time.perf_counter() - start) * 1000)
        QApplication.processEvents()
        time.sleep(max(0.016 - (time.perf_counter() - start), 0))
    return statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--data", type=Path, help="a GeoPackage of synthetic_borough.py: compare with QGIS")
    parser.add_argument("--json", action="store_true", help="with --data")
    parser.add_argument("--pictures", default="", help="with --data: a folder to keep the pictures in")
    asked = parser.parse_args()
    if asked.data:
        print_comparison(asked.data, asked.rounds, is_json=asked.json, pictures=asked.pictures)
        return
    app = QApplication([])
    every, places = records(asked.records), shipped_places()
    start = time.perf_counter()
    scene = Scene.of(places, every, load_catalogue(), chosen=next(iter(places.of_kind(PlaceKind.TOWN))).code)
    scene.layers.rings, scene.layers.lines, scene.layers.boxes  # noqa: B018 - made when first asked for
    print(f"{len(every):,} records prepared in {(time.perf_counter() - start) * 1000:.0f} ms")
    start = time.perf_counter()
    edited = scene.with_records([every[len(every) // 2]])
    edited.layers.rings, edited.layers.lines, edited.layers.boxes  # noqa: B018
    print(f"one edit taken in in {(time.perf_counter() - start) * 1000:.1f} ms")
    canvas = Canvas(scene)
    canvas.resize(1280, 800)
    canvas.show()
    floor = Floor(scene)
    print(f"{'scale':>10} | {'panned frame, ms':>18} | {'full repaint, ms':>18} | {'floor':>7} | ratio")
    middle = canvas.viewport.centre
    for scale in SCALES:
        view = Viewport(middle, 1.0, 1280, 800).at_scale(scale)
        canvas.stage.set_viewport(view)
        settle(canvas)
        frame = pan_frames(canvas)
        full = milliseconds(lambda view=view: paint(scene, view), asked.rounds)  # type: ignore[misc]
        least = milliseconds(lambda view=view: floor.paint(view), max(asked.rounds // 3, 1))[0]  # type: ignore[misc]
        print(
            f"1:{scale:>8,} | {frame[0]:>7.1f} p95 {frame[1]:>5.1f}  | {full[0]:>7.1f} p95 {full[1]:>5.1f}  |"
            f" {least:>7.1f} | {full[0] / least:.2f}"
        )
    canvas.stop()
    app.quit()


if __name__ == "__main__":
    main()
