"""Whose data a map shows: each publisher once, however many files and maps lie on one another."""

from __future__ import annotations

from placeplanner.domain.credits import credits_of
from placeplanner.mappacks.shipped import shipped_manifest

OS = "Contains OS data © Crown copyright and database right"
PACK = f"{OS} 2018–2025 · © Historic England · ONS, Royal Mail and TfGM data, OGL v3"


def test_the_places_and_the_streets_thank_a_publisher_once() -> None:
    said = credits_of(f"{OS} 2021 · ONS and MHCLG data, OGL v3", PACK)
    assert said == f"{OS} 2018–2025 · © Historic England · ONS, MHCLG, Royal Mail and TfGM data, OGL v3"


def test_on_the_screen_nothing_of_the_maps_credits_is_said_twice() -> None:
    said = credits_of(shipped_manifest().short_attribution, PACK)
    for once in ("Crown copyright", "ONS", "OGL v3", "OS data"):
        assert said.count(once) == 1
    assert len(said) < 160


def test_on_paper_who_is_named_in_full_is_not_named_in_short_again() -> None:
    said = credits_of(shipped_manifest().attribution, PACK)
    assert said.count("Contains OS data") == 1 and f"{OS} 2018–2025" in said
    assert "National Statistics data" in said and "ONS" not in said
    assert "Royal Mail and TfGM data, OGL v3" in said
    assert said.endswith("Open Government Licence v3.0")


def test_the_ordnance_survey_is_one_publisher_by_either_name() -> None:
    by_its_name = "Contains Ordnance Survey data © Crown copyright and database right 2026"
    assert (
        credits_of(f"© Historic England. {by_its_name}", f"{OS} 2021")
        == f"© Historic England · {OS} 2021–2026"
    )


def test_what_stands_alone_stays_as_it_is() -> None:
    assert credits_of("© OpenStreetMap contributors", "") == "© OpenStreetMap contributors"
    assert credits_of("", "") == ""
    assert credits_of("3 homes shown in the middle of WN1 2") == "3 homes shown in the middle of WN1 2"
