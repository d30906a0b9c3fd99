"""What tests of the plan file stand on: a plan to spoil, a disk that is really full, and judges from outside."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord
from placeplanner.store import connection
from placeplanner.store.planfile import PlanFile
from tests.builders import a_plan, a_record
from tests.store.desk import Desk
from tests.store.observing import assert_consistent


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait five seconds for whoever holds a plan."""
    monkeypatch.setattr(connection, "BUSY_MS", 150)


@pytest.fixture(scope="session")
def plan_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A closed plan with three records, as bytes to be spoilt."""
    folder = tmp_path_factory.mktemp("template")
    with a_plan(folder) as plan:
        history = History(plan, contributor="Sam")
        for name in ("Hindley Library", "Borsdane Wood", "The Monaco"):
            history.perform(AddRecord(a_record(name=name)))
        path = plan.path
    return path.read_bytes()


@pytest.fixture
def plan_path(tmp_path: Path, plan_bytes: bytes) -> Path:
    """A closed plan in a folder that holds nothing else."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "plan.gpkg"
    path.write_bytes(plan_bytes)
    return path


@pytest.fixture
def reopen(plan_path: Path) -> Callable[[], PlanFile]:
    """Open the plan at `plan_path`."""
    return lambda: PlanFile.open(plan_path, load_catalogue())


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mount a disk of so many kilobytes; the test steps aside where the system does not allow it."""
    mounted: list[Path] = []

    def mount(kilobytes: int) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
        if (
            shutil.which("mount") is None
            or subprocess.run(command, capture_output=True, check=False).returncode != 0
        ):
            pytest.skip("this user may not mount a small disk; the page limit stands in (see beside)")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], capture_output=True, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert_consistent(desk.plan)
    desk.other.close()
    desk.plan.close()
