"""Writing a pack: into a hidden file beside its place, which becomes the pack only when all of it is on the disk.

Nobody reads the hidden file and a failed one is deleted, so it is written without a journal: twice as fast.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from placeplanner.domain.coordinates import eastings_northings
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.known import KnownThing
from placeplanner.domain.outline import Outline
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.streetmap import Box, Coverage, Names
from placeplanner.errors import Problem, said_by
from placeplanner.gazetteer.index import write_names
from placeplanner.gazetteer.name import Name
from placeplanner.mappacks.content import PackManifest
from placeplanner.mappacks.digest import content_sha256
from placeplanner.mappacks.layout import (
    APPLICATION_ID,
    COVERAGE,
    FORMAT,
    NAMES,
    OUTLINE,
    PAGE_SIZE,
    SCHEMA,
    SHAPES,
    SUFFIX,
    Level,
)
from placeplanner.mappacks.levels import Piece
from placeplanner.mappacks.packing import pack_coverage, pack_names, pack_shapes
from placeplanner.mappacks.webtiles import tile_corners
from placeplanner.written_whole import flush_folder

_PART = re.compile(rf"\..+{re.escape(SUFFIX)}\.([1-9]\d{{0,9}})\.part")


class Writer:
    """A pack that is being written. Use `writing`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tiles = self.tiles_left_out = self.to_find = 0
        self._pieces = 0
        self._is_full_of_holes = False
        self._boxes: list[Box] = []

    def shapes(self, layer: str, level: Level, pieces: Iterable[Piece]) -> None:
        """Add what a level shows of a layer."""
        for piece in pieces:
            self._piece(SHAPES, layer, level, len(piece.shapes.classes), piece.box, pack_shapes(piece.shapes))

    def names(self, level: Level, pieces: Iterable[Names]) -> None:
        """Add what a level writes on the map."""
        for names in pieces:
            (west, south), (east, north) = names.xy.min(axis=0), names.xy.max(axis=0)
            box = (float(west), float(south), float(east), float(north))
            self._piece(NAMES, "", level, len(names.texts), box, pack_names(names))

    def coverage(self, level: Level, pictures: Iterable[Coverage]) -> None:
        """Add pictures of what is too small to be drawn at a level."""
        for picture in pictures:
            self._piece(COVERAGE, picture.layer, level, 1, picture.box, pack_coverage(picture))

    @property
    def box(self) -> Box:
        """Around all that was added and is drawn, bounded or proposed."""
        boxes = self._boxes or self.connection.execute(
            "SELECT min(easting), min(northing), max(easting), max(northing) FROM name"
        )
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    def names_to_find(self, names: Iterable[Name]) -> None:
        """Add what people may type to find a thing."""
        self.to_find = write_names(self.connection, names)

    def known(self, things: Sequence[KnownThing]) -> None:
        """Add things that can be proposed as records."""
        self._take_in_bounds([thing.geometry for thing in things])
        self.connection.executemany(
            "INSERT INTO known (origin, kind, category, name, source, details, geometry) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    thing.origin,
                    thing.kind.value,
                    thing.category,
                    thing.name,
                    thing.source,
                    json.dumps(dict(thing.details), ensure_ascii=False, sort_keys=True),
                    shapely.to_wkb(thing.geometry),
                )
                for thing in things
            ),
        )

    def places(self, places: Sequence[Place]) -> None:
        """Add places with their boundaries."""
        self._take_in_bounds([place.geometry for place in places])
        self.connection.executemany(
            "INSERT INTO place (code, name, kind, parent, source, figures, geometry) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    place.code,
                    place.name,
                    place.kind.value,
                    place.parent,
                    place.source,
                    json.dumps(dict(place.figures), sort_keys=True),
                    shapely.to_wkb(place.geometry),
                )
                for place in places
            ),
        )

    def outlines(self, outlines: Sequence[Outline]) -> None:
        """Add areas of which nobody has said what they are: to older programs, areas of groups' own."""
        places = [
            Place(
                PlaceCode(f"{OUTLINE}{at}"), one.name, PlaceKind.PATCH, None, one.geometry, source=one.source
            )
            for at, one in enumerate(outlines, start=1)
        ]
        boxes = len(self._boxes)
        self.places(places)
        del self._boxes[boxes:]  # one that was cut reaches further than what is drawn of it

    def pictures(self, tiles: Iterable[tuple[int, int, int, bytes]]) -> None:
        """Add pictures of a backdrop, as they come."""
        for zoom, column, line, picture in tiles:
            try:
                corners = eastings_northings(tile_corners(zoom, column, line))
            except Problem:  # a corner of it lies beyond the National Grid: those of a whole country do
                self.tiles_left_out += 1
                continue
            self.tiles += 1
            self._take_in_bounds([LineString(corners)])
            self.connection.execute(
                "INSERT INTO tile VALUES (?, ?, ?, ?, ?)",
                (self.tiles, zoom, column, line, np.round(corners, 3).astype("<f8").tobytes()),
            )
            self.connection.execute("INSERT INTO tile_data VALUES (?, ?)", (self.tiles, picture))

    def mark(self) -> tuple[int, int, int]:
        """How many pictures there are now, for `take_back`."""
        return self.tiles, self.tiles_left_out, len(self._boxes)

    def take_back(self, mark: tuple[int, int, int]) -> None:
        """Take out the pictures that were added since."""
        if self.tiles > mark[0]:
            self._is_full_of_holes = True
            self.connection.execute("DELETE FROM tile WHERE id > ?", mark[:1])
            self.connection.execute("DELETE FROM tile_data WHERE id > ?", mark[:1])
        self.tiles, self.tiles_left_out, boxes = mark
        del self._boxes[boxes:]

    def manifest(self, manifest: PackManifest) -> str:
        """Add what the pack says about itself, and seal it. Returns the SHA-256 of all of its content."""
        self.connection.execute("INSERT INTO info VALUES ('manifest', ?)", (manifest.to_json(),))
        self.connection.commit()  # only now does the full-text index write down what it has in mind
        if self._is_full_of_holes:
            self.connection.execute("VACUUM")  # nothing of what was taken out stays in the file
        digest = content_sha256(self.connection)
        self.connection.execute("INSERT INTO info VALUES ('content_sha256', ?)", (digest,))
        return digest

    def _take_in_bounds(self, geometries: Sequence[BaseGeometry]) -> None:
        if geometries:
            west, south, east, north = (float(side) for side in shapely.total_bounds(geometries))
            self._boxes.append((west, south, east, north))

    def _piece(self, holds: str, layer: str, level: Level, count: int, box: Box, data: bytes) -> None:
        self._pieces += 1
        if holds != COVERAGE:
            self._boxes.append(box)
        self.connection.execute(
            "INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._pieces, holds, layer, level.number, count, *box),
        )
        self.connection.execute("INSERT INTO piece_data VALUES (?, ?)", (self._pieces, data))


