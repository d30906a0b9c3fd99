"""Building a pack: read every source, keep what it yields small, write each range of scale, seal the file.

Whoever watches may cancel by raising from `progress`; then, as after any failure, nothing is left behind.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from placeplanner import __version__
from placeplanner.domain.credits import attribution_of
from placeplanner.domain.outline import Outline
from placeplanner.domain.streetmap import MapLayer
from placeplanner.errors import Problem, said_by
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.areas import without_margin
from placeplanner.mappacks.content import PackManifest, PackSource, credited, short_attribution_of
from placeplanner.mappacks.coverage import covered, halved, pictures
from placeplanner.mappacks.finding import names_to_find
from placeplanner.mappacks.haul import Haul, Pictured, Progress, SourceFile, Tally
from placeplanner.mappacks.layout import BOROUGH, FORMAT, LEVELS, WIDE
from placeplanner.mappacks.levels import prepared
from placeplanner.mappacks.naming import MapNames
from placeplanner.mappacks.refused import Refused, all_refused
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.mappacks.sources.gathering import LeftAside
from placeplanner.mappacks.sources.source import Source
from placeplanner.mappacks.spool import MOST_OUTLINES, Spool
from placeplanner.mappacks.titles import title_of
from placeplanner.mappacks.writer import Writer, writing

_READING, _NAMING, _FINDING, _SEALING = 0.6, 0.8, 0.88, 0.97  # where on the bar each part of the work is over
_MOST_REASONS = 3
_IN_WORDS = {
    MapLayer.GROUNDS: "school and hospital grounds",
    MapLayer.GREEN: "parks and greens",
    MapLayer.WOODS: "woods",
    MapLayer.WATER: "lakes",
    MapLayer.WATERWAYS: "rivers and canals",
    MapLayer.BUILDINGS: "buildings",
    MapLayer.RAILWAYS: "railways",
    MapLayer.ROADS: "roads",
    MapLayer.STOPS: "stations and stops",
    MapLayer.REFERENCE: "reference layers",
}


class NothingThere(Problem):
    """The files are sound, but hold nothing of the area."""


class SourceReport(Struct, frozen=True):
    """One source and what became of everything in it."""

    file: SourceFile
    tallies: tuple[Tally, ...]


class BuildReport(Struct, frozen=True):
    """What was built, from what, how large it is and how long it took."""

    path: Path
    manifest: PackManifest
    sources: tuple[SourceReport, ...]
    size: int
    seconds: float
    notes: tuple[str, ...] = ()  # sentences
    left_aside: tuple[LeftAside, ...] = ()  # what was named and is not among the sources
    refused: tuple[Refused, ...] = ()  # sources that broke while they were read

    @property
    def is_partial(self) -> bool:
        """Whether a file is missing from it that was meant to be in it: one that is damaged."""
        return bool(self.refused) or any(one.is_damaged for one in self.left_aside)


def no_progress(share: float | None, what: str) -> None:
    """Tells nobody."""


def build_pack(
    sources: Sequence[Source],
    area: Area,
    out: Path,
    *,
    title: str = "",
    left_aside: Sequence[LeftAside] = (),
    progress: Progress = no_progress,
) -> BuildReport:
    """Build a pack of an area from sources. What was `left_aside` before is told again in the report.

    A source that turns out to be damaged is refused as a whole, and told; the others are made.

    Raises:
        Problem: all sources are damaged, nothing of them lies in the area, or the pack cannot be written.
    """
    began = time.monotonic()
    spool = Spool()
    with writing(out) as writer:
        reading = _Reading(area, spool, writer)
        for number, source in enumerate(sources):
            reading.read(source, _part(progress, number, len(sources)))
        if sources and not reading.read_whole:
            raise all_refused(reading.refused)
        if spool.is_empty and not writer.tiles:
            raise _nothing_there(area, reading)
        _write(spool, writer, progress)
        manifest = _manifest(reading, title)
        progress(_SEALING, "Sealing the pack …")
        manifest = replace(manifest, content_sha256=writer.manifest(manifest))
    reports = tuple(SourceReport(source.file, tuple(source.tallies)) for source, _ in reading.read_whole)
    return BuildReport(
        out,
        manifest,
        reports,
        out.stat().st_size,
        time.monotonic() - began,
        _notes(writer),
        tuple(left_aside),
        tuple(reading.refused),
    )


def _part(progress: Progress, number: int, total: int) -> Progress:
    """Progress of one source as a share of all of the reading."""

    def told(share: float | None, what: str) -> None:
        progress(None if share is None else _READING * (number + share) / total, what)

    return told


class _Reading(Struct):
    """The sources, read one after the other; of one that breaks, what had come is taken back."""

    area: Area
    spool: Spool
    writer: Writer
    read_whole: list[tuple[Source, PackSource]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def read(self, source: Source, progress: Progress) -> None:
        before = self.spool.mark(), self.writer.mark()
        try:
            self._take(source, progress)
            self.read_whole.append((source, _source(source)))
        except Problem as problem:
            self.spool.take_back(before[0])
            self.writer.take_back(before[1])
            self.refused.append(Refused(source.file, sum(tally.read for tally in source.tallies), problem))

    def _take(self, source: Source, progress: Progress) -> None:
        hauls = source.read(self.area, progress)
        while haul := _next(hauls, source):
            if isinstance(haul, Pictured):
                self.writer.pictures(haul.tiles)
            else:
                self.spool.add(haul)


def _next(hauls: Iterator[Haul], source: Source) -> Haul | None:
    """What comes next; a disk that fails while it is read is not the one that is written to."""
    try:
        return next(hauls, None)
    except OSError as error:
        raise _cannot_be_read(source, error) from error


def _cannot_be_read(source: Source, error: OSError) -> Problem:
    return Problem(
        f"“{source.file.path.name}” cannot be read.",
        said_by(error),
        "Copy it again from where you had it.",
    )


def _write(spool: Spool, writer: Writer, progress: Progress) -> None:
    layers = [layer for layer in MapLayer if spool.of_layer(layer)]
    for number, layer in enumerate(layers):
        progress(_READING + (_NAMING - _READING) * number / len(layers), f"Drawing {_IN_WORDS[layer]} …")
        _write_layer(layer, spool, writer)
    progress(_NAMING, "Writing names on the map …")
    names = MapNames(spool)
    for level in LEVELS:
        writer.names(level, names.pieces(level))
    del names  # a whole county's are large
    progress(_FINDING, "Noting what people may look for …")
    writer.names_to_find(names_to_find(spool, shipped_places()))
    writer.known(spool.known)
    writer.places(spool.places)
    writer.outlines(_outlines(spool))


def _outlines(spool: Spool) -> Sequence[Outline]:
    return spool.outlines if len(spool.outlines) <= MOST_OUTLINES else ()


def _write_layer(layer: MapLayer, spool: Spool, writer: Writer) -> None:
    flats = spool.of_layer(layer)
    for level in LEVELS:
        for flat in flats:
            writer.shapes(layer, level, prepared(flat, level))
    for blocks in covered(flats):
        writer.coverage(WIDE, pictures(blocks, layer, WIDE.cell_m))
        writer.coverage(BOROUGH, pictures(halved(blocks), layer, BOROUGH.cell_m))
    for flat in flats:
        flat.keep_named()


def _manifest(reading: _Reading, title: str) -> PackManifest:
    area, spool, writer = reading.area, reading.spool, reading.writer
    counts: dict[str, int] = {}
    for (layer, _), flat in spool.flats.items():
        counts[layer.value] = counts.get(layer.value, 0) + flat.count
    counts |= {
        "names": writer.to_find,
        "known": len(spool.known),
        "places": len(spool.places),
        "outlines": len(_outlines(spool)),
        "tiles": writer.tiles,
    }
    told = tuple(source for _, source in reading.read_whole)
    return PackManifest(
        title=title.strip() or title_of(area, _of_use([source for source, _ in reading.read_whole])),
        area=area.name,
        box=writer.box,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        builder=__version__,
        format=FORMAT,
        sources=told,
        attribution=attribution_of(source.attribution for source in credited(told)),
        short_attribution=short_attribution_of(told),
        references=tuple(spool.references),
        counts=counts,
    )


def _of_use(sources: Sequence[Source]) -> list[SourceFile]:
    return [source.file for source in sources if any(tally.kept for tally in source.tallies)]


def _source(source: Source) -> PackSource:
    file, tallies = source.file, source.tallies
    try:
        size, sha256 = _size_and_sha256(file)
    except OSError as error:
        raise _cannot_be_read(source, error) from error
    return PackSource(
        title=file.credits.title,
        publisher=file.credits.publisher,
        date=file.credits.date,
        licence=file.credits.licence,
        attribution=file.credits.attribution,
        short_attribution=file.credits.for_the_map,
        file=f"{file.path.name}/{file.inner}" if file.inner else file.path.name,
        size=size,
        sha256=sha256,
        format=file.format,
        accuracy=file.coordinates,
        read=sum(tally.read for tally in tallies),
        kept=sum(tally.kept for tally in tallies),
        clipped_away=sum(tally.clipped_away for tally in tallies),
        repaired=sum(tally.repaired.total() for tally in tallies),
        left_out=sum(tally.left_out.total() for tally in tallies),
        refused=sum(tally.refused.total() for tally in tallies),
    )


def _size_and_sha256(file: SourceFile) -> tuple[int, str]:
    """Of the file that was read; of a zip, not of what is inside it, so that people can compare it."""
    paths = [file.path]
    if file.path.is_dir():  # what was read is one file of it, or several that belong together
        inner = file.path / file.inner
        paths = (
            [inner] if inner.is_file() else sorted(path for path in file.path.rglob("*") if path.is_file())
        )
    digest, size = hashlib.sha256(), 0
    for path in paths:
        size += path.stat().st_size
        with path.open("rb") as opened:
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
    return size, digest.hexdigest()


def _notes(writer: Writer) -> tuple[str, ...]:
    if not writer.tiles_left_out:
        return ()
    return (f"{writer.tiles_left_out:,} pictures reach beyond the National Grid and were left out.",)


def _nothing_there(area: Area, reading: _Reading) -> Problem:
    """Why there is nothing: it lies elsewhere, or is of no use wherever it lies."""
    tallies = [tally for source, _ in reading.read_whole for tally in source.tallies]
    broken = (f"{one.name}: {one.reason}." for one in reading.refused)
    why = " ".join(part for part in (_whereabouts(tallies), *broken) if part)
    if area.outline is None or not any(tally.clipped_away for tally in tallies):
        return Problem(
            "Nothing in these files can be put on a map.", why, "Check that they are the right files."
        )
    return NothingThere(
        f"Nothing in these files lies in {without_margin(area.name)}.",
        why,
        "Check that they are of this area, or choose another area.",
    )


def _whereabouts(tallies: Sequence[Tally]) -> str:
    elsewhere = sum(tally.clipped_away for tally in tallies)
    left = sum(tally.left_out.total() for tally in tallies)
    refused = sum((tally.refused for tally in tallies), Counter[str]())
    counts = [(elsewhere, "elsewhere"), (left, "nothing that this map shows")]
    counts += [(count, f"refused because {why}") for why, count in refused.most_common(_MOST_REASONS)]
    told = [f"{count:,} {words}" for count, words in counts if count]
    return f"Of {sum(tally.read for tally in tallies):,} things in them: {', '.join(told)}." if told else ""
