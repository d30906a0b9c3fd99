"""Reading OpenStreetMap (`.osm.pbf`, `.osm`): streamed by osmium, cut to the area, every thing in it accounted for.

Python sees only what has tags: nine points in ten are corners of something else, and osmium keeps those. Closed
ways come as lines and become areas here; only relations are put together by osmium.
"""

from __future__ import annotations

import bz2
import gzip
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import osmium
from msgspec import Struct, field
from msgspec.structs import replace
from osmium.filter import EmptyTagFilter, KeyFilter

from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.haul import Credits, Haul, Progress, SourceFile, Tally
from placeplanner.mappacks.sources.damage import Damaged
from placeplanner.mappacks.sources.osm_account import Account
from placeplanner.mappacks.sources.osm_batch import Batch, told
from placeplanner.mappacks.sources.osm_meaning import meaning_of
from placeplanner.mappacks.sources.osm_tags import AREAS
from placeplanner.mappacks.sources.placing import WGS84

_LOOKED_AT = 65_536  # bytes at the start of a file
_PBF = re.compile(rb"\x00\x00..\x0a\x09OSMHeader", re.DOTALL)
_XML = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*<(osm|osmChange)[\s>/]", re.DOTALL)
_BYTES_EACH = {
    "pbf": 9.3,
    "osm": 130.0,
    "osm.gz": 11.0,
    "osm.bz2": 8.0,
}  # about, to say how far reading has come
_IN_WORDS = {"pbf": "OpenStreetMap extract (PBF)", "osm": "OpenStreetMap extract (XML)"}
_LARGE = 300_000_000  # bytes
_SAY_SO_EVERY = 100_000
_DAMAGES = (RuntimeError, ValueError, OSError, OverflowError, MemoryError, osmium.InvalidLocationError)
_MAY_BE_AREAS = ("multipolygon", "boundary")
_UNSEEN = ("1970-01-01", "")

_MISSING_POINTS = "some of its points are not in the file"
_NOT_WHOLE = "some of its outline is not in the file"
_NO_AREA = "its outlines do not fit together"
_TOO_FEW = "it has too few corners"
_NOT_TEXT = "its tags are not proper text"


def recognised_osm(path: Path) -> OsmSource | None:
    """The source in a file that holds OpenStreetMap data, by its first bytes; None where it does not.

    Raises `Problem` for a list of changes, which is no map.
    """
    format_ = _format_of(path)
    if format_ is None:
        return None
    credits_ = Credits(
        title="OpenStreetMap extract",
        publisher="OpenStreetMap contributors",
        date=_date_in_header(path, format_),
        licence="Open Database Licence (ODbL) 1.0",
        attribution="© OpenStreetMap contributors",
    )
    words = _IN_WORDS.get(format_, f"OpenStreetMap extract (XML, {format_.removeprefix('osm.')})")
    return OsmSource(SourceFile(path, words, credits_, WGS84.words), format_)


class OsmSource(Struct):
    """One file of OpenStreetMap. Where only its newest thing tells its date, `file` is dated when it is read."""

    file: SourceFile
    format: str  # as osmium calls it
    tallies: list[Tally] = field(default_factory=list)

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        """As `Source` says; known things are whole, shapes are cut a little beyond the box of the area."""
        self.tallies = []
        progress(None, "Looking through the OpenStreetMap extract")
        try:
            yield from self._read(area, progress)
        except Damaged:
            if not any(
                tally.read for tally in self.tallies
            ):  # osmium reads ahead, and broke before it gave anything
                self.tallies = [Tally("things", read=_readable(self.file.path, self.format))]
            raise

    def _read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        if not self.file.credits.date:
            newest = _newest(self.file.path, self.format)
            self.file = replace(self.file, credits=replace(self.file.credits, date=newest))
        credits_ = self.file.credits
        source = ", ".join(filter(None, (credits_.publisher, "OpenStreetMap", credits_.date)))
        yield from _Reading(self, area, progress, source).hauls()


