from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QGuiApplication

from placeplanner.domain.kinds import Kind
from placeplanner.draw.painter import LAYERS, paint
from placeplanner.draw.viewport import Viewport
from tests.builders import a_record
from tests.draw.goldens import assert_golden, painted_without_letters, pixels
from tests.draw.scenes import a_box, a_line, a_point, a_scene, a_view, at, some_records

VIEW = Viewport(at(1000, 1000), 8.0, 320, 280)
CLOSE = Viewport(at(700, 500), 2.0, 320, 240)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("theme", ["light", "dark", "paper"])
def test_the_whole_borough_looks_as_it_did(qapp: QGuiApplication, theme: str) -> None:
    assert_golden(painted_without_letters(a_scene(some_records(), theme=theme), VIEW), f"borough_{theme}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_place_lies_on_top_of_the_others(theme: str) -> None:
    scene = a_scene(some_records(), theme=theme, chosen="E")
    assert_golden(painted_without_letters(scene, VIEW), f"chosen_{theme}")


def test_close_up_every_kind_and_shape_has_its_look() -> None:
    records = [
        a_record("asset", "A", geometry=a_point(450, 650)),
        a_record("asset", "A", geometry=a_point(600, 650)),
        a_record("greenspace", "G", geometry=a_box(450, 350, 650, 500)),
        a_record("heritage", "H", geometry=a_line((700, 350), (800, 600), (930, 560))),
        a_record("priority", "P", geometry=a_point(750, 680)),
    ]
    scene = replace(a_scene(records), proposed=frozenset({records[1].id}))
    assert_golden(painted_without_letters(scene, CLOSE), "close_light")


def test_a_cancelled_picture_is_given_up_between_layers() -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    assert paint(a_scene(some_records()), VIEW, cancelled=cancelled) is None
    assert len(asked) == 4 < len(LAYERS)


def test_the_chosen_place_keeps_its_strength_and_the_rest_is_veiled() -> None:
    plain, veiled = (painted_without_letters(a_scene(chosen=chosen), VIEW) for chosen in ("B", "E"))
    inside, outside = (230, 140), (90, 140)
    assert plain.pixelColor(*inside) == veiled.pixelColor(*inside)
    assert veiled.pixelColor(*outside).lightness() < plain.pixelColor(*outside).lightness()


def test_kinds_that_are_not_shown_are_not_painted() -> None:
    scene = a_scene(some_records())
    empty = pixels(painted_without_letters(a_scene(), VIEW))
    hidden = pixels(painted_without_letters(scene.with_visible(()), VIEW))
    np.testing.assert_array_equal(hidden, empty)
    shown = pixels(painted_without_letters(scene.with_visible({Kind.GREENSPACE}), VIEW))
    assert (shown != empty).any()


def test_a_double_density_picture_has_four_times_the_pixels_and_the_same_map() -> None:
    single = painted_without_letters(a_scene(some_records()), VIEW)
    double = paint(a_scene(some_records()), replace(VIEW, pixel_ratio=2.0))
    assert double is not None
    assert (double.width(), double.height(), double.devicePixelRatio()) == (640, 560, 2.0)
    assert double.pixelColor(2, 2) == single.pixelColor(1, 1) == QColor("#EBE6DB")


def test_a_view_of_nothing_is_plain_paper() -> None:
    far = replace(VIEW, centre=at(60_000, 60_000))
    colours = np.unique(pixels(painted_without_letters(a_scene(some_records()), far)).reshape(-1, 3), axis=0)
    assert len(colours) == 1


@pytest.mark.parametrize("scale", [250, 2_000, 25_000, 400_000])
def test_every_scale_can_be_painted(scale: int) -> None:
    image = paint(a_scene(some_records(), chosen="W"), a_view().at_scale(scale))
    assert image is not None and not image.isNull()
