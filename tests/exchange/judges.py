"""Programs from outside that judge what we write: GDAL, QGIS, Chromium, Poppler.

A test that needs one steps aside where it is not installed, but fails where PLACEPLANNER_JUDGES=1 says that
it must be there.
"""

from __future__ import annotations

import os
import shutil

import pytest


def judge(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    reason = f"{' or '.join(names)} is not installed"
    if os.environ.get("PLACEPLANNER_JUDGES") == "1":
        pytest.fail(f"{reason}, and PLACEPLANNER_JUDGES=1 asks for it")
    pytest.skip(reason)
