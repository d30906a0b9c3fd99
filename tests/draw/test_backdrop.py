"""A backdrop shows pictures of web maps, and nothing else that a stranger may have put in their place."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from placeplanner.domain.streetmap import Tile
from placeplanner.draw.backdrop import picture_of

pytestmark = pytest.mark.usefixtures("qapp")


def _picture(form: str, width: int = 16, height: int = 16) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF0000"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _is_shown(picture: bytes) -> bool:
    return not picture_of(Tile(picture, np.zeros((4, 2)))).isNull()


def test_pictures_of_web_maps_are_shown() -> None:
    assert _is_shown(_picture("PNG")) and _is_shown(_picture("JPEG")) and _is_shown(_picture("PNG", 512, 512))


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hosts"/></svg>',
        b"P3 1 1 255 9 9 9",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    ],
)
def test_what_is_no_picture_of_a_web_map_is_not_tried(picture: bytes) -> None:
    assert not _is_shown(picture)


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    assert not _is_shown(_picture("PNG", 5000, 5000))
    assert not _is_shown(_picture("BMP"))
