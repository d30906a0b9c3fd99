"""The pages of a profile as pictures, before anything is written: the very PDF that would be exported, with a lighter map.

What was made is kept while nothing that it depends on changes: turning a page sets no type, and writing paints no map.
"""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped]
from msgspec import Struct
from msgspec.structs import replace

from placeplanner.domain.framework import load_framework
from placeplanner.domain.hiding import NO_SECTORS, Hiding
from placeplanner.domain.kinds import Audience
from placeplanner.domain.moment import Period
from placeplanner.domain.place import Place
from placeplanner.domain.reader import Reader
from placeplanner.domain.record import Photo
from placeplanner.domain.shaping import Shaping
from placeplanner.domain.streetmap import StreetMap
from placeplanner.mappacks.shipped import shipped_manifest
from placeplanner.profile.blocks import Profile
from placeplanner.profile.content import profile_of
from placeplanner.profile.editions import map_for, map_size_mm, set_in_type
from placeplanner.profile.leaving_out import LeftOut, side_by_side
from placeplanner.profile.pdf import MapPicture
from placeplanner.profile.pictures import credited
from placeplanner.profile.shaping import shaped

_MAP_DPI = 110


class PagePicture(Struct, frozen=True):
    """One page: `rgb` holds width × height × 3 bytes without gaps; `text` is what stands on it."""

    number: int  # from 0
    count: int
    width: int
    height: int
    rgb: bytes
    text: str


class Wish(Struct, frozen=True):
    """What to show: an edition of a place's profile for an audience, as shaped."""

    place: Place
    audience: Audience
    edition: str
    shaping: Shaping
    revision: str  # of the plan
    period: Period | None = None  # whose changes are told
    homes: Hiding = NO_SECTORS


class Part(Struct, frozen=True):
    """A section as the profile has it by itself."""

    key: str
    title: str
    lead: str


class Shown(Struct, frozen=True):
    """A page, and what there is to choose from: sections in their own order, photos that may be shown."""

    wish: Wish
    page: PagePicture
    parts: tuple[Part, ...]
    photos: tuple[Photo, ...]
    left_out: tuple[LeftOut, ...]


class Preview:
    """Makes pages. Not to be used by two threads at once."""

    def __init__(self) -> None:
        self._parts: tuple[Part, ...] = ()
        self._photos: tuple[Photo, ...] = ()
        self._left_out: tuple[LeftOut, ...] = ()
        self._wish: Wish | None = None
        self._pdf = b""
        self._map_key: tuple[object, ...] = ()
        self._map: MapPicture | None = None

    def page(
        self,
        wish: Wish,
        number: int,
        scale: float,
        reader: Reader,
        streets: StreetMap | None,
        is_outdated: Callable[[], bool] = lambda: False,
    ) -> Shown | None:
        """A page, or the last one where there are fewer; `scale` in pixels per point. None where it is outdated."""
        if wish != self._wish:
            made = self._made(wish, reader, streets, is_outdated)
            if made is None:
                return None
            self._wish, self._pdf = wish, made
        return self.kept(wish, number, scale)

    def kept(self, wish: Wish, number: int, scale: float) -> Shown | None:
        """A page of what was made last, without a plan at hand; None where that is something else."""
        if wish != self._wish:
            return None
        page = page_of(self._pdf, number, scale)
        return Shown(wish, page, self._parts, self._photos, self._left_out)

    def _made(
        self, wish: Wish, reader: Reader, streets: StreetMap | None, is_outdated: Callable[[], bool]
    ) -> bytes | None:
        bare = self._bare(wish, reader, streets)
        if is_outdated():
            return None
        profile = shaped(bare, wish.shaping)
        laid_on = (streets.attribution, streets.publications) if streets else ()
        size_mm = map_size_mm(wish.edition, profile)
        key = (wish.place, wish.audience, wish.edition, wish.revision, wish.homes, laid_on, size_mm)
        if key != self._map_key:
            self._map = map_for(wish.edition, profile, reader, streets, dpi=_MAP_DPI)
            self._map_key = key
        if is_outdated():
            return None
        return set_in_type(wish.edition, credited(profile, streets), reader, self._map)

    def _bare(self, wish: Wish, reader: Reader, streets: StreetMap | None) -> Profile:
        """The profile with the chosen photos, but otherwise as nobody has shaped it; what can be chosen is kept."""
        chosen = replace(Shaping.of(wish.place.code, wish.audience), photos=wish.shaping.photos)
        bare = profile_of(
            reader,
            wish.place,
            load_framework(),
            wish.audience,
            shipped_manifest(),
            shaping=chosen,
            period=wish.period,
            streets=streets,
            homes=wish.homes,
        )
        self._parts = tuple(Part(each.key, each.title, each.lead) for each in bare.sections)
        self._photos = bare.photos
        self._left_out = side_by_side(reader, wish.place, wish.shaping, wish.homes)
        return bare


def page_of(pdf: bytes, number: int, scale: float) -> PagePicture:
    """One page of a PDF, the last one where there are fewer."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        number = max(0, min(number, count - 1))
        page = document[number]
        bitmap = page.render(scale=scale, rev_byteorder=True)
        picture = bitmap.to_numpy()[:, :, :3]
        words = page.get_textpage().get_text_range()
        return PagePicture(number, count, bitmap.width, bitmap.height, picture.tobytes(), words)
    finally:
        document.close()