@contextmanager
def writing(out: Path) -> Iterator[Writer]:
    """A writer; `out` becomes the pack when the block ends well, and stays as it was when it does not.

    Raises:
        Problem: the folder cannot be written to, or the disk is full.
    """
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    sweep(out.parent)
    connection: sqlite3.Connection | None = None
    try:
        connection = _opened(part)
        yield Writer(connection)
        connection.commit()
        connection.close()
        connection = None
        _settled(part, out)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_be_written(out, error) from error
    finally:
        if connection is not None:
            connection.close()
        with suppress(OSError):
            part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Clear away what builders left half-written that were ended by force; of others nothing is touched."""
    with suppress(OSError):  # a folder that cannot be looked through can perhaps still be written to
        for path in folder.glob(".*.part"):
            found = _PART.fullmatch(path.name)
            if found and not _is_running(int(found[1])):
                with suppress(OSError):
                    path.unlink()


def _is_running(process: int) -> bool:
    """Whether it may be running; on Windows, where asking could end it, a file in use cannot be deleted anyway."""
    if os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's, or no number that a process can have
        return True
    return True


def _opened(part: Path) -> sqlite3.Connection:
    part.unlink(missing_ok=True)
    connection = sqlite3.connect(part, isolation_level=None)
    connection.executescript(
        f"PRAGMA page_size={PAGE_SIZE}; PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT};"
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA locking_mode=EXCLUSIVE;"
        f"BEGIN; {SCHEMA}"
    )
    return connection


def _settled(part: Path, out: Path) -> None:
    with part.open("rb+") as file:  # Windows flushes only what may be written
        os.fsync(file.fileno())
    os.replace(part, out)
    flush_folder(out.parent)


def _cannot_be_written(out: Path, error: OSError | sqlite3.Error) -> Problem:
    is_full = getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
    if is_full:
        return Problem(
            f"There is no room on the disk for “{out.name}”.",
            "The map pack was not written.",
            "Make room, or write it to another disk.",
        )
    return Problem(
        f"The map pack “{out.name}” cannot be written.",
        said_by(error),
        "Choose another folder or another name.",
    )
