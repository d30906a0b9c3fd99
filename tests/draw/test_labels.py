from __future__ import annotations

import itertools

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter
from shapely import MultiPolygon

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.place import Place, PlaceKind, Places
from placeplanner.domain.record import Record
from placeplanner.draw import labels
from placeplanner.draw.easel import Easel
from placeplanner.draw.labels import paint_names
from placeplanner.draw.lettering import Block, even_lines, shortened
from placeplanner.draw.scene import Scene
from placeplanner.draw.street_style import Lettering
from placeplanner.draw.style import load_style
from placeplanner.draw.symbols import symbol_size
from placeplanner.draw.taken import Taken
from placeplanner.draw.viewport import Viewport
from tests.builders import a_record
from tests.draw.scenes import E, N, a_box, a_point, a_scene, a_view, at

pytestmark = pytest.mark.usefixtures("qapp")
Placed = list[tuple[str, float, float, float, float]]


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> Placed:
    """Every name that is drawn, with its box."""
    found: Placed = []

    def note(easel: Easel, block: Block, x: float, y: float) -> None:
        half, tall = block.width / 2, block.height / 2
        found.append((" ".join(block.lines), x - half, y - tall, x + half, y + tall))

    monkeypatch.setattr(labels, "_draw", note)
    return found


def name(scene: Scene, viewport: Viewport, margin: int = 0, *, is_studied: bool = False) -> None:
    image = QImage(viewport.width, viewport.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_names(Easel(painter, scene, viewport, load_style("light"), margin=margin, is_studied=is_studied))
    painter.end()


def a_crowd(count: int = 400, reach: float = 250) -> tuple[list[Record], NDArray[np.float64]]:
    """Records around the middle of West, and where they are."""
    around = np.random.default_rng(5).normal((500, 1000), reach, (count, 2))
    return [a_record("asset", "", geometry=a_point(*each)) for each in around.tolist()], around


def test_every_neighbourhood_has_its_name_once_it_fits(placed: Placed) -> None:
    name(a_scene(), a_view(metres_per_pixel=4))
    assert {"West", "East"} <= {words for words, *_ in placed}


def test_a_name_that_does_not_fit_into_its_neighbourhood_is_left_out(placed: Placed) -> None:
    name(a_scene(), a_view(metres_per_pixel=70))
    assert not {"West", "East"} & {words for words, *_ in placed}


def test_no_name_lies_on_another(placed: Placed) -> None:
    records = [
        a_record("asset", f"Place {i}", geometry=a_point(200 + 170 * (i % 9), 300 + 41 * i))
        for i in range(30)
    ]
    name(a_scene(records), a_view(metres_per_pixel=4))
    assert len(placed) > 10
    for i, (_, left, top, right, bottom) in enumerate(placed):
        for _, left2, top2, right2, bottom2 in placed[i + 1 :]:
            assert right <= left2 or right2 <= left or bottom <= top2 or bottom2 <= top


def test_a_place_seen_in_part_has_its_name_in_that_part(placed: Placed) -> None:
    view = Viewport(at(400, 100), 1.0, 500, 400)
    name(a_scene(), view)
    (west,) = [box for words, *box in placed if words == "West"]
    assert west[0] >= 0 and west[1] >= 0 and west[2] <= 500 and west[3] <= 400


def test_what_only_the_margin_shows_is_not_named(placed: Placed) -> None:
    view = Viewport(at(600, 1000), 2.0, 300, 300)
    name(a_scene(), view.widened(100), margin=100)
    assert "East" not in {words for words, *_ in placed}


def test_records_are_named_close_up_and_not_far_off(placed: Placed) -> None:
    scene = a_scene([a_record("asset", "Library", geometry=a_point(800, 800))])
    name(scene, a_view(metres_per_pixel=12))
    assert "Library" not in {words for words, *_ in placed}
    name(scene, a_view(metres_per_pixel=2))
    assert "Library" in {words for words, *_ in placed}


@pytest.mark.parametrize("count", [40, 400, 3000])
def test_on_paper_no_name_of_a_place_lies_on_a_symbol(placed: Placed, count: int) -> None:
    records, around = a_crowd(count)
    view = a_view(metres_per_pixel=4)
    name(a_scene(records), view, is_studied=True)
    x, y = view.to_pixels(around + np.array((E, N))).T
    half = symbol_size(view.scale, load_style("light")) / 2
    assert placed, "a place without symbols has its name"
    for words, left, top, right, bottom in placed:
        covered = (x + half > left) & (x - half < right) & (y + half > top) & (y - half < bottom)
        assert not covered.any(), words


def test_a_name_makes_way_for_symbols_as_long_as_it_stays_in_its_place(placed: Placed) -> None:
    records, _ = a_crowd(300, reach=120)
    name(a_scene(records), a_view(metres_per_pixel=4))
    (west,) = (found for found in placed if found[0] == "West")
    assert west[4] < 250 - 20 or west[2] > 250 + 20, "off the crowd in the middle"
    assert west[1] >= 0 and west[3] <= 250


def test_a_name_that_has_no_room_but_on_symbols_can_still_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, Lettering] = {}
    monkeypatch.setattr(
        labels, "_draw", lambda _, block, *__: found.update({block.lines[0]: block.lettering})
    )
    records, _ = a_crowd(3000, reach=350)
    name(a_scene(records), a_view(metres_per_pixel=4))
    style = load_style("light")
    assert found["West"].colour == style.names.town.colour
    assert found["West"].halo_width > found["East"].halo_width
    assert found["East"] == style.names.neighbourhood


