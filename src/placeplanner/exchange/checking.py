"""What an exported file lacks before somebody else can use it, in words: never a reason to withhold it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from placeplanner.domain.ids import RecordId


class Lack(Struct, frozen=True):
    """Something that a record does not say and the standard asks for. `is_required` tells musts from shoulds."""

    record: RecordId
    name: str
    field: str
    is_required: bool


class Checked(Struct, frozen=True):
    """What was written (`count` rows) and what it lacks. `standard` names the specification and its version."""

    title: str
    standard: str
    count: int
    lacks: tuple[Lack, ...] = ()
    notes: tuple[str, ...] = ()


def in_words(checked: Iterable[Checked]) -> str:
    """The report that goes out beside the files, as plain text."""
    parts = []
    for one in checked:
        lines = [one.title, "=" * len(one.title), f"Standard: {one.standard}.", f"Rows: {one.count:,}."]
        lines += one.notes
        lines += _lacks(one)
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _lacks(checked: Checked) -> list[str]:
    if not checked.lacks:
        return ["Nothing is missing."] if checked.count else ["There is nothing to write."]
    lines = []
    for is_required, heading in ((True, "Missing, and required:"), (False, "Missing, and wished for:")):
        some = [lack for lack in checked.lacks if lack.is_required == is_required]
        if some:
            lines.append(heading)
            lines += [
                f"  {lack.name or 'A record without a name'}: {lack.field} ({lack.record})" for lack in some
            ]
    return lines
