"""Three towns' profiles in words, as they are: a change of a sentence or a figure is seen before it is made.

To look at a change and keep it: PLACEPLANNER_UPDATE_GOLDENS=1 pytest tests/profile/test_golden_profiles.py
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.framework import load_framework
from placeplanner.domain.kinds import Audience
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_manifest, shipped_places
from placeplanner.profile.blocks import Profile
from placeplanner.profile.content import profile_of
from placeplanner.store.planfile import PlanFile

GOLDEN = Path(__file__).parents[1] / "golden" / "profiles"
ON = datetime.date(2026, 11, 22)
UNTOLD = (
    "type",
    "records",
    "id",
    "photo",
    "sha256",
    "here",
    "beside",
    "kind",
    "plot",
)  # ids, and what only templates or drawings need


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanFile]:
    path = tmp_path_factory.mktemp("golden") / "sample.gpkg"
    with make_sample_plan(path, load_catalogue(), shipped_places()) as plan:
        yield plan


def in_words(profile: Profile) -> str:
    """All that a profile says, a line each, in its order."""
    lines = [f"# {profile.title}: {profile.subtitle}", profile.summary, profile.sample]
    lines += [profile.locator.alt] if profile.locator else []
    for section in profile.sections:
        lines += ["", f"## {section.title}", section.lead]
        for block in section.blocks:
            lines += ["", f"[{block.type}]", *_told(to_builtins(block))]
    lines += ["", "## Sources", *profile.withheld, *profile.notes]
    lines += [", ".join(filter(None, to_builtins(source).values())) for source in profile.sources]
    return "\n".join(lines) + "\n"


def _told(value: Any) -> Iterator[str]:
    match value:
        case dict():
            plain = [str(part) for key, part in value.items() if key not in UNTOLD and _is_plain(part)]
            if line := " | ".join(filter(None, plain)):
                yield line
            for key, part in value.items():
                if key not in UNTOLD and not _is_plain(part):
                    yield from _told(part)
        case list() | tuple() if value and all(map(_is_plain, value)):
            yield " | ".join(str(part) for part in value)
        case list() | tuple():
            for part in value:
                yield from _told(part)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float)


@pytest.mark.parametrize("town", ["hindley", "leigh", "standish"])
def test_a_town_is_told_as_it_was(town: str, plan: PlanFile) -> None:
    place = plan.places.get(f"town-{town}")
    assert place is not None
    told = in_words(
        profile_of(plan, place, load_framework(), Audience.PARTNERSHIP, shipped_manifest(), on=ON)
    )
    golden = GOLDEN / f"{town}.txt"
    if os.environ.get("PLACEPLANNER_UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
