"""Known things made fit for a plan: names as people write them, only answers that the forms ask for, shapes that fit.

Several pieces of one thing, such as the buildings of one school, become one; what two lists both know is taken once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import shapely
from msgspec import Struct
from msgspec.structs import replace
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.checks import TOLERANCE_M, mended
from placeplanner.domain.geometry import joined
from placeplanner.domain.kinds import Catalogue, Category, Field, FieldType, Kind, Shape
from placeplanner.domain.known import KnownThing
from placeplanner.domain.place import Places
from placeplanner.domain.record import Detail, shape_of
from placeplanner.edits.known_matching import alike, bare, list_of

LONGEST_NAME = 120  # letters
PIECES_WITHIN_M = 250.0  # pieces of one name further apart are different things
_IN_PIECES = (Kind.ASSET, Kind.GREENSPACE)  # a list of heritage names each thing on purpose
_SMALL = {"of", "the", "and", "at", "to", "in", "on", "with", "by", "for", "from", "a", "an", "or", "near"}
_CAPITALS = {
    "rc",
    "ce",
    "ncb",
    "lms",
    "lnwr",
    "nhs",
    "gp",
    "ii",
    "iii",
    "iv",
    "vi",
    "vii",
    "viii",
    "uk",
    "ne",
    "nw",
}
_SHOUTED = 0.7  # the share of capitals beyond which a name is in capitals
_BOILERPLATE = re.compile(
    r"\(see details for further address information\)", re.IGNORECASE
)  # of the national list
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Fitted(Struct, frozen=True):
    """Things that a plan can take, and how many it cannot: beyond the borough, of no known category, known twice."""

    things: tuple[KnownThing, ...] = ()
    outside: int = 0
    unfit: int = 0
    twice: int = 0


def fit(things: Iterable[KnownThing], catalogue: Catalogue, places: Places) -> Fitted:
    """What of these things a plan can take. Of the same origin the first counts, as among map packs."""
    first: dict[str, KnownThing] = {}
    for thing in things:
        first.setdefault(thing.origin, thing)
    every = list(first.values())
    borough = places.borough.geometry if places.borough else None
    inside = _inside(every, borough)
    made = [_fitting(thing, catalogue, borough) for thing in inside]
    whole = _put_together([thing for thing in made if thing is not None])
    once = _once(whole)
    return Fitted(
        tuple(once),
        outside=len(every) - len(inside),
        unfit=sum(thing is None for thing in made),
        twice=len(whole) - len(once),
    )


def _inside(things: list[KnownThing], borough: BaseGeometry | None) -> list[KnownThing]:
    """Those that reach into the borough, or lie so near that its generalised border may be wrong about them."""
    if borough is None or not things:
        return things
    widened = borough.buffer(TOLERANCE_M)
    shapely.prepare(widened)
    reach = shapely.intersects(widened, [thing.geometry for thing in things])
    return [thing for thing, is_in in zip(things, reach, strict=True) if is_in]


def _fitting(thing: KnownThing, catalogue: Catalogue, borough: BaseGeometry | None) -> KnownThing | None:
    """A thing with its answers, name and shape as a record may have them; None where it fits no category."""
    spec = catalogue[thing.kind]
    category = spec.category(thing.category)
    geometry = _shape_for(category, thing.geometry, borough) if category else None
    if category is None or geometry is None:
        return None
    asked = {field.name: field for field in spec.fields_for(category.code)}
    details = {
        name: value
        for name, given in thing.details.items()
        if name in asked and (value := _answer(asked[name], given)) is not None
    }
    return replace(thing, name=tidy_name(thing.name), geometry=geometry, details=details)


def _shape_for(
    category: Category, geometry: BaseGeometry, borough: BaseGeometry | None
) -> BaseGeometry | None:
    """The shape, or where the category is not drawn so a point that stands for it."""
    if geometry.is_empty:
        return None
    if shape_of(geometry) not in category.shapes:
        return geometry.representative_point() if Shape.POINT in category.shapes else None
    if geometry.geom_type == "Point":
        return geometry
    return mended(geometry, borough)


def _answer(field: Field, given: Detail) -> Detail | None:
    """An answer as the form would take it, or None."""
    text = " ".join(str(given).split())
    match field.type:
        case FieldType.CHOICE | FieldType.CHOICES:
            codes = {choice.code for choice in field.choices}
            parts = [part.strip() for part in text.split(";")] if field.type is FieldType.CHOICES else [text]
            kept = [part for part in parts if part in codes]
            return ";".join(kept) or None
        case FieldType.NUMBER | FieldType.WHOLE:
            return _number(field, text)
        case FieldType.YES_NO:
            return given if isinstance(given, bool) else None
        case FieldType.DATE:
            return text if _is_date(text) else None
        case FieldType.LONG_TEXT:
            return str(given).strip() or None
        case _:
            return text or None


def _number(field: Field, text: str) -> Detail | None:
    try:
        return int(text) if field.type is FieldType.WHOLE else float(text)
    except ValueError:
        return None


def _is_date(text: str) -> bool:
    """YYYY, YYYY-MM or YYYY-MM-DD, and in the calendar."""
    if _DATE.fullmatch(text) is None:
        return False
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def tidy_name(name: str) -> str:
    """A name on one line, not in capitals throughout, and cut after a word where it is very long."""
    text = " ".join(_BOILERPLATE.sub(" ", name).split())
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) > 4 and sum(sign.isupper() for sign in letters) > _SHOUTED * len(letters):
        text = re.sub(r"[^\W\d_][^\W_'’]*(?:['’][^\W\d_]+)*", lambda word: _cased(word[0]), text.lower())
        text = text[:1].upper() + text[1:]
    if len(text) <= LONGEST_NAME:
        return text
    return f"{text[:LONGEST_NAME].rpartition(' ')[0].rstrip(' ,;-')}…"


def _cased(word: str) -> str:
    if word in _SMALL:
        return word
    return word.upper() if word in _CAPITALS else word.capitalize()


def _put_together(things: list[KnownThing]) -> list[KnownThing]:
    """Areas of one list, one category and one name that lie near one another, as one thing in several parts."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, thing in enumerate(things):
        is_piece = thing.kind in _IN_PIECES and thing.name and shape_of(thing.geometry) is Shape.AREA
        key = (list_of(thing.origin), thing.kind, thing.category, bare(thing.name)) if is_piece else (str(i),)
        groups[key].append(i)
    found: list[KnownThing] = []
    for members in groups.values():
        found += [_one([things[i] for i in near]) for near in _near_one_another(things, members)]
    return found


