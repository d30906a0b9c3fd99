"""The profile on paper: Typst sets it and writes PDF/UA-1, and refuses what would not conform.

What people wrote travels as JSON beside the template and is never part of Typst's source.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import typst
from msgspec import Struct, to_builtins

from placeplanner import __version__, paths
from placeplanner.domain.ids import PhotoId
from placeplanner.domain.kinds import Catalogue
from placeplanner.profile.blocks import LOGO, Chart, Profile, SourceLine, charts_of
from placeplanner.profile.charts.drawing import svg_of
from placeplanner.profile.charts.plot import Sheet
from placeplanner.profile.fitting import Fit, fitted
from placeplanner.profile.glyphs import for_paper, in_every, in_words, is_plain
from placeplanner.profile.html import AUDIENCES

_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_MOST_TRIES = 5
_FITTED = ("profile", "atlas")
_MOST_RECORDS_TO_TRY_ALL = 200
_MOST_COLUMNS_BESIDE, _MOST_ROWS_BESIDE = 4, 10  # of the table beside a chart


class MapPicture(Struct, frozen=True):
    """A picture of the map: its bytes, and "svg" or "png"."""

    data: bytes
    suffix: str


def to_pdf(
    profile: Profile,
    catalogue: Catalogue,
    *,
    map_picture: MapPicture | None = None,
    pictures: Mapping[PhotoId, bytes] | None = None,
) -> bytes:
    """The profile as a PDF/UA-1 file. Without a picture the map is told in words."""
    with tempfile.TemporaryDirectory(prefix="placeplanner-") as name:
        folder = Path(name)
        return compiled(folder, "profile", laid_out(folder, profile, catalogue, map_picture, pictures or {}))


def laid_out(
    folder: Path,
    profile: Profile,
    catalogue: Catalogue,
    map_picture: MapPicture | None,
    pictures: Mapping[PhotoId, bytes],
    *,
    prefix: str = "",
    has_charts: bool = True,
) -> dict[str, Any]:
    """Put a profile's pictures into a folder, under names that start with `prefix`, and give what Typst is to set."""
    files = {photo: f"{prefix}photo{number}.jpg" for number, photo in enumerate(pictures)}
    for photo, file in files.items():
        (folder / file).write_bytes(pictures[photo])
    map_file = f"{prefix}map.{map_picture.suffix}" if map_picture else None
    if map_picture and map_file:
        (folder / map_file).write_bytes(map_picture.data)
    locator = f"{prefix}locator.svg" if profile.locator else None
    if profile.locator and locator:
        (folder / locator).write_text(profile.locator.svg, encoding="utf-8")
    for chart in charts_of(profile) if has_charts else ():
        drawn = svg_of(chart.plot, _sheet_of(chart))
        (folder / f"{prefix}{chart.plot.key}.svg").write_text(drawn, encoding="utf-8")
    return {**_data(profile, catalogue, map_file, files, prefix), "locator": locator}


def compiled(folder: Path, name: str, content: dict[str, Any], *, fonts: Sequence[Path] = ()) -> bytes:
    """Compile the template of a name with its JSON in a folder, as PDF/UA-1; `fonts` are folders of more fonts.

    Where a font lacks a character, it is said in words and all is compiled again.
    """
    for template in (f"{name}.typ", "place.typ"):
        (folder / template).write_bytes((paths.resources() / "templates" / template).read_bytes())
    data = {**in_every(content, for_paper), "glyph_notes": []}
    if name in _FITTED:
        data = _with_fits(folder, name, data)
    missing: frozenset[str] = frozenset()
    for _ in range(_MOST_TRIES):
        shown = in_every(data, partial(in_words, missing=missing)) if missing else dict(data)
        shown["glyph_notes"] = _glyph_notes(missing)
        (folder / f"{name}.json").write_text(json.dumps(shown), encoding="utf-8")
        try:
            return typst.compile(
                str(folder / f"{name}.typ"),
                root=str(folder),
                format="pdf",
                pdf_standards=["ua-1"],
                font_paths=[str(each) for each in fonts],
                ignore_system_fonts=is_plain(shown),
            )
        except typst.TypstError as error:
            found = frozenset("".join(_unescaped(match) for match in _NO_GLYPH.findall(error.diagnostic)))
            if found <= missing:
                raise
            missing |= found
    raise RuntimeError("Typst lacks a character that cannot be named")


