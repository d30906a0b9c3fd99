"""Sets up, then opens the app on a sample plan; without a display, makes what the app makes and says where it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import prepare
from saying import CannotGoOn, ending_in_one_sentence, say

DEMO = "place-planner-demo"
USAGE = f"""Usage: {"run.cmd" if os.name == "nt" else "run.sh"} [FOLDER]

Opens Place Planner on a sample plan. Where there is no display, makes the sample plan, its map and the profile
of every town in FOLDER instead ({DEMO} in the current folder, if none is given)."""


def main() -> int:
    arguments = sys.argv[1:]
    if any(argument.startswith("-") for argument in arguments) or len(arguments) > 1:
        print(USAGE)
        return 0 if arguments in (["-h"], ["--help"]) else 2
    folder = Path(arguments[0] if arguments else DEMO).absolute()
    display = announced_display()
    python = prepare.prepare(prepare.APP, window=display is not None)
    if display is None:
        say("There is no display here, so this makes what the app makes instead, without opening a window.")
    elif not can_open_a_window(python):
        say(
            f"The display that {display} announces cannot be reached, so this makes what the app makes, without a window."
        )
        display = None
    if display is None:
        return demo(python, folder)
    say("Opening Place Planner on a sample plan …")
    return placeplanner(python, "open", "--sample")


def announced_display() -> str | None:
    """What says that there is a display, in words for people; None where nothing does."""
    if sys.platform in ("darwin", "win32"):
        return "this system"
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return f"{name}={os.environ[name]}"
    return None


def can_open_a_window(python: Path) -> bool:
    """Ask Qt itself, in a process of its own: where it cannot, it aborts."""
    if not sys.platform.startswith("linux"):
        return True
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0));"
        "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    )
    try:
        asked = subprocess.run([python, "-c", code], capture_output=True, check=False, timeout=30)
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


def demo(python: Path, folder: Path) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    code = placeplanner(python, "demo", "--to", str(folder))
    if code == 0:
        say(f"It is all in {folder}.")
    return code


def placeplanner(python: Path, *arguments: str) -> int:
    try:
        return subprocess.run([python, "-m", "placeplanner", *arguments], check=False).returncode
    except OSError as problem:
        raise CannotGoOn(f"{python} could not be started ({problem.strerror}).") from problem


if __name__ == "__main__":
    sys.exit(ending_in_one_sentence(main))
