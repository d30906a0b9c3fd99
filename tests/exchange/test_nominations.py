"""Candidates for the councils' lists, services for directories, greenspaces for the GIS: and what they lack."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import uuid
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.exchange.checking import in_words
from placeplanner.exchange.nominations import ACV_FIELDS, acv_csv, local_list_csv
from placeplanner.exchange.open_greenspace import checked_greenspace, write_open_greenspace
from placeplanner.exchange.rows import Names
from placeplanner.exchange.services import to_open_referral
from placeplanner.mappacks.shipped import shipped_places
from tests.builders import a_record, an_area

NAMES = Names(load_catalogue(), shipped_places(), {}, {})
PUB = a_record(
    name="The Bird",
    category="pub",
    geometry=an_area(),
    details={
        "nominate": True,
        "address": "1 Ladies Lane",
        "social_value": "Everybody meets here.",
        "owner": "A brewery",
    },
)


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_only_what_people_put_forward_is_a_candidate_in_the_standards_order() -> None:
    table, checked = acv_csv([PUB, a_record(name="Library"), a_record("heritage", "Mill")])
    (row,) = rows(table)
    assert tuple(row) == ACV_FIELDS
    assert (row["reference"], row["name"], row["address-text"]) == (PUB.id, "The Bird", "1 Ladies Lane")
    assert row["point"].startswith("POINT (-2.5") and row["geometry"].startswith("POLYGON ((-2.5")
    assert checked.count == 1 and not any(lack.is_required for lack in checked.lacks)
    assert "what it is used for" in {lack.field for lack in checked.lacks}


def test_a_candidate_without_an_address_is_written_and_named_as_incomplete() -> None:
    bare = a_record(name="", category="pub", details={"nominate": True})
    _, checked = acv_csv([bare])
    assert any(lack.is_required for lack in checked.lacks)
    report = in_words([checked])
    assert "A record without a name: its address" in report and "Missing, and required:" in report


def test_what_is_listed_nationally_is_no_candidate_for_a_local_list() -> None:
    mill = a_record("heritage", "Mill", category="industrial_site", details={"rarity": "The last of nine."})
    listed = a_record("heritage", "Church", category="listed_building", details={"rarity": "One of two."})
    bare = a_record("heritage", "Story", category="story_or_memory")
    table, checked = local_list_csv([mill, listed, bare], NAMES)
    assert [row["Name"] for row in rows(table)] == ["Mill"]
    assert "“Is it a landmark?”" in {lack.field for lack in checked.lacks}


def test_services_are_open_referral_with_uuids_that_stay_the_same() -> None:
    library = a_record(
        name="Hindley Library",
        details={"run_by": "Wigan Council", "address": "Market Street, Hindley, wn2 3an", "cost": "free"},
    )
    body, checked = to_open_referral([library, a_record(name="Mill", category="employer_or_business")], NAMES)
    again, _ = to_open_referral([library], NAMES)
    (service,) = json.loads(body)["services"]
    assert body and json.loads(again)["services"] == [service]
    assert {"id", "name", "status", "organization_id"} <= service.keys()
    assert {"id", "name", "description"} <= service["organization"].keys()
    assert service["fees"] == "Free"
    (place,) = service["service_at_locations"]
    assert place["location"]["location_type"] == "physical" and 53 < place["location"]["latitude"] < 54
    for id_ in (service["id"], service["organization_id"], place["id"], place["location"]["id"]):
        assert uuid.UUID(id_)
    assert {lack.field for lack in checked.lacks} == {"when it is open", "what it offers"}


REQUIRED = {
    "service": {"id", "organization_id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "taxonomy_term": {"id", "name", "description"},
}
"""What Open Referral UK's profile of 10 October 2024 requires of each table."""


def test_every_table_has_what_the_standard_requires_and_what_is_missing_is_listed() -> None:
    full = a_record(details={"run_by": "Wigan Council", "address": "Market Street, Hindley WN23AN"})
    bare = a_record(details={"run_by": "Friends", "address": "By the canal"})
    body, checked = to_open_referral([full, bare], NAMES)
    for service in json.loads(body)["services"]:
        location = service["service_at_locations"][0]["location"]
        found = {
            "service": service,
            "organization": service["organization"],
            "location": location,
            "address": location["addresses"][0],
            "taxonomy_term": service["attributes"][0]["taxonomy_term"],
        }
        for table, fields in REQUIRED.items():
            assert fields <= found[table].keys(), table
    codes = [
        service["service_at_locations"][0]["location"]["addresses"][0]["postal_code"]
        for service in json.loads(body)["services"]
    ]
    assert codes == ["WN2 3AN", ""]
    missing = [lack for lack in checked.lacks if lack.is_required]
    assert [(lack.record, lack.field) for lack in missing] == [(bare.id, "the postcode in its address")]


def test_a_closed_service_is_said_to_be_defunct() -> None:
    body, _ = to_open_referral([a_record(details={"state": "closed"})], NAMES)
    assert json.loads(body)["services"][0]["status"] == "defunct"


def test_greenspaces_carry_the_publishers_functions(tmp_path: Path) -> None:
    park = a_record("greenspace", "Leyland Park", category="public_park_or_garden", geometry=an_area())
    point = a_record("greenspace", "Swings", category="play_space")
    wood = a_record("greenspace", "Low Hall", category="woodland", geometry=an_area())
    path = tmp_path / "greenspace.gpkg"
    write_open_greenspace(path, [park, point, wood])
    checked = checked_greenspace([park, point, wood])
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT id, function, distinctive_name_1 FROM greenspace_site").fetchall()
    connection.close()
    assert found == [(park.id, "Public Park Or Garden", "Leyland Park")]
    assert [(lack.name, lack.field) for lack in checked.lacks] == [("Swings", "its outline")]
    assert "1 greenspaces of other categories are left out" in checked.notes[0]


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_word_of_a_record_can_act_in_a_table(name: str, address: str) -> None:
    record = a_record(name=name, category="pub", details={"nominate": True, "address": address})
    for row in csv.reader(io.StringIO(acv_csv([record])[0].decode("utf-8-sig"), newline="")):
        assert not any(cell.lstrip()[:1] in "=+@" and cell.lstrip() for cell in row)


def test_the_reports_of_nothing_say_that_there_is_nothing() -> None:
    assert "There is nothing to write." in in_words([acv_csv([])[1]])
