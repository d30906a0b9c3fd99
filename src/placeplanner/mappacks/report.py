"""What a build says afterwards: what became of everything in every file, so that nothing goes missing quietly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from placeplanner.domain.streetmap import MapLayer
from placeplanner.mappacks.areas import without_margin
from placeplanner.mappacks.build import BuildReport, SourceReport
from placeplanner.mappacks.content import PackManifest, PackSource
from placeplanner.mappacks.haul import SourceFile, Tally

_MANY = 24  # layers of one source, each in a row of its own
HEAD = ("Layer", "Read", "Kept", "Clipped away", "Left out", "Refused", "Repaired")
LAYERS_IN_WORDS = {
    MapLayer.GROUNDS: "grounds",
    MapLayer.GREEN: "parks and greens",
    MapLayer.WOODS: "woods",
    MapLayer.WATER: "lakes and ponds",
    MapLayer.WATERWAYS: "rivers, canals and streams",
    MapLayer.BUILDINGS: "buildings",
    MapLayer.RAILWAYS: "railways",
    MapLayer.ROADS: "roads and paths",
    MapLayer.STOPS: "stations and stops",
    MapLayer.REFERENCE: "things in reference layers",
}
_BESIDES = {
    "names": "names to look for",
    "known": "known things to take in",
    "places": "places with boundaries",
    "outlines": "outlines that may be boundaries",
    "tiles": "pictures of a backdrop",
}
_ONE = {
    "grounds": "school’s or hospital’s grounds",
    "parks and greens": "park or green",
    "woods": "wood",
    "lakes and ponds": "lake or pond",
    "rivers, canals and streams": "river, canal or stream",
    "buildings": "building",
    "railways": "railway",
    "roads and paths": "road or path",
    "stations and stops": "station or stop",
    "things in reference layers": "thing in a reference layer",
    "names to look for": "name to look for",
    "known things to take in": "known thing to take in",
    "places with boundaries": "place with its boundary",
    "outlines that may be boundaries": "outline that may be a boundary",
    "pictures of a backdrop": "picture of a backdrop",
}


class Section(Struct, frozen=True):
    """What is said of one source: a heading, a table under `HEAD`, and sentences."""

    heading: str
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]


def sections(report: BuildReport) -> tuple[Section, ...]:
    """The report, source by source."""
    return tuple(_section(source) for source in report.sources)


def overview(report: BuildReport) -> tuple[tuple[str, ...], ...]:
    """A row under `HEAD` for each source, whatever it holds."""
    titles = Counter(source.file.credits.title for source in report.sources)
    return tuple(_row(_told_apart(source.file, titles), _sum(source.tallies)) for source in report.sources)


def _told_apart(file: SourceFile, titles: Counter[str]) -> str:
    title = file.credits.title
    return title if titles[title] == 1 else f"{title}: {file.inner or file.path.name}"


def by_layer(source: SourceReport) -> tuple[tuple[str, ...], ...]:
    """A row under `HEAD` for each layer of a source that has several; nothing for one that has one.

    Of many layers, those with nothing in the area share a row.
    """
    tallies = source.tallies
    if len(tallies) < 2:
        return ()
    elsewhere = tuple(tally for tally in tallies if tally.read == tally.clipped_away)
    if len(tallies) <= _MANY or len(elsewhere) < 2:
        elsewhere = ()
    rows = [_row(tally.layer, tally) for tally in tallies if tally not in elsewhere]
    if elsewhere:  # a country's tables, square by square: nobody looks for their own among 800
        rows.append(_row(f"{len(elsewhere):,} others, elsewhere", _sum(elsewhere)))
    return (*rows, _row("together", _sum(tallies)))


def reasons(source: SourceReport) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """Why things were left out, refused and repaired, with how many, most first."""
    total = _sum(source.tallies)
    found = (("Left out", total.left_out), ("Refused", total.refused), ("Repaired", total.repaired))
    return tuple(
        (what, tuple((count, why) for why, count in counter.most_common()))
        for what, counter in found
        if counter
    )


def positions(report: BuildReport) -> tuple[str, ...]:
    """How positions were had, and from how many files; each way once."""
    ways = Counter(source.file.coordinates for source in report.sources)
    if len(ways) == 1:
        return (f"Positions: {next(iter(ways))}.",)
    return tuple(f"Positions of {_count(count, 'file')}: {way}." for way, count in ways.most_common())


def of_no_use(report: BuildReport) -> tuple[str, ...]:
    """What gave nothing to the map, file by file, with the reason."""
    area = without_margin(report.manifest.area)
    told = [
        f"{_name(source.file)}: {_no_use(_sum(source.tallies), area)}"
        for source in report.sources
        if not any(tally.kept for tally in source.tallies)
    ]
    return (
        *(one.words for one in report.refused),
        *told,
        *(one.verdict for one in sorted(report.left_aside, key=lambda one: not one.is_damaged)),
    )


def _no_use(total: Tally, area: str) -> str:
    if total.clipped_away:
        return f"nothing in it lies in {area}."
    if total.refused:
        return f"nothing in it can be used, because {total.refused.most_common(1)[0][0]}."
    return "nothing in it is shown on this map."


def _name(file: SourceFile) -> str:
    return f"{file.path.name}/{file.inner}" if file.inner else file.path.name


def closing(report: BuildReport) -> tuple[str, ...]:
    """The last words: how much of everything there was, and what was made of it."""
    tallies = [tally for source in report.sources for tally in source.tallies]
    read, kept = sum(tally.read for tally in tallies), sum(tally.kept for tally in tallies)
    files = len({source.file.path for source in report.sources})
    told = [
        *report.notes,
        f"Of {_count(read, 'thing')} in {_count(files, 'file')}, {kept:,} {'is' if kept == 1 else 'are'} on the map or can be found in it.",
        f"The map holds {holdings(report.manifest)}.",
        f"{_reach(report.manifest)}: {in_words(report.size)}, made in {_seconds(report.seconds)}.",
        f"Shown on the map: {report.manifest.short_attribution or 'nobody, since no file says whose it is'}",
    ]
    missing = len(report.refused) + sum(one.is_damaged for one in report.left_aside)
    if missing:
        were = "1 file was refused" if missing == 1 else f"{missing} files were refused"
        told.insert(
            0,
            f"{were}, damaged or not to be read; nothing of {'it' if missing == 1 else 'them'} is on the map.",
        )
    unbalanced = [tally.layer for tally in tallies if not tally.is_balanced]
    if unbalanced:
        told.append(
            f"The figures for {', '.join(unbalanced)} do not add up: that is a fault in Place Planner. Please tell us."
        )
    return tuple(told)


def _reach(manifest: PackManifest) -> str:
    """What it is of, without saying its name twice."""
    bare = without_margin(manifest.area)
    if set(manifest.title.casefold().split()) <= set(bare.casefold().split()):
        return f"“{manifest.title}”{manifest.area.removeprefix(bare)}"
    if bare in manifest.title:
        return f"“{manifest.title}”"
    return f"“{manifest.title}” covers {manifest.area}"


def holdings(manifest: PackManifest) -> str:
    """What a pack holds, in words: "4,203 buildings, 1,870 roads and paths"."""
    words = {**{layer.value: words for layer, words in LAYERS_IN_WORDS.items()}, **_BESIDES}
    found = [(manifest.counts[key], said) for key, said in words.items() if manifest.counts.get(key)]
    return ", ".join(f"{count:,} {_ONE[said] if count == 1 else said}" for count, said in found) or "nothing"


def in_words(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1_000_000:
        return f"{max(size / 1000, 0.1):.1f} kB" if size < 10_000 else f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB" if size < 1_000_000_000 else f"{size / 1_000_000_000:.2f} GB"


def source_in_words(source: PackSource) -> str:
    """One source in one line."""
    parts = (source.title, source.date, source.whose)
    return " · ".join(part for part in parts if part)


def _section(source: SourceReport) -> Section:
    file, credits = source.file, source.file.credits
    parts = (credits.title, credits.publisher, credits.date, credits.licence)
    rows = [_row(tally.layer, tally) for tally in source.tallies]
    if len(rows) > 1:
        rows.append(_row("together", _sum(source.tallies)))
    sentences = (f"{_name(file)}: {file.format}. Positions: {file.coordinates}.", *_whys(source.tallies))
    return Section(" · ".join(part for part in parts if part), tuple(rows), sentences)


def _row(name: str, tally: Tally) -> tuple[str, ...]:
    counts = (
        tally.read,
        tally.kept,
        tally.clipped_away,
        tally.left_out.total(),
        tally.refused.total(),
        tally.repaired.total(),
    )
    return (name, *(f"{count:,}" for count in counts))


def _sum(tallies: tuple[Tally, ...]) -> Tally:
    return Tally(
        "",
        read=sum(tally.read for tally in tallies),
        kept=sum(tally.kept for tally in tallies),
        clipped_away=sum(tally.clipped_away for tally in tallies),
        left_out=_added(tally.left_out for tally in tallies),
        refused=_added(tally.refused for tally in tallies),
        repaired=_added(tally.repaired for tally in tallies),
    )


def _added(counters: Iterator[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _whys(tallies: tuple[Tally, ...]) -> Iterator[str]:
    total = _sum(tallies)
    for label, counter in (
        ("Left out", total.left_out),
        ("Refused", total.refused),
        ("Repaired", total.repaired),
    ):
        if counter:
            yield f"{label}: " + "; ".join(f"{count:,} × {why}" for why, count in counter.most_common()) + "."
    for tally in tallies:
        yield from tally.notes


def _seconds(seconds: float) -> str:
    return f"{max(seconds, 0.1):.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
