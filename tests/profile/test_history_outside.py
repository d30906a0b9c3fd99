"""A history that another program has spoilt is told in words, and nothing is compared with it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from placeplanner.domain.moment import Moment, Period
from placeplanner.edits.records import AddRecord
from placeplanner.errors import Problem
from tests.builders import a_history, a_record
from tests.store.observing import outside


@pytest.mark.parametrize("nonsense", ["{", "[]", None, '{"name": 3, "geom": "zz"}', '"Library"'])
def test_a_history_that_makes_no_sense_is_told_and_not_compared(tmp_path: Path, nonsense: str | None) -> None:
    plan, history = a_history(tmp_path)
    with plan:
        history.perform(AddRecord(a_record()))
        other = outside(plan.path)
        other.execute(
            "UPDATE gpkg_pp_change SET value = ? WHERE field = '_row' AND tbl <> 'places'", (nonsense,)
        )
        other.close()
        period = Period.of(Moment.start_of(datetime.date.today()))
        period = Period.of(period.since, plan.moment())
        with pytest.raises(Problem, match="damaged"):
            plan.courses(period)
