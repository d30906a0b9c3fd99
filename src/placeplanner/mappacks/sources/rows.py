"""A few thousand features of a layer on their way through: shapes and columns, whatever format they came from.

Names of columns are compared without case and signs, since each format of one product spells them its own way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from placeplanner.domain.streetmap import Box
from placeplanner.mappacks.haul import Credits, Haul

Shapes = NDArray[np.object_]
_SIGNS = re.compile(r"[\W_]+")
_MANY_CAPITALS = 4
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "du",
        "for",
        "in",
        "le",
        "of",
        "off",
        "on",
        "or",
        "the",
        "to",
        "under",
        "upon",
        "with",
    ]
)


def plain(name: str) -> str:
    """A column's name without case and signs: "Service type" and "SERVICE_TYPE" are one."""
    return _SIGNS.sub("", name.casefold())


def text_of(value: Any) -> str:
    """What a cell says; "" where it says nothing."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    text = str(value).replace("\x00", "").strip()
    return "" if text in ("NaT", "None", "NULL", "<NA>") else text


def titled(name: str) -> str:
    """A name that is shouted, in quiet: "CHURCH OF ST MARY" is "Church of St Mary"; any other as it is."""
    if len(name) < _MANY_CAPITALS or name != name.upper():
        return name
    words = [
        word if index and word in _SMALL_WORDS else _capital(word)
        for index, word in enumerate(name.casefold().split(" "))
    ]
    return " ".join(words)


def _capital(word: str) -> str:
    # the letter after an apostrophe stays small ("Children's"), that after a hyphen or a bracket does not
    return re.sub(r"(^|[-(/\"“&.])([^\W\d_])", lambda match: match[1] + match[2].upper(), word)


class Rows(Struct, frozen=True, eq=False):
    """Features: `columns` by plain name and `uncut`, each as long as `geometries`. A shape may be None or empty in raw ones."""

    geometries: Shapes
    columns: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    uncut: Shapes | None = None  # the same before they were cut at the edge of the area

    def __len__(self) -> int:
        return len(self.geometries)

    def has(self, *names: str) -> bool:
        """Whether it has all these columns."""
        return all(name in self.columns for name in names)

    def texts(self, *names: str) -> list[str]:
        """The first of some columns that there is, as texts; nothing but "" where there is none."""
        found = next((self.columns[name] for name in names if name in self.columns), None)
        return [""] * len(self) if found is None else [text_of(value) for value in found]

    def where(self, wanted: NDArray[np.bool_]) -> Rows:
        """Those that are wanted."""
        if wanted.all():
            return self
        columns = {name: values[wanted] for name, values in self.columns.items()}
        return Rows(self.geometries[wanted], columns, None if self.uncut is None else self.uncut[wanted])

    def with_geometries(self, geometries: Shapes) -> Rows:
        """The same with other shapes."""
        return Rows(geometries, self.columns)

    def cut_to(self, geometries: Shapes) -> Rows:
        """The same, cut to these; what they were is kept beside."""
        return Rows(geometries, self.columns, self.geometries)


class Layer(Protocol):
    """One layer of a file."""

    @property
    def name(self) -> str:
        """As the file calls it."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Plain names of its columns."""

    @property
    def count(self) -> int:
        """How many features it has; of a table, how many lines, which may be a few too many."""

    @property
    def crs(self) -> str | None:
        """Its coordinate system as the file says it: "EPSG:27700", or WKT."""

    @property
    def dimension(self) -> int | None:
        """Of its shapes, where they have one: 0, 1 or 2."""

    @property
    def sample(self) -> Rows:
        """Its first features."""

    @property
    def is_indexed(self) -> bool:
        """Whether those in a box are found without reading all."""

    @property
    def is_numbered(self) -> bool:
        """Whether a question about all features is quickly answered."""

    def without_shape(self) -> int:
        """How many features have none."""

    def batches(self, columns: tuple[str, ...] | None, box: Box | None) -> Iterator[Rows]:
        """Its features, perhaps only those that reach into a box (in the file's own coordinates)."""


class Made(Struct, frozen=True):
    """What a layer's meaning made of some rows, and why it left others out."""

    hauls: tuple[Haul, ...]
    left_out: Counter[str] = field(default_factory=Counter)


class Maker(Protocol):
    """Makes hauls of clean rows, for one reading of one layer."""

    def add(self, rows: Rows) -> Made:
        """What can be made at once."""

    def finish(self) -> Iterable[Haul]:
        """What needed all of them."""


class Each(Struct, frozen=True):
    """A maker for which one batch knows nothing of another."""

    make: Callable[[Rows], Made]

    def add(self, rows: Rows) -> Made:
        return self.make(rows)

    def finish(self) -> Iterable[Haul]:
        return ()


class Meaning(Struct, frozen=True):
    """What a layer was recognised as. Layers of one product in one file become one source."""

    product: str
    credits: Credits
    begin: Callable[[], Maker]
    dimensions: frozenset[int] = frozenset({0, 1, 2})
    columns: tuple[str, ...] | None = None  # plain names of those that are needed, None for all
    labels: tuple[str, ...] = ()  # columns by which a feature is called in what is said about it
    is_whole: bool = False  # a place or a thing: never cut at the edge of the area
    not_shown: str = ""  # why the whole layer is left out, where it is
    has_outlines: bool = False  # areas of which nobody says what they are, or lines that were meant for some


class Recogniser(Protocol):
    """Looks at a layer and says what it is, or None."""

    def __call__(self, layer: Layer, title: str) -> Meaning | None: ...