def test_a_strip_of_a_town_is_not_named_where_its_name_would_lie_in_its_neighbour(placed: Placed) -> None:
    """Of Northton only the southernmost 30 metres are in view."""
    places = [
        Place(PlaceCode("B"), "Borough", PlaceKind.BOROUGH, None, MultiPolygon([a_box(0, 0, 9000, 20_000)])),
        Place(
            PlaceCode("N"),
            "Northton",
            PlaceKind.TOWN,
            PlaceCode("B"),
            MultiPolygon([a_box(0, 4970, 9000, 20_000)]),
        ),
        Place(
            PlaceCode("S"),
            "Southton",
            PlaceKind.TOWN,
            PlaceCode("B"),
            MultiPolygon([a_box(0, 0, 9000, 4970)]),
        ),
    ]
    scene = Scene.of(Places(places), [], load_catalogue())
    name(scene, Viewport(at(4500, 2500), 10.0, 500, 500))
    assert [words for words, *_ in placed] == ["SOUTHTON"]


def test_between_two_names_of_places_there_is_a_gap(placed: Placed) -> None:
    name(a_scene(), a_view(metres_per_pixel=12))
    on_a_line = sorted((left, right, top) for _, left, top, right, _ in placed)
    for (_, right, top), (left, _, other) in itertools.pairwise(on_a_line):
        assert left - right >= 4 or abs(top - other) > 8


def test_on_paper_no_name_touches_the_frame(placed: Placed) -> None:
    for east in range(0, 900, 60):
        placed.clear()
        records = [a_record("asset", "A long name to set", geometry=a_point(east + 30, 1700))]
        name(a_scene(records), replace(a_view(300, 300), centre=at(east, 1400)), is_studied=True)
        for words, left, top, right, bottom in placed:
            assert left >= 4 and top >= 4 and right <= 296 and bottom <= 296, words


def test_cells_are_taken_by_squares_at_once_as_one_by_one() -> None:
    middles = np.array([(10.0, 10.0), (50.0, 30.0), (-5.0, 200.0)])
    one, other = Taken(100, 100), Taken(100, 100)
    one.take_squares(middles, 16)
    for x, y in middles:
        other.take(x - 8, y - 8, x + 8, y + 8)
    for x, y in [(4, 4), (52, 28), (80, 80), (30, 60)]:
        assert one.is_free(x, y, x + 2, y + 2) == other.is_free(x, y, x + 2, y + 2)


@pytest.mark.parametrize("inset", [None, 4.0])
def test_many_boxes_are_looked_at_at_once_as_one_by_one(inset: float | None) -> None:
    random = np.random.default_rng(3)
    taken = Taken(320, 200, around=40, origin=(1003.7, -887.2), inset=inset)
    taken.take_squares(random.uniform(-20, 340, (25, 2)), 14)
    corners = random.uniform(-10, 300, (400, 2))
    boxes = np.hstack((corners, corners + random.uniform(1, 60, (400, 2))))
    for _ in range(2):
        one_by_one = [taken.is_free(*box) for box in boxes.tolist()]
        assert taken.are_free(boxes).tolist() == one_by_one
        assert 20 < sum(one_by_one) < 380
        taken.take(100, 50, 160, 90)  # so that it is not looked up in what it was


@pytest.mark.parametrize(
    ("text", "lines", "broken"),
    [
        ("Hindley", 2, ("Hindley",)),
        ("Wigan Rural District", 2, ("Wigan Rural", "District")),
        ("Worsley Mesnes & Hawkley", 3, ("Worsley", "Mesnes &", "Hawkley")),
        ("ASHTON-IN-MAKERFIELD", 2, ("ASHTON-IN-", "MAKERFIELD")),
        ("Ashton-in-Makerfield East", 1, ("Ashton-in-Makerfield East",)),
        ("Drop-in", 2, ("Drop-in",)),
        ("The Co-operative Food", 2, ("The Co-operative", "Food")),
        ("Newton-le-Willows", 2, ("Newton-le-", "Willows")),
        ("", 2, ("",)),
    ],
)
def test_names_break_between_words_as_evenly_as_they_can(
    text: str, lines: int, broken: tuple[str, ...]
) -> None:
    assert even_lines(text, lines) == broken


def test_a_long_name_is_cut_between_words() -> None:
    cut = shortened("The Old Mill by the Canal, where everybody's grandmother once worked")
    assert cut == "The Old Mill by the Canal, where…" and len(cut) <= 43
