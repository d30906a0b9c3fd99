"""A group's own area on the map: seen in every style, not by colour alone, and named; wards only when chosen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.combining import as_multipolygon
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.draw.painter import paint
from placeplanner.draw.scene import Scene
from placeplanner.draw.viewport import Viewport
from placeplanner.mappacks.shipped import shipped_places
from tests.builders import an_area

AROUND = an_area(361000, 403500, 2000)
PATCH = Place(PlaceCode("patch-1"), "Our patch", PlaceKind.PATCH, None, as_multipolygon(AROUND))
WARD = Place(PlaceCode("E05"), "Some ward", PlaceKind.WARD, None, as_multipolygon(AROUND))


def painted(*more: Place, theme: str = "light", chosen: str | None = None) -> np.ndarray:
    places = shipped_places().replaced(more)
    scene = Scene.of(places, (), load_catalogue(), theme=theme, chosen=PlaceCode(chosen) if chosen else None)
    viewport = Viewport.fit(AROUND.buffer(600).bounds, 500, 500)
    image = paint(scene, viewport)
    assert image is not None
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), dtype=np.uint32).reshape(500, 500).copy()


@pytest.mark.parametrize("theme", ["light", "dark", "paper", "contrast"])
def test_a_patch_is_drawn_dashed_on_a_casing(theme: str) -> None:
    differs = painted(PATCH, theme=theme) != painted(theme=theme)
    assert differs.any()
    with_casing = painted(PATCH, theme=theme)[differs]
    assert len(np.unique(with_casing)) > 2  # dashes and the casing between them


def test_a_ward_is_on_the_map_only_when_it_is_chosen() -> None:
    assert (painted(WARD) == painted()).all()
    assert (painted(WARD, chosen="E05") != painted()).any()


def test_the_scene_follows_other_places() -> None:
    places = shipped_places()
    scene = Scene.of(places.replaced([PATCH]), (), load_catalogue(), chosen=PATCH.code)
    assert scene.with_places(places).chosen is None
    assert scene.with_places(places).outlines.of_kind(PlaceKind.PATCH) == ()
