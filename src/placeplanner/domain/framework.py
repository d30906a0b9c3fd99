"""The published plan's missions, ways of working, strategies and focuses, as data with a version.

Each version is a file in `resources/framework/`; records tie to codes, so a code keeps its meaning for ever.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import fields

from placeplanner import paths
from placeplanner.domain.data_file import DataTable
from placeplanner.errors import Problem


class FrameworkItem(Struct, frozen=True):
    """One thing the plan names. `part_of` is the code of the mission or strategy it belongs to, or empty."""

    code: str
    label: str
    text: str = ""
    part_of: str = ""


class Framework(Struct, frozen=True):
    """One version of the published plan."""

    version: str
    name: str
    source: str
    missions: tuple[FrameworkItem, ...]
    ways_of_working: tuple[FrameworkItem, ...]
    strategies: tuple[FrameworkItem, ...]
    focuses: tuple[FrameworkItem, ...]
    themes: tuple[FrameworkItem, ...] = ()  # of the strategies
    named: tuple[FrameworkItem, ...] = ()  # what Mission 2 names, and so what the map must cover
    levers: tuple[FrameworkItem, ...] = ()  # of Mission 1
    partners: tuple[FrameworkItem, ...] = ()

    def items(self, name: str) -> tuple[FrameworkItem, ...]:
        """The list of that name, e.g. "missions"; raises KeyError where there is none."""
        if name not in _LISTS:
            raise KeyError(name)
        found: tuple[FrameworkItem, ...] = getattr(self, name)
        return found

    def item(self, code: str) -> FrameworkItem | None:
        """The item with this code in any list, or None."""
        return next((item for name in _LISTS for item in self.items(name) if item.code == code), None)

    def parts_of(self, code: str) -> tuple[FrameworkItem, ...]:
        """What belongs to a mission or a strategy, in the plan's order."""
        return tuple(item for name in _LISTS for item in self.items(name) if item.part_of == code)


_LISTS = tuple(field.name for field in fields(Framework) if field.name not in ("version", "name", "source"))
_REQUIRED = ("missions", "ways_of_working", "strategies", "focuses")


def load_framework(version: str | None = None, folder: Path | None = None) -> Framework:
    """The framework of a version, or the newest one. Raises `Problem`."""
    return _load(version, folder or paths.resources() / "framework")


@cache
def _load(version: str | None, folder: Path) -> Framework:
    versions = {framework.version: framework for framework in map(_framework, sorted(folder.glob("*.toml")))}
    if not versions:
        raise Problem(
            "The framework is missing.", f"No file in {folder.name} holds it.", "Install Place Planner again."
        )
    wanted = max(versions) if version is None else version
    if wanted not in versions:
        raise Problem(
            f"The framework of {wanted} is not known here.",
            f"Known are: {', '.join(sorted(versions))}.",
            "Use a newer Place Planner.",
        )
    return versions[wanted]


def _framework(path: Path) -> Framework:
    table = DataTable.read(path)
    lists = {name: tuple(map(_item, table.tables(name))) for name in _LISTS}
    framework = Framework(
        version=table.text("version"), name=table.text("name"), source=table.text("source"), **lists
    )
    table.finish()
    for name in _REQUIRED:
        if not lists[name]:
            raise table.fault(name, "It is empty.", f"Write [[{name}]] and its code and label.")
    _check_codes(framework, table)
    return framework


def _item(table: DataTable) -> FrameworkItem:
    item = FrameworkItem(
        code=table.text("code"),
        label=table.text("label"),
        text=table.text("text", ""),
        part_of=table.text("part_of", ""),
    )
    table.finish()
    if ";" in item.code:
        raise table.fault("code", "A code must not hold a semicolon.", "Choose another code.")
    return item


def _check_codes(framework: Framework, table: DataTable) -> None:
    items = [(name, item) for name in _LISTS for item in framework.items(name)]
    codes = [item.code for _, item in items]
    wholes = {item.code for item in framework.missions + framework.strategies}
    for name, item in items:
        if codes.count(item.code) > 1:
            raise table.fault(name, f"The code “{item.code}” is used twice.", "Give each its own code.")
        if item.part_of and item.part_of not in wholes:
            raise table.fault(
                f"{name}[{item.code}].part_of",
                f"No mission or strategy has the code “{item.part_of}”.",
                f"Choose from: {', '.join(sorted(wholes))}.",
            )
