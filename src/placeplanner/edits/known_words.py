"""Words for known things: their publishers, several of them, the fields in which they differ."""

from __future__ import annotations

from placeplanner.domain.kinds import KindSpec
from placeplanner.edits.known_facts import DETAIL, SHAPE

_SEVERAL = {
    "Public park or garden": "Public parks or gardens",
    "Flash or lake": "Flashes or lakes",
    "Shop or café": "Shops or cafés",
    "Canal or railway": "Canals or railways",
    "Story or memory": "Stories or memories",
    "Woodland": "Woodlands",
    "Something else": "Other things",
}
_FIELDS = {
    "name": "Name",
    "category": "Category",
    SHAPE: "Position or shape",
    "source": "Source and its date",
}


def several(label: str) -> str:
    """A category's label for more than one of it: "Listed buildings"."""
    if label in _SEVERAL:
        return _SEVERAL[label]
    if label.endswith("s"):
        return label
    if label.endswith("y") and label[-2:-1] not in "aeiou":
        return f"{label[:-1]}ies"
    return f"{label}es" if label.endswith(("sh", "ch", "x")) else f"{label}s"


def publisher_of(source: str) -> str:
    """Who published a thing, from the sentence that names its source."""
    return source.partition(",")[0].strip() or "a published list"


def field_words(spec: KindSpec, field: str) -> str:
    """What a form calls a field of `known_facts`."""
    if field in _FIELDS:
        return _FIELDS[field]
    known = spec.field(field.removeprefix(DETAIL))
    return known.label if known else field.removeprefix(DETAIL)
