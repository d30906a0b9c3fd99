"""A profile paints its map where Qt is installed: then with the one application that the tests of widgets need too."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _one_qt_for_all_tests(request: pytest.FixtureRequest) -> None:
    if request.config.pluginmanager.hasplugin("pytest-qt"):
        request.getfixturevalue("qapp")
