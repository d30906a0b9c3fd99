"""What the map implies, as a profile tells it."""

from __future__ import annotations

from pathlib import Path

import shapely

from placeplanner.domain.framework import load_framework
from placeplanner.domain.kinds import Audience
from placeplanner.edits.records import AddRecord
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile.blocks import Chart, Paragraph, Profile, Table, Unknown
from placeplanner.profile.charts.plot import Bars
from placeplanner.profile.content import profile_of
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_history, a_record
from tests.insight.test_streets import Roads

EAST, NORTH = HINDLEY


def a_profile(plan: PlanFile, audience: Audience = Audience.GROUP) -> Profile:
    place = plan.places.named("town-hindley")[0]
    return profile_of(plan, place, load_framework(), audience, shipped_manifest())


def tables(profile: Profile, key: str) -> dict[str, Table]:
    section = next(section for section in profile.sections if section.key == key)
    found = (block.table if isinstance(block, Chart) else block for block in section.blocks)
    return {block.title: block for block in found if isinstance(block, Table)}


def words(profile: Profile, key: str) -> str:
    section = next(section for section in profile.sections if section.key == key)
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph | Unknown))


def test_an_empty_plan_shows_no_empty_charts(tmp_path: Path) -> None:
    plan, _ = a_history(tmp_path)
    profile = a_profile(plan)
    assert "cannot be told before greenspaces that anybody may use are drawn" in words(profile, "connect")
    assert "cannot be told before services are on the map" in words(profile, "connect")
    assert not tables(profile, "connect") and not tables(profile, "right")
    plan.close()


def test_who_has_greenspace_within_reach_stands_beside_the_borough(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    park = shapely.box(EAST, NORTH, EAST + 200, NORTH + 200)  # 4 hectares
    history.perform(
        AddRecord(a_record("greenspace", "The rec", category="public_park_or_garden", geometry=park))
    )
    profile = a_profile(plan)
    section = next(section for section in profile.sections if section.key == "connect")
    (chart,) = (block for block in section.blocks if isinstance(block, Chart))
    assert isinstance(chart.plot, Bars) and chart.plot.marks is not None
    reached, missed = chart.plot.parts
    doorstep, local, neighbourhood = reached.values[:3]
    assert 0 < doorstep < local < 50 and neighbourhood == 0
    assert missed.values[:3] == (100 - doorstep, 100 - local, 100)
    assert chart.plot.marks.values[0] is not None and chart.plot.marks.values[0] < doorstep
    assert chart.plot.axis.title == "Share of residents, in a straight line"
    assert chart.title == "3% of residents have a green near the door on this map"
    assert chart.table.heads == ("Greenspace", "Hindley", "Residents within reach", "Wigan Borough")
    assert "straight line" in chart.caption and "spread evenly" in chart.caption
    assert "4.0 hectares that anybody may use lie inside the boundary, or" in words(profile, "connect")
    assert "falls short of the 3 hectares" in words(profile, "connect")
    plan.close()


def test_what_an_audience_may_not_see_moves_no_figure_of_theirs(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    park = shapely.box(EAST, NORTH, EAST + 200, NORTH + 200)
    hidden = a_record(
        "greenspace", "Secret", category="public_park_or_garden", geometry=park, consent=Audience.GROUP
    )
    history.perform(AddRecord(hidden))
    told = a_profile(plan, Audience.PUBLIC)
    assert not [
        block for section in told.sections[2:3] for block in section.blocks if isinstance(block, Chart)
    ]
    assert "hectares that anybody may use" not in words(told, "connect")
    plan.close()


def test_what_is_missing_within_a_walk_is_named(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record(name="The library", category="library")))
    profile = a_profile(plan)
    (row,) = tables(profile, "connect")["What is within a ten-minute walk"].rows
    assert row[0] == "Library" and row[1].endswith("%") and row[2].endswith("km")
    assert "any of these within 800 metres" in words(profile, "connect")
    assert "care for under-fives" in words(profile, "connect")
    assert "Some people are further than that from: library." in words(profile, "connect")
    assert "along streets it is further" in words(profile, "connect")
    plan.close()


def test_strengths_care_and_trust_are_tables_that_add_up(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record(name="The library", category="library", source="A walk")))
    for condition in ("4", "1", ""):
        details = {"grade": "II", "condition": condition} if condition else {"grade": "II"}
        listed = a_record("heritage", f"House {condition}", category="listed_building", details=details)
        history.perform(AddRecord(listed))
    profile = a_profile(plan)
    strengths = dict(tables(profile, "connect")["What this place can build on"].rows)
    assert sum(int(number) for number in strengths.values()) == 4 and len(strengths) == 6
    assert tables(profile, "pride")["Is it cared for?"].rows == (
        ("Listed, Grade II", "3", "1", "0", "1", "1"),
    )
    trust = tables(profile, "right")["How far these records can be trusted"].rows
    assert [(row[0], row[1], row[3]) for row in trust] == [("Assets", "1", "none"), ("Heritage", "3", "3")]
    plan.close()


