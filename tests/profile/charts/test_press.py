"""matplotlib comes late, leaves nothing behind and keeps its hands off what belongs to others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
DRAW = (
    "from tests.profile.charts.plots import stacked\nfrom placeplanner.profile.charts.drawing import svg_of\n"
)


def run(script: str, home: Path, **more: str) -> str:
    """What a script says in a process of its own, for somebody whose home is a folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "MPL", "PLACEPLANNER"))
    }
    paths = os.pathsep.join((str(CHECKOUT / "src"), str(CHECKOUT)))
    env = {
        **kept,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "LOCALAPPDATA": str(home),
        "PYTHONPATH": paths,
        **more,
    }
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], env=env, cwd=home, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    return told.stdout


def test_the_first_chart_looks_through_no_fonts_and_leaves_nothing_in_a_home(tmp_path: Path) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    script = (
        f"{DRAW}svg_of(stacked((1, 2, 3), (3, 2, 1)))\n"
        "import os, matplotlib.font_manager as fonts\n"
        "print(len(fonts.fontManager.ttflist), os.environ.get('MPLCONFIGDIR'))"
    )
    assert run(script, home, TMPDIR=str(scratch)) == "0 None\n"
    assert list(home.iterdir()) == [] and list(scratch.iterdir()) == []


def test_a_home_that_may_not_be_written_to_is_no_hindrance(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    assert "<svg" in run(f"{DRAW}print(svg_of(stacked((1, 2, 3), (3, 2, 1))))", home)


def test_what_others_set_in_matplotlib_stays_and_changes_no_chart(tmp_path: Path) -> None:
    script = (
        f"{DRAW}import matplotlib, os\n"
        "matplotlib.rcParams['font.size'] = 31; matplotlib.rcParams['svg.fonttype'] = 'path'\n"
        "matplotlib.rcParams['hatch.linewidth'] = 7; before = dict(matplotlib.rcParams)\n"
        "drawn = svg_of(stacked((1, 2, 3), (3, 2, 1)))\n"
        "print(dict(matplotlib.rcParams) == before); print(drawn)"
    )
    kept, drawn = run(script, tmp_path, MPLCONFIGDIR=str(tmp_path / "theirs")).split("\n", 1)
    assert kept == "True"
    assert drawn == run(f"{DRAW}print(svg_of(stacked((1, 2, 3), (3, 2, 1))))", tmp_path)


def test_help_on_the_command_line_brings_in_no_matplotlib(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom placeplanner.__main__ import main\n"
        "sys.argv = ['placeplanner', 'profile', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('matplotlib')])"
    )
    assert run(script, tmp_path).endswith("[]\n")


@pytest.mark.qt
def test_the_window_brings_in_no_matplotlib(tmp_path: Path) -> None:
    script = (
        "import sys\nimport placeplanner.gui.shell.window, placeplanner.gui.profile.page\n"
        "print([name for name in sys.modules if name.startswith('matplotlib')])"
    )
    assert run(script, tmp_path, QT_QPA_PLATFORM="offscreen") == "[]\n"
