"""A computer that is shut down while a command runs: what was half-written goes, as when a person stops it."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from placeplanner.cli import program


@pytest.mark.skipif(sys.platform == "win32", reason="there, nobody is told to stop")
def test_being_told_to_stop_clears_up_as_a_person_does() -> None:
    before = signal.getsignal(signal.SIGTERM)
    made: list[Path] = []

    def work() -> None:
        with tempfile.TemporaryDirectory(prefix="placeplanner-") as name:
            made.append(Path(name))
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()

    try:
        with pytest.raises(SystemExit) as ended:
            program._ending(work)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ended.value.code == 128 + signal.SIGTERM
    assert made and not made[0].exists()
