"""What every test stands on: an offscreen Qt, folders of its own instead of the user's, and markers by folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TESTS = Path(__file__).parent
WITH_QT = ("gui", "draw", "stories")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        parts = item.path.relative_to(TESTS).parts
        if parts[0] in WITH_QT or "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.qt)


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real user's settings, backups or plans."""
    monkeypatch.setenv("PLACEPLANNER_HOME", str(tmp_path / "home"))
