"""How the map looks, read from `resources/styles/*.toml`. Colours are "#RRGGBB", widths and sizes pixels."""

from functools import cache
from typing import Any, NamedTuple

from placeplanner import paths
from placeplanner.domain.data_file import read_toml
from placeplanner.draw.street_style import Labels, Lettering, Streets
from placeplanner.errors import Problem


class Stroke(NamedTuple):
    """A line's look; `dash` counts in line widths, empty for a solid line."""

    colour: str
    width: float
    strength: float = 1.0  # opacity
    dash: tuple[float, ...] = ()


class Ground(NamedTuple):
    """What lies beneath everything: the paper, the borough on it, and what is not chosen."""

    outside: str
    borough: str
    towns: tuple[str, ...]  # barely different tints, so that neighbours can be told apart
    glow: str  # the soft edge of the borough
    glow_width: float
    glow_strength: float
    veil: str
    veil_strength: float


class Boundaries(NamedTuple):
    """Lines between places, from the widest to the narrowest; `chosen` runs around the chosen place."""

    borough: Stroke
    town: Stroke
    neighbourhood: Stroke
    chosen: Stroke
    chosen_glow: Stroke
    patch: Stroke  # a group's own area
    patch_casing: Stroke


class Names(NamedTuple):
    """Lettering of everything that has a name on the map."""

    borough: Lettering
    town: Lettering
    neighbourhood: Lettering
    record: Lettering


class Marks(NamedTuple):
    """Records, and what is being done to them."""

    size: float  # of a symbol at its largest
    smallest: float  # of a symbol on a map of the whole borough
    ring: str  # around a symbol, so that it stands off the map
    ring_width: float
    glyph: str
    shadow_strength: float
    fill_strength: float  # opacity of an area
    outline_width: float
    line_width: float
    casing: str
    selected: str
    selected_width: float
    draft: str
    draft_fill_strength: float
    fault: str
    snap: str


class Furniture(NamedTuple):
    """Scale bar, north arrow, attribution: on the map, but not of the world."""

    ink: str
    paper: str
    paper_strength: float
    size: float


class Style(NamedTuple):
    """A whole look. `families` are typefaces in order of preference; empty means the interface's own."""

    name: str
    is_dark: bool
    families: tuple[str, ...]
    ground: Ground
    boundaries: Boundaries
    names: Names
    marks: Marks
    furniture: Furniture
    streets: Streets


@cache
def load_style(name: str, enlarged: float = 1.0) -> Style:
    """The style called `name` ("light", "dark", "contrast", "paper"), its letters and marks `enlarged` for the back row.

    Raises:
        Problem: its file is not right.
    """
    if enlarged != 1.0:
        return _enlarged(load_style(name), enlarged)
    path = paths.resources() / "styles" / f"{name}.toml"
    style: Style = _made(Style, read_toml(path), path.name, "")
    return style


def _enlarged(style: Style, by: float) -> Style:
    names = Names(**_larger(style.names, by))
    streets = style.streets._replace(names=Labels(**_larger(style.streets.names, by)))
    marks = style.marks._replace(size=style.marks.size * by, smallest=style.marks.smallest * by)
    furniture = style.furniture._replace(size=style.furniture.size * by)
    return style._replace(names=names, marks=marks, furniture=furniture, streets=streets)


def _larger(letterings: Any, by: float) -> dict[str, Any]:
    """Its fields, with every lettering as much larger."""
    return {name: _enlarged_one(value, by) for name, value in letterings._asdict().items()}


def _enlarged_one(value: Any, by: float) -> Any:
    if isinstance(value, Lettering):
        return value._replace(size=value.size * by, halo_width=value.halo_width * by)
    return value


def _made(kind: Any, value: Any, file: str, where: str) -> Any:
    """`value`, as TOML gives it, as what `kind` asks for; named tuples from tables, tuples from lists."""
    if hasattr(kind, "_fields"):
        return _made_from_table(kind, value, file, where)
    if getattr(kind, "__origin__", None) is tuple:
        if not isinstance(value, list):
            raise _fault(file, where, "It should be a list.")
        return tuple(_made(kind.__args__[0], item, file, where) for item in value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind:
        raise _fault(file, where, f"It should be {_IN_WORDS[kind]}.")
    return value


def _made_from_table(kind: Any, value: Any, file: str, where: str) -> Any:
    if not isinstance(value, dict):
        raise _fault(file, where, "It should be a table.")
    hints = kind.__annotations__
    if unknown := sorted(value.keys() - hints.keys()):
        raise _fault(
            file, f"{where}{unknown[0]}", f"Nothing of that name is known here, only: {', '.join(hints)}."
        )
    given = {key: _made(hints[key], item, file, f"{where}{key}.") for key, item in value.items()}
    if missing := sorted(set(kind._fields) - kind._field_defaults.keys() - given.keys()):
        raise _fault(file, f"{where}{missing[0]}", "It is missing.")
    return kind(**given)


_IN_WORDS = {str: "a text in quotes", bool: "true or false", int: "a whole number", float: "a number"}


def _fault(file: str, where: str, why: str) -> Problem:
    return Problem(f"In {file}, “{where.rstrip('.')}” is not right.", why, "Correct it.")
