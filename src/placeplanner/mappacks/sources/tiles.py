"""Reading sets of web map tiles: pictures become a backdrop, vectors are drawn like any other map.

Pictures are handed on as they are, at every zoom, where they touch the area; the pack keeps their bytes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from placeplanner.errors import Problem
from placeplanner.mappacks.area import Area
from placeplanner.mappacks.content import NOT_STATED
from placeplanner.mappacks.haul import Credits, Haul, Pictured, Progress, SourceFile, Tally
from placeplanner.mappacks.sources.source import Source
from placeplanner.mappacks.sources.tile_files import MbTiles, PmTiles, TileAt, TileFile
from placeplanner.mappacks.sources.tile_layers import vector_source

_BATCH = 500
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_COORDINATES = "web map tiles (EPSG:3857), their corners made National Grid by OSTN15"
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_DATES = ("planetiler:osm:osmosisreplicationtime", "planetiler:buildtime", "date", "version", "mtime")
_TAG = re.compile(r"<[^>]*>")


def recognised_tiles(path: Path) -> Source | None:
    """The source in an MBTiles or PMTiles file, by its content; None where it is neither. Raises `Problem`."""
    with path.open("rb") as file:
        start = file.read(16)
    tiles: TileFile | None = None
    if start == b"SQLite format 3\x00":
        tiles = MbTiles.open(path)
    elif start.startswith(b"PMTiles"):
        tiles = PmTiles.open(path)
    if tiles is None:
        return None
    file_ = SourceFile(
        path,
        f"map tiles with {'vectors' if tiles.is_vector else 'pictures'} ({tiles.words})",
        _credits(tiles.metadata, path),
        _COORDINATES,
    )
    return vector_source(file_, tiles) if tiles.is_vector else TilesSource(file_, tiles)


class TilesSource(Struct):
    """Pictures."""

    file: SourceFile
    tiles: TileFile
    tallies: list[Tally] = field(default_factory=list)

    def read(self, area: Area, progress: Progress) -> Iterator[Haul]:
        """As `Source` says."""
        tally = Tally("Pictures")
        self.tallies = [tally]
        batch: list[TileAt] = []
        for tile in self.tiles.tiles(area.lonlat_box):
            tally.read += 1
            if why := _why_refused(tile[3]):
                tally.refused[why] += 1
                continue
            tally.kept += 1
            batch.append(tile)
            if len(batch) >= _BATCH:
                yield Pictured(tuple(batch))
                batch = []
                share = min(tally.read / max(self.tiles.count, 1), 1.0) if area.outline is None else None
                progress(share, f"Reading map tiles: {tally.kept:,} so far")
        if batch:
            yield Pictured(tuple(batch))
        if self.tiles.count > tally.read:  # never looked at
            tally.clipped_away = self.tiles.count - tally.read
            tally.read = self.tiles.count
        if tally.read == 0:
            raise Problem(f"{self.file.path.name} is empty.", "There is no tile in it.", "Download it again.")


def _why_refused(picture: bytes) -> str:
    if not picture:
        return "empty"
    is_webp = picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"
    return "" if is_webp or picture.startswith(_PICTURES) else "no picture in PNG, JPEG or WebP"


def _credits(metadata: Mapping[str, str], path: Path) -> Credits:
    attribution = _plain(metadata.get("attribution", ""))
    title = _plain(metadata.get("name", "")) or path.stem
    is_osm = "openstreetmap" in attribution.casefold()
    return Credits(
        title=title,
        publisher=attribution.replace("©", "").strip() or "",
        date=next((found[0] for key in _DATES if (found := _DAY.match(metadata.get(key, "")))), ""),
        licence="Open Database Licence (ODbL) 1.0"
        if is_osm
        else _plain(metadata.get("license", "")) or NOT_STATED,
        attribution=attribution,
    )


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())[:300]
