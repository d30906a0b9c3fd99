from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placeplanner.domain.coordinates import EastingNorthing
from placeplanner.draw.viewport import CLOSEST, WIDEST, Viewport, scale_bar_m

eastings = st.floats(350_000, 373_000)
northings = st.floats(394_000, 413_000)
views = st.builds(
    Viewport,
    centre=st.builds(EastingNorthing, eastings, northings),
    metres_per_pixel=st.floats(0.07, 105),
    width=st.integers(200, 4000),
    height=st.integers(150, 3000),
    pixel_ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]),
)


@given(views, eastings, northings)
def test_a_position_comes_back_from_its_pixel_to_the_millimetre(
    view: Viewport, east: float, north: float
) -> None:
    x, y = view.to_pixel(EastingNorthing(east, north))
    assert view.to_easting_northing(x, y) == pytest.approx((east, north), abs=0.001)


@given(views, st.floats(0.1, 10), st.floats(0, 200), st.floats(0, 150))
def test_zooming_keeps_what_is_under_the_pointer(view: Viewport, factor: float, x: float, y: float) -> None:
    before = view.to_easting_northing(x, y)
    assert view.zoomed(factor, x=x, y=y).to_easting_northing(x, y) == pytest.approx(before, abs=0.001)


@given(views, st.floats(-500, 500), st.floats(-500, 500))
def test_panning_there_and_back_ends_where_it_began(view: Viewport, right: float, down: float) -> None:
    back = view.panned(right, down).panned(-right, -down)
    assert back.centre == pytest.approx(view.centre, abs=1e-6)


@given(views, st.floats(1e-6, 1e6))
def test_no_zoom_leaves_the_scales_that_people_can_use(view: Viewport, factor: float) -> None:
    assert CLOSEST * 0.999 <= view.zoomed(factor).scale <= WIDEST * 1.001


@given(eastings, northings, st.floats(10, 20_000), st.floats(10, 20_000))
def test_a_fitted_box_is_seen_whole(west: float, south: float, width: float, height: float) -> None:
    view = Viewport.fit((west, south, west + width, south + height), 800, 600)
    corners = np.array([(west, south), (west + width, south + height)])
    pixels = view.to_pixels(corners)
    assert (pixels >= -0.01).all() and (pixels <= (800.01, 600.01)).all()


@given(views)
def test_widening_keeps_centre_and_scale(view: Viewport) -> None:
    wide = view.widened(100)
    x, y = wide.shift_from(view)
    assert (wide.centre, wide.metres_per_pixel) == (view.centre, view.metres_per_pixel)
    assert (x, y) == pytest.approx((100, 100), abs=1e-3)


def test_north_is_up() -> None:
    view = Viewport(EastingNorthing(1000, 1000), 2.0, 100, 100)
    assert view.to_pixel(EastingNorthing(1000, 1100)) == pytest.approx((50, 0))


def test_a_metre_on_a_map_of_one_to_five_thousand_is_a_fifth_of_a_millimetre() -> None:
    view = Viewport(EastingNorthing(0, 0), 1.0, 100, 100).at_scale(5000)
    millimetres = 1 / view.metres_per_pixel / 96 * 25.4
    assert millimetres == pytest.approx(0.2)


@given(st.floats(0.05, 200))
def test_the_scale_bar_is_round_and_fits(metres_per_pixel: float) -> None:
    length = scale_bar_m(metres_per_pixel, 160)
    assert length / metres_per_pixel <= 160
    assert str(length).rstrip("0") in ("1", "2", "5")
