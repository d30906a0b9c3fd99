"""The map of a place on paper, of what an audience may see: the same for the window and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.kinds import Audience
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Record
from placeplanner.domain.streetmap import StreetMap
from placeplanner.errors import Problem, said_by
from placeplanner.exchange.redact import Redacted, What
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile.glyphs import in_words
from placeplanner.profile.released import homes_told, released_to
from placeplanner.profile.words import count_of

if TYPE_CHECKING:
    from placeplanner.draw.paper_sizes import Wishes

ENDINGS = (".png", ".svg", ".pdf")
_DPI = 200


class Printed(Struct, frozen=True):
    """What was put on paper: of which records, and in words at which scale and on how much paper."""

    shown: Redacted
    words: str

    @property
    def missed(self) -> tuple[str, ...]:
        """What these people may not see of it, in words."""
        return _missed(self.shown)


def print_map(
    plan: Reader,
    place: Place,
    out: Path,
    audience: Audience,
    wishes: Wishes,
    streets: StreetMap | None = None,
    *,
    dpi: int = _DPI,
    homes: Hiding = NO_SECTORS,
) -> Printed:
    """Draw the map of a place as the ending of `out` says; `homes` is where somebody's home is shown.

    Raises:
        Problem: the ending is none of ours, the wishes cannot be met, or the file cannot be written.
        ImportError: Qt is not installed.
    """
    from placeplanner.draw.paper_files import paper_bytes
    from placeplanner.draw.paper_planning import planned
    from placeplanner.draw.scene import Scene
    from placeplanner.draw.sheet_files import write_whole

    check_ending(out)
    shown = released_to(plan, place, audience, homes, with_photos=False)
    if wishes.is_blank:
        shown = replace(shown, records=(), withheld=(), held=())
    records, wishes = _writable(shown.records, wishes, place, is_pdf=out.suffix.lower() == ".pdf")
    scene = Scene.of(plan.places, records, plan.catalogue, attribution=_small_print(shown))
    sheet = planned(scene.with_streets(streets), place, wishes, _today(records))
    drawn = paper_bytes(sheet, out.suffix.lower()[1:], tiles=wishes.tiles, dpi=dpi)
    _make_folder(out.parent)
    write_whole(out, drawn)
    return Printed(shown, sheet.scale_words)


def _small_print(shown: Redacted) -> str:
    """Whose the map is, and how many homes lie on one another where: no list stands beside a map on a wall."""
    told = (
        f"{count_of(len(homes), 'home').capitalize()} shown in the middle of {where}"
        for where, homes in homes_told(shown)
    )
    return " · ".join((shipped_manifest().attribution, *told))


def _writable(
    records: Sequence[Record], wishes: Wishes, place: Place, *, is_pdf: bool
) -> tuple[Sequence[Record], Wishes]:
    """Both with what cannot be written here said in words, as in a profile: “[evergreen tree]”.

    That is what no typeface has, and in a PDF also what could not be read aloud from it.
    """
    from placeplanner.draw.headless import ensure_qt
    from placeplanner.draw.lettering import lacking
    from placeplanner.draw.pdf_letters import unnamed

    ensure_qt()
    heading = wishes.title or place.name
    texts = [heading, wishes.note, *(record.name for record in records)]
    missing = lacking(texts) | (unnamed(texts) if is_pdf else frozenset())
    if not missing:
        return records, wishes
    named = [replace(record, name=in_words(record.name, missing)) for record in records]
    title, note = (in_words(words, missing) for words in (heading, wishes.note))
    return named, replace(wishes, title=title, note=note)


def outlook(plan: Reader, place: Place, wishes: Wishes, streets: StreetMap | None = None) -> str:
    """What a map would be: its scale, its paper and, where it is cut up, its sheets. Raises `Problem`."""
    from placeplanner.draw.paper_planning import planned
    from placeplanner.draw.paper_sizes import millimetres
    from placeplanner.draw.paper_tiles import cut_up
    from placeplanner.draw.scene import Scene

    attribution = shipped_manifest().attribution
    scene = Scene.of(plan.places, (), plan.catalogue, attribution=attribution).with_streets(streets)
    sheet = planned(scene, place, wishes, _today())
    if wishes.tiles is None:
        return f"{sheet.scale_words} ({millimetres(sheet.size_mm)})."
    tiling = cut_up(sheet.size_mm, wishes.tiles)
    return (
        f"{sheet.scale_words}: {tiling.count} sheets of {tiling.paper} and a page that says how to join them."
    )


def foretold(
    plan: Reader, place: Place, audience: Audience, wishes: Wishes, homes: Hiding, streets: StreetMap | None
) -> tuple[str, ...]:
    """What people would miss on a map for an audience, told before it is made: records held back, streets."""
    told = []
    if not wishes.is_blank:
        shown = released_to(plan, place, audience, homes, with_photos=False)
        told = [*_missed(shown)]
        if told and not shown.records:
            told.insert(0, "No record will be on this map.")
    if streets is None:
        told.append("No streets will be on it: no street map is in use. “Maps” has them.")
    return tuple(told)


def _missed(shown: Redacted) -> tuple[str, ...]:
    """A map says of no record who told of it, so that is not missed."""
    return tuple(each.sentence for each in shown.withheld if each.what is not What.NAME)


def check_ending(out: Path) -> None:
    """Refuse a name that says no format that a map can have. Raises `Problem`."""
    if out.suffix.lower() not in ENDINGS:
        raise Problem(
            f"A map cannot be written as “{out.name}”.", "", "Choose a name that ends in .png, .svg or .pdf."
        )


def _today(records: Iterable[Record] = ()) -> str:
    today = date.today()
    words = f"{today.day} {today:%B %Y}"
    return f"{words} · Sample data" if any(record.is_sample for record in records) else words


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"The folder “{folder}” cannot be made.",
            said_by(error),
            "Choose another folder.",
        ) from error
