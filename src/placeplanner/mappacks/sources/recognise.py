"""Which source can read a file, told by what is in it; what a file is called proves nothing."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.errors import Problem
from placeplanner.mappacks.sources.archives import head_of_member, members, opened_zip, unpacked
from placeplanner.mappacks.sources.meanings import Found, parts_of, sources_of
from placeplanner.mappacks.sources.pointing import links_in_kml, refuse_linked_system
from placeplanner.mappacks.sources.refusals import a_plan, empty, nothing_known, refusal
from placeplanner.mappacks.sources.sniffing import Sort, check_whole, head_of, sort_of
from placeplanner.mappacks.sources.source import Source
from placeplanner.mappacks.sources.zipped import ZippedSource

PassedOver = Callable[[Path, Problem], None]

_VECTORS = frozenset(
    {Sort.SHAPEFILE, Sort.GEOPACKAGE, Sort.GML, Sort.KML, Sort.GPX, Sort.GEOJSON, Sort.FLATGEOBUF}
)
_READ = _VECTORS | {Sort.TABLE, Sort.OSM, Sort.TILES, Sort.SQLITE, Sort.PACKED}
_MOST_FILES = 10_000
_COMPANIONS = (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".xml", ".qpj", ".qmd", ".xsd", ".gfs")
_OFFICE = "[Content_Types].xml"


def recognise(path: Path, *, name: str = "", passed_over: PassedOver | None = None) -> list[Source]:
    """The sources in a file, a zip or a folder; `name` is what people called it. Raises `Problem` where none is.

    Files in a zip or a folder, and layers of a file, that are none are told to `passed_over`, each with the reason.
    """
    told = passed_over or _to_nobody
    if path.is_dir():
        return _in_folder(path, told)
    head = head_of(path)
    if sort_of(head) is Sort.ZIP:
        return _in_zip(path, name or path.name, told)
    return [one.source for one in _in_files([_Named(path, name or path.name)], None, told, is_alone=True)]


def _to_nobody(file: Path, problem: Problem) -> None:
    pass


class _Named(Struct, frozen=True):
    """A file, and what people know it by."""

    path: Path
    name: str


class _Recognised(Struct, frozen=True):
    source: Source
    paths: Sequence[Path]


def _in_files(
    files: Iterable[_Named], whole: Path | None, told: PassedOver, *, is_alone: bool = False
) -> list[_Recognised]:
    """The sources of some files together. Of one that is alone, what is wrong with it is raised."""
    found: list[Found] = []
    others: list[_Recognised] = []
    for file in files:
        try:
            known = _other_source(file)
            if known is not None:
                others.append(_Recognised(known, [file.path]))
            else:
                found.extend(_parts(file, told))
        except Problem as problem:
            if is_alone:
                raise
            told(file.path, problem)
    return [*others, *(_Recognised(source, paths) for source, paths in sources_of(found, whole))]


def _other_source(file: _Named) -> Source | None:
    """What others read: OpenStreetMap's files and tiles."""
    sort = sort_of(head_of(file.path))
    if sort in (Sort.OSM, Sort.PACKED):
        from placeplanner.mappacks.sources.osm import recognised_osm  # libosmium: loaded when it is needed

        return recognised_osm(file.path)
    if sort in (Sort.TILES, Sort.SQLITE):
        from placeplanner.mappacks.sources.tiles import recognised_tiles  # as above

        return recognised_tiles(file.path)
    return None


def _parts(file: _Named, told: PassedOver) -> list[Found]:
    head = head_of(file.path)
    sort = sort_of(head)
    if sort not in _VECTORS and sort is not Sort.TABLE:
        raise refusal(file.path, file.name, sort)
    check_whole(file.path, sort, head)
    if sort is Sort.GEOPACKAGE and _is_plan(file.path):
        raise a_plan(file.name)
    if sort is Sort.GEOJSON:
        refuse_linked_system(file.path)
    parts = partial(parts_of, file.path, file.name, lambda problem: told(file.path, problem))
    if sort is Sort.KML and (links := links_in_kml(file.path)):
        return _parts_of_linked(file, parts, links, told)
    return parts(is_table=sort is Sort.TABLE)


def _parts_of_linked(
    file: _Named, parts: Callable[..., list[Found]], links: int, told: PassedOver
) -> list[Found]:
    """What a KML file holds itself; what it only points to is said, and not fetched."""
    try:
        found = parts(is_table=False)
    except Problem as problem:
        raise refusal(file.path, file.name, Sort.REFERRING) from problem
    more = "1 more map" if links == 1 else f"{links:,} more maps"
    told(
        file.path,
        Problem(
            f"“{file.name}” points to {more} elsewhere.",
            "No network is used here, and no other file.",
            "Fetch what it points to, and add that too.",
        ),
    )
    return found


