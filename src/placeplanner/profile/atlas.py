"""All places at once: one PDF with an outline, and a folder of linked pages that can be taken up again where it stopped.

A place that fails is named and does not stop the rest. Each page is written whole; what was made for the same state of
the plan and the same audience is kept.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from placeplanner import __version__
from placeplanner.domain.framework import Framework, load_framework
from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.ids import PlaceCode
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.place import Place, PlaceKind
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.errors import Problem, said_by
from placeplanner.exchange.rows import Names
from placeplanner.insight.insight import Insight
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile.atlas_page import index_page
from placeplanner.profile.atlas_sources import by_number, told_once
from placeplanner.profile.blocks import Profile, SourceLine
from placeplanner.profile.content import grounds_of, insight_for, profile_of, revision_of
from placeplanner.profile.export import slug_of
from placeplanner.profile.html import AUDIENCES, to_html
from placeplanner.profile.multiples import bare_map, small_map
from placeplanner.profile.pdf import compiled, laid_out, source_in_words
from placeplanner.profile.pictures import credited, map_picture, photos_of
from placeplanner.profile.summary import Summary, heads, in_order, summary_of
from placeplanner.profile.words import day
from placeplanner.written_whole import written_whole

FORMATS = ("pdf", "html")
_DONE = ".made.json"  # which pages are there, and for which state of the plan


class Failed(Struct, frozen=True):
    """A place whose profile could not be made, and why."""

    place: Place
    problem: Problem


class Atlas(Struct):
    """What was written. `kept` pages were there already, for the same state of the plan."""

    files: list[Path] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    kept: int = 0
    is_cancelled: bool = False


class _Making:
    """One atlas in the making."""

    def __init__(
        self,
        reader: Reader,
        to: Path,
        audience: Audience,
        on: datetime.date,
        period: Period | None,
        streets: StreetMap | None,
        homes: Hiding,
    ) -> None:
        self.reader, self.to, self.audience, self.on, self.streets = reader, to, audience, on, streets
        self.period, self.homes = period, homes
        self.framework: Framework = load_framework()
        self.places = in_order(reader.places)
        self.grounds = grounds_of(reader, audience, self.framework, on, homes)
        self.made = Atlas()

    def profile(self, place: Place) -> Profile | None:
        """A place's profile; None where it cannot be made, which is noted."""
        try:
            return profile_of(
                self.reader,
                place,
                self.framework,
                self.audience,
                shipped_manifest(),
                on=self.on,
                grounds=self.grounds,
                period=self.period,
                streets=self.streets,
                homes=self.homes,
            )
        except Problem as problem:
            self.fail(place, problem)
            return None

    def fail(self, place: Place, problem: Problem) -> None:
        """A place could not be made: once is enough to say so."""
        if all(failed.place.code != place.code for failed in self.made.failed):
            self.made.failed.append(Failed(place, problem))

    def summary(self) -> Summary:
        """The borough at a glance."""
        insights: dict[PlaceCode, Insight] = {}
        records = {}
        for place in self.places:
            inside = self.reader.places.within(place.code)
            records[place.code] = tuple(record for record in self.grounds.records if record.place in inside)
            insights[place.code] = insight_for(
                self.grounds, place, records[place.code], self.audience, self.streets, self.homes
            )
        return summary_of(self.reader.places, insights, records)

    @cached_property
    def mark(self) -> str:
        """What pages depend on: all that is told and by whom, where, along which streets, to whom, on which day.

        As it was when the making began: what changes meanwhile makes the next pages anew.
        """
        reader, records = self.reader, self.grounds.records
        said = [*reader.groups(), *reader.contributors(), *reader.sessions(), *reader.shapings()]
        photos = [photo for record in records for photo in reader.photos(record.id)]
        along = (self.streets.box, self.streets.publications) if self.streets else ()
        told = repr((__version__, said, photos, along, self.period))
        shown = b"".join(record.geometry.wkb for record in records)
        where = f"{self.homes.shown.value} {_short_mark(shown)}"
        plan = f"{revision_of(records)}; {where}; {reader.places.mark}; {_short_mark(told.encode())}"
        return f"{plan}; {self.audience.value}; {self.on.isoformat()}"


