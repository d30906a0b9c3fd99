"""That the installed Qt is one that does not abort (PySide6 6.12.0 on Python 3.11 loses a reference a void call)."""

from __future__ import annotations

import subprocess
import sys

import pytest

VOID_CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(20_000):
    thing.setObjectName("x")
print("alive")
"""


@pytest.mark.qt
def test_twenty_thousand_void_calls_do_not_abort() -> None:
    found = subprocess.run([sys.executable, "-c", VOID_CALLS], capture_output=True, text=True)
    assert found.stdout.strip() == "alive", found.stderr
