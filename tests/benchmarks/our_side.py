"""The map of a pack on our canvas, or its floor: one process, one view, one JSON line. Started by `map_canvas.py`.

`first`: seconds from `began` (a Unix time, before the process) until the widget has the full map on screen, and
peak memory then. `repaint`: CPU ms of full repaints, all threads, once everything is warm; `cold` is the first one.
`move`: wall ms from a drag's or wheel's input until the widget has new pixels, with the worker painting beside it,
and of each finer picture until it followed. `floor`: the same shapes, in full detail, from paths that lie ready.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import placeplanner.gui  # noqa: F401 - first, as in the app: from then on nothing is read to see whether it uses PySide

# isort: split
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.grid import EastingNorthing
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.draw.painter import paint
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport
from placeplanner.gui.canvas.canvas import Canvas
from placeplanner.mappacks.pack import Pack, open_pack
from placeplanner.mappacks.shipped import shipped_places

_FRAMES = 90


def scene_of(pack: Pack) -> Scene:
    """The borough, the pack's wards where neighbourhoods would be, and its streets: what QGIS is given too."""
    borough = shipped_places().borough
    assert borough is not None
    wards = [
        Place(place.code, place.name, PlaceKind.NEIGHBOURHOOD, borough.code, place.geometry)
        for place in pack.places()
        if place.kind is PlaceKind.WARD
    ]
    return Scene.of(Places([borough, *wards]), [], load_catalogue()).with_streets(pack)


def canvas_at(scene: Scene, view: Viewport) -> Canvas:
    """The map widget, showing this view."""
    canvas = Canvas(scene)
    canvas.resize(view.width, view.height)
    canvas.stage.set_viewport(view)
    canvas.show()
    canvas.stage.set_viewport(view)
    loop = QEventLoop()
    canvas.painted.connect(loop.quit)
    if not canvas.is_painted:  # until the window is exposed nothing is painted
        loop.exec()
    return canvas


def first(pack: Path, view: Viewport, began: float) -> dict[str, Any]:
    """The first full map."""
    canvas = canvas_at(scene_of(open_pack(pack)), view)
    told = {"seconds": time.time() - began, "cpu_seconds": time.process_time(), "peak_mb": peak_mb()}
    canvas.stop()
    return told


def repaint(pack: Path, view: Viewport, rounds: int, picture: str) -> dict[str, Any]:
    """Full repaints of exactly the view, as QGIS paints it."""
    scene = scene_of(open_pack(pack))
    start = time.process_time()
    image = paint(scene, view)
    cold = (time.process_time() - start) * 1000
    if picture and image is not None:
        image.save(picture)
    return {"cold_ms": cold, "cpu_ms": cpu_of(lambda: paint(scene, view), rounds)}


def cpu_of(act: Callable[[], object], rounds: int) -> list[float]:
    """CPU ms of each round, all threads."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        act()
        found.append((time.process_time() - start) * 1000)
    return found


def move(pack: Path, view: Viewport) -> dict[str, Any]:
    """Frames of a drag, then of a wheel turned in and out."""
    canvas = canvas_at(scene_of(open_pack(pack)), view)
    waited: list[float] = []

    def drag(number: int) -> None:
        canvas.stage.pan(9 if number < _FRAMES / 2 else -9, 4)

    def turn(number: int) -> None:
        canvas.stage.zoom(1.06 if number % 30 < 15 else 1 / 1.06)

    told = {"pan_ms": frames(canvas, drag), "zoom_ms": frames(canvas, turn)}
    for number in range(6):
        canvas.stage.pan(600 if number % 2 else -600, 0)
        canvas.repaint()
        waited.append(settled_ms(canvas))
    canvas.stop()
    return told | {"followed_ms": waited}


def frames(canvas: Canvas, act: Callable[[int], None]) -> list[float]:
    """Wall ms from each input until the widget has painted it, inputs coming 60 times a second."""
    found = []
    for number in range(_FRAMES):
        start = time.perf_counter()
        act(number)
        canvas.repaint()
        found.append((time.perf_counter() - start) * 1000)
        while (left := 0.016 - (time.perf_counter() - start)) > 0:
            QApplication.processEvents()
            time.sleep(min(left, 0.002))
    settled_ms(canvas)
    return found


def settled_ms(canvas: Canvas) -> float:
    """Let the worker finish; how long it took."""
    start = time.perf_counter()
    while not canvas.is_painted and time.perf_counter() - start < 20:
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()
    return (time.perf_counter() - start) * 1000


def floor(pack: Path, view: Viewport, rounds: int) -> dict[str, Any]:
    """Every shape of the view in full detail, from what lies ready in metres; no names, no ground, no culling left."""
    from placeplanner.domain.streetmap import CLASSES, MapLayer
    from placeplanner.draw.parts import draw_segments, touching
    from placeplanner.draw.pieces import areas_of, lines_of
    from placeplanner.draw.streets import metres_to_pixels
    from tests.benchmarks.map_rules import rules_at

    opened, metres = open_pack(pack), view.metres_per_pixel
    ready: list[tuple[Any, Any]] = []
    for rule in rules_at(metres)["layers"]:
        layer = MapLayer(rule["layer"])
        pieces = opened.shapes(layer, view.bounds, 0.5)
        if rule["shape"] == "area":
            for piece in pieces:
                areas = areas_of(piece)
                for at in touching(areas.boxes, view.bounds).nonzero()[0].tolist():
                    look = rule["classes"][CLASSES[layer][areas.classes[at]]]
                    ready.append((areas.paths[at], look["fill"]))
        elif rule["shape"] == "line":
            for depth in (0, 1):
                for word, strokes in rule["classes"].items():
                    if len(strokes) <= depth:
                        continue
                    number = CLASSES[layer].index(word)
                    stroke = strokes[depth]
                    pen = QPen(stroke["colour"])
                    pen.setWidthF(stroke["width"] * metres)
                    ready += [(lines_of(p)[number].sides, pen) for p in pieces if number in lines_of(p)]
    from PySide6.QtGui import QColor

    ready = [(shape, QColor(look) if isinstance(look, str) else look) for shape, look in ready]

    def once() -> None:
        image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(metres_to_pixels(view))
        for shape, look in ready:
            if isinstance(look, QPen):
                painter.setPen(look)
                draw_segments(painter, shape)
            else:
                painter.fillPath(shape, look)
        painter.end()

    once()
    return {"cpu_ms": cpu_of(once, rounds), "things": len(ready)}


def peak_mb() -> float:
    """The most memory that this process has held at once (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    asked = SimpleNamespace(**json.loads(sys.argv[1]))
    told, data = asked.view, Path(asked.data)
    view = Viewport(EastingNorthing(*told["centre"]), told["metres_per_pixel"], told["width"], told["height"])
    app = QApplication([])
    match asked.act:
        case "first":
            found = first(data, view, asked.began)
        case "repaint":
            found = repaint(data, view, asked.rounds, asked.picture)
        case "move":
            found = move(data, view)
        case _:
            found = floor(data, view, max(asked.rounds // 2, 3))
    print(json.dumps(found), flush=True)
    app.quit()


if __name__ == "__main__":
    main()
