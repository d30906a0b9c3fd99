"""What every test stands on: an offscreen Qt, folders of its own instead of the user's, markers by folder, no network."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.platform == "win32":  # where an offscreen Qt looks for no typefaces by itself
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ["WINDIR"], "Fonts")))
TESTS = Path(__file__).parent
WITH_QT = ("gui", "draw", "stories")

# on a busy machine the first example takes as long as what it makes for all that follow
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_connections: list[str] = []


def _watch_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in _NETWORK:
        _connections.append(f"{event} {arguments[1:]!r}")


sys.addaudithook(_watch_network)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        parts = item.path.relative_to(TESTS).parts
        asks_for_qt = {"qtbot", "qapp"} & set(getattr(item, "fixturenames", ()))
        if parts[0] in WITH_QT or asks_for_qt:
            item.add_marker(pytest.mark.qt)


@pytest.fixture(scope="session", autouse=True)
def _one_application(request: pytest.FixtureRequest) -> None:
    """One QApplication for a whole run: what paints without a window would make a lesser one, and keep it."""
    with suppress(ModuleNotFoundError):
        importlib.import_module("PySide6.QtWidgets")
        request.getfixturevalue("qapp")


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real user's settings, backups or plans."""
    monkeypatch.setenv("PLACEPLANNER_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """The app opens no connection by itself: any socket that goes anywhere fails the test that opened it."""
    _connections.clear()
    yield
    assert _connections == [], f"a network connection was opened: {_connections}"
    assert "PySide6.QtNetwork" not in sys.modules, "QtNetwork has no business in this app"
