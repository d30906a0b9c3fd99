"""Makes `.venv/` in the checkout hold what the app needs, from the lock files, with the hash of every file checked.

A stamp inside says what it was made from, so a second run takes a moment; an environment that is broken, half made,
moved or out of date is made anew. Needs nothing but the standard library of Python 3.11.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path

import libraries
from saying import CannotGoOn, say

CHECKOUT = Path(__file__).resolve().parents[1]
OLDEST = (3, 11)
ON_WINDOWS = os.name == "nt"


@dataclass(frozen=True)
class Purpose:
    """What an environment is for: the app alone, or the app and everything that proves it."""

    lock: str
    space_mb: int
    title: str


APP = Purpose("requirements.lock", 1000, "the app")
TESTS = Purpose("requirements-test.lock", 1200, "the app and its tests")


@dataclass(frozen=True)
class Environment:
    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")

    @property
    def stamp(self) -> Path:
        return self.folder / "placeplanner-made-from.json"

    @property
    def log(self) -> Path:
        return self.folder / "placeplanner-install.log"


def prepare(purpose: Purpose, *, window: bool) -> Path:
    """See that everything is there, and give the environment's Python.

    Raises CannotGoOn with one sentence for whatever this machine cannot do.
    """
    _check_python()
    environment = Environment(CHECKOUT / ".venv")
    with _one_at_a_time():
        ready = _is_ready(environment, purpose)
        libraries.provide_libraries(window=window, also={} if ready else _part_that_makes_environments())
        if not ready:
            _make(environment, purpose)
    return environment.python


def _check_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise CannotGoOn(
            f"Place Planner needs Python 3.11 or later, and this is {found}; please install a newer one."
        )


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two set-ups at once would spoil each other; the second waits."""
    handle = os.open(__file__ if ON_WINDOWS else CHECKOUT / "packaging", os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network disks cannot lock
            (_lock_on_windows if ON_WINDOWS else _lock)(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    import fcntl

    fcntl.flock(handle, fcntl.LOCK_EX)


def _lock_on_windows(handle: int) -> None:
    """Windows locks no folder, and of a file a stretch that nobody else can read: one far beyond its end."""
    import msvcrt

    os.lseek(handle, 1 << 30, os.SEEK_SET)
    while True:
        try:
            return msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        except OSError as problem:  # it asks ten times, a second apart
            if problem.errno != errno.EDEADLK:
                raise


def _is_ready(environment: Environment, purpose: Purpose) -> bool:
    try:
        stamp = json.loads(environment.stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    serves = [purpose, TESTS]  # who has the tests' packages has the app's
    if stamp.get("made from") not in [_made_from(environment, each) for each in serves]:
        return False
    return _holds(environment, CHECKOUT / "packaging" / purpose.lock)


def _made_from(environment: Environment, purpose: Purpose) -> str:
    """A fingerprint of all that decides what is in the environment."""
    digest = hashlib.sha256()
    for path in (CHECKOUT / "packaging" / APP.lock, CHECKOUT / "packaging" / purpose.lock, Path(__file__)):
        digest.update(path.read_bytes())
    digest.update(f"{environment.folder}\0{_base_python()}\0{sys.version}".encode())
    return digest.hexdigest()


def _holds(environment: Environment, lock: Path) -> bool:
    """Whether its Python starts and every locked package is there, by asking it."""
    code = (
        "import importlib.metadata as m, json, re, sys;"
        "print(json.dumps([re.sub('[-_.]+', '-', d.name or '').lower() for d in m.distributions()]))"
    )
    try:
        told = subprocess.run(
            [environment.python, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=60
        )
        there = set(json.loads(told.stdout))
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    wanted = {name for name, marker in _locked(lock) if not marker}
    return wanted <= there and (_site_packages(environment) / "placeplanner.pth").is_file()


def _locked(lock: Path) -> list[tuple[str, str]]:
    """Each package of a lock file, with the condition under which it is wanted ("" for always)."""
    pattern = re.compile(r"^([A-Za-z0-9._-]+)==[^\s;]+(?:\s*;\s*(.*?))?\s*\\?$", re.MULTILINE)
    return [(name, marker) for name, marker in pattern.findall(lock.read_text("utf-8"))]


def _make(environment: Environment, purpose: Purpose) -> None:
    if not os.access(CHECKOUT, os.W_OK):
        raise CannotGoOn(
            f"Nothing may be written to {CHECKOUT}; please copy Place Planner to a folder of your own."
        )
    again = environment.folder.exists() or environment.folder.is_symlink()
    try:
        _clear(environment.folder)
        _check_space(purpose)
        say(f"Making the environment {'anew ' if again else ''}for {purpose.title} in {environment.folder} …")
        _create(environment)
        _install(environment, purpose)
        _hasten(environment)
        _connect(environment)
        environment.stamp.write_text(json.dumps({"made from": _made_from(environment, purpose)}), "utf-8")
    except OSError as problem:
        raise CannotGoOn(_why_it_was_not_written(problem)) from problem
    say("The environment is ready.")


def _why_it_was_not_written(problem: OSError) -> str:
    if problem.errno == errno.ENOSPC:
        return _no_space()
    if ON_WINDOWS and isinstance(problem, PermissionError):
        return f"{problem.filename or CHECKOUT} is in use; please close Place Planner and what else uses it, then run this again."
    return f"{problem.filename or CHECKOUT} could not be written ({problem.strerror}); please see to that, then run this again."


def _clear(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _check_space(purpose: Purpose) -> None:
    free_mb = shutil.disk_usage(CHECKOUT).free // 1_000_000
    if free_mb < purpose.space_mb:
        raise CannotGoOn(
            f"Place Planner needs {purpose.space_mb} MB of disk space in {CHECKOUT}, and {free_mb} MB are free; "
            "please make some room, then run this again."
        )


def _is_full() -> bool:
    return any(shutil.disk_usage(place).free < 5_000_000 for place in (CHECKOUT, tempfile.gettempdir()))


def _no_space() -> str:
    return f"There is no space left on the disk of {CHECKOUT} or of the temporary files; please make some room, then run this again."


def _base_python() -> str:
    """This Python itself, also when started from within an environment."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _part_that_makes_environments() -> dict[str, list[str]]:
    """Debian and Ubuntu keep it in a package of its own."""
    if util.find_spec("ensurepip") and util.find_spec("venv"):
        return {}
    if not (shutil.which("apt-get") and _base_python().startswith("/usr/bin/")):
        raise CannotGoOn(
            f"{_base_python()} cannot make environments (its ensurepip is missing); please install that part of it."
        )
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return {"to make environments, which this Python came without": [package]}


def _create(environment: Environment) -> None:
    made = subprocess.run(
        [_base_python(), "-I", "-m", "venv", environment.folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        log = made.stdout + made.stderr
        if "No space left" in log or _is_full():
            raise CannotGoOn(_no_space())
        last = (log.strip().splitlines() or ["it did not say why"])[-1]
        raise CannotGoOn(f"{_base_python()} could not make the environment: {last.rstrip('.')}.")


def _install(environment: Environment, purpose: Purpose) -> None:
    lock = CHECKOUT / "packaging" / purpose.lock
    say(
        f"Fetching and installing {len(_locked(lock))} packages, each checked against its hash; this takes some minutes once …"
    )
    command = [
        str(environment.python),
        "-I",
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    command += ["--no-input", "--disable-pip-version-check", "--no-warn-script-location", "-r", str(lock)]
    watched = sys.stdout.isatty()
    with environment.log.open("w", encoding="utf-8", errors="replace") as log:
        done = subprocess.run(
            [*command, *([] if watched else ["--quiet"])],
            env=_clean_environment(),
            stdout=None if watched else log,
            stderr=log,
            check=False,
        )
    if done.returncode:
        raise CannotGoOn(
            why_pip_failed(environment.log.read_text("utf-8", errors="replace"), environment.log)
        )


def _hasten(environment: Environment) -> None:
    """Spare every start what is needed once or never; together that is a tenth of the time until a map is seen.

    PySide keeps modules of its own inside a library, and compiles them each time unless asked to unpack them. One of
    them only writes type stubs, with all that this takes, and is emptied. Old packages leave files that run at each
    start of Python: what they prepare, namespaces and distutils, Python does itself since 3.3, and nobody here needs.
    Where any of this fails the app only starts as slowly as before.
    """
    for name in ("*-nspkg.pth", "distutils-precedence.pth"):
        for path in _site_packages(environment).glob(name):
            with contextlib.suppress(OSError):
                path.unlink()
    subprocess.run(
        [environment.python, "-I", "-c", "import shiboken6"],
        env={**os.environ, "SBK_EMBED": "false"},
        capture_output=True,
        check=False,
    )
    unpacked = _site_packages(environment) / "shiboken6/files.dir/shibokensupport/signature/lib"
    if (idle := unpacked / "pyi_generator.py").is_file():
        with contextlib.suppress(OSError):
            idle.write_text('"""Writes type stubs, which nobody does here."""\n', "utf-8")


def _clean_environment() -> dict[str, str]:
    """The person's own settings for pip (a proxy, a mirror), less those that would install elsewhere."""
    elsewhere = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV"}
    return {key: value for key, value in os.environ.items() if key not in elsewhere} | {"PIP_USER": "0"}


def why_pip_failed(log: str, path: Path) -> str:
    """One sentence from what pip wrote."""
    again = "then run this again"
    if re.search(r"No space left on device|\[Errno 28\]|\[WinError 112\]", log):
        return _no_space()
    if "Windows Long Path support" in log:
        return (
            f"{CHECKOUT} lies too deep for Windows, which takes no longer paths; "
            f"please move Place Planner to a folder with a shorter one, {again}."
        )
    if "DO NOT MATCH THE HASHES" in log:
        return f"A package that was fetched is not the one that was locked, so nothing was installed (details in {path})."
    if re.search(r"SSLError|CERTIFICATE_VERIFY_FAILED|SSLCertVerification", log):
        return f"The package index could not be reached safely; please check the clock and the network's certificate, {again}."
    if re.search(
        r"Retrying \(|ConnectionError|Connection refused|ReadTimeout|Read timed out|ProxyError|IncompleteRead",
        log,
    ):
        return f"The packages could not be fetched; please check the network connection, {again}."
    if missing := re.search(r"No matching distribution found for ([A-Za-z0-9._-]+)", log):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return (
            f"There is no {missing[1]} for this computer ({sysconfig.get_platform()}, Python {version}); the 64-bit "
            "Python 3.11 to 3.14 for Intel, AMD or Apple processors is sure to work, on a system of the last four years."
        )
    if re.search(r"Permission denied|\[Errno 13\]|\[WinError 5\]", log):
        return (
            f"The packages could not be written to {path.parent}; please check who owns that folder, {again}."
        )
    errors = [line for line in log.splitlines() if line.startswith("ERROR")] or log.strip().splitlines()[-1:]
    said = errors[0].removeprefix("ERROR:").strip().rstrip(".") if errors else "it did not say why"
    return f"The packages could not be installed: {said} (details in {path})."


def _site_packages(environment: Environment) -> Path:
    if ON_WINDOWS:
        return environment.folder / "Lib/site-packages"
    return environment.folder / f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


def _connect(environment: Environment) -> None:
    """Make the checkout's `src` importable, and `placeplanner` a command.

    A relative path, because Python reads these files in the system's encoding, and a folder may have any name.
    """
    site_packages = _site_packages(environment)
    there = os.path.relpath(CHECKOUT / "src", site_packages)
    (site_packages / "placeplanner.pth").write_text(f"{there}\n", "utf-8")
    if ON_WINDOWS:
        command = environment.folder / "Scripts/placeplanner.cmd"
        command.write_text('@"%~dp0python.exe" -m placeplanner %*\n', "utf-8")
        return
    command = environment.folder / "bin/placeplanner"
    command.write_text(
        f'#!/bin/sh\nexec {shlex.quote(str(environment.python))} -m placeplanner "$@"\n', "utf-8"
    )
    command.chmod(0o755)
