"""The map widget: carries events in and pixels out. What they mean is the stage's business."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.domain.ids import RecordId
from placeplanner.domain.place import Place
from placeplanner.domain.record import Record
from placeplanner.draw.easel import colour
from placeplanner.draw.furniture import paint_furniture
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Bounds, Viewport
from placeplanner.draw.writing import Writer
from placeplanner.gui.by_ear import is_heard, say_aloud
from placeplanner.gui.canvas.credits import tell_credits
from placeplanner.gui.canvas.keyboard import Keyboard
from placeplanner.gui.canvas.mouse import Mouse
from placeplanner.gui.canvas.overlay import Overlay
from placeplanner.gui.canvas.picture import Picture
from placeplanner.gui.canvas.stage import Stage
from placeplanner.gui.canvas.touch import Touch
from placeplanner.gui.tools.tool import Pointer

_SPOKEN_MS = 350  # for the crosshair to rest before its position is told
_MARK_MS = 6_000
_NOWHERE = EastingNorthing(362_000.0, 404_000.0)  # the middle of the borough, for a plan without places
_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Canvas(QWidget):
    """The map. `stage` holds what it shows and the signals of what happens on it."""

    viewport_changed = Signal(object)  # Viewport
    position_changed = Signal(object)  # EastingNorthing of pointer or crosshair, or None when it leaves
    painted = Signal()  # a fresh picture is on the screen
    context_wanted = Signal(QPoint, object)  # where on the screen, and RecordId or None

    def __init__(self, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = Stage(scene, Viewport(_NOWHERE, 10.0, 640, 480, self.devicePixelRatioF()))
        self._picture = Picture(self)
        self._keyboard = Keyboard(self.stage)
        self._mouse = Mouse(self.stage)
        self._touch = Touch(self.stage, self)
        self._fitted: Bounds | None = scene.bounds  # shown whole until somebody moves the map
        self._kept: tuple[Record, int] | None = None  # stays in view until somebody moves the map
        self._has_key_focus = False
        self._spoken = QTimer(self, singleShot=True, interval=_SPOKEN_MS)
        self._mark: tuple[EastingNorthing, str] | None = None
        self._marked = QTimer(self, singleShot=True, interval=_MARK_MS)
        self._listen()
        self._dress()

    def _listen(self) -> None:
        self._marked.timeout.connect(self._forget_mark)
        self.stage.scene_changed.connect(self._want)
        self.stage.viewport_changed.connect(self._view_moved)
        self.stage.overlay_changed.connect(self.update)
        self.stage.tool_changed.connect(self._show_cursor)
        self.stage.selection_changed.connect(lambda _: self._name())
        self.stage.crosshair_moved.connect(self._crosshair_moved)
        self._picture.fresh.connect(self._show_fresh)
        self._spoken.timeout.connect(lambda: self.announce(self.describe_position()))

    def _dress(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 96)
        self.setObjectName("map")
        self._show_cursor()
        self._name()

    def _name(self) -> None:
        place = self.stage.scene.chosen_place
        told = self._chosen_in_words()
        self.setAccessibleName(f"Map of {place.name}{told}" if place else f"Map{told}")
        self.setAccessibleDescription(
            "Arrow keys move the map, plus and minus zoom, C takes up a crosshair to draw and choose with."
        )
        self.setWhatsThis(self.scene.credits)  # which a screen reader gives when asked for help

    def _chosen_in_words(self) -> str:
        layers, selected = self.scene.layers, self.scene.selected
        if len(selected) != 1:
            return f", {len(selected)} records chosen" if selected else ""
        record = layers.records[layers.index[next(iter(selected))]]
        return f", {record.name or 'a record without a name'} chosen"

    # What others ask for

    @property
    def scene(self) -> Scene:
        """What is on the map."""
        return self.stage.scene

    @property
    def viewport(self) -> Viewport:
        """What part of the world is seen."""
        return self.stage.viewport

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; the view stays."""
        self.stage.set_scene(scene)
        self._name()

    def set_theme(self, theme: str, enlarged: float = 1.0) -> None:
        """Paint in another style: "light", "dark", "contrast" or "paper", with bigger letters and marks if wanted."""
        self.stage.set_scene(self.scene.with_theme(theme, enlarged))

    def set_tool(self, name: str) -> None:
        """Take up the tool of this name."""
        self.stage.set_tool(name)

    def show_place(self, place: Place) -> None:
        """Choose a place and show all of it."""
        self.stage.choose_place(place.code)
        self._name()
        self.stage.fit(place.geometry.bounds)
        self._fitted = place.geometry.bounds

    def select(self, records: Iterable[RecordId]) -> None:
        """Select these records and no others."""
        self.stage.select(records)

    def pan_to_show(self, record: Record, margin: int = 96) -> None:
        """Move the map just so far that a record is clear of its edges, also of those that a panel beside it makes."""
        self.stage.pan_to_show(record.geometry, margin)
        self._kept = record, margin

    def grab_map(self) -> QImage:
        """The map as it is seen now, fully painted, with scale and attribution, without drafts."""
        self._picture.paint_now(self.scene, self.viewport)
        ratio = self.viewport.pixel_ratio
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        self._paint_map(painter)
        painter.end()
        return image

    def mark(self, at: EastingNorthing, words: str) -> None:
        """Show for a while where something is that was looked for, and have it said."""
        self._mark = at, words
        self._marked.start()
        self.update()
        # what is around it has to be read from the map's files first:
        self.announce(f"{words}. {self.stage.describe(at)}" if is_heard() else words)

    def marked(self) -> tuple[EastingNorthing, str] | None:
        """Where the mark is and what it says, while it shows."""
        return self._mark

    def _forget_mark(self) -> None:
        self._mark = None
        self.update()

    def describe_position(self) -> str:
        """Where the crosshair is, or else the middle of the map, in words."""
        return self.stage.describe(self.stage.crosshair or self.viewport.centre)

    def announce(self, words: str) -> None:
        """Have a screen reader say something."""
        say_aloud(self, words)

    def toggle_crosshair(self) -> None:
        """Take up the keyboard's crosshair, or put it away."""
        self._keyboard.toggle_crosshair()

    @property
    def is_painted(self) -> bool:
        """Whether the picture on screen is of what the map shows just now."""
        return self._picture.is_current

    def stop(self) -> None:
        """End the painting thread, before the window goes."""
        self._picture.stop()

    # Pixels out

    def _want(self) -> None:
        self._picture.want(self.scene, self.viewport)

    def _show_fresh(self) -> None:
        if self._mark is not None and self._picture.is_current:
            self._marked.start()  # its time begins when there is a map around it
        self.update()
        QTimer.singleShot(0, self, self.painted.emit)

    def _view_moved(self, viewport: Viewport) -> None:
        self._fitted = self._kept = None
        self._want()
        self.update()
        self.viewport_changed.emit(viewport)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_map(painter)
        scene, style = self.scene, self.scene.style
        over = Overlay(painter, scene, self.viewport, style)
        if self.stage.hovered is not None and self.stage.hovered not in scene.selected:
            over.records(frozenset({self.stage.hovered}), 0.55)
        over.records(scene.selected, is_thin=self.stage.tool.name == "reshape")
        for draft in self.stage.waiting_drafts():
            over.draft(draft)
        if (sketch := self.stage.sketch()) is not None:
            over.sketch(sketch)
        if self._mark is not None:
            over.mark(*self._mark)
        if self.stage.crosshair is not None:
            over.crosshair(self.stage.crosshair)
        if self._has_key_focus:
            painter.setPen(QPen(colour(style.marks.selected), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_map(self, painter: QPainter) -> None:
        style = self.scene.style
        self._picture.draw(painter, self.viewport, colour(style.ground.outside))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_furniture(Writer(painter, style), self.viewport, self.scene.credits)

    def sizeHint(self) -> QSize:
        return QSize(960, 640)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._resize()

    def _resize(self) -> None:
        """A map that nobody has moved still shows the whole of its place; another keeps its centre and its scale.

        So does one beside which a form opens: what the form is about stays in sight, and nothing else jumps.
        """
        drawn, fitted, kept = self.stage.pending, self._fitted, self._kept
        view = self.viewport.resized(self.width(), self.height(), self.devicePixelRatioF())
        self.stage.set_viewport(view)
        if drawn is not None:
            self.stage.pan_to_show(drawn)
        elif kept is not None:
            self.pan_to_show(*kept)
        elif fitted is not None:
            self.stage.fit(fitted)
            self._fitted = fitted

    # Events in

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._resize()
        elif isinstance(event, QTouchEvent):
            self._touch.handle(event)
            event.accept()
            return True
        elif isinstance(event, QNativeGestureEvent):
            return self._mouse.pinch(event)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tell_credits(event, self, self.scene, self.viewport)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.position_changed.emit(self._mouse.move(event).at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._mouse.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._mouse.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self.stage.is_free_hand = with_alt or event.key() == Qt.Key.Key_Alt
        if not self._keyboard.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt:
            self.stage.is_free_hand = False
        super().keyReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        x, y = float(event.pos().x()), float(event.pos().y())
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.stage.crosshair is not None:
            x, y = self.viewport.to_pixel(self.stage.crosshair)
        pointer = Pointer(self.viewport.to_easting_northing(x, y), x, y)
        self.context_wanted.emit(self.mapToGlobal(QPoint(round(x), round(y))), self.stage.pick(pointer))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = event.reason() in _BY_KEY
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_key_focus = False
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.position_changed.emit(self.stage.crosshair)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop()
        super().closeEvent(event)

    def _crosshair_moved(self, at: EastingNorthing | None) -> None:
        self.position_changed.emit(at)
        self._spoken.start()

    def _show_cursor(self) -> None:
        self.setCursor(self.stage.tool.cursor)
