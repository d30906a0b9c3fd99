"""The libraries that Qt takes from a Linux system: which are missing, and on Debian and Ubuntu, installing them.

On macOS and Windows the wheels bring everything. The lists were read off Qt's own plugins with `ldd`, on a
machine with nothing but Python.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from saying import CannotGoOn, say


@dataclass(frozen=True)
class Library:
    """A shared library by the name that programs ask for, and Debian's package of it."""

    soname: str
    package: str


PAINTING = (
    Library("libGL.so.1", "libgl1"),
    Library("libEGL.so.1", "libegl1"),
    Library("libX11.so.6", "libx11-6"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libfreetype.so.6", "libfreetype6"),
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libgthread-2.0.so.0", "libglib2.0-0"),
)
WINDOW = (
    Library("libX11-xcb.so.1", "libx11-xcb1"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxcb-glx.so.0", "libxcb-glx0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-randr.so.0", "libxcb-randr0"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0"),
    Library("libxcb-render.so.0", "libxcb-render0"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
    Library("libxcb-shm.so.0", "libxcb-shm0"),
    Library("libxcb-sync.so.1", "libxcb-sync1"),
    Library("libxcb-util.so.1", "libxcb-util1"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Library("libwayland-client.so.0", "libwayland-client0"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0"),
    Library("libwayland-egl.so.1", "libwayland-egl1"),
)
FONT = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def provide_libraries(*, window: bool, also: Mapping[str, Sequence[str]]) -> None:
    """See that Qt can paint and, where there is a display, open a window; install what is missing.

    `also` are packages to install at the same time, under the reason for each: an administrator is asked once.

    Raises CannotGoOn where it is missing and may not be installed.
    """
    if not sys.platform.startswith("linux"):
        return
    reasons: dict[str, Sequence[str]] = dict(also)
    if lacking := missing(PAINTING):
        reasons["for Qt to paint"] = _packages(lacking)
    if window and (lacking := missing(WINDOW)):
        reasons["for Qt to open a window"] = _packages(lacking)
    if not _has_a_font():
        reasons["a font, without which no text can be drawn"] = [FONT]
    if reasons:
        install(reasons)
    if still := missing((*PAINTING, *(WINDOW if window else ()))):
        raise CannotGoOn(
            f"Qt needs {_names(still)}, which installing did not bring; please install them by hand."
        )


def missing(libraries: Iterable[Library]) -> tuple[Library, ...]:
    """Those that cannot be loaded; asked of the loader itself, in a process of its own."""
    wanted = tuple(libraries)
    told = subprocess.run(
        [sys.executable, "-c", _LOADS, *(library.soname for library in wanted)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    return tuple(library for library in wanted if library.soname in told)


_LOADS = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""


def install(reasons: Mapping[str, Sequence[str]]) -> None:
    """Install Debian's packages, given under the reason for each, saying which and why."""
    packages = list(dict.fromkeys(name for names in reasons.values() for name in names))
    listed = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in reasons.items())
    if not shutil.which("apt-get"):
        raise CannotGoOn(
            "Something is missing that only this system's package manager can bring; please install, by Debian's "
            f"names, {listed}, then run this again."
        )
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    say(f"Installing from the system's packages: {listed}.")
    _may_install(command)
    failed, log = _apt(command)
    if failed:
        _apt(["apt-get", "update"])
        failed, log = _apt(command)
    if failed:
        raise CannotGoOn(_why_apt_failed(packages, log))


def _apt(command: Sequence[str]) -> tuple[int, str]:
    settings = ["DEBIAN_FRONTEND=noninteractive", "LC_ALL=C"]
    whole = [*_sudo(), "env", *settings, *command, "-q", "-o", "DPkg::Lock::Timeout=120"]
    done = subprocess.run(
        whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    return done.returncode, done.stdout


def _may_install(command: Sequence[str]) -> None:
    if os.geteuid() == 0:
        return
    if (
        subprocess.run(
            [*_sudo(), "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        ).returncode
        == 0
    ):
        return
    raise CannotGoOn(
        f"This needs an administrator once: please ask one to run “{shlex.join(command)}”, then run this again."
    )


def _sudo() -> list[str]:
    """What goes before a command to run it as an administrator; a password is asked for only where one can be typed."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return ["false"]
    return ["sudo"] if sys.stdin is not None and sys.stdin.isatty() else ["sudo", "-n"]


def _why_apt_failed(packages: Sequence[str], log: str) -> str:
    names = ", ".join(packages)
    if "No space left" in log or "don't have enough free space" in log:
        return f"There is no space left on the disk to install {names}; please make some room, then run this again."
    if (
        "Temporary failure resolving" in log
        or "Could not connect" in log
        or "Unable to locate package" in log
    ):
        return f"{names} could not be fetched; please check the network, then run this again."
    lines = (
        [line for line in log.splitlines() if line.startswith("E:")] or log.splitlines()[-1:] or ["no reason"]
    )
    return f"{names} could not be installed: apt-get says “{lines[0].removeprefix('E:').strip()}”."


def _has_a_font() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(
        path.suffix.lower() in {".ttf", ".otf", ".ttc", ".pfb"}
        for folder in folders
        for path in folder.rglob("*")
    )


def _packages(libraries: Iterable[Library]) -> list[str]:
    return list(dict.fromkeys(library.package for library in libraries))


def _names(libraries: Iterable[Library]) -> str:
    return ", ".join(library.soname for library in libraries)
