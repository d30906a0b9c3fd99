"""What the easy-read edition's template sets: its ideas, the icons beside them as files, and a picture for the cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Catalogue, Kind
from placeplanner.profile.blocks import Profile
from placeplanner.profile.easy import easy_foreword, easy_read
from placeplanner.profile.easy_words import WHOM_FOR, Idea, left_out
from placeplanner.profile.icons import icon_svg
from placeplanner.profile.large_print import LargePrint

_INKS = {"": "#ffffff", "/dark": "#2e5e58", "/pale": "#c9d3cf"}
_ALWAYS = ("mdi6.human-male", "mdi6.calendar", "mdi6.file-document-multiple", "mdi6.eye-off")


def plain_letters() -> tuple[Path, ...]:
    """Folders with DejaVu Sans, which matplotlib brings; easy-read pages want letters without feet."""
    found = find_spec("matplotlib")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" if found and found.origin else None
    return (folder,) if folder and folder.is_dir() else ()


def easy_pages(
    profile: Profile,
    catalogue: Catalogue,
    files: Mapping[PhotoId, str],
    folder: Path,
    locator: str | None,
    wanted: LargePrint | None,
) -> dict[str, Any]:
    """The edition's own part of the template's data; icons are put into the folder. `locator` is its file."""
    parts = easy_read(profile, files, catalogue)
    chart = _chart(wanted, catalogue)
    ideas = [each for part in parts for each in (part, *part["ideas"], *part["legend"])]
    kinds = [(kind.value, spec.icon) for kind, spec in catalogue.kinds.items()]
    icons = {each["icon"] for each in (*ideas, *(chart["ideas"] if chart else ()))}
    return {
        "parts": parts,
        "cover": _cover(profile, parts, locator),
        "chart": chart,
        "legend_icons": kinds,
        "icons": _icons(sorted({*icons, *_ALWAYS, *(icon for _, icon in kinds)}), folder),
        "whom_for": WHOM_FOR[profile.audience],
        "left_out": [line for words in profile.withheld for line in left_out(words)],
        "easy_foreword": easy_foreword(profile.foreword),
        "has_records": bool(profile.records),
    }


def _cover(profile: Profile, parts: Iterable[dict[str, Any]], locator: str | None) -> dict[str, str] | None:
    """The first photo, which then stands nowhere else; without photos, where the place lies."""
    for part in parts:
        if part["pictures"]:
            return {**part["pictures"].pop(0), "fit": "cover"}
    if locator and profile.locator:
        return {"file": locator, "alt": profile.locator.alt, "caption": profile.locator.alt, "fit": "contain"}
    return None


def _chart(wanted: LargePrint | None, catalogue: Catalogue) -> dict[str, Any] | None:
    """What people speak of most, a picture and a bar each."""
    if wanted is None:
        return None
    icons = {each.label: each.icon for each in catalogue[Kind.PRIORITY].categories}
    ideas = [
        Idea(
            icons.get(label, ""),
            words,
            kind=Kind.PRIORITY.value,
            share=number / max(wanted.numbers),
            value=f"{number:,}",
        )
        for label, words, number in zip(wanted.labels, wanted.lines, wanted.numbers, strict=True)
    ]
    return {"title": wanted.title, "ideas": to_builtins(ideas)}


def _icons(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Their files by name and ink."""
    files: dict[str, str] = {}
    for number, name in enumerate(names):
        for ink, colour in _INKS.items():
            file = files[f"{name}{ink}"] = f"icon{number}{ink.replace('/', '-')}.svg"
            (folder / file).write_text(icon_svg(name, colour), encoding="utf-8")
    return files
