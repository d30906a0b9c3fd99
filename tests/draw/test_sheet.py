from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtGui import QImage

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.draw import labels, sheet
from placeplanner.draw.easel import Easel
from placeplanner.draw.furniture import furniture_box
from placeplanner.draw.lettering import Block
from placeplanner.draw.scene import Scene
from placeplanner.draw.sheet import Sheet, map_png, map_svg, scale_shift, sheet_bytes
from placeplanner.draw.sheet_files import write_whole
from placeplanner.draw.viewport import Viewport
from placeplanner.errors import Problem
from placeplanner.mappacks.shipped import shipped_places
from tests.draw.scenes import a_scene, small_places, some_records

PLACE = next(iter(small_places()))
SCENE = a_scene(some_records(), attribution="Contains OS data © Crown copyright 2021")

pytestmark = pytest.mark.usefixtures("qapp")


def test_an_svg_needs_no_typeface_and_says_what_it_is() -> None:
    root = etree.fromstring(sheet_bytes(Sheet(SCENE, PLACE), "svg"))
    assert not root.findall(".//{*}text") and not root.findall(".//{*}image")
    assert root.findtext("{*}title") == "Map of The Borough"
    assert "Crown copyright" in (root.findtext("{*}desc") or "")


def test_a_png_has_the_dots_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    write_whole(path, sheet_bytes(Sheet(SCENE, PLACE, (254, 127)), "png", dpi=100))
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1000, 500)
    assert image.dotsPerMeterX() == pytest.approx(100 / 0.0254, abs=1)


def test_a_map_for_a_profile_is_only_the_map_since_the_page_says_its_sources() -> None:
    svg = map_svg(SCENE, PLACE, 170, 120)
    with_sources = sheet_bytes(Sheet(SCENE, PLACE, (170, 120)), "svg")
    assert len(svg) < len(with_sources) and b"Crown copyright" in svg, (
        "whoever opens the picture alone is told"
    )
    assert b"169." in svg[:200] or b"170" in svg[:200]
    assert map_png(SCENE, PLACE, 100, 80, dpi=96).startswith(b"\x89PNG")


def test_scale_and_north_stand_in_the_corner_that_the_place_leaves_free() -> None:
    places = shipped_places()
    shifts = {}
    for name in ("Hindley", "Abram"):
        (place,) = places.named(name)[:1]
        seen = Viewport.fit(place.geometry.bounds, 375, 229)
        shifts[name] = scale_shift(seen, place), furniture_box(seen)[0]
    assert shifts["Hindley"][0] == -shifts["Hindley"][1] < 0, (
        "its tip in the south-east would lie beneath them"
    )
    assert shifts["Abram"][0] == 0


def test_an_unknown_format_is_refused_in_words() -> None:
    with pytest.raises(Problem, match="cannot be written"):
        sheet_bytes(Sheet(SCENE, PLACE), "bmp")


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be written"):
        write_whole(tmp_path / "none" / "map.png", b"a map")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_map_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(b"the old map")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(Problem, match="No space left"):
        write_whole(path, b"a new map")
    assert path.read_bytes() == b"the old map" and list(tmp_path.iterdir()) == [path]


def test_in_svg_the_map_is_cut_off_at_its_frame() -> None:
    drawn = etree.fromstring(sheet_bytes(Sheet(SCENE, PLACE, (200, 150)), "svg"))
    inside = drawn.find("{http://www.w3.org/2000/svg}svg")
    assert inside is not None, "the map is an SVG of its own"
    assert inside.get("overflow") == "hidden"
    assert len(inside), "and there is something in it"


def test_no_name_runs_under_the_scale_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    places = shipped_places()
    hindley = places.get("town-hindley")
    assert hindley is not None
    taken: list[tuple[float, float, float, float]] = []
    real = labels._draw

    def noting(easel: Easel, block: Block, x: float, y: float) -> None:
        taken.append((x - block.width / 2, y - block.height / 2, x + block.width / 2, y + block.height / 2))
        real(easel, block, x, y)

    monkeypatch.setattr(labels, "_draw", noting)
    boxes: list[tuple[float, float, float, float]] = []
    real_box = sheet.furniture_box
    monkeypatch.setattr(sheet, "furniture_box", lambda view: boxes.append(real_box(view)) or boxes[-1])
    shifts: list[float] = []
    real_shift = sheet.scale_shift
    monkeypatch.setattr(
        sheet, "scale_shift", lambda view, place: shifts.append(real_shift(view, place)) or shifts[-1]
    )
    map_svg(Scene.of(places, [], load_catalogue()), hindley, 170, 110)
    assert taken and boxes and shifts
    (left, top, right, bottom), *_ = boxes
    left, right = left + shifts[0], right + shifts[0]
    assert not [box for box in taken if box[0] < right and box[2] > left and box[1] < bottom and box[3] > top]


def test_streets_beneath_a_drawing_can_be_a_picture_while_records_and_names_stay_sharp() -> None:
    lines = etree.fromstring(map_svg(SCENE, PLACE, 170, 120))
    both = etree.fromstring(map_svg(SCENE, PLACE, 170, 120, ground_dpi=96))
    assert not lines.findall(".//{*}image") and len(both.findall(".//{*}image")) == 1
    assert 0 < len(both.findall(".//{*}path")) <= len(lines.findall(".//{*}path"))
