"""What is installed is what was agreed: locked within its range, for every platform, and from nowhere in particular."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
RUNTIME = CHECKOUT / "packaging/requirements.lock"
TESTS = CHECKOUT / "packaging/requirements-test.lock"
JUDGES = CHECKOUT / "packaging/requirements-judges.lock"


def locked(lock: Path) -> list[Requirement]:
    lines = re.findall(r"^([A-Za-z0-9._-]+==.*?)\s*\\?$", lock.read_text("utf-8"), re.MULTILINE)
    return [Requirement(line) for line in lines]


def version_of(requirement: Requirement) -> Version:
    return Version(next(iter(requirement.specifier)).version)


def asked_for() -> list[tuple[Path, str]]:
    runtime: list[str] = PROJECT["project"]["dependencies"]
    return [
        *((RUNTIME, line) for line in runtime),
        *((TESTS, line) for line in [*runtime, *PROJECT["dependency-groups"]["dev"]]),
    ]


@pytest.mark.parametrize(("lock", "line"), asked_for(), ids=lambda value: getattr(value, "stem", value))
def test_every_dependency_is_locked_within_its_range(lock: Path, line: str) -> None:
    asked = Requirement(line)
    found = [each for each in locked(lock) if canonicalize_name(each.name) == canonicalize_name(asked.name)]
    assert found, f"{asked.name} is not in {lock.name}; run packaging/lock.sh"
    for each in found:
        assert asked.specifier.contains(version_of(each)), f"{each} is not {asked}; run packaging/lock.sh"


def test_the_tests_run_on_the_versions_that_people_get() -> None:
    assert {str(each) for each in locked(RUNTIME)} <= {str(each) for each in locked(TESTS)}


@pytest.mark.parametrize("lock", [RUNTIME, TESTS, JUDGES], ids=lambda lock: lock.stem)
def test_every_locked_package_is_known_by_its_hash(lock: Path) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", lock.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry.splitlines()[0]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_no_package_is_locked_twice_for_one_machine(python: str, system: str) -> None:
    machine = {**default_environment(), "python_version": python, "python_full_version": f"{python}.1"}
    machine["sys_platform"] = system
    names = [
        canonicalize_name(each.name)
        for each in locked(TESTS)
        if each.marker is None or each.marker.evaluate({key: str(value) for key, value in machine.items()})
    ]
    assert len(names) == len(set(names))


def test_the_qt_that_aborts_on_python_3_11_is_out_of_range() -> None:
    qt = next(line for line in PROJECT["project"]["dependencies"] if line.startswith("PySide6"))
    assert not Requirement(qt).specifier.contains("6.12.0")


def _tracked() -> list[Path]:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [CHECKOUT / name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def test_no_file_names_a_package_index_or_a_folder_of_one_machine() -> None:
    # In pieces, so that this file does not name them either.
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org"]
    folders = [
        "/opt/" + "wheels",
        "/opt/" + "pypi",
        "/work/" + "main",
        "/work/" + "shared",
        "/home/" + "runner",
    ]
    unwanted = [text.encode() for text in (*hosts, *folders)]
    found = [
        f"{path.relative_to(CHECKOUT)} names {text.decode()}"
        for path in _tracked()
        for text in unwanted
        if text in path.read_bytes()
    ]
    assert found == []
