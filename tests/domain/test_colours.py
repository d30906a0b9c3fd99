"""The four kinds can be told from the map and from each other, also with a colour-vision deficiency."""

from __future__ import annotations

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.kinds import Kind, KindSpec
from tests.colours import VISION, closest_pair, contrast

LIGHT_MAP, DARK_MAP = "#F6F3EC", "#1E2226"
SPECS = [load_catalogue()[kind] for kind in Kind]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.kind))
def test_each_kind_can_be_told_from_the_map_light_and_dark(spec: KindSpec) -> None:
    assert contrast(spec.colour, LIGHT_MAP) >= 4.5
    assert contrast(spec.colour_dark, DARK_MAP) >= 4.5


@pytest.mark.parametrize("vision", VISION)
def test_the_kinds_can_be_told_from_each_other(vision: str) -> None:
    assert closest_pair([spec.colour for spec in SPECS], vision) > 10
    assert closest_pair([spec.colour_dark for spec in SPECS], vision) > 30


def test_shapes_tell_the_kinds_apart_without_any_colour() -> None:
    assert len({spec.symbol for spec in SPECS}) == len(SPECS)
