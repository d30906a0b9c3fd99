"""Services as Open Referral UK JSON, so that a directory can take them in without retyping.

Tables and required fields are those of the profile OpenReferralUK/uk-profile of 2024-10-10. Nothing is invented to
fill a required field: what is missing is left out and listed.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable
from typing import Any

from placeplanner.domain.coordinates import to_lonlat
from placeplanner.domain.kinds import Kind
from placeplanner.domain.record import Record
from placeplanner.exchange.checking import Checked, Lack
from placeplanner.exchange.rows import Names, middle_of, worded

STANDARD = "Open Referral UK, uk-profile of 10 October 2024"
_SERVICES = {
    "community_centre",
    "library",
    "early_years",
    "health_service",
    "sports_club",
    "youth_space",
    "faith_building",
    "vcfse_organisation",
    "skills_or_training_place",
    "allotment",
}
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b")
_STATUS = {"closed": "defunct", "closing": "active"}


def is_service(record: Record) -> bool:
    """Whether an asset offers people something."""
    return record.kind is Kind.ASSET and record.category in _SERVICES


def to_open_referral(records: Iterable[Record], names: Names) -> tuple[bytes, Checked]:
    """The services among some records, and what they lack. Raises `Problem` outside Great Britain."""
    chosen = [record for record in records if is_service(record)]
    services = [_service(record, names) for record in chosen]
    lacks = tuple(lack for record in chosen for lack in _lacks(record))
    body = {"version": "3.0-uk", "services": services}
    checked = Checked("Services", STANDARD, len(services), lacks)
    return json.dumps(body, ensure_ascii=False, indent=1).encode(), checked


def _service(record: Record, names: Names) -> dict[str, Any]:
    spec = names.catalogue[Kind.ASSET]
    run_by = str(record.details.get("run_by") or record.name)
    organization = {
        "id": _made("organization", run_by),
        "name": run_by,
        "description": run_by,
        "website": record.details.get("website"),
    }
    cost = spec.field("cost")
    found: dict[str, Any] = {
        "id": record.id,
        "organization_id": organization["id"],
        "name": record.name,
        "description": record.details.get("current_use") or record.notes or None,
        "url": record.details.get("website"),
        "status": _STATUS.get(str(record.details.get("state", "")), "active"),
        "fees": worded(cost, record.details.get("cost")) if cost else None,
        "last_modified": record.changed_at or record.created_at or None,
        "organization": _filled(organization),
        "service_at_locations": [_where(record, names)],
        "attributes": [_kind_of_service(record, names)],
    }
    if opening := record.details.get("opening_times"):
        found["schedules"] = [{"id": _made("schedule", record.id), "description": opening}]
    return _filled(found)


def _where(record: Record, names: Names) -> dict[str, Any]:
    lon, lat = to_lonlat(middle_of(record.geometry))
    location: dict[str, Any] = {
        "id": _made("location", record.id),
        "location_type": "physical",
        "name": record.name,
        "latitude": round(lat, 6),
        "longitude": round(lon, 6),
    }
    if address := record.details.get("address"):
        location["addresses"] = [
            {
                "id": _made("address", record.id),
                "address_1": address,
                "city": names.town(record) or names.place(record),
                "state_province": "Greater Manchester",
                "postal_code": _postcode(str(address)),
                "country": "GB",
                "address_type": "physical",
            }
        ]
    return {"id": _made("service_at_location", record.id), "service_id": record.id, "location": location}


def _postcode(address: str) -> str:
    """The postcode in an address; empty where there is none."""
    found = _POSTCODE.search(address.upper())
    return f"{found[1]} {found[2]}" if found else ""


def _kind_of_service(record: Record, names: Names) -> dict[str, Any]:
    label = names.catalogue[Kind.ASSET].category_label(record.category)
    term = {"id": _made("taxonomy_term", record.category), "name": label, "description": label}
    return {"id": _made("attribute", record.id), "link_entity": "service", "taxonomy_term": term}


def _lacks(record: Record) -> Iterable[Lack]:
    for is_there, words, is_required in (
        (bool(record.name.strip()), "a name", True),
        (bool(record.details.get("run_by")), "who runs it (its own name stands in)", True),
        (bool(record.details.get("address")), "its address", False),
        (
            not record.details.get("address") or bool(_postcode(str(record.details["address"]))),
            "the postcode in its address",
            True,
        ),
        (bool(record.details.get("opening_times")), "when it is open", False),
        (bool(record.details.get("current_use") or record.notes), "what it offers", False),
    ):
        if not is_there:
            yield Lack(record.id, record.name, words, is_required)


def _made(table: str, key: str) -> str:
    """A UUID that is the same at every export."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"placeplanner:{table}:{key}"))


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}
