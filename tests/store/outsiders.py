"""Other programs that change plans or judge them: GDAL, QGIS. Where one is missing, its tests say so.

With PLACEPLANNER_JUDGES=1 a missing judge fails the tests instead, so that none steps aside unnoticed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

SYSTEM_PYTHON = "/usr/bin/python3"
PARTLY = "may only be partially supported"  # GDAL 3.6 says so of every GeoPackage 1.4
_OF_1_3 = "no such trigger: rtree_"  # GDAL 3.6 overwrites a layer only after looking for the triggers of 1.3
_NOISE = (PARTLY, _OF_1_3)
_UNTYPED = (
    "Field format '' not supported"  # of inner tables: QGIS lists them where a person adds the whole file
)
_QGIS_NOISE = ("propagateSizeHints", "XDG_RUNTIME_DIR", PARTLY, _UNTYPED)
_QGIS_START = '''
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import *
app = QgsApplication([], False)
app.initQgis()
path = sys.argv[1]

def sublayers():
    """What QGIS adds when a person drags the file in: a layer of mixed shapes as one for each type."""
    metadata = QgsProviderRegistry.instance().providerMetadata("ogr")
    return metadata.querySublayers(path, Qgis.SublayerQueryFlag.ResolveGeometryType)

def layer(table, shape):
    found = QgsVectorLayer(f"{path}|layername={table}|geometrytype={shape}", table, "ogr")
    assert found.isValid(), table
    return found

def commit(found):
    assert found.commitChanges(), found.commitErrors()

'''


_QGIS_END = """
sys.stdout.flush()
os._exit(0)  # QGIS crashes on the way out while Python still holds a layer
"""


def _missing(judge: str) -> NoReturn:
    reason = f"{judge} is not installed here, so it cannot be asked"
    if os.environ.get("PLACEPLANNER_JUDGES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def ogr2ogr(*arguments: str | Path) -> None:
    """Run GDAL's converter; it may not complain."""
    _gdal("ogr2ogr", *arguments)


def ogrinfo(*arguments: str | Path) -> str:
    """What GDAL says about a file; it may not complain."""
    return _gdal("ogrinfo", *arguments)


def _gdal(program: str, *arguments: str | Path) -> str:
    if not shutil.which(program):
        _missing(program)
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    complaints = [line for line in run.stderr.splitlines() if not any(noise in line for noise in _NOISE)]
    assert run.returncode == 0, (arguments, run.stderr)
    assert complaints == [], (arguments, run.stderr)
    return run.stdout


def in_qgis(path: Path, script: str) -> str:
    """Run a script inside QGIS, with `path`, `sublayers()`, `layer(table, shape)` and `commit(layer)`; returns what it prints."""
    probe = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        _missing("QGIS")
    run = subprocess.run(
        [SYSTEM_PYTHON, "-c", f"{_QGIS_START}{script}{_QGIS_END}", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in run.stderr.splitlines() if not any(noise in line for noise in _QGIS_NOISE)]
    assert run.returncode == 0, complaints
    assert complaints == []
    return run.stdout


def assert_valid_geopackage(path: Path) -> None:
    """Ask GDAL's own validator, of a version that knows GeoPackage 1.4.

    PLACEPLANNER_VALIDATE_GPKG holds the path of its `validate_gpkg.py`, from PyPI's gdal-utils.
    """
    validator = os.environ.get("PLACEPLANNER_VALIDATE_GPKG", "")
    if not validator or not Path(validator).exists():
        _missing("validate_gpkg.py (PLACEPLANNER_VALIDATE_GPKG)")
    folder = Path(validator).parents[2]
    run = subprocess.run(
        [SYSTEM_PYTHON, validator, "--extra", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder)},
    )
    complaints = [line for line in run.stderr.splitlines() if PARTLY not in line]
    assert run.returncode == 0, run.stdout + run.stderr
    assert complaints == [], run.stderr
    assert run.stdout.strip() == "", run.stdout
