"""The app opens no network connection: the system itself is asked, for every process that a demo starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.judges import judge

OPEN_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from placeplanner.gui.shell import app
application = QApplication([])
QTimer.singleShot(3000, application.quit)
app.run_app(Path(sys.argv[1]))
"""


def _internet_sockets(folder: Path, *command: object) -> list[str]:
    """The internet sockets that a command and its children asked the system for, as strace tells them."""
    told = folder / "sockets.txt"
    trace = [judge("strace"), "-f", "-qq", "-e", "trace=socket", "-e", "signal=none", "-o", told]
    done = subprocess.run([*trace, *command], capture_output=True, text=True, env=os.environ, timeout=120)
    assert done.returncode == 0, done.stderr
    return [line for line in told.read_text().splitlines() if "AF_INET" in line]


@pytest.mark.judge
def test_the_demo_of_all_that_the_app_makes_opens_no_internet_socket(tmp_path: Path) -> None:
    found = _internet_sockets(
        tmp_path, sys.executable, "-m", "placeplanner", "demo", "--to", tmp_path / "demo"
    )
    assert found == []
    assert len(list((tmp_path / "demo").rglob("*.pdf"))) >= 14


@pytest.mark.judge
def test_the_window_opens_no_internet_socket(tmp_path: Path) -> None:
    plan = tmp_path / "sample.gpkg"
    subprocess.run([sys.executable, "-m", "placeplanner", "sample", plan], check=True, capture_output=True)
    assert _internet_sockets(tmp_path, sys.executable, "-c", OPEN_WINDOW, plan) == []


@pytest.mark.judge
def test_strace_would_tell_of_a_socket(tmp_path: Path) -> None:
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    assert len(_internet_sockets(tmp_path, sys.executable, "-c", code)) == 1
