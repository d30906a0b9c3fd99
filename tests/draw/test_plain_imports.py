"""What `import` does once PySide is there."""

from __future__ import annotations

import builtins
import importlib
from typing import Any

import pytest

from placeplanner.draw import plain_imports


def test_an_import_that_reads_each_modules_source_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = vars(builtins)["__feature_import__"]
    monkeypatch.setattr(builtins, "__import__", reading)
    importlib.reload(plain_imports)
    assert builtins.__import__ is not reading


def test_an_import_that_somebody_else_has_put_in_place_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def watched(*args: Any, **named: Any) -> Any:
        return usual(*args, **named)

    monkeypatch.setattr(builtins, "__import__", watched)
    importlib.reload(plain_imports)
    assert builtins.__import__ is watched
