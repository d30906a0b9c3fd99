"""A shape that was being drawn outlives the app."""

from __future__ import annotations

import pytest

from placeplanner import paths
from placeplanner.domain.kinds import Kind
from placeplanner.gui.shell import drafts
from placeplanner.gui.shell.drafts import Kept
from tests.builders import a_line


def test_a_shape_being_drawn_is_there_after_a_crash() -> None:
    drafts.keep("plan-1", Kept(Kind.GREENSPACE, "area", a_line()))
    found = drafts.kept("plan-1")
    assert found is not None
    assert (found.kind, found.tool) == (Kind.GREENSPACE, "area")
    assert found.geometry.equals_exact(a_line(), 0.001)


def test_a_finished_shape_is_forgotten() -> None:
    drafts.keep("plan-1", Kept(Kind.ASSET, "line", a_line()))
    drafts.forget("plan-1")
    assert drafts.kept("plan-1") is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"kind": "asset"}', '{"kind": "x", "tool": "line", "wkt": "POINT (1 2)"}']
)
def test_a_spoilt_file_is_no_shape(text: str) -> None:
    path = paths.settings_file().parent / "draft-plan-1.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert drafts.kept("plan-1") is None
