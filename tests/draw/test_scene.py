from __future__ import annotations

import numpy as np
import shapely
from msgspec.structs import replace

from placeplanner.domain.record import Record
from tests.builders import a_record
from tests.draw.scenes import a_box, a_line, a_point, a_scene, some_records


def many(count: int) -> list[Record]:
    shapes = [a_point(10, 10), a_line((0, 0), (50, 80)), a_box(0, 0, 30, 30)]
    return [a_record("asset", f"Number {i}", geometry=shapes[i % 3]) for i in range(count)]


def test_one_changed_record_leaves_all_other_batches_as_they_were() -> None:
    records = many(1500)
    scene = a_scene(records)
    changed = replace(records[700], name="Other")
    after = scene.with_records([changed])
    assert after.record(changed.id) == changed
    kept = sum(one is other for one, other in zip(scene.layers.batches, after.layers.batches, strict=True))
    assert kept == len(scene.layers.batches) - 1


def test_records_come_and_go_and_the_arrays_follow() -> None:
    records = many(900)
    new = a_record("heritage", "New", geometry=a_box(5, 5, 9, 9))
    scene = a_scene(records).with_records([new], [records[0].id])
    assert scene.record(new.id) == new and scene.record(records[0].id) is None
    assert len(scene.records) == len(scene.layers.kinds) == len(scene.layers.boxes) == 900
    fresh = a_scene(scene.records).layers
    for name in ("kinds", "shapes", "boxes", "anchors", "areas_m2", "look_numbers"):
        np.testing.assert_array_equal(getattr(scene.layers, name), getattr(fresh, name))
    np.testing.assert_array_equal(scene.layers.rings.starts, fresh.rings.starts)
    np.testing.assert_array_equal(scene.layers.lines.owner, fresh.lines.owner)


def test_a_removed_record_is_no_longer_selected() -> None:
    records = some_records()
    scene = a_scene(records).with_selected([records[0].id, records[1].id])
    assert scene.with_records(removed=[records[0].id]).selected == {records[1].id}


def test_removing_the_last_record_leaves_an_empty_map() -> None:
    records = some_records()
    scene = a_scene(records).with_records(removed=[record.id for record in records])
    assert scene.records == () and len(scene.layers.rings) == 0


def test_the_symbol_of_a_long_line_stands_halfway_along_it() -> None:
    scene = a_scene([a_record("asset", "Route", geometry=a_line((0, 0), (100, 0), (100, 100)))])
    assert shapely.Point(scene.layers.anchors[0]).equals(a_point(100, 0))


def test_an_unknown_category_is_drawn_as_its_kind() -> None:
    scene = a_scene([a_record("asset", "Odd", category="airship_port")])
    look = scene.layers.looks.all[scene.layers.look_numbers[0]]
    assert look.icon == look.spec.icon