def test_distances_are_along_the_streets_where_a_map_has_them(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    history.perform(AddRecord(a_record(name="The library", category="library")))
    place = plan.places.named("town-hindley")[0]
    west, south, east, north = (round(side, -2) for side in place.geometry.bounds)
    along = [[(x, y) for x in range(int(west), int(east), 100)] for y in range(int(south), int(north), 100)]
    up = [[(x, y) for y in range(int(south), int(north), 100)] for x in range(int(west), int(east), 100)]
    roads = Roads(*along, *up)
    straight = a_profile(plan)
    walked = profile_of(plan, place, load_framework(), Audience.GROUP, shipped_manifest(), streets=roads)
    (near,), (far,) = (
        tables(profile, "connect")["What is within a ten-minute walk"].rows for profile in (straight, walked)
    )
    assert int(far[1].rstrip("%")) < int(near[1].rstrip("%"))
    assert "Distances are along the streets of the map." in words(walked, "connect")
    plan.close()


def test_a_neighbours_path_is_not_counted_where_it_is_not_listed(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    east, west = (plan.places.named(name)[0] for name in ("Hindley East", "Hindley West"))
    path = shapely.shortest_line(
        west.geometry.representative_point(), east.geometry.representative_point().buffer(10)
    )
    history.perform(AddRecord(a_record("greenspace", "The path", geometry=path)))
    (record,) = plan.records()
    framework, manifest = load_framework(), shipped_manifest()
    told = {
        place.code: words(profile_of(plan, place, framework, Audience.GROUP, manifest), "connect")
        for place in (east, west)
        if path.intersects(place.geometry)
    }
    assert len(told) == 2
    assert [code for code, said in told.items() if "has no outline yet" in said] == [record.place]
    plan.close()


def test_a_few_wishes_need_no_table_of_dashes(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    part = load_framework().items("missions")[0].code
    for number in range(4):
        assert "The plan and the wishes, side by side" not in tables(a_profile(plan), "right")
        history.perform(AddRecord(a_record("priority", f"Wish {number}", details={"missions": part})))
    rows = tables(a_profile(plan), "right")["The plan and the wishes, side by side"].rows
    assert [row[4] for row in rows if row[4] != "–"] == ["4"]
    plan.close()


def test_priorities_of_which_none_is_tied_are_not_named_all_over_again(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    for number in range(2):
        history.perform(AddRecord(a_record("priority", f"Wish {number}")))
    told = words(a_profile(plan), "right")
    assert "None of the two priorities is tied to the plan yet." in told and "Wish 1" not in told
    plan.close()


def test_a_park_that_reaches_in_from_next_door_is_told_as_that(tmp_path: Path) -> None:
    plan, history = a_history(tmp_path)
    east, west = (plan.places.named(name)[0] for name in ("Hindley East", "Hindley West"))
    border = shapely.intersection(east.geometry, west.geometry.buffer(1)).representative_point()
    history.perform(
        AddRecord(
            a_record("greenspace", "The rec", category="public_park_or_garden", geometry=border.buffer(200))
        )
    )
    (record,) = plan.records()
    framework, manifest = load_framework(), shipped_manifest()
    for place in (east, west):
        said = words(profile_of(plan, place, framework, Audience.GROUP, manifest), "connect")
        assert "hectares that anybody may use lie inside the boundary" in said
        assert ("reach in from next door" in said) is (record.place != place.code)
    plan.close()