def _with_fits(folder: Path, name: str, data: dict[str, Any]) -> dict[str, Any]:
    """The same, told how closely each of its places is to be set."""
    places: list[dict[str, Any]] | None = data.get("places")

    def closely(fits: Mapping[int, Fit]) -> dict[str, Any]:
        if places is None:
            return {**data, "fit": fits[0]}
        return {**data, "places": [{**places[number], "fit": fit} for number, fit in fits.items()]}

    def ends(fits: Mapping[int, Fit]) -> list[float]:
        (folder / f"{name}.json").write_text(json.dumps(closely(fits)), encoding="utf-8")
        file = str(folder / f"{name}.typ")
        told = typst.query(file, "<end>", field="value", root=str(folder), ignore_system_fonts=is_plain(data))
        return [float(end) for end in json.loads(told)]

    if places is not None:
        return closely(dict(enumerate(fitted(len(places), ends))))
    # many pages are not set four times over for the sake of the last
    is_long = data["records"] > _MOST_RECORDS_TO_TRY_ALL
    return closely({0: fitted(1, ends, (Fit.NORMAL, Fit.CLOSE) if is_long else tuple(Fit))[0]})


def _unescaped(quoted: str) -> str:
    """A character as Rust's debug format writes it: plain, or with a code such as \\u{200d}."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), quoted)


def _glyph_notes(missing: frozenset[str]) -> list[str]:
    if not missing:
        return []
    return [
        "Some signs or letters could not be printed with the fonts on this computer. Words in square "
        "brackets stand for them; the web page shows them as they were written."
    ]


def _sheet_of(chart: Chart) -> Sheet:
    """A short table of few columns stands beside its chart, which is drawn narrower for it."""
    is_short = len(chart.table.heads) <= _MOST_COLUMNS_BESIDE and len(chart.table.rows) <= _MOST_ROWS_BESIDE
    return Sheet.BESIDE if is_short else Sheet.WIDE


def _data(
    profile: Profile, catalogue: Catalogue, map_file: str | None, files: Mapping[PhotoId, str], prefix: str
) -> dict[str, Any]:
    sections = [to_builtins(section) for section in profile.sections]
    for section, made_of in zip(sections, profile.sections, strict=True):
        for block, known in zip(section["blocks"], made_of.blocks, strict=True):
            for picture in block.get("pictures", ()):
                picture["file"] = files.get(picture["photo"])
            if isinstance(known, Chart):  # what is drawn is in a file; what is said is checked for glyphs
                block["file"] = f"{prefix}{block.pop('plot')['key']}.svg"
                block["is_beside"] = _sheet_of(known) is Sheet.BESIDE
    return {
        "files": dict(files),
        "title": profile.title,
        "place": profile.place.name,
        "subtitle": profile.subtitle,
        "summary": profile.summary,
        "author": "Place Planner",
        "keywords": ["place profile", profile.title],
        "date": profile.date,
        "audience": AUDIENCES[profile.audience],
        "sample": profile.sample,
        "records": len(profile.records),
        "foreword": list(profile.foreword),
        "logo": files.get(LOGO),
        "logo_alt": profile.logo_alt,
        "locator_alt": profile.locator.alt if profile.locator else "",
        "revision": profile.revision,
        "version": __version__,
        "sections": sections,
        "withheld": list(profile.withheld),
        "notes": list(profile.notes),
        "sources": [source_in_words(source) for source in profile.sources],
        "attribution": profile.attribution,
        "map": map_file,
        "no_map": "The map could not be drawn on this computer, because a part for drawing (PySide6) is not "
        "installed. Every record of the map is listed below, and the web page has the map.",
        "colours": {kind.value: spec.colour for kind, spec in catalogue.kinds.items()},
        "symbols": {kind.value: spec.symbol for kind, spec in catalogue.kinds.items()},
        "glyph_notes": [],
    }


def source_in_words(source: SourceLine) -> str:
    """A source on one line."""
    told = (source.title, source.publisher, source.date, source.licence, source.behind)
    return ", ".join(part for part in told if part)
