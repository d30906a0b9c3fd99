"""Reads `resources/kinds/*.toml`: the four kinds with their categories and questions, checked by the key.

A planner may edit those files, so each fault is a `Problem` that names the file, the key and the remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from placeplanner import paths
from placeplanner.domain.data_file import DataTable
from placeplanner.domain.framework import load_framework
from placeplanner.domain.kinds import (
    Audience,
    Catalogue,
    Category,
    Choice,
    Field,
    FieldType,
    Kind,
    KindSpec,
    Shape,
)

_COLUMNS_OF_PLANS = (
    "fid geom uuid name category place place_corrected notes source consent group_uuid contributor_uuid "
    "session_uuid sample created_at created_by changed_at changed_by"
)
_COLUMNS_OF_EXPORTS = "id kind group contributor session geometry photos easting northing longitude latitude"
RESERVED = frozenset(f"{_COLUMNS_OF_PLANS} {_COLUMNS_OF_EXPORTS}".split())
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ICON = re.compile(r"mdi6\.[a-z0-9-]+")
_SYMBOLS = ("circle", "square", "diamond", "flag")
_WITH_CHOICES = (FieldType.CHOICE, FieldType.CHOICES)


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The four kinds from a folder of TOML files, by default those that ship. Raises `Problem`."""
    return _load(folder or paths.resources() / "kinds")


@cache
def _load(folder: Path) -> Catalogue:
    specs = {kind: _kind(kind, folder / f"{kind.value}.toml") for kind in Kind}
    tables: set[str] = set()
    for spec in specs.values():
        if spec.table in tables:
            file = DataTable({}, f"{spec.kind.value}.toml")
            raise file.fault("table", f"Another kind has “{spec.table}” too.", "Choose another word.")
        tables.add(spec.table)
    return Catalogue(specs)


def _kind(kind: Kind, path: Path) -> KindSpec:
    table = DataTable.read(path)
    if table.word("kind", Kind) is not kind:
        raise table.fault(
            "kind", f"This file is for the kind “{kind.value}”.", f'Write kind = "{kind.value}".'
        )
    categories = tuple(map(_category, table.tables("categories")))
    if not categories:
        raise table.fault("categories", "There is none.", "Add at least one [[categories]].")
    _refuse_twins(table, "categories", (category.code for category in categories))
    groups = _groups(table, categories)
    fields = tuple(_field(field, groups, categories) for field in table.tables("fields"))
    _refuse_twins(table, "fields", (field.name for field in fields))
    spec = KindSpec(
        kind=kind,
        label=table.text("label"),
        plural=table.text("plural"),
        table=_name(table, "table"),
        symbol=_one_of(table, "symbol", _SYMBOLS),
        icon=_matching(table, "icon", _ICON, "mdi6.library"),
        colour=_matching(table, "colour", _COLOUR, "#1D5FA8"),
        colour_dark=_matching(table, "colour_dark", _COLOUR, "#3E91EF"),
        hint=table.text("hint"),
        categories=categories,
        fields=fields,
    )
    table.finish()
    return spec


def _category(table: DataTable) -> Category:
    category = Category(
        code=_name(table, "code"),
        label=table.text("label"),
        icon=_matching(table, "icon", _ICON, "mdi6.library"),
        shapes=table.words("shapes", Shape),
        hint=table.text("hint", ""),
        also_known_as=table.texts("also_known_as"),
    )
    table.finish()
    return category


def _groups(table: DataTable, categories: Iterable[Category]) -> Mapping[str, tuple[str, ...]]:
    """The categories for which each form heading is shown; none means all."""
    groups: dict[str, tuple[str, ...]] = {}
    for group in table.tables("groups"):
        label = group.text("label")
        if label in groups:
            raise group.fault("label", "Another group has it too.", "Choose another heading.")
        groups[label] = _categories(group, categories)
        group.finish()
    return groups


def _categories(table: DataTable, categories: Iterable[Category]) -> tuple[str, ...]:
    known = [category.code for category in categories]
    asked = table.texts("categories")
    for code in asked:
        if code not in known:
            raise table.fault(
                "categories", f"No category has the code “{code}”.", f"Choose from: {', '.join(known)}."
            )
    return asked


def _field(table: DataTable, groups: Mapping[str, tuple[str, ...]], categories: Iterable[Category]) -> Field:
    name = _name(table, "name")
    if name in RESERVED:
        raise table.fault("name", f"Every record has a “{name}” of its own already.", "Choose another name.")
    kind = table.word("type", FieldType)
    group = table.text("group", "")
    if group and group not in groups:
        raise table.fault(
            "group", f"No group has the heading “{group}”.", f'Add [[groups]] with label = "{group}".'
        )
    field = Field(
        name=name,
        label=table.text("label"),
        type=kind,
        hint=table.text("hint", ""),
        choices=_choices(table, kind),
        is_required=table.flag("required"),
        privacy=table.word("privacy", Audience, Audience.PUBLIC),
        categories=_categories(table, categories) or groups.get(group, ()),
        group=group,
    )
    table.finish()
    return field


def _choices(table: DataTable, kind: FieldType) -> tuple[Choice, ...]:
    if table.has("choices_from"):
        choices = _choices_from(table)
    else:
        choices = tuple(map(_choice, table.tables("choices")))
    if choices and kind not in _WITH_CHOICES:
        raise table.fault(
            "choices", f"A field of type “{kind.value}” has none.", 'Write type = "choice", or take them out.'
        )
    if not choices and kind in _WITH_CHOICES:
        raise table.fault("choices", "There is none to choose from.", "Add at least one choice.")
    _refuse_twins(table, "choices", (choice.code for choice in choices))
    return choices


def _choice(table: DataTable) -> Choice:
    choice = Choice(code=table.text("code"), label=table.text("label"))
    table.finish()
    if ";" in choice.code:
        raise table.fault(
            "code", "Several answers are kept with semicolons between them.", "Leave the semicolon out."
        )
    return choice


def _choices_from(table: DataTable) -> tuple[Choice, ...]:
    source = table.text("choices_from")
    where, _, name = source.partition(".")
    try:
        if where != "framework" or table.has("choices"):
            raise KeyError(source)
        items = load_framework().items(name)
    except KeyError:
        raise table.fault(
            "choices_from",
            f"“{source}” is not a list to choose from, or there are choices beside it.",
            'Write it like choices_from = "framework.missions", without choices.',
        ) from None
    return tuple(Choice(item.code, item.label) for item in items)


def _name(table: DataTable, key: str) -> str:
    value = table.text(key)
    if not _NAME.fullmatch(value):
        raise table.fault(
            key,
            f"“{value}” may only have small letters, figures and underscores, and starts with a letter.",
            "Write it like community_centre.",
        )
    return value


def _one_of(table: DataTable, key: str, words: Iterable[str]) -> str:
    value = table.text(key)
    if value not in words:
        raise table.fault(key, f"“{value}” is not known.", f"Choose from: {', '.join(words)}.")
    return value


def _matching(table: DataTable, key: str, pattern: re.Pattern[str], example: str) -> str:
    value = table.text(key)
    if not pattern.fullmatch(value):
        raise table.fault(key, f"“{value}” is not written as it should be.", f'Write it like "{example}".')
    return value


def _refuse_twins(table: DataTable, key: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise table.fault(key, f"“{code}” is there twice.", "Give each its own.")
        seen.add(code)
