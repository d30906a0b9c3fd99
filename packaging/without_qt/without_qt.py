"""A pytest plugin for the run without Qt: leaves out whole folders that cannot be imported without it.

The modules beside this one stand in the way of PySide6 and its kin, here and in every process that a test starts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDERS = ("draw", "gui", "stories")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("qt_api", "belongs to pytest-qt, which is left out of this run")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    tests = config.rootpath / "tests"
    inside = collection_path.is_relative_to(tests) and collection_path != tests
    return True if inside and collection_path.relative_to(tests).parts[0] in FOLDERS else None


def pytest_configure(config: pytest.Config) -> None:
    try:
        import PySide6  # noqa: F401
    except ModuleNotFoundError:
        return
    raise pytest.UsageError("This run is to prove that Qt is not needed, but PySide6 can be imported.")
