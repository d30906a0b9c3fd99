"""Exporting a place: every file is written whole under another name first, then all of them are put in place.

So a full disk, a pulled stick or a change of mind leaves the folder as it was, and never half a file.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from placeplanner.domain.framework import load_framework
from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.ids import new_id
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.place import Place, Places
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.errors import Problem, said_by
from placeplanner.exchange.checking import in_words
from placeplanner.exchange.geojson import to_geojson
from placeplanner.exchange.geopackage import write_geopackage
from placeplanner.exchange.nominations import acv_csv, local_list_csv
from placeplanner.exchange.open_greenspace import checked_greenspace, write_open_greenspace
from placeplanner.exchange.rows import Names
from placeplanner.exchange.services import to_open_referral
from placeplanner.exchange.spreadsheet import to_xlsx
from placeplanner.exchange.tables import to_csv
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile.blocks import Profile
from placeplanner.profile.content import profile_of
from placeplanner.profile.editions import EDITIONS, edition
from placeplanner.profile.html import AUDIENCES, to_html
from placeplanner.profile.pictures import credited, photos_of
from placeplanner.written_whole import flush_folder

FORMATS = ("pdf", "html", "csv", "xlsx", "geojson", "gpkg")
HANDED_ON = (
    "acv",
    "local-list",
    "services",
    "greenspace",
)  # under other people's standards, each with a report
ON_PAPER = ("easy", "poster")
EVERY_FORMAT = (*FORMATS, *ON_PAPER, *HANDED_ON, "report")
_DOING = {
    "pdf": "Setting the profile for paper",
    "easy": "Setting the easy-read edition",
    "poster": "Setting the poster",
    "html": "Making the page with the map",
    "csv": "Writing the table",
    "geojson": "Writing the GeoJSON",
    "xlsx": "Writing the workbook",
    "gpkg": "Writing the GeoPackage",
    "acv": "Writing the candidates for Assets of Community Value",
    "local-list": "Writing the candidates for a local heritage list",
    "services": "Writing the services",
    "greenspace": "Writing the greenspaces",
    "report": "Checking what is missing",
}
_NAMES = {
    "pdf": "profile.pdf",
    "html": "profile.html",
    "easy": "easy-read.pdf",
    "poster": "poster.pdf",
    "acv": "acv-candidates.csv",
    "local-list": "local-list-candidates.csv",
    "services": "services.json",
    "greenspace": "open-greenspace.gpkg",
    "report": "data-report.txt",
}


def export_profile(
    reader: Reader,
    place: Place,
    to: Path,
    *,
    formats: Iterable[str] = FORMATS,
    audience: Audience = Audience.PARTNERSHIP,
    period: Period | None = None,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    streets: StreetMap | None = None,
    homes: Hiding = NO_SECTORS,
) -> tuple[Path, ...]:
    """Write the profile and the records of a place into the folder `to`, made where it is missing.

    What changed in `period` is told; all else is as it is now.
    Where a format is somebody else's standard, a report of what the records lack goes beside it.
    `progress` hears what is being done and how much of it is behind us (0 to 1). Where `cancelled` says so,
    nothing is put in place and nothing is returned. `streets` lie beneath the map; `homes` is where others see
    somebody's home. Raises `Problem`.
    """
    wanted = _known(formats)
    tell = progress or (lambda doing, part: None)
    is_cancelled = cancelled or (lambda: False)
    targets = {each: to / name for each, name in file_names(place, reader.places, wanted).items()}
    _make_folder(to)
    for target in targets.values():
        _check_target(target, reader)
    tell("Reading the plan", 0.0)
    profile = profile_of(
        reader,
        place,
        load_framework(),
        audience,
        shipped_manifest(),
        period=period,
        streets=streets,
        homes=homes,
    )
    parts: dict[str, Path] = {}
    try:
        for number, each in enumerate(wanted):
            if is_cancelled():
                return ()
            tell(_DOING[each], (number + 1) / (len(wanted) + 1))
            parts[each] = targets[each].with_name(f".{targets[each].name}.{new_id()[:8]}.part")
            _write_part(each, parts[each], targets[each], profile, reader, streets)
        return () if is_cancelled() else _put_in_place(parts, targets, tell)
    except OSError as error:
        raise _not_written(to, error) from error
    finally:
        for part in parts.values():
            _remove(part)


def file_names(place: Place, places: Places, formats: Iterable[str] = FORMATS) -> dict[str, str]:
    """The name of each file, in plain letters: "hindley-profile.pdf", "hindley-records.csv"."""
    slug = slug_of(place.name)
    if sum(slug_of(each.name) == slug for each in places) > 1:
        slug = f"{slug}-{place.kind.value}"
    return {each: f"{slug}-{_NAMES.get(each, f'records.{each}')}" for each in formats}


def slug_of(name: str) -> str:
    """A name in plain small letters with hyphens, safe on every disk."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "place"


