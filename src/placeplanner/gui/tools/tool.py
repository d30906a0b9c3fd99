"""What a tool is, what it is told (`Pointer`), what it shows (`Sketch`), what it may ask for (`ToolHost`)."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from PySide6.QtCore import Qt
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import Fault
from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import RecordId
from placeplanner.domain.record import Record
from placeplanner.draw.scene import Scene
from placeplanner.draw.snapping import Snap
from placeplanner.draw.viewport import Bounds, Viewport

if TYPE_CHECKING:
    from placeplanner.edits.edit import Edit

SLOP_PX = 6.0  # how far a hand may tremble during a click
KEY_SLOP_PX = 0.5  # a keyboard does not tremble
REACH_PX, TOUCH_REACH_PX = 10.0, 24.0


class Pointer(Struct, frozen=True):
    """Where a mouse, a finger or the keyboard's crosshair is, and how it got there."""

    at: EastingNorthing
    x: float
    y: float
    reach_px: float = REACH_PX
    slop_px: float = SLOP_PX
    is_release: bool = False
    is_double: bool = False
    adds: bool = False  # Shift or Ctrl: to what is selected already

    def is_near(self, x: float, y: float, within_px: float | None = None) -> bool:
        """Whether a pixel is within reach."""
        reach = self.reach_px if within_px is None else within_px
        return (self.x - x) ** 2 + (self.y - y) ** 2 <= reach**2


Gesture = Generator[None, Pointer, None]


class Sketch(Struct, frozen=True):
    """What a tool shows over the map. All positions are metres."""

    geometry: BaseGeometry | None = None  # drawn dashed
    handles: tuple[EastingNorthing, ...] = ()
    midpoints: tuple[EastingNorthing, ...] = ()  # small handles that make a corner
    held: int | None = None  # which handle is chosen
    words: str = ""  # length or area so far
    words_at: EastingNorthing | None = None
    faults: tuple[Fault, ...] = ()
    snap: Snap | None = None
    box: Bounds | None = None  # a selection being pulled open


class ToolHost(Protocol):
    """What a tool may know and ask for: the canvas, or a stand-in."""

    @property
    def viewport(self) -> Viewport:
        """The view just now."""

    @property
    def scene(self) -> Scene:
        """What is on the map."""

    def snap(
        self,
        at: EastingNorthing,
        *,
        leaving_out: Iterable[RecordId] = (),
        own_corners: Iterable[EastingNorthing] = (),
    ) -> Snap | None:
        """What is near enough to snap to; None while snapping is switched off."""

    def pick(self, pointer: Pointer) -> RecordId | None:
        """The record under the pointer."""

    def pan(self, right_px: float, down_px: float) -> None:
        """Move the window over the map."""

    def select(self, records: Iterable[RecordId]) -> None:
        """Select these records and no others."""

    def click_record(self, record_id: RecordId, pointer: Pointer) -> None:
        """Tell the rest of the app that a record was clicked."""

    def perform(self, edit: Edit) -> None:
        """Do something to the plan."""

    def finish(self, geometry: BaseGeometry) -> None:
        """A new shape is complete and without faults."""

    def faults(self, geometry: BaseGeometry) -> tuple[Fault, ...]:
        """What is wrong with a shape."""

    def say(self, words: str) -> None:
        """Tell people something, in the status bar and to a screen reader."""

    def put_crosshair(self, at: EastingNorthing) -> None:
        """Move the keyboard's crosshair, if it is in use."""

    def refresh(self) -> None:
        """The tool's sketch or draft is another now."""


class Tool:
    """The tool that does nothing: what others start from."""

    name = "tool"
    label = "Tool"
    key = ""
    icon = "mdi6.cursor-default"
    hint = ""
    cursor = Qt.CursorShape.CrossCursor
    highlights = False  # whether what is under the pointer lights up

    def __init__(self, host: ToolHost) -> None:
        self.host = host

    def enter(self) -> None:
        """Be taken up."""

    def exit(self) -> None:
        """Be put down."""

    def hover(self, pointer: Pointer) -> None:
        """The pointer moves with nothing pressed."""

    def gesture(self, pointer: Pointer) -> Gesture:
        """A press at `pointer`: each move is sent in, and last the release."""
        yield from click_or_pan(self.host, pointer)

    def grabs(self, pointer: Pointer) -> bool:
        """Whether a press here takes hold of something, which Enter then holds until the next Enter."""
        return False

    def sketch(self) -> Sketch | None:
        """What to show over the map."""
        return None

    def draft_geometry(self) -> BaseGeometry | None:
        """The shape being drawn, so that it can be kept across a crash."""
        return None

    def resume(self, geometry: BaseGeometry) -> None:
        """Go on drawing a shape that was kept."""

    def finish(self) -> bool:
        """Enter: whether there was something to finish."""
        return False

    def step_back(self) -> bool:
        """Esc: whether there was a step to take back."""
        return False

    def remove(self) -> bool:
        """Delete or Backspace: whether there was something to take away."""
        return False

    def mend(self) -> bool:
        """Accept what would put the faults right; whether there was something to accept."""
        return False

    def next_corner(self, step: int) -> bool:
        """Go to the next corner, or the one before; whether there was one."""
        return False


def click_or_pan(host: ToolHost, press: Pointer) -> Generator[None, Pointer, bool]:
    """From a press on empty ground to its release: a drag pans the map. Whether it was a click instead."""
    last, is_click = press, True
    while not last.is_release:
        pointer = yield
        is_click = is_click and pointer.is_near(press.x, press.y, press.slop_px)
        if not is_click:
            host.pan(last.x - pointer.x, last.y - pointer.y)
        last = pointer
    return is_click


def record_words(record: Record) -> str:
    """How to call a record in a sentence."""
    return f"“{record.name}”" if record.name else "the record"
