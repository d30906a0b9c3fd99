"""What is typed after --set, as what a record keeps: each answer checked by the type of its question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

import click

from placeplanner.cli import choosing
from placeplanner.domain.kinds import Field, FieldType, KindSpec
from placeplanner.domain.record import Detail
from placeplanner.errors import Problem

ABOUT = ("name", "category", "notes", "source", "consent", "group", "contributor", "session", "place")
_YES = {"yes", "y", "true", "1", "on"}
_NO = {"no", "n", "false", "0", "off"}


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """`field=value` texts as a mapping; the same field twice means the last. Raises click's own complaint."""
    found: dict[str, str] = {}
    for text in texts:
        name, is_there, value = text.partition("=")
        if not is_there or not name.strip():
            raise click.BadParameter(f"“{text}” is not like field=value.", param_hint="--set")
        found[name.strip()] = value.strip()
    return found


def split(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is asked of every record, apart from the questions of one kind."""
    general = {name: value for name, value in given.items() if name in ABOUT}
    return general, {name: value for name, value in given.items() if name not in ABOUT}


def details(spec: KindSpec, category: str, given: Mapping[str, str]) -> dict[str, Detail | None]:
    """The answers to a kind's own questions; an empty one takes an answer away. Raises `Problem`."""
    fields = spec.fields_for(category)
    return {
        field.name: _value(field, value)
        for field, value in ((_field(fields, spec, n), v) for n, v in given.items())
    }


def _field(fields: tuple[Field, ...], spec: KindSpec, name: str) -> Field:
    found = choosing.matching(name, fields, lambda field: (field.name, field.label))
    if len(found) == 1:
        return found[0]
    if found:
        names = choosing.listed(field.name for field in found)
        raise Problem(f"“{name}” may be one of several questions: {names}.", "", "Write one of them.")
    near = choosing.nearest(name, (*ABOUT, *(field.name for field in fields)))
    why = "It is asked of other categories only." if spec.field(name) else ""
    raise Problem(
        f"There is no question “{name}” about this {spec.label.lower()}.",
        why,
        f"Did you mean {' or '.join(near)}?"
        if near
        else f"“placeplanner kinds {spec.kind.value}” lists all questions.",
    )


def _value(field: Field, text: str) -> Detail | None:
    if not text:
        return None
    match field.type:
        case FieldType.CHOICE:
            return _choice(field, text)
        case FieldType.CHOICES:
            return ";".join(
                dict.fromkeys(_choice(field, part) for part in re.split("[;,]", text) if part.strip())
            )
        case FieldType.NUMBER | FieldType.WHOLE:
            return _number(field, text)
        case FieldType.YES_NO:
            return _yes_no(field, text)
        case FieldType.DATE:
            return _date(field, text)
        case _:
            return text


def _choice(field: Field, text: str) -> str:
    found = choosing.matching(text, field.choices, lambda choice: (choice.code, choice.label))
    if len(found) == 1:
        return found[0].code
    answers = choosing.listed(choice.code for choice in found or field.choices)
    raise Problem(f"“{text.strip()}” is not an answer to “{field.label}”.", "", f"Choose from: {answers}.")


def _number(field: Field, text: str) -> float | int:
    plain = text.replace(",", "")
    try:
        return int(plain) if field.type is FieldType.WHOLE else float(plain)
    except ValueError:
        noun = "a whole number" if field.type is FieldType.WHOLE else "a number"
        raise Problem(
            f"“{text}” is not {noun}.", f"“{field.label}” asks for one.", "Write figures only."
        ) from None


def _yes_no(field: Field, text: str) -> bool:
    word = text.casefold()
    if word in _YES | _NO:
        return word in _YES
    raise Problem(
        f"“{text}” is neither yes nor no.", f"“{field.label}” asks for one of them.", "Write yes or no."
    )


def _date(field: Field, text: str) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD, which must exist in the calendar."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", text)
    try:
        if match is None:
            raise ValueError(text)
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise Problem(
            f"“{text}” is not a date.", f"“{field.label}” asks for one.", "Write 1907, 1907-05 or 1907-05-21."
        ) from None
    return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])
