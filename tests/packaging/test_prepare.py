"""A set-up that cannot work ends with one clear sentence on stderr and exit code 1, and no traceback."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9/simple"  # the discard port: nobody listens


@pytest.fixture
def prepare(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(CHECKOUT / "packaging"))
    yield importlib.import_module("prepare")
    for name in ("prepare", "libraries", "saying"):
        sys.modules.pop(name, None)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return a_checkout_in(tmp_path)


def a_checkout_in(folder: Path) -> Path:
    shutil.copytree(
        CHECKOUT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "src").mkdir()
    return folder


def start(checkout: Path, *before: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "DISPLAY", "WAYLAND"))
    }
    return subprocess.run(
        [*before, sys.executable, str(checkout / "packaging/start.py"), str(checkout / "demo")],
        env={**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": NOWHERE, "PIP_RETRIES": "1", **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def assert_one_sentence(told: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert told.returncode == 1, told
    assert told.stderr.count("\n") == 1, told.stderr
    assert told.stderr.endswith(".\n")
    for part in parts:
        assert part in told.stderr


@pytest.mark.slow
def test_without_a_network_it_says_so(checkout: Path) -> None:
    assert_one_sentence(start(checkout), "packages could not be fetched; please check the network connection")


@pytest.mark.slow
def test_an_environment_that_was_left_half_made_is_made_anew(checkout: Path) -> None:
    start(checkout)
    assert (checkout / ".venv").is_dir()
    (checkout / ".venv/left-over").touch()
    assert "Making the environment anew" in start(checkout).stdout
    assert not (checkout / ".venv/left-over").exists()


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root can make a small disk"
)
def test_on_a_full_disk_it_says_how_much_is_needed(tmp_path: Path) -> None:
    in_a_space_of_its_own = ("unshare", "--mount")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*in_a_space_of_its_own, "true"], check=False).returncode
    ):
        pytest.skip("this machine lets nobody mount a disk")
    script = f'mount -t tmpfs -o size=50m tmpfs "{tmp_path}" && cp -r "$1" "{tmp_path}/packaging" && shift && exec "$@"'
    told = start(tmp_path, *in_a_space_of_its_own, "sh", "-c", script, "sh", str(CHECKOUT / "packaging"))
    assert_one_sentence(told, "needs 1000 MB of disk space", "please make some room")


@pytest.mark.skipif(os.name == "nt", reason="folders of Unix")
def test_an_environment_that_was_moved_or_broken_is_not_trusted(
    prepare: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "CHECKOUT", checkout)
    environment = prepare.Environment(checkout / ".venv")
    assert not prepare._is_ready(environment, prepare.APP), "there is none"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment.folder], check=True)
    (checkout / "packaging" / prepare.APP.lock).write_text("")
    prepare._connect(environment)
    environment.stamp.write_text(json.dumps({"made from": prepare._made_from(environment, prepare.APP)}))
    assert prepare._is_ready(environment, prepare.APP), "made just now"
    moved = prepare.Environment(checkout / "moved")
    shutil.copytree(environment.folder, moved.folder, symlinks=True)
    assert not prepare._is_ready(moved, prepare.APP), "moved"
    (checkout / "packaging" / prepare.APP.lock).write_text("click==8.2.0 \\\n")
    assert not prepare._is_ready(environment, prepare.APP), "the lock has changed"


@pytest.mark.qt
def test_what_pyside_would_compile_at_every_start_is_unpacked_once(
    prepare: ModuleType, tmp_path: Path
) -> None:
    environment = prepare.Environment(tmp_path / ".venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment.folder], check=True)
    theirs = Path(importlib.import_module("shiboken6").__file__ or "").parent
    ours = prepare._site_packages(environment) / "shiboken6"
    shutil.copytree(theirs, ours, ignore=shutil.ignore_patterns("files.dir"))
    idle = ours.parent / "Some_Thing-1.0-py3.11-nspkg.pth"
    idle.write_text("import importlib.util\n")
    prepare._hasten(environment)
    assert not idle.exists()
    code = (
        "import sys, shiboken6, shibokensupport;"
        "print(shibokensupport.__file__);"
        "print('argparse' in sys.modules, 'shibokensupport.signature.lib.pyi_generator' in sys.modules)"
    )
    told = subprocess.run([environment.python, "-I", "-c", code], capture_output=True, text=True, check=True)
    where, has_parser_and_stubs = told.stdout.splitlines()
    assert Path(where) == ours / "files.dir/shibokensupport/__init__.py"
    assert has_parser_and_stubs == "False True", "what writes type stubs is there, and empty"


@pytest.mark.skipif(os.name == "nt", reason="a command of Unix")
def test_the_command_works_from_a_folder_with_any_name(
    prepare: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "Ann's plän $HOME"
    folder.mkdir()
    a_checkout_in(folder)
    (folder / "src/placeplanner").mkdir()
    (folder / "src/placeplanner/__main__.py").write_text("import sys; print(sys.argv[1:])")
    monkeypatch.setattr(prepare, "CHECKOUT", folder)
    environment = prepare.Environment(folder / ".venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment.folder], check=True)
    prepare._connect(environment)
    told = subprocess.run(
        [environment.folder / "bin/placeplanner", "a b", "c"],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    assert told.stdout == "['a b', 'c']\n"


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "no space left",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that was locked",
        ),
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'",
            "check the network",
        ),
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'SSLError(1)'", "reached safely"),
        (
            "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6\n"
            "ERROR: No matching distribution found for numpy==2.4.6",
            "There is no numpy for this computer",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'",
            "who owns",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: 'C:\\x'",
            "who owns",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [WinError 112] There is not enough space on the disk",
            "no space left",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: 'C:\\x'\n"
            "HINT: This error might have occurred since this system does not have Windows Long Path support enabled.",
            "a folder with a shorter one",
        ),
        ("ERROR: Something new.", "could not be installed: Something new (details in"),
        ("", "it did not say why"),
    ],
)
def test_whatever_pip_says_becomes_one_sentence(prepare: ModuleType, log: str, sentence: str) -> None:
    told = prepare.why_pip_failed(log, Path(".venv/placeplanner-install.log"))
    assert sentence in told
    assert told.endswith(".") or told.endswith(").")
    assert "\n" not in told


@pytest.mark.skipif(os.name == "nt", reason="Debian's way")
def test_where_libraries_may_not_be_installed_the_command_for_an_administrator_is_given(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries, saying = sys.modules["libraries"], sys.modules["saying"]
    monkeypatch.setattr(
        libraries.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    monkeypatch.setattr(libraries.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(saying.CannotGoOn, match=r"ask one to run “apt-get install --yes .* libegl1”"):
        libraries.install({"for Qt to paint": ["libegl1"]})


def test_a_system_without_apt_is_told_what_is_missing(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries, saying = sys.modules["libraries"], sys.modules["saying"]
    monkeypatch.setattr(libraries.shutil, "which", lambda name: None)
    with pytest.raises(
        saying.CannotGoOn, match=r"please install, by Debian's names, libegl1 \(for Qt to paint\)"
    ):
        libraries.install({"for Qt to paint": ["libegl1"]})


@pytest.mark.skipif(os.name == "nt", reason="a folder whose name Windows would not take in")
def test_a_folder_whose_letters_the_pipe_cannot_carry_is_told_all_the_same(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import saying;"
        "sys.exit(saying.ending_in_one_sentence(lambda: saying.say('Łódź – 東京') or 0))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(CHECKOUT / "packaging")],
        env={**os.environ, "PYTHONIOENCODING": "cp1252:strict", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, b"?\xf3d? \x96 ??" + os.linesep.encode(), b"")
