"""A plan open in the app and in another program at once, for tests."""

from __future__ import annotations

from pathlib import Path

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.record import Record
from placeplanner.edits.history import Done, History
from placeplanner.edits.records import AddRecord
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record
from tests.store.observing import outside

LEIGH = (365700.0, 400300.0)


class Desk:
    """A plan open in the app and in another program at once."""

    def __init__(self, folder: Path) -> None:
        self.plan, self.history = a_history(folder)
        self.other = outside(self.plan.path)

    def reopened(self) -> PlanFile:
        self.plan.close()
        self.plan = PlanFile.open(self.plan.path, load_catalogue())
        self.history = History(self.plan, contributor="Sam")
        return self.plan

    def add(self, **values: object) -> Record:
        record = a_record(**values)  # type: ignore[arg-type]
        self.history.perform(AddRecord(record))
        return self.read(record)

    def read(self, record: Record) -> Record:
        found = self.plan.record(record.id)
        assert found is not None
        return found

    def take_in(self) -> Done:
        done = self.history.take_in_outside_changes()
        assert done is not None
        assert self.history.take_in_outside_changes() is None
        return done

    def take_in_if_any(self) -> None:
        self.history.take_in_outside_changes()

    def outside_ops(self) -> list[tuple[str, str, str]]:
        query = "SELECT tbl, uuid, field FROM gpkg_pp_change WHERE step IS NULL ORDER BY ms, n, op"
        return [tuple(row) for row in self.plan.connection.execute(query)]
