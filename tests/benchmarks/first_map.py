"""How soon the first map is on the screen, beside an empty PySide6 window. Run by hand:

    python tests/benchmarks/first_map.py [--rounds 7]

Each round starts both programs afresh, one after the other; medians and their ratio are printed. The goal:
first map within 1.2 times the empty window plus half a second.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([])
window = QMainWindow(); window.resize(1280, 800); window.show()
app.processEvents(); window.grab()
print(time.time())
"""
OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from placeplanner.gui.shell import app

def watch():
    from PySide6.QtWidgets import QApplication
    window = QApplication.activeWindow() or QApplication.topLevelWidgets()[0]
    window.grab()
    print(time.time(), flush=True)
    QApplication.quit()

from placeplanner.gui.canvas.canvas import Canvas
made = Canvas.__init__
def noticed(canvas, *arguments):
    made(canvas, *arguments)
    canvas.painted.connect(watch)
Canvas.__init__ = noticed
app.run_app(Path(sys.argv[1]))
"""


def seconds(code: str, *arguments: str) -> float:
    """From the start of a fresh interpreter to the first picture."""
    start = time.time()
    found = subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True, env=os.environ
    )
    return float(found.stdout.split()[0]) - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds the modules compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLACEPLANNER_HOME"] = folder
        plan = Path(folder) / "sample.gpkg"
        subprocess.run(
            [sys.executable, "-m", "placeplanner", "sample", str(plan)], check=True, capture_output=True
        )
        pairs = [(seconds(EMPTY), seconds(OURS, str(plan))) for _ in range(rounds + 1)][1:]
    empty, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"empty window {empty:.3f} s, first map {ours:.3f} s, ratio {ours / empty:.2f}")
    print(
        f"goal 1.2 × empty + 0.5 s = {1.2 * empty + 0.5:.3f} s: {'met' if ours <= 1.2 * empty + 0.5 else 'MISSED'}"
    )


if __name__ == "__main__":
    main()
