"""Many things at once as one step of the history, so that one undo takes them all back."""

from __future__ import annotations

from msgspec import Struct

from placeplanner.domain.change import Change, Entity
from placeplanner.domain.ids import RecordId
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.edits.records import RemoveRecord, in_its_place


class AddMany(Struct, frozen=True):
    """Add records, people and sessions together; records get their places."""

    entities: tuple[Entity, ...]
    label: str = "Added many"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return tuple(
            Change(None, in_its_place(plan, entity) if isinstance(entity, Record) else entity)
            for entity in self.entities
        )


class RemoveMany(Struct, frozen=True):
    """Remove several records together."""

    record_ids: tuple[RecordId, ...]

    @property
    def label(self) -> str:
        return f"Removed {len(self.record_ids)} records"

    def changes(self, plan: Reader) -> tuple[Change, ...]:
        return tuple(
            change for record_id in self.record_ids for change in RemoveRecord(record_id).changes(plan)
        )