def _is_plan(path: Path) -> bool:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            query = "SELECT count(*) FROM sqlite_master WHERE name = 'gpkg_pp_change'"
            return bool(connection.execute(query).fetchone()[0])
        except (sqlite3.Error, UnicodeDecodeError):  # SQLite's message may quote what is damaged
            return False


def _in_folder(folder: Path, told: PassedOver) -> list[Source]:
    files = _files_in(folder)
    zips = [file for file in files if sort_of(head_of(file)) is Sort.ZIP]
    names = _by_folder(file.as_posix() for file in files)
    others = [
        _Named(file, file.name)
        for file in files
        if not _is_side(file.as_posix(), names) and sort_of(head_of(file)) is not Sort.ZIP
    ]
    sources = [one.source for one in _in_files(others, None, told)]
    for file in zips:
        try:
            sources.extend(_in_zip(file, file.name, told))
        except Problem as problem:
            told(file, problem)
    if not sources:
        raise nothing_known(folder.name)
    return sources


def _files_in(folder: Path) -> list[Path]:
    """All that are not hidden, in order; a whole disk that was dropped is given up soon, and no link leads round."""
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(at, name) for name in names if not name.startswith(".")]
        if len(found) > _MOST_FILES:
            raise Problem(
                f"“{folder.name}” holds too many files.",
                f"At most {_MOST_FILES:,} are looked at.",
                "Choose the folder, or the files, that hold the map.",
            )
    return sorted(file for file in found if file.is_file())


def _by_folder(files: Iterable[str]) -> Mapping[str, set[str]]:
    """What lies in each folder, in small letters."""
    names: dict[str, set[str]] = defaultdict(set)
    for file in files:
        folder, _, name = file.rpartition("/")
        names[folder].add(name.casefold())
    return names


def _is_side(file: str, names: Mapping[str, set[str]]) -> bool:
    """Whether a file only belongs to a shapefile or a GML file beside it."""
    folder, _, name = file.rpartition("/")
    return _belongs(name.casefold(), names[folder])


def _belongs(name: str, names: set[str]) -> bool:
    for ending in _COMPANIONS:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return stem.endswith(".shp") or any(stem + main in names for main in (".shp", ".gml"))
    return False


def _in_zip(path: Path, name: str, told: PassedOver) -> list[Source]:
    wanted = _wanted_of(path, name, told)
    with unpacked(path, wanted) as folder:
        names = _by_folder(wanted)
        inside = [member for member in wanted if not _is_side(member, names)]
        found = _find(
            folder, path, inside, lambda file, problem: told(path / file.relative_to(folder), problem)
        )
        made = [
            ZippedSource(
                file=replace(one.source.file, path=path, inner=_inner(one.paths, folder)),
                members=_members_of(one.paths, folder, wanted),
                find=_finder(path, [file.relative_to(folder).as_posix() for file in one.paths]),
            )
            for one in found
        ]
    if not made:
        raise nothing_known(name)
    return list(made)


def _wanted_of(path: Path, name: str, told: PassedOver) -> list[str]:
    """The files in a zip that are worth unpacking."""
    with opened_zip(path) as archive:
        inside = members(archive)
        if _OFFICE in inside or "mimetype" in inside:
            raise refusal(path, name, Sort.DOCUMENT)
        sorts = {member: sort_of(head_of_member(archive, member)) for member in inside}
    names = _by_folder(inside)
    for member, sort in sorts.items():
        if sort not in _READ and not _is_side(member, names):
            told(path / member, refusal(path / member, member, sort))
    wanted = [member for member, sort in sorts.items() if sort in _READ or _is_side(member, names)]
    if not wanted:
        raise nothing_known(name) if inside else empty(name)
    return wanted


def _find(
    folder: Path, path: Path, wanted: Iterable[str], told: PassedOver, *, is_alone: bool = False
) -> list[_Recognised]:
    # a name inside often says nothing ("data.geojson"): then that of the zip dates it
    files = [_Named(folder / member, f"{path.stem} {Path(member).name}") for member in wanted]
    return _in_files(files, path, told, is_alone=is_alone)


def _finder(path: Path, wanted: list[str]) -> Callable[[Path], list[Source]]:
    def find(folder: Path) -> list[Source]:
        return [one.source for one in _find(folder, path, wanted, _to_nobody, is_alone=True)]

    return find


def _inner(paths: Sequence[Path], folder: Path) -> str:
    return paths[0].relative_to(folder).as_posix() if len(paths) == 1 else ""


def _members_of(paths: Sequence[Path], folder: Path, wanted: Iterable[str]) -> list[str]:
    """The files of a source, with what belongs to them."""
    stems = {file.relative_to(folder).with_suffix("").as_posix().casefold() for file in paths}
    own = {file.relative_to(folder).as_posix() for file in paths}
    return [
        member
        for member in wanted
        if member in own
        or (
            member.casefold().endswith(_COMPANIONS)
            and (Path(member).with_suffix("").as_posix().casefold().removesuffix(".shp")) in stems
        )
    ]
