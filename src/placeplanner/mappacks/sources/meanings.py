"""What the layers of some files are, and the sources that they make: one for each product."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.errors import Problem
from placeplanner.mappacks.haul import SourceFile
from placeplanner.mappacks.sources.boundaries import boundary_meaning
from placeplanner.mappacks.sources.generic import reference_meaning
from placeplanner.mappacks.sources.heritage import heritage_meaning
from placeplanner.mappacks.sources.layered import LayeredSource, Part
from placeplanner.mappacks.sources.mending import without_holes_in_the_data
from placeplanner.mappacks.sources.ordnance import openmap_meaning
from placeplanner.mappacks.sources.ordnance_names import names_meaning, postcode_meaning
from placeplanner.mappacks.sources.ordnance_networks import network_meaning
from placeplanner.mappacks.sources.placing import placing_of, positions
from placeplanner.mappacks.sources.rows import Recogniser, Rows
from placeplanner.mappacks.sources.services import service_meaning
from placeplanner.mappacks.sources.tables import TableLayer, table_layer
from placeplanner.mappacks.sources.vectors import GdalLayer, gdal_layers

_RECOGNISERS: Sequence[Recogniser] = (
    openmap_meaning,
    network_meaning,
    names_meaning,
    heritage_meaning,
    boundary_meaning,
    service_meaning,
    postcode_meaning,
)


class Found(Struct, frozen=True):
    """A part of a file. `container` is the format that holds it, in a word: "GeoPackage", "table"."""

    path: Path
    container: str
    part: Part
    is_known: bool


def parts_of(path: Path, title: str, told: Callable[[Problem], None], *, is_table: bool) -> list[Found]:
    """The layers of a file with what they mean; `title` is the file's name as people know it.

    Layers of no use are `told`. Raises `Problem` where all are.
    """
    layers: Sequence[GdalLayer | TableLayer] = [table_layer(path)] if is_table else gdal_layers(path)
    filled = [layer for layer in layers if layer.count]
    if not filled:
        raise Problem(
            f"“{title}” is empty.",
            "It has layers, but nothing is in them.",
            "Check that it is the right file.",
        )
    stem = Path(title).stem if Path(title).suffix else title
    found: list[Found] = []
    problems: list[Problem] = []
    for layer in filled:
        try:
            found.append(_found(path, layer, stem))
        except Problem as problem:
            problems.append(problem)
    if not found:
        raise problems[0]
    for each in problems:
        told(each)
    return found


def _found(path: Path, layer: GdalLayer | TableLayer, stem: str) -> Found:
    known = next((meaning for look in _RECOGNISERS if (meaning := look(layer, stem))), None)
    meaning = known or reference_meaning(layer, stem)
    if not meaning.not_shown:
        _check_positions(layer)
    placing = placing_of(layer.crs, positions(layer.sample.geometries), layer.name)
    if layer.coordinates_from:
        placing = replace(placing, words=f"{placing.words} ({layer.coordinates_from})")
    return Found(path, layer.container, Part(layer, meaning, placing), known is not None)


def _check_positions(layer: GdalLayer | TableLayer) -> None:
    """Raises `Problem` where none of the first thousands of features says where it is: nobody reads on in hope."""
    if _positioned(layer.sample):
        return
    first = next(layer.batches((), None), layer.sample)
    if not _positioned(first):
        which = (
            f"its first {len(first):,} things" if len(first) < layer.count else f"its {layer.count:,} things"
        )
        raise Problem(
            f"“{layer.name}” has no positions.",
            f"None of {which} says where it is."
            if layer.count > 1
            else "What is in it does not say where it is.",
            "Ask for the file with coordinates, or save it again with its shapes.",
        )


def _positioned(rows: Rows) -> bool:
    return bool(without_holes_in_the_data(rows.geometries).is_kept.any())


def sources_of(found: Iterable[Found], path: Path | None = None) -> list[tuple[LayeredSource, list[Path]]]:
    """One source for each product, with the files that it is in; `path` is the folder or zip that people named."""
    groups: dict[tuple[str, ...], list[Found]] = {}
    for one in found:
        # layers of which only the name is known stay apart
        own = () if one.is_known else (str(one.path), one.part.layer.name)
        said = one.part.meaning.credits  # of two dates, two are told
        groups.setdefault((one.part.meaning.product, one.container, said.date, *own), []).append(one)
    return [(_source(group, path), sorted({one.path for one in group})) for group in groups.values()]


def _source(group: list[Found], path: Path | None) -> LayeredSource:
    first = group[0]
    product = first.part.meaning.product
    words = f"{product} ({first.container})" if first.is_known else f"Reference layer ({first.container})"
    is_one = len({one.path for one in group}) == 1
    placed = list(dict.fromkeys(one.part.placing.words for one in group))
    file = SourceFile(
        path=path or (first.path if is_one else first.path.parent),
        format=words,
        credits=first.part.meaning.credits,
        coordinates="; ".join(placed),
        inner=first.path.name if path and is_one else "",
        has_outlines=any(one.part.meaning.has_outlines for one in group),
    )
    return LayeredSource(file, [one.part for one in group])
