"""matplotlib, brought in when the first chart is drawn and kept off the disk.

Left to itself it looks through every font of the computer, for seconds, and keeps the list in the user's home. It is
given a list with nothing in it instead, in a folder that is gone a moment later: our letters are measured by its own file.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_FONTS = "matplotlib.font_manager"
_HOME = "MPLCONFIGDIR"
_ONE_AT_A_TIME = Lock()  # matplotlib's settings are one for the whole process


@contextmanager
def pressing(key: str) -> Iterator[None]:
    """matplotlib as we set it, for as long as a chart is drawn; `key` makes the names inside its own, and always the same."""
    with _ONE_AT_A_TIME:
        _bring_in()
        import matplotlib

        with matplotlib.rc_context():
            matplotlib.rcdefaults()  # whatever the person at this computer likes for charts of their own
            matplotlib.rcParams["svg.fonttype"] = "none"  # letters stay letters
            matplotlib.rcParams["svg.hashsalt"] = key
            matplotlib.rcParams["text.parse_math"] = False  # a dollar in a name is a dollar
            matplotlib.rcParams["hatch.linewidth"] = 0.9
            yield


def letters(size: float, *, is_strong: bool = False) -> FontProperties:
    """Letters to measure with, of a size in points: wider than those of the paper and of the page, so nothing is cut off."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font_file(is_strong), size=size, weight="bold" if is_strong else "normal")


@lru_cache(maxsize=4096)
def width_of(words: str, size: float, *, is_strong: bool = False) -> float:
    """How wide words are, in points."""
    from matplotlib.font_manager import get_font

    font = get_font(_font_file(is_strong))
    font.set_size(size, 72)
    font.set_text(words, 0.0)
    return float(font.get_width_height()[0]) / 64


def _font_file(is_strong: bool) -> str:
    import matplotlib

    name = "DejaVuSans-Bold.ttf" if is_strong else "DejaVuSans.ttf"
    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name)


def _bring_in() -> None:
    if _FONTS in sys.modules:
        return  # somebody has it in use: their fonts and settings stay theirs
    with tempfile.TemporaryDirectory(prefix="placeplanner-") as folder, _at_home_in(folder):
        found = find_spec(_FONTS)
        source = Path(found.origin).read_text(encoding="utf-8") if found and found.origin else ""
        if version := re.search(r"^    __version__ = '([^']+)'", source, re.MULTILINE):
            (Path(folder) / f"fontlist-v{version[1]}.json").write_text(
                json.dumps(_no_fonts(version[1])), "utf-8"
            )
        importlib.import_module(_FONTS)


@contextmanager
def _at_home_in(folder: str) -> Iterator[None]:
    before = os.environ.get(_HOME)
    os.environ[_HOME] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ[_HOME]
        else:
            os.environ[_HOME] = before


def _no_fonts(version: str) -> dict[str, object]:
    """matplotlib's list of fonts as it would keep it, for a computer that has none."""
    return {
        "__class__": "FontManager",
        "_version": version,
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [],
    }
