"""A map for paper, of what an audience may see. Only here does the command line need Qt, and only when it draws."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.errors import Problem
from placeplanner.exchange.redact import Redacted, redacted
from placeplanner.mappacks.shipped import shipped_manifest

ENDINGS = (".png", ".svg", ".pdf")


def draw(
    plan: Reader, place: Place, out: Path, audience: Audience, streets: StreetMap | None = None
) -> Redacted:
    """Draw the map of a place as the ending of `out` says. Returns what was on it and what was held back.

    Raises:
        Problem: the ending is none of ours, the file cannot be written, or Qt is not installed.
    """
    if out.suffix.lower() not in ENDINGS:
        raise Problem(
            f"A map cannot be written as “{out.name}”.", "", "Choose a name that ends in .png, .svg or .pdf."
        )
    need_no_display()
    try:
        from placeplanner.draw.scene import Scene
        from placeplanner.draw.sheet import Sheet, draw_sheet
    except ImportError as error:
        raise Problem(
            "The map cannot be drawn.",
            f"The part that draws cannot be loaded: {error}.",
            "Install Place Planner again.",
        ) from error
    shown = redacted(
        plan.records(place=place.code),
        (),
        audience,
        catalogue=plan.catalogue,
        contributors=plan.contributors(),
        places=None if place.kind.overlaps else plan.places,
    )
    scene = Scene.of(plan.places, shown.records, plan.catalogue, attribution=shipped_manifest().attribution)
    _make_folder(out.parent)
    draw_sheet(Sheet(scene.with_streets(streets), place, title=place.name, note=_note(shown)), out)
    return shown


def need_no_display() -> None:
    """Let Qt paint without looking for a display: it ends the whole process where one is named but not there."""
    if sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _note(shown: Redacted) -> str:
    today = date.today()
    words = f"{today.day} {today:%B %Y}"
    return f"{words} · Sample data" if any(record.is_sample for record in shown.records) else words


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The folder “{folder}” cannot be made.",
            f"The system says: {error.strerror}.",
            "Choose another folder.",
        ) from error