def _near_one_another(things: Sequence[KnownThing], members: list[int]) -> list[list[int]]:
    """The members in clusters, each within reach of another of its cluster."""
    clusters: list[list[int]] = []
    for i in members:
        touching = [
            cluster
            for cluster in clusters
            if any(things[i].geometry.distance(things[j].geometry) <= PIECES_WITHIN_M for j in cluster)
        ]
        clusters = [cluster for cluster in clusters if cluster not in touching]
        clusters.append(sorted([i, *(j for cluster in touching for j in cluster)]))
    return clusters


def _one(pieces: list[KnownThing]) -> KnownThing:
    if len(pieces) == 1:
        return pieces[0]
    ordered = sorted(pieces, key=lambda thing: thing.origin)
    parts = [part for piece in ordered for part in shapely.get_parts(piece.geometry)]
    shape = joined(parts)
    details = {name: value for piece in reversed(ordered) for name, value in piece.details.items()}
    return replace(
        ordered[0],
        geometry=shape if shape.is_valid else shapely.union_all(parts),
        details=details,
        also=tuple(piece.origin for piece in ordered[1:]),
    )


def _once(things: list[KnownThing]) -> list[KnownThing]:
    """Without what an earlier list has under another origin: the same library in two of them is one library."""
    by_list: dict[str, list[KnownThing]] = defaultdict(list)
    for thing in things:
        by_list[list_of(thing.origin)].append(thing)
    kept: list[KnownThing] = []
    for some in by_list.values():
        known = alike(some, kept)
        kept += [thing for i, thing in enumerate(some) if i not in known]
    return kept
