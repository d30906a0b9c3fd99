"""Somebody's home in every output: in the middle of its neighbourhood, and its address nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import PlaceKind
from placeplanner.exchange.homes import HOME
from placeplanner.profile.content import released_to
from placeplanner.profile.export import EVERY_FORMAT, export_profile
from placeplanner.store.planfile import PlanFile
from tests.builders import HINDLEY, a_point, a_record
from tests.profile.hindley import SHARED, a_plan_of_hindley, hindley_of
from tests.profile.test_export import unpacked

AT = (HINDLEY[0] + 123.4, HINDLEY[1] + 56.7)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanFile]:
    home = a_record(
        "asset",
        "Tool library",
        **SHARED,
        geometry=a_point(*AT),
        details={HOME: True, "address": "7 Quincunx Street"},
        origin="osm:node/Jabberwock",
    )
    with a_plan_of_hindley(tmp_path, [home]) as plan:
        yield plan


def test_no_file_for_others_says_where_a_home_is(plan: PlanFile, tmp_path: Path) -> None:
    for audience in (Audience.PARTNERSHIP, Audience.PUBLIC):
        to = tmp_path / audience.value
        for file in export_profile(plan, hindley_of(plan), to, audience=audience, formats=EVERY_FORMAT):
            data = file.read_bytes() + unpacked(file)
            for secret in ("Quincunx", "Jabberwock", f"{AT[0]:.0f}", f"{AT[1]:.0f}"):
                assert secret.encode() not in data, (file.name, secret)
        found = json.loads((to / "hindley-records.geojson").read_bytes())["features"]
        (home,) = (each for each in found if each["properties"].get("name") == "Tool library")
        assert home["geometry"]["type"] == "Point"
        assert HOME not in home["properties"]


def test_it_stands_inside_its_neighbourhood_and_the_group_sees_it_where_it_is(plan: PlanFile) -> None:
    for audience in Audience:
        records = released_to(plan, hindley_of(plan), audience).records
        (home,) = (record for record in records if record.name == "Tool library")
        place = plan.places.get(home.place)
        assert place is not None and place.kind is PlaceKind.NEIGHBOURHOOD
        assert shapely.contains(place.geometry, home.geometry)
        assert (home.geometry == a_point(*AT)) is (audience is Audience.GROUP)
