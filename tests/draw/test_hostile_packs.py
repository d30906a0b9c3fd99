"""A pack from strangers is painted as well as can be, and steers no picture."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from placeplanner.domain.grid import EastingNorthing
from placeplanner.draw.painter import paint
from placeplanner.draw.sheet import Sheet, sheet_bytes
from placeplanner.draw.viewport import Viewport
from placeplanner.mappacks.check import check_pack
from placeplanner.mappacks.pack import open_pack
from tests.draw.scenes import a_scene
from tests.mappacks.hostile import CORNERS, names, sealed, shapes, with_piece
from tests.mappacks.made_up import EAST, NORTH, a_pack

HERE = EastingNorthing(EAST, NORTH)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_pack(tmp_path_factory.mktemp("whole")).path


@pytest.mark.parametrize(
    ("layer", "data"),
    [
        ("roads", shapes(1, CORNERS, [5], [1], [200])),
        ("buildings", shapes(2, CORNERS, [5], [1], [200])),
        ("stops", shapes(0, CORNERS[:1], [1], [1], [200])),
        ("roads", shapes(0, CORNERS, [1] * 5, [1] * 5, [0] * 5)),
        ("roads", shapes(1, CORNERS[:2], [1, 1], [1, 1], [6, 0])),
        ("buildings", shapes(1, CORNERS[:2], [2], [1], [0])),
        ("buildings", shapes(0, CORNERS[:1], [1], [1], [0])),
        ("roads", shapes(1, [], [], [], [])),
        ("buildings", shapes(2, [], [], [], [])),
        ("", names(["a"], [200], [1], CORNERS[:1])),
        ("", names(["", "\n", "x" * 100_000, "\ud800\x00"], [0, 7, 7, 0], [1, 2, 1, 1], CORNERS)),
        ("", names(["Long Lane"], [7], [5], [CORNERS[0]] * 5)),
    ],
)
def test_what_no_builder_writes_is_painted_as_well_as_can_be(
    layer: str, data: bytes, whole: Path, tmp_path: Path
) -> None:
    path = sealed(whole, tmp_path, with_piece(data, "shapes" if layer else "names", layer))
    check_pack(path)
    pack = open_pack(path)
    for scale in (1.0, 4.0, 20.0):
        assert not paint(a_scene().with_streets(pack), Viewport(HERE, scale, 120, 90)).isNull()
    pack.close()


def test_a_picture_for_others_holds_no_markup_of_a_pack(whole: Path, tmp_path: Path) -> None:
    evil = "</text><script>alert(1)</script>\x01\x0b<image href='file:///etc/hosts'/>"
    said = json.dumps(evil)[1:-1]
    path = sealed(
        whole,
        tmp_path,
        ("UPDATE info SET value = replace(value, '© Nobody', ?) WHERE key = 'manifest'", [said]),
        with_piece(names([evil], [0], [1], CORNERS[:1]), "names"),
    )
    pack = open_pack(path)
    assert pack.attribution.startswith("</text>")
    scene = a_scene().with_streets(pack)
    drawn = sheet_bytes(Sheet(scene, scene.outlines.places[0]), "svg")
    pack.close()
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn).iter()}
    assert "script" not in tags and b"<image href='file" not in drawn
