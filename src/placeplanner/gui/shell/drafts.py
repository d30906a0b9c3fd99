"""The shape being drawn, kept on the disk from its first corner, so that a crash or a dead battery cannot take it.

It lies beside the settings, not in the plan: it is not a record before a person says so.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from placeplanner import paths
from placeplanner.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Kept:
    """A shape that was being drawn."""

    kind: Kind
    tool: str  # the name of the tool that was drawing it
    geometry: BaseGeometry


def _path(plan_id: str) -> Path:
    return paths.settings_file().parent / f"draft-{plan_id}.json"


def keep(plan_id: str, kept: Kept) -> None:
    """Keep a shape; a disk that refuses must not stop the drawing."""
    found = {"kind": kept.kind.value, "tool": kept.tool, "wkt": shapely.to_wkt(kept.geometry, 3)}
    path = _path(plan_id)
    part = path.with_suffix(".part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(found), encoding="utf-8")
        os.replace(part, path)


def kept(plan_id: str) -> Kept | None:
    """The shape that was being drawn when the app last ended, if it ended by surprise."""
    try:
        found = json.loads(_path(plan_id).read_text(encoding="utf-8"))
        return Kept(Kind(found["kind"]), str(found["tool"]), shapely.from_wkt(found["wkt"]))
    except (OSError, ValueError, KeyError, TypeError, shapely.errors.ShapelyError):
        return None


def forget(plan_id: str) -> None:
    """The shape has become a record, or was given up."""
    with suppress(OSError):
        _path(plan_id).unlink(missing_ok=True)
