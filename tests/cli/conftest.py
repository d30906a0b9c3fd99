"""What tests of the command line stand on: a way to run it, an empty plan and a sample plan."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from placeplanner.cli.program import cli
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.store.planfile import PlanFile

Run = Callable[..., Result]
AsJson = Callable[..., Any]


@pytest.fixture
def run() -> Run:
    """Run the command line as a person would, and look at how it ended: `run("list", file, code=1)`."""

    def invoke(*args: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="placeplanner")
        assert result.exit_code == code, result.output
        if code:
            assert "Traceback" not in result.output
            assert result.stderr.strip(), "a refusal says why"
        return result

    return invoke


@pytest.fixture
def as_json(run: Run) -> AsJson:
    """The same with --json, read back."""
    return lambda *args: json.loads(run(*args, "--json").stdout)


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """An empty plan."""
    path = tmp_path / "mine.gpkg"
    PlanFile.create(path, load_catalogue(), shipped_places(), name="Mine").close()
    return path


@pytest.fixture(scope="session")
def _sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.gpkg"
    make_sample_plan(path, load_catalogue(), shipped_places()).close()
    return path


@pytest.fixture
def sample_file(_sample: Path, tmp_path: Path) -> Path:
    """A sample plan of the test's own."""
    return Path(shutil.copy(_sample, tmp_path / "sample.gpkg"))
