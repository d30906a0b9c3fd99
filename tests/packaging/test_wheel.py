"""The wheel holds the app, the data it needs and the map that ships."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_everything_of_the_app_is_in_the_wheel(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder, inside in (("src/placeplanner", ""), ("resources", "_resources/"), ("maps", "_maps/")):
        files = [
            path
            for path in (CHECKOUT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
        assert files
        for path in files:
            assert f"placeplanner/{inside}{path.relative_to(CHECKOUT / folder).as_posix()}" in held


def test_the_app_finds_its_data_in_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from placeplanner.domain.catalogue import load_catalogue; load_catalogue();"
        "from placeplanner.mappacks.shipped import shipped_places; shipped_places();"
        "from placeplanner import paths; print(paths.resources())"
    )
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {code}", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert told.returncode == 0, told.stderr
    assert Path(told.stdout.strip()) == tmp_path / "placeplanner/_resources"


def test_the_wheel_brings_the_command_and_the_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    held = {name.partition(".dist-info/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
    assert b"placeplanner = placeplanner.__main__:main" in archive.read(held["entry_points.txt"])
    assert any(name.startswith("licenses/") for name in held)