def _known(formats: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(formats))
    for each in wanted:
        if each not in EVERY_FORMAT:
            raise Problem(
                f"A profile cannot be written as “{each}”.", "", f"Choose from: {', '.join(EVERY_FORMAT)}."
            )
    needs_report = any(each in HANDED_ON for each in wanted) and "report" not in wanted
    return (*wanted, "report") if needs_report else wanted


def _make_folder(to: Path) -> None:
    try:
        to.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise Problem(
            f"{to} is a file, not a folder.",
            "The profile is several files, so it needs a folder.",
            "Choose or make a folder.",
        ) from error
    except OSError as error:
        raise _not_written(to, error) from error


def _check_target(target: Path, reader: Reader) -> None:
    if target.is_dir():
        raise Problem(
            f"{target.name} cannot be written.",
            "There is a folder of that name already.",
            "Choose another folder to export to.",
        )
    plan = getattr(reader, "path", None)
    if isinstance(plan, Path) and target.exists() and plan.exists() and target.samefile(plan):
        raise Problem(
            "That would write over the plan itself.",
            f"The plan has the name that the exported {target.name} would have.",
            "Choose another folder to export to.",
        )


def _write_part(
    each: str, part: Path, target: Path, profile: Profile, reader: Reader, streets: StreetMap | None
) -> None:
    names = Names.of(reader)
    if each in ("gpkg", "greenspace"):
        if each == "greenspace":
            write_open_greenspace(part, profile.records, shown_as=target)
        else:
            places = [profile.place, *reader.places.children(profile.place.code)]
            write_geopackage(part, profile.records, names, places=places, shown_as=target)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        return
    with part.open("xb") as file:
        file.write(_content(each, profile, reader, names, streets))
        file.flush()
        os.fsync(file.fileno())


def _content(each: str, profile: Profile, reader: Reader, names: Names, streets: StreetMap | None) -> bytes:
    match each:
        case _ if each in EDITIONS:
            return edition(each, profile, reader, streets)
        case "html":
            # streets are not on its map, but the distances in it are reckoned along them
            return to_html(credited(profile, streets), names, pictures=photos_of(reader, profile)).encode()
        case "csv":
            return to_csv(profile.records, names)
        case "xlsx":
            return to_xlsx(profile.records, names, about=_about(profile))
        case "acv":
            return acv_csv(profile.records)[0]
        case "local-list":
            return local_list_csv(profile.records, names)[0]
        case "services":
            return to_open_referral(profile.records, names)[0]
        case "report":
            return _report(profile, names).encode()
        case "geojson":
            return to_geojson(profile.records, names, about=_about(profile))
        case _:
            raise ValueError(each)


def _report(profile: Profile, names: Names) -> str:
    """What the records lack before others can use them, whichever of the standards was asked for."""
    heading = f"{profile.title}: what others still need to know\nMade {profile.date} for {AUDIENCES[profile.audience]}."
    checked = (
        acv_csv(profile.records)[1],
        local_list_csv(profile.records, names)[1],
        to_open_referral(profile.records, names)[1],
        checked_greenspace(profile.records),
    )
    return f"{heading}\n\n{in_words(checked)}"


def _about(profile: Profile) -> dict[str, str]:
    about = {
        "name": f"{profile.title}: records",
        "made": profile.date,
        "made_for": AUDIENCES[profile.audience],
        "plan": profile.revision,
        "sample": profile.sample,
        "left_out": " ".join(profile.withheld),
        "attribution": profile.attribution,
    }
    return {key: value for key, value in about.items() if value}


def _put_in_place(
    parts: dict[str, Path], targets: dict[str, Path], tell: Callable[[str, float], None]
) -> tuple[Path, ...]:
    for each, part in parts.items():
        part.replace(targets[each])
    for folder in {target.parent for target in targets.values()}:
        flush_folder(folder)
    tell("Done", 1.0)
    return tuple(targets[each] for each in parts)


def _remove(part: Path) -> None:
    for each in (part, part.with_name(f"{part.name}-journal")):
        with suppress(OSError):  # the export has succeeded or failed by now; a leftover is only untidy
            each.unlink(missing_ok=True)


def _not_written(to: Path, error: OSError) -> Problem:
    return Problem(
        f"The profile could not be written to {to}.",
        said_by(error),
        "Check that there is space and that you may write there, or choose another folder.",
    )