class _Reading(Struct):
    """One pass through the file."""

    of: OsmSource
    area: Area
    progress: Progress
    source: str
    account: Account = field(default_factory=Account)
    # osmium hands out the area of a relation before or after the relation itself
    _areas: set[int] = field(default_factory=set)
    _waiting: dict[int, dict[str, str]] = field(default_factory=dict)
    _wkb: osmium.geom.WKBFactory = field(default_factory=osmium.geom.WKBFactory)

    def hauls(self) -> Iterator[Haul]:
        try:
            yield from self._all_hauls()
        finally:  # of a damaged file it is told how far reading came
            self.of.tallies = list(self.account.closed())
        if self.account.read == 0:
            raise Problem(
                f"{self.of.file.path.name} is empty.",
                "It is an OpenStreetMap file, but there is nothing in it.",
                "Download it again, and choose an area that holds something.",
            )

    def _all_hauls(self) -> Iterator[Haul]:
        batch = Batch(self.area, self.account, self.source)
        with closing(self._objects()) as objects:
            for thing in objects:
                self._take(thing, batch)
                if batch.is_full:
                    yield from batch.hauls()
                    self._say()
        for number, tags in self._waiting.items():
            self._without_area(number, tags)
        yield from batch.hauls()

    def _objects(self) -> Generator[Any]:
        path, format_ = self.of.file.path, self.of.format
        processor = (
            osmium.FileProcessor(osmium.io.File(str(path), format_))
            .with_locations(_storage(path))
            .with_areas(KeyFilter(*AREAS))
            .with_filter(EmptyTagFilter())
            .handler_for_filtered(_Bare(self.account, self._say))
        )
        return _guarded(iter(processor), path)

    def _say(self) -> None:
        about = self.of.file.path.stat().st_size / _BYTES_EACH[self.of.format]
        share = min(self.account.read / max(about, 1.0), 0.99)
        self.progress(share, f"Reading OpenStreetMap: {self.account.read:,} points and lines so far")

    def _take(self, thing: Any, batch: Batch) -> None:
        form, number = thing.type_str(), thing.id
        if form == "a":
            if thing.from_way():
                return  # it comes as a way
            number = thing.orig_id()
            self._areas.add(number)
            self._waiting.pop(number, None)
        elif form == "r" and number in self._areas:
            return
        try:
            tags = {tag.k: tag.v for tag in thing.tags}
        except UnicodeDecodeError:
            name = meaning_of({}, form).tally
            self.account.met(name)
            self.account.refuse(name, told(_origin(form, number), {}), _NOT_TEXT)
            return
        _TAKERS[form](self, thing, tags, _origin(form, number), batch)

    def _node(self, node: Any, tags: dict[str, str], origin: str, batch: Batch) -> None:
        meaning = meaning_of(tags, "n")
        tally = self.account.met(meaning.tally)
        if meaning.left_out:
            tally.left_out[meaning.left_out] += 1
        elif not node.location.valid():
            self.account.refuse(meaning.tally, told(origin, tags), "it has no position")
        else:
            batch.add_point(meaning, tags, origin, (node.location.lon, node.location.lat))

    def _way(self, way: Any, tags: dict[str, str], origin: str, batch: Batch) -> None:
        is_closed = len(way.nodes) > 2 and way.nodes.ends_have_same_id()
        meaning = meaning_of(tags, "w", is_closed=is_closed)
        tally = self.account.met(meaning.tally)
        if meaning.left_out:
            tally.left_out[meaning.left_out] += 1
            return
        try:
            batch.add_shape(meaning, tags, origin, self._wkb.create_linestring(way))
        except osmium.InvalidLocationError:
            self.account.refuse(meaning.tally, told(origin, tags), _MISSING_POINTS)
        except RuntimeError:  # fewer than two points that differ
            self.account.refuse(meaning.tally, told(origin, tags), _TOO_FEW)

    def _area(self, area: Any, tags: dict[str, str], origin: str, batch: Batch) -> None:
        meaning = meaning_of(tags, "a")
        tally = self.account.met(meaning.tally)
        if meaning.left_out:
            tally.left_out[meaning.left_out] += 1
            return
        try:
            batch.add_shape(meaning, tags, origin, self._wkb.create_multipolygon(area))
        except (osmium.InvalidLocationError, RuntimeError):
            self.account.refuse(meaning.tally, told(origin, tags), _NO_AREA)

    def _relation(self, relation: Any, tags: dict[str, str], origin: str, batch: Batch) -> None:
        self._waiting[relation.id] = tags
        if tags.get("type") not in _MAY_BE_AREAS:
            self._without_area(relation.id, self._waiting.pop(relation.id))

    def _without_area(self, number: int, tags: dict[str, str]) -> None:
        as_area = meaning_of(tags, "a")
        if tags.get("type") == "multipolygon" and not as_area.left_out:
            self.account.met(as_area.tally)
            self.account.refuse(as_area.tally, told(_origin("r", number), tags), _NOT_WHOLE)
            return
        meaning = meaning_of(tags, "r")
        self.account.met(meaning.tally).left_out[meaning.left_out] += 1


