"""Measuring: a line of corners that tells its length, and the area it closes around. None of it is kept."""

from __future__ import annotations

from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.geometry import area_in_words, length_in_words
from placeplanner.draw.snapping import Snap
from placeplanner.gui.tools.tool import Gesture, Pointer, Sketch, Tool, ToolHost, click_or_pan


class Measure(Tool):
    """Click along what is to be measured; Enter or a double-click ends it, the next click starts again."""

    name = "measure"
    label = "Measure"
    key = "M"
    icon = "mdi6.ruler"
    hint = "Click along what you want to measure. Enter finishes, Esc takes back a corner."

    def __init__(self, host: ToolHost) -> None:
        super().__init__(host)
        self._corners: list[EastingNorthing] = []
        self._pointer: EastingNorthing | None = None
        self._snap: Snap | None = None
        self._is_finished = False

    def exit(self) -> None:
        self._corners, self._pointer, self._snap, self._is_finished = [], None, None, False

    def hover(self, pointer: Pointer) -> None:
        self._snap = self.host.snap(pointer.at, own_corners=self._corners)
        self._pointer = self._snap.at if self._snap else pointer.at
        self.host.refresh()

    def gesture(self, pointer: Pointer) -> Gesture:
        snap = self.host.snap(pointer.at, own_corners=self._corners)
        if not (yield from click_or_pan(self.host, pointer)):
            return
        at = snap.at if snap else pointer.at
        if pointer.is_double or (self._corners and not self._is_finished and at == self._corners[-1]):
            self.finish()
            return
        self._corners = [at] if self._is_finished else [*self._corners, at]
        self._is_finished = False
        self.host.refresh()

    def finish(self) -> bool:
        if len(self._corners) < 2:
            return False
        self._is_finished = True
        self.host.say(_words(self._corners))
        self.host.refresh()
        return True

    def step_back(self) -> bool:
        if not self._corners:
            return False
        self._corners = [] if self._is_finished else self._corners[:-1]
        self._is_finished = False
        self.host.refresh()
        return True

    def remove(self) -> bool:
        return self.step_back()

    def sketch(self) -> Sketch | None:
        if not self._corners:
            return Sketch(snap=self._snap) if self._snap else None
        along = list(self._corners)
        if not self._is_finished and self._pointer is not None:
            along.append(self._pointer)
        line: BaseGeometry | None = LineString(along) if len(along) > 1 else None
        snap = None if self._is_finished else self._snap
        return Sketch(line, tuple(self._corners), words=_words(along), words_at=along[-1], snap=snap)


def _words(along: list[EastingNorthing]) -> str:
    if len(along) < 2:
        return ""
    length = length_in_words(LineString(along).length)
    area = Polygon(along).area if len(along) > 2 else 0.0
    return f"{length} · {area_in_words(area)} inside" if area else length
