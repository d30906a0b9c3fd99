"""A profile that was made earlier, as a row. What another program made nonsense of is no state to come back to."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from placeplanner.domain.earlier import EarlierProfile
from placeplanner.domain.ids import EarlierId, PlaceCode
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Clock, Moment

_MOST = 2**63
_AUDIENCES = {audience.value: audience for audience in Audience}


def to_row(earlier: EarlierProfile) -> dict[str, Any]:
    """Column values, without fid and uuid."""
    return {
        "name": earlier.place,
        "audience": earlier.audience.value,
        "made_at": earlier.made_at,
        "state": json.dumps({"clock": earlier.moment.clock, "heads": dict(earlier.moment.heads or ())}),
        "revision": earlier.revision,
        "formats": json.dumps(earlier.formats),
    }


def to_earlier(row: sqlite3.Row) -> EarlierProfile | None:
    """From its row; None where that cannot be read."""
    try:
        state = json.loads(row["state"])
        heads = tuple(sorted((str(replica), _clock(head)) for replica, head in state["heads"].items()))
        made = datetime.fromisoformat(row["made_at"])
        formats = tuple(str(each) for each in json.loads(row["formats"]))
        moment = Moment(made.astimezone().date(), _clock(state["clock"]), heads)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError):
        return None
    return EarlierProfile(
        id=EarlierId(row["uuid"]),
        place=PlaceCode(str(row["name"] or "")),
        audience=_AUDIENCES.get(row["audience"], Audience.GROUP),
        made_at=row["made_at"],
        moment=moment,
        revision=str(row["revision"] or ""),
        formats=formats,
    )


def _clock(told: Any) -> Clock:
    ms, n = int(told[0]), int(told[1])
    if max(abs(ms), abs(n)) >= _MOST:
        raise ValueError("no number that SQLite could compare")
    return ms, n
