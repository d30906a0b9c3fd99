"""What tests of edits stand on: a new plan with its history, found whole afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from placeplanner.edits.history import History
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history
from tests.store.observing import assert_consistent


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[PlanFile, History]]:
    plan, history = a_history(tmp_path)
    yield plan, history
    assert_consistent(plan)
    plan.close()
