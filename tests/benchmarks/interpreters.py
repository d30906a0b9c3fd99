"""The Python that our side runs on beside QGIS: QGIS's own, so that neither side has the better compiled interpreter.

A Python that somebody compiled at home without its profile-guided optimisation starts and runs a third slower than
the system's, in which QGIS's modules run; people who follow the README on Debian have the system's on both sides.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

_TAG = "import sys; print(sys.implementation.cache_tag)"


def even_python(theirs: str, folder: Path) -> str:
    """An environment of their Python with our packages, made in a folder; ours where theirs is of another version."""
    if not Path(theirs).exists() or _said(theirs, _TAG) != sys.implementation.cache_tag:
        return sys.executable
    environment = folder / "even"
    subprocess.run([theirs, "-m", "venv", "--without-pip", environment], check=True)
    python = str(environment / "bin" / "python")
    packages = Path(_said(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    ours = sysconfig.get_path("purelib")
    (packages / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n", encoding="utf-8")
    return python


def _said(python: str, code: str) -> str:
    return subprocess.run(
        [python, "-I", "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()
