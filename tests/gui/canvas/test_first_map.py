"""What the first map does without: told by what is loaded when it is there, since no test is about time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.mappacks.made_up import a_pack

_SHOW = """
import linecache
import sys
from pathlib import Path
from placeplanner.domain.catalogue import load_catalogue
from PySide6 import QtCore, QtGui, QtWidgets
from placeplanner.draw.scene import Scene
from placeplanner.gui.canvas.canvas import Canvas
from placeplanner.mappacks.pack import open_pack
from placeplanner.mappacks.shipped import shipped_places

app = QtWidgets.QApplication([])
scene = Scene.of(shipped_places(), [], load_catalogue()).with_streets(open_pack(Path(sys.argv[1])))
canvas = Canvas(scene)
canvas.painted.connect(app.quit)
canvas.resize(640, 480)
canvas.show()
app.exec()
assert canvas.is_painted
assert not [file for file in linecache.cache if "/canvas/stage" in file], "PySide reads the source of what is imported"
print(*sys.modules, *vars(QtCore), *vars(QtGui), *vars(QtWidgets))
canvas.stop()
"""
_LATER = {
    *("pyproj", "pyogrio", "jinja2", "matplotlib", "folium", "PIL", "lxml", "platformdirs", "qtawesome"),
    *("numpy.ma", "numpy.random", "numpy.fft", "hashlib", "ssl", "asyncio", "unittest", "concurrent.futures"),
    *("PySide6.QtNetwork", "PySide6.QtSvg", "PySide6.QtPrintSupport", "PySide6.QtTest"),
    *("placeplanner.edits", "placeplanner.gui.tools.reshape", "placeplanner.gui.tools.toolbox"),
    *("placeplanner.store", "placeplanner.exchange", "placeplanner.profile", "placeplanner.insight"),
    *("placeplanner.gazetteer.index", "placeplanner.gazetteer.search", "placeplanner.gazetteer.spelling"),
    *("placeplanner.mappacks.build", "placeplanner.mappacks.check", "placeplanner.mappacks.writer"),
}
_TYPES_LATER = {
    "QAccessible",
    "QBuffer",
    "QImageReader",
    "QInputDevice",
    "QGradient",
    "QFileDialog",
    "QMenu",
    "QLabel",
}


def test_the_first_map_waits_for_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    pack = a_pack(tmp_path).path
    told = subprocess.run(
        [sys.executable, "-c", _SHOW, str(pack)], capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert {"placeplanner.draw.streets", "QPainter", "QWidget"} <= loaded
    assert loaded & (_LATER | _TYPES_LATER) == set()
