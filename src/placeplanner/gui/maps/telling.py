"""Map packs in words: sizes, dates, sources, and what became of everything in the files that one was made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from placeplanner.gui.i18n import when

if TYPE_CHECKING:
    from placeplanner.gui.maps.holding import Held
    from placeplanner.mappacks.build import BuildReport
    from placeplanner.mappacks.content import PackManifest, PackSource
    from placeplanner.mappacks.library import Added

_MOST_NOTES = 12
_MOST_OF_NO_USE = 4
_MOST_FORMATS = 6


def size_in_words(size: int) -> str:
    """Bytes as people say them: "24 MB"."""
    for unit, worth in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size >= worth:
            amount = size / worth
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"
    return f"{size} bytes"


def files_in_words(count: int) -> str:
    """ "this file" or "these 3 files"."""
    return "this file" if count == 1 else f"these {count} files"


def below_title(manifest: PackManifest, size: int) -> str:
    """Where a pack is of, how large it is, and when it was made."""
    area = "" if manifest.title.casefold() in manifest.area.casefold() else manifest.area
    area = area[:1].upper() + area[1:]
    made = f"made {when(manifest.made_at)}"
    return " · ".join(part for part in (area, size_in_words(size), made) if part)


def besides(added: Sequence[Added]) -> list[str]:
    """Which of some new maps stand beside one of the same name, and what to do about it."""
    return [
        f"You had a map called “{one.beside.title}” already. It is kept; the new one is called “{one.pack.title}”."
        " Remove the one that you do not want."
        for one in added
        if one.beside
    ]


def details_of(manifest: PackManifest) -> str:
    """What must be said with it, then its sources with their publishers, dates and licences."""
    said = f"Shown on the map:\n{manifest.short_attribution or 'Nobody: no file says whose it is.'}"
    return "\n\n".join([said, *(_source_in_words(source) for source in manifest.sources)])


def _source_in_words(source: PackSource) -> str:
    lines = [
        source.title or source.file,
        f"{source.whose}, {source.date or 'date not known'}",
        source.attribution,
        f"From {source.file}, {size_in_words(source.size)}, {source.format}",
        source.accuracy[:1].upper() + source.accuracy[1:],
    ]
    return "\n".join(line for line in lines if line)


def summary(report: BuildReport) -> list[str]:
    """What became of everything, in a few sentences."""
    from placeplanner.mappacks.report import of_no_use

    tallies = [tally for source in report.sources for tally in source.tallies]
    read, kept = sum(tally.read for tally in tallies), sum(tally.kept for tally in tallies)
    told = [*(one.words for one in report.refused), f"{kept:,} of {read:,} things in the files are on it."]
    clipped = sum(tally.clipped_away for tally in tallies)
    if clipped:
        told.append(f"{clipped:,} lie outside {report.manifest.area}.")
    for verb, counts in (
        ("repaired", [tally.repaired for tally in tallies]),
        ("left out", [tally.left_out for tally in tallies]),
        ("refused", [tally.refused for tally in tallies]),
    ):
        together = sum(counts, Counter[str]())
        if together:
            told.append(f"{together.total():,} {_were(together.total())} {verb}: {_reasons(together)}.")
    return [*told, *_some(list(of_no_use(report)[len(report.refused) :]))]


def of_boundaries(manifests: Iterable[PackManifest]) -> list[str]:
    """That there are boundaries to be used, where there are."""
    manifests = list(manifests)
    if any(manifest.counts.get("places") for manifest in manifests):
        return ["It holds boundaries: “Use its boundaries…” below shows what they would change in this plan."]
    if any(manifest.counts.get("outlines") for manifest in manifests):
        return [
            "It holds outlines without codes. Is one a boundary? Say so under “Use its boundaries…” below."
        ]
    return []


def holds_outlines(held: Held) -> bool:
    """Whether a pack holds boundaries, or outlines that may be some."""
    counts = held.manifest.counts if held.manifest else {}
    return bool(counts.get("places") or counts.get("outlines"))


def formats_in_words(formats: Sequence[str]) -> list[str]:
    """What is in a file or a folder: some of it, and how much more."""
    shown = list(formats[:_MOST_FORMATS])
    more = len(formats) - len(shown)
    return [*shown, f"and {more:,} more"] if more else shown


def left_aside_in_words(sentences: Sequence[str]) -> list[str]:
    """What in a file or a folder is of no use: a few of it, and how many more."""
    return _some(list(sentences))


def _some(sentences: list[str]) -> list[str]:
    shown = sentences[:_MOST_OF_NO_USE]
    more = len(sentences) - len(shown)
    return [*shown, f"And {more:,} more like these."] if more else shown


def details_of_build(report: BuildReport) -> str:
    """The same for each source and layer, with the notes."""
    from placeplanner.mappacks.report import HEAD, Section, of_no_use, sections

    def told(section: Section) -> str:
        rows = [_of_layer(HEAD, row) for row in section.rows]
        notes = section.sentences[: _MOST_NOTES + 1]
        more = len(section.sentences) - len(notes)
        last = [f"… and {more:,} more sentences like these."] if more > 0 else []
        return "\n".join([section.heading, *rows, *notes, *last])

    return "\n\n".join([*(told(section) for section in sections(report)), *of_no_use(report)])


def _of_layer(head: Sequence[str], row: Sequence[str]) -> str:
    counts = [
        f"{count} {name.lower()}" for name, count in zip(head[1:], row[1:], strict=True) if count != "0"
    ]
    return f"{row[0]}: {', '.join(counts) or 'nothing in it'}"


def _reasons(counter: Counter[str], most: int = 4) -> str:
    shown = counter.most_common(most)
    if len(shown) == 1:
        return shown[0][0]
    told = [f"{reason} ({count:,})" for reason, count in shown]
    more = counter.total() - sum(count for _, count in shown)
    return "; ".join(told) + (f"; and {more:,} more for other reasons" if more else "")


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def listed(names: Sequence[str] | Iterable[str]) -> str:
    """ "a, b and c"."""
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
