"""Hands for tests: clicks and drags on a stage, told in metres of the small borough (`tests.draw.scenes`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.record import Record
from placeplanner.edits.edit import Edit
from placeplanner.edits.shape import MoveRecord
from placeplanner.edits.shape import Reshape as ReshapeRecord
from placeplanner.gui.canvas.stage import Stage
from placeplanner.gui.tools.tool import Pointer
from tests.draw.scenes import a_scene, a_view, at


class Hands:
    """A stage with everything that came of it. Edits are done at once, as the window would."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.stage = Stage(a_scene(records), a_view())
        self.stage.is_snapping = False
        self.drawn: list[BaseGeometry] = []
        self.edits: list[Edit] = []
        self.said: list[str] = []
        self.drafts: list[BaseGeometry | None] = []
        self.clicked: list[str] = []
        self.stage.drawn.connect(self.drawn.append)
        self.stage.edit_wanted.connect(self._do)
        self.stage.said.connect(self.said.append)
        self.stage.draft_changed.connect(self.drafts.append)
        self.stage.record_clicked.connect(lambda record_id, _: self.clicked.append(record_id))

    def _do(self, edit: Edit) -> None:
        self.edits.append(edit)
        if isinstance(edit, ReshapeRecord):
            record = self.stage.scene.record(edit.record_id)
            assert record is not None
            self.stage.change_records([replace(record, geometry=edit.geometry)])

    def pointer(self, east: float, north: float, **more: Any) -> Pointer:
        position = at(east, north)
        return Pointer(position, *self.stage.viewport.to_pixel(position), **more)

    def click(self, east: float, north: float, **more: Any) -> None:
        pointer = self.pointer(east, north, **more)
        self.stage.press(pointer)
        self.stage.release(pointer)

    def double_click(self, east: float, north: float) -> None:
        self.click(east, north)
        self.click(east, north, is_double=True)

    def press(self, east: float, north: float, **more: Any) -> None:
        self.stage.press(self.pointer(east, north, **more))

    def move(self, east: float, north: float) -> None:
        self.stage.move(self.pointer(east, north))

    def release(self, east: float, north: float) -> None:
        self.stage.release(self.pointer(east, north))

    def drag(self, start: tuple[float, float], *stops: tuple[float, float], **more: Any) -> None:
        self.press(*start, **more)
        for stop in stops:
            self.move(*stop)
        self.release(*stops[-1])

    def moved(self) -> tuple[float, float]:
        """How far the only edit moves its record."""
        (edit,) = self.edits
        assert isinstance(edit, MoveRecord)
        return edit.east_m, edit.north_m

    def reshaped(self) -> ReshapeRecord:
        """The only edit, which changes a shape."""
        (edit,) = self.edits
        assert isinstance(edit, ReshapeRecord)
        return edit
