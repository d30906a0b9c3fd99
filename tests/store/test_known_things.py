"""What a plan keeps of published lists: through other programs' edits, older versions, undo and restarts."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from placeplanner.domain.change import Change
from placeplanner.domain.ids import DeclinedId, new_id
from placeplanner.domain.known import Declined
from placeplanner.domain.record import Record
from placeplanner.edits.bulk import AddMany
from placeplanner.edits.known_proposals import by_origin
from placeplanner.store.planfile import PlanFile
from tests.builders import a_history, a_record
from tests.store.observing import assert_consistent, one, outside

IMPORTED = '{"fields": {"name": "Mill"}}'
KEPT = Path(__file__).parents[1] / "old_plans" / "001.gpkg.gz"


def a_listed(name: str = "Mill", origin: str = "nhle:1") -> Record:
    return a_record("heritage", name, origin=origin, imported=IMPORTED)


def test_another_program_may_change_a_listed_record_and_its_origin_stays(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    with plan:
        record = a_listed()
        history.perform(AddMany((record,)))
        other = outside(plan.path)
        other.execute("UPDATE heritage SET name = 'Their mill'")
        history.take_in_outside_changes()
        (found,) = plan.records()
        assert (found.name, found.origin, found.imported) == ("Their mill", "nhle:1", IMPORTED)
        other.execute("UPDATE heritage SET imported = x'00ff', origin = NULL")
        (found,) = plan.records()
        assert found.origin == ""
        assert_consistent(plan)
        other.close()


def test_a_copy_made_by_another_program_does_not_take_the_place_of_its_original(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    with plan:
        record = a_listed()
        history.perform(AddMany((record,)))
        other = outside(plan.path)
        other.execute(
            "INSERT INTO heritage(geom, uuid, name, category, origin, imported) "
            "SELECT geom, uuid || '_1', 'A copy', category, origin, imported FROM heritage"
        )
        assert len(plan.records()) == 2
        assert by_origin(plan.records())["nhle:1"].id == record.id
        assert_consistent(plan)
        other.close()


def test_what_people_declined_is_journalled_and_comes_back_by_undo(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    with plan:
        declined = Declined(DeclinedId(new_id()), "nhle:1", "Mill", "heritage", "listed_building")
        history.perform(AddMany((declined,)))
        assert plan.declined() == (declined,)
        assert one(plan.connection, "SELECT count(*) FROM gpkg_pp_change WHERE tbl = 'gpkg_pp_declined'") == 1
        history.undo()
        assert plan.declined() == ()
        history.redo()
        assert plan.declined() == (declined,)
        with plan.step("Had it back") as writing:
            writing.write(Change(declined, None))
        assert plan.declined() == ()
        assert_consistent(plan)


def test_other_programs_do_not_list_what_was_declined(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    with plan:
        history.perform(AddMany((Declined(DeclinedId(new_id()), "nhle:1", "Mill"),)))
    query = "SELECT count(*) FROM gpkg_contents WHERE table_name LIKE 'gpkg%'"
    other = outside(plan.path)
    assert one(other, query) == 0
    other.close()


@pytest.mark.skipif(not KEPT.exists(), reason="no plan of the first version is kept here")
def test_a_plan_of_the_first_version_can_take_in_lists(
    plan_path: Path, reopen: Callable[[], PlanFile]
) -> None:
    from placeplanner.edits.history import History

    plan_path.write_bytes(gzip.decompress(KEPT.read_bytes()))
    with reopen() as plan:
        before = {record.id: record for record in plan.records()}
        assert all((record.origin, record.imported) == ("", "") for record in before.values())
        history = History(plan)
        record = a_listed()
        history.perform(AddMany((record, Declined(DeclinedId(new_id()), "nhle:2", "Lodge"))))
        kept = plan.record(record.id)
        assert kept and (kept.origin, kept.imported) == ("nhle:1", IMPORTED)
        assert [one_.name for one_ in plan.declined()] == ["Lodge"]
        history.undo()
        assert {each.id: each for each in plan.records()} == before
        assert_consistent(plan)
