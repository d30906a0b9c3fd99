"""This user's own choices, kept on this computer only: recent plans, the look, who is working.

A settings file that cannot be read costs nobody their work: the defaults take its place.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, fields, replace

from placeplanner import paths
from placeplanner.written_whole import written_whole

RECENT_KEPT = 8


class Settings(Struct, frozen=True):
    """What is remembered between starts. Paths are absolute text; `last_places` is a place's code by plan id, `last_work`
    the ids of the group and the session (empty for none) by plan id, `map_layers` whether a named layer of the installed maps is shown."""

    scheme: str = "system"  # system | light | dark | contrast
    recent: tuple[str, ...] = ()
    contributor: str = ""
    group: str = ""
    snaps: bool = True
    left_panel: str = "map"
    first_steps_done: bool = False
    last_places: tuple[tuple[str, str], ...] = ()
    last_work: tuple[tuple[str, str, str], ...] = ()
    map_layers: tuple[tuple[str, bool], ...] = ()
    homes: str = "sector"  # where others see somebody's home: sector | neighbourhood | left-out

    def opened(self, plan: Path) -> Settings:
        """The same with this plan first among the recent ones."""
        others = [path for path in self.recent if path != str(plan)]
        return replace(self, recent=(str(plan), *others)[:RECENT_KEPT])

    def stood_in(self, plan_id: str, place: str) -> Settings:
        """The same, remembering where a plan was left."""
        others = [pair for pair in self.last_places if pair[0] != plan_id]
        return replace(self, last_places=((plan_id, place), *others)[:50])

    def place_of(self, plan_id: str) -> str | None:
        """Where a plan was left, if we know."""
        return dict(self.last_places).get(plan_id)

    def worked_in(self, plan_id: str, group: str, session: str) -> Settings:
        """The same, remembering for which group and in which session people were recording in a plan."""
        others = [one for one in self.last_work if one[0] != plan_id]
        return replace(self, last_work=((plan_id, group, session), *others)[:50])

    def work_of(self, plan_id: str) -> tuple[str, str]:
        """The ids of the group and the session in which people last recorded in a plan; empty for none."""
        return next(
            ((group, session) for plan, group, session in self.last_work if plan == plan_id), ("", "")
        )


def load() -> Settings:
    """The settings of this user; the defaults where there are none or they make no sense."""
    try:
        found = json.loads(paths.settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _checked(found) if isinstance(found, dict) else Settings()


def _checked(found: dict[str, Any]) -> Settings:
    kept: dict[str, Any] = {}
    for field in fields(Settings):
        value, default = found.get(field.name), getattr(Settings(), field.name)
        if field.name == "last_places" and isinstance(value, list):
            kept[field.name] = tuple((str(a), str(b)) for a, b in _rows(value, 2))
        elif field.name == "last_work" and isinstance(value, list):
            kept[field.name] = tuple((str(a), str(b), str(c)) for a, b, c in _rows(value, 3))
        elif field.name == "map_layers" and isinstance(value, list):
            kept[field.name] = tuple((str(a), b is True) for a, b in _rows(value, 2))
        elif field.name == "recent" and isinstance(value, list):
            kept[field.name] = tuple(str(path) for path in value)
        elif type(value) is type(default):
            kept[field.name] = value
    return Settings(**kept)


def _rows(value: list[Any], width: int) -> list[list[Any]]:
    return [row for row in value if isinstance(row, list) and len(row) == width]


def save(settings: Settings) -> None:
    """Keep the settings; a disk that refuses costs only the choice itself, so it is not an error."""
    path = paths.settings_file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path, survives_power_cut=False) as file:
            file.write(json.dumps(asdict(settings), ensure_ascii=False, indent=1).encode())
