"""Programs from outside that judge what we write: GDAL, QGIS, Chromium, Poppler, veraPDF.

A test that needs one steps aside where it is not installed, but fails where PLACEPLANNER_JUDGES=1 says that
it must be there.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

CHECKOUT = Path(__file__).parents[2]


def judge(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    _missing(" or ".join(names))


def carried(package: str, pattern: str, called: str) -> Path:
    """A file that came with a package of packaging/requirements-judges.lock; `called` is what people call it."""
    folders = CHECKOUT.glob(f".judges/lib/python3*/site-packages/{package}")
    found = next((file for folder in folders for file in folder.glob(pattern)), None)
    return found or _missing(called)


def brought(file: Path) -> Path:
    """A file that came with one of the system's packages."""
    return file if file.exists() else _missing(str(file))


def _missing(called: str) -> NoReturn:
    reason = f"{called} is not installed"
    if os.environ.get("PLACEPLANNER_JUDGES") == "1":
        pytest.fail(f"{reason}, and PLACEPLANNER_JUDGES=1 asks for it")
    pytest.skip(reason)