_TAKERS = {"n": _Reading._node, "w": _Reading._way, "a": _Reading._area, "r": _Reading._relation}
_TYPES = {"n": "node", "w": "way", "a": "relation", "r": "relation"}


def _origin(form: str, number: int) -> str:
    return f"{_TYPES[form]}/{number}"


class _Bare(Struct):
    """Counts what has no tags; osmium calls it. Saying how far it is may raise, to cancel."""

    account: Account
    say: Callable[[], None]

    def node(self, _: Any) -> None:
        self.account.points += 1
        if self.account.points % _SAY_SO_EVERY == 0:
            self.say()

    def way(self, _: Any) -> None:
        self.account.ways += 1

    def relation(self, _: Any) -> None:
        self.account.groups += 1


def _storage(path: Path) -> str:
    """Where positions are kept: 16 bytes each, whatever their numbers; dense kinds grow with the highest number."""
    kinds = osmium.index.map_types()
    if path.stat().st_size > _LARGE:
        return "sparse_file_array"  # of a whole country they would fill the memory
    return "sparse_mmap_array" if "sparse_mmap_array" in kinds else "sparse_mem_array"


def _guarded(objects: Iterator[Any], path: Path) -> Generator[Any]:
    """The same things; what osmium says of a damaged file becomes a `Problem`."""
    try:
        yield from objects
    except _DAMAGES as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: BaseException) -> Damaged:
    return Damaged(
        f"{path.name} is damaged.",
        f"It begins as an OpenStreetMap file, but cannot be read to its end ({' '.join(str(error).split())[:160]}).",
        "Download it again; perhaps the download stopped early.",
    )


def _format_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT)
        if _PBF.match(start):
            return "pbf"
        packed = ".gz" if start[:2] == b"\x1f\x8b" else ".bz2" if start[:3] == b"BZh" else ""
        if packed:
            with (gzip.open if packed == ".gz" else bz2.open)(path, "rb") as unpacked:
                start = unpacked.read1(_LOOKED_AT)  # as far as it goes, should it be cut short
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    found = _XML.match(start.removeprefix(b"\xef\xbb\xbf"))
    if found and found[1] == b"osmChange":
        raise Problem(
            f"{path.name} is a list of changes to OpenStreetMap, not a map.",
            "",
            "Download an extract of the whole area, a file that ends in .osm.pbf.",
        )
    return f"osm{packed}" if found else None


def _date_in_header(path: Path, format_: str) -> str:
    """The day to which the file's header says it is true; "" where it does not say, or cannot be read."""
    try:
        with osmium.io.Reader(osmium.io.File(str(path), format_), osmium.osm.NOTHING) as reader:
            header = reader.header()
    except _DAMAGES:
        return ""  # reading will tell
    if header.has_multiple_object_versions:
        raise Problem(
            f"{path.name} is a history of OpenStreetMap, not a map.",
            "It holds every thing as it ever was.",
            "Download an extract as it is today, a file that ends in .osm.pbf.",
        )
    said = header.get("osmosis_replication_timestamp", "") or header.get("timestamp", "")
    return said[:10] if re.match(r"\d{4}-\d\d-\d\d", said) else ""


def _newest(path: Path, format_: str) -> str:
    newest = ""
    processor = osmium.FileProcessor(osmium.io.File(str(path), format_)).with_filter(EmptyTagFilter())
    with closing(_guarded(iter(processor), path)) as things:
        for thing in things:
            newest = max(newest, thing.timestamp.date().isoformat())
    return "" if newest in _UNSEEN else newest


def _readable(path: Path, format_: str) -> int:
    """How many things with tags come before the damage."""
    count = 0
    processor = osmium.FileProcessor(osmium.io.File(str(path), format_)).with_filter(EmptyTagFilter())
    with suppress(*_DAMAGES):
        for _ in processor:
            count += 1
    return count
