"""A profile drawn on streets names what they were made from: in full words, and also where nobody can tell whose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from placeplanner.domain.streetmap import Publication
from placeplanner.profile.blocks import Profile, SourceLine
from placeplanner.profile.pictures import credited
from tests.draw.streets import FakeStreets
from tests.profile.hindley import a_plan_of_hindley, profile_of_hindley

STATEMENT = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0"
STREETS = replace(
    FakeStreets.of({}),
    attribution="ONS data, OGL v3",
    publications=(
        Publication(
            "Wards", "Office for National Statistics · Open Government Licence v3.0", "2023", STATEMENT
        ),
        Publication("Green Flag parks", "publisher and licence not stated in the file", "2021", ""),
    ),
)


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[Profile]:
    with a_plan_of_hindley(tmp_path, ()) as plan:
        yield profile_of_hindley(plan)


def test_what_the_streets_were_made_from_is_among_the_sources(profile: Profile) -> None:
    shown = credited(profile, STREETS)
    assert (
        SourceLine("Green Flag parks", "publisher and licence not stated in the file", "2021")
        in shown.sources
    )
    assert shown.sources[: len(profile.sources)] == profile.sources
    assert STATEMENT in shown.attribution and "Crown copyright and database right" in shown.attribution
    assert "Green Flag" not in shown.attribution


def test_without_streets_nothing_is_added(profile: Profile) -> None:
    assert credited(profile, None) is profile
