"""A shape that was being drawn outlives the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

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


def _left_by(process: int, text: str | None = None) -> Path:
    """The file of another window."""
    drafts.keep("plan-1", Kept(Kind.HERITAGE, "area", a_line(), patch=""))
    own = next(paths.settings_file().parent.glob("draft-plan-1-*.json"))
    other = own.with_name(f"draft-plan-1-{process}.json")
    other.write_text(own.read_text())
    drafts.forget("plan-1")
    return other


def test_what_a_dead_window_left_is_offered_once_and_is_ours_then() -> None:
    other = _left_by(999_999_999)
    found = drafts.kept("plan-1")
    assert found is not None and (found.kind, found.patch) == (Kind.HERITAGE, "")
    assert not other.exists()
    drafts.forget("plan-1")
    assert list(paths.settings_file().parent.glob("draft-plan-1*")) == []


def test_what_a_window_that_still_draws_has_kept_is_nobody_elses() -> None:
    other = _left_by(999_999_999)
    lock = QLockFile(str(other.with_suffix(".lock")))
    assert lock.tryLock(0)
    assert drafts.kept("plan-1") is None
    drafts.keep("plan-1", Kept(Kind.ASSET, "line", a_line()))
    drafts.forget("plan-1")
    assert other.exists()
    lock.unlock()
    assert drafts.kept("plan-1") is not None
    drafts.forget("plan-1")


def test_a_shape_kept_by_an_older_place_planner_is_found() -> None:
    path = _left_by(1)
    path.rename(path.with_name("draft-plan-1.json"))
    assert drafts.kept("plan-1") is not None
    drafts.forget("plan-1")
