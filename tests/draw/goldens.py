"""Pictures to compare with: `PLACEPLANNER_UPDATE_GOLDENS=1 pytest tests/draw tests/gui/canvas` writes them anew.

Look at what changed (`git diff`, an image viewer) before you commit it. They hold no letters, since typefaces
differ between machines; a pixel may be off by 3 of 255, and one in 200 by any amount, since rasterisers do too.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from placeplanner.draw.easel import Easel
from placeplanner.draw.labels import paint_names
from placeplanner.draw.painter import LAYERS
from placeplanner.draw.scene import Scene
from placeplanner.draw.style import load_style
from placeplanner.draw.viewport import Viewport

FOLDER = Path(__file__).parents[1] / "golden"
_OFF_BY, _SHARE = 3, 0.995


def painted_without_letters(scene: Scene, viewport: Viewport) -> QImage:
    """The map with everything on it but names."""
    image = QImage(viewport.width, viewport.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    easel = Easel(painter, scene, viewport, load_style(scene.theme))
    for layer in LAYERS:
        if layer is not paint_names:
            layer(easel)
    painter.end()
    return image


def pixels(image: QImage) -> NDArray[np.uint8]:
    """Red, green and blue of an image, shape (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4)[:, :, :3].copy()


def assert_golden(image: QImage, name: str) -> None:
    """Compare with the golden picture of this name; what was painted is left beside it when they differ."""
    path = FOLDER / f"{name}.png"
    if os.environ.get("PLACEPLANNER_UPDATE_GOLDENS") == "1":
        FOLDER.mkdir(exist_ok=True)
        image.save(str(path))
    assert path.exists(), f"there is no golden picture {path.name} yet"
    is_now, was = pixels(image), pixels(QImage(str(path)))
    assert is_now.shape == was.shape
    is_same = (np.abs(is_now.astype(int) - was) <= _OFF_BY).all(axis=2)
    if is_same.mean() < _SHARE:
        image.save(str(path.with_suffix(".new.png")))
    assert is_same.mean() >= _SHARE, f"{1 - is_same.mean():.2%} of {path.name} is not as it was"
