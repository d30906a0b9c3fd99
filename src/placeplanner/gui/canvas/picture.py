"""The painted map between repaints: larger than the window, and shown moved or scaled meanwhile."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from placeplanner.draw.painter import paint
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport
from placeplanner.gui.jobs import Cancelled, Worker

MARGIN = 128  # pixels painted beyond each edge, for a pan to show
_SETTLED_MS = 60


class _Painted(Struct, frozen=True):
    image: QImage
    scene: Scene
    viewport: Viewport  # of the image, margins included


class Picture(QObject):
    """Asks a worker for pictures and draws the last one where it belongs now."""

    fresh = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._worker.done.connect(self._take)
        self._painted: _Painted | None = None
        self._wanted: tuple[Scene, Viewport] | None = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._request)

    def want(self, scene: Scene, viewport: Viewport) -> None:
        """Paint this soon: at once where the last picture does not do, else once the map has come to rest.

        The very first picture is painted when it is first drawn, by when the window has its size.
        """
        self._wanted = (scene, viewport)
        if self._painted is None:
            return
        if self._does(scene, viewport):
            self._settled.start()
        else:
            self._request()

    @property
    def is_current(self) -> bool:
        """Whether the last picture is of just what is wanted, with its margin or for a moment without."""
        return self._is_wide or (self._wanted is not None and self._is_of(self._wanted[1]))

    @property
    def _is_wide(self) -> bool:
        return self._wanted is not None and self._is_of(self._wanted[1].widened(MARGIN))

    def _is_of(self, viewport: Viewport) -> bool:
        painted, wanted = self._painted, self._wanted
        if painted is None or wanted is None:
            return False
        return painted.scene is wanted[0] and painted.viewport == viewport

    def draw(self, painter: QPainter, viewport: Viewport, ground: QColor) -> None:
        """Draw the last picture where it belongs in this view, on `ground` where it does not reach.

        The first is waited for, so that no paper is empty.
        """
        if self._painted is None and self._wanted is not None:
            self.paint_now(*self._wanted)
        whole, there = QRectF(0, 0, viewport.width, viewport.height), self._where(viewport)
        if not there.contains(whole):
            painter.fillRect(whole, ground)
        painted = self._painted
        if painted is None:
            return
        if painted.viewport.metres_per_pixel == viewport.metres_per_pixel:
            painter.drawImage(there.topLeft(), painted.image)
        else:
            painter.drawImage(there, painted.image, QRectF(painted.image.rect()))

    def _where(self, viewport: Viewport) -> QRectF:
        """Where the last picture belongs in a view; on whole pixels of the screen where it is of the same scale."""
        painted = self._painted
        if painted is None:
            return QRectF()
        x, y = viewport.shift_from(painted.viewport)
        factor = painted.viewport.metres_per_pixel / viewport.metres_per_pixel
        if factor != 1:
            return QRectF(x, y, painted.viewport.width * factor, painted.viewport.height * factor)
        ratio, size = viewport.pixel_ratio, painted.image.size()
        left, top = round(x * ratio), round(y * ratio)
        return QRectF(left / ratio, top / ratio, size.width() / ratio, size.height() / ratio)

    def paint_now(self, scene: Scene, viewport: Viewport) -> None:
        """Paint and wait for it: for a first picture, a printout, a test. Its margin follows, since nobody waits for that."""
        self._wanted = (scene, viewport)
        image = paint(scene, viewport, has_furniture=True)
        assert image is not None  # nobody cancels it
        self._settled.start()
        self._take(_Painted(image, scene, viewport))

    def stop(self) -> None:
        """End the worker."""
        self._settled.stop()
        self._worker.stop()

    def _does(self, scene: Scene, viewport: Viewport) -> bool:
        painted = self._painted
        if painted is None or painted.scene is not scene:
            return False
        west, south, east, north = painted.viewport.bounds
        inner = viewport.bounds
        return (
            painted.viewport.metres_per_pixel == viewport.metres_per_pixel
            and painted.viewport.pixel_ratio == viewport.pixel_ratio
            and west <= inner[0]
            and south <= inner[1]
            and east >= inner[2]
            and north >= inner[3]
        )

    def _request(self) -> None:
        if self._wanted is None or self._is_wide:
            return
        scene, viewport = self._wanted
        around = viewport.widened(MARGIN)
        style = scene.style

        def work(cancelled: Cancelled) -> _Painted | None:
            image = paint(scene, around, style, cancelled, margin=MARGIN, has_furniture=True)
            return _Painted(image, scene, around) if image is not None else None

        self._worker.request(work)

    def _take(self, painted: _Painted) -> None:
        self._painted = painted
        self.fresh.emit()