def _short_mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def export_atlas(
    reader: Reader,
    to: Path,
    *,
    formats: Iterable[str] = FORMATS,
    audience: Audience = Audience.PARTNERSHIP,
    on: datetime.date | None = None,
    period: Period | None = None,
    streets: StreetMap | None = None,
    homes: Hiding = NO_SECTORS,
    progress: Callable[[str, float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Atlas:
    """Write an atlas into the folder `to`, made where it is missing. Raises `Problem` where nothing can be written.

    What changed in `period` is told in every profile. `streets` lie beneath the maps on paper; `homes` is where others
    see somebody's home. `progress` hears what is being done and how much is behind us (0 to 1). Where `cancelled` says
    so, pages that are complete stay, and the next call takes them up; a PDF is there whole or not at all.
    """
    wanted = tuple(dict.fromkeys(formats))
    if strange := [each for each in wanted if each not in FORMATS]:
        raise Problem(
            f"An atlas cannot be written as “{strange[0]}”.", "", f"Choose from: {', '.join(FORMATS)}."
        )
    tell, stops = progress or (lambda doing, part: None), cancelled or (lambda: False)
    try:
        to.mkdir(parents=True, exist_ok=True)
        making = _Making(reader, to, audience, on or datetime.date.today(), period, streets, homes)
        tell("Reading the plan", 0.0)
        if "html" in wanted:
            _write_pages(making, lambda doing, part: tell(doing, part / len(wanted)), stops)
        if "pdf" in wanted and not making.made.is_cancelled:
            start = 0.5 if "html" in wanted else 0.0
            _write_pdf(making, lambda doing, part: tell(doing, start + part * (1 - start)), stops)
    except OSError as error:
        raise Problem(
            f"The atlas could not be written to {to}.",
            said_by(error),
            "Check that there is space and that you may write there, or choose another folder.",
        ) from error
    if not making.made.is_cancelled:
        tell("Done", 1.0)
    return making.made


def _write_pages(making: _Making, tell: Callable[[str, float], None], stops: Callable[[], bool]) -> None:
    """A page a place, then the index that leads to them."""
    there = _pages_there(making)
    names, written = Names.of(making.reader), dict.fromkeys(there, "")
    for number, place in enumerate(making.places):
        if stops():
            making.made.is_cancelled = True
            return
        file = making.to / page_name(place, making.reader)
        tell(f"Making the page of {place.name}", number / (len(making.places) + 1))
        if place.code in there:
            making.made.kept += 1
            making.made.files.append(file)
            continue
        profile = making.profile(place)
        if profile is None:
            continue
        page = to_html(
            credited(profile, making.streets),
            names,
            pictures=photos_of(making.reader, profile),
            home="index.html",
        )
        _write(file, page.encode())
        making.made.files.append(file)
        written[place.code] = ""
        _write(making.to / _DONE, json.dumps({"mark": making.mark, "pages": sorted(written)}).encode())
    failed = {one.place.code for one in making.made.failed}
    index = making.to / "index.html"
    links = {
        place.code: page_name(place, making.reader) for place in making.places if place.code not in failed
    }
    _write(index, index_page(making.reader.places, making.summary(), links, _about(making)).encode())
    making.made.files.insert(0, index)


def _pages_there(making: _Making) -> frozenset[PlaceCode]:
    """The places whose page is there already and says what it would say now."""
    try:
        found = json.loads((making.to / _DONE).read_text(encoding="utf-8"))
        if found["mark"] != making.mark:
            return frozenset()
        pages = {PlaceCode(code) for code in found["pages"]}
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(
        place.code
        for place in making.places
        if place.code in pages and (making.to / page_name(place, making.reader)).is_file()
    )


def page_name(place: Place, reader: Reader) -> str:
    """The file of a place's page: "hindley-west.html"."""
    slug = slug_of(place.name)
    if sum(slug_of(each.name) == slug for each in reader.places) > 1:
        slug = f"{slug}-{place.kind.value}"
    return f"{slug}.html"


def _write_pdf(making: _Making, tell: Callable[[str, float], None], stops: Callable[[], bool]) -> None:
    with tempfile.TemporaryDirectory(prefix="placeplanner-") as name:
        folder, parts, sources = Path(name), [], []
        for number, place in enumerate(making.places):
            if stops():
                making.made.is_cancelled = True
                return
            tell(f"Drawing {place.name}", 0.7 * number / len(making.places))
            if (profile := making.profile(place)) is not None:
                shown = credited(profile, making.streets)
                parts.append(_laid_out(making, folder, shown, f"p{number}-"))
                sources.append(shown.sources)
        tell("Setting the atlas for paper", 0.7)
        drawn = compiled(folder, "atlas", _content(making, folder, parts, sources))
    if stops():
        making.made.is_cancelled = True
        return
    file = making.to / "atlas.pdf"
    _write(file, drawn)
    making.made.files.append(file)


def _laid_out(making: _Making, folder: Path, shown: Profile, prefix: str) -> dict[str, Any]:
    drawn = map_picture(making.reader, shown, making.streets, dpi=150)
    pictures = photos_of(making.reader, shown)
    # without its town a neighbourhood is beside the others: nothing lies in what is not there
    place, failed = shown.place, {one.place.code for one in making.made.failed}
    is_inside = place.kind not in (PlaceKind.BOROUGH, PlaceKind.TOWN) and place.parent not in failed
    kind = {"kind": place.kind.value, "is_inside": is_inside}
    return {**laid_out(folder, shown, making.reader.catalogue, drawn, pictures, prefix=prefix), **kind}


def _content(
    making: _Making, folder: Path, parts: list[dict[str, Any]], sources: list[tuple[SourceLine, ...]]
) -> dict[str, Any]:
    summary, every = making.summary(), told_once(sources)
    (folder / "cover.svg").write_bytes(bare_map(summary.neighbourhoods))
    measures = []
    for number, measure in enumerate(summary.measures):
        file = f"measure{number}.svg"
        (folder / file).write_bytes(small_map(summary.neighbourhoods, measure))
        measures.append(
            {"title": measure.title, "alt": measure.in_words, "file": file, "legend": measure.legend}
        )
    return {
        **_about(making),
        "failed": [one.place.name for one in making.made.failed],
        "cover": "cover.svg" if summary.neighbourhoods else None,
        "measures": measures,
        "heads": heads(),
        "lines": [
            {"name": line.place.name, "is_inside": bool(line.town), "cells": line.cells}
            for line in summary.lines
        ],
        "places": [
            {**part, "sources": by_number(own, every)} for part, own in zip(parts, sources, strict=True)
        ],
        "sources": [source_in_words(source) for source in every],
        "notes": shipped_manifest().notes,
    }


def _about(making: _Making) -> dict[str, str]:
    borough = making.reader.places.borough
    made_up = any(record.is_sample for record in making.grounds.records)
    return {
        "title": f"{borough.name}: atlas of places" if borough else "Atlas of places",
        "summary": "A profile of the borough, of every town and of every neighbourhood, in the words of the people who "
        "know them.",
        "date": day(making.on),
        "audience": AUDIENCES[making.audience],
        "sample": "Some of what is told here is made up, to show what an atlas looks like; do not act on it."
        if made_up
        else "",
        "attribution": shipped_manifest().attribution,
    }


def _write(file: Path, data: bytes) -> None:
    with written_whole(file) as written:
        written.write(data)
