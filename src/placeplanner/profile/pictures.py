"""Pictures for a profile: its photos, small and without where they were taken, and the map, painted."""

from __future__ import annotations

import base64
import io
import re

from msgspec.structs import replace
from PIL import Image

from placeplanner.domain.credits import credits_of
from placeplanner.domain.ids import PhotoId
from placeplanner.domain.reader import Reader
from placeplanner.domain.streetmap import StreetMap
from placeplanner.errors import Problem
from placeplanner.fieldwork.photos import thumbnail
from placeplanner.profile.blocks import LOGO, Pictures, Profile, SourceLine
from placeplanner.profile.pdf import MapPicture

_PHOTO_PX = 900
_MAP_MM = (170.0, 124.0)  # the width of the text
_MORE_MM = 8.0  # where nothing but title and summary stands above it
_DPI = 300
_DOTS = 96  # of letters: the names of neighbourhoods are of 8 points then, as small as print may be
_MOST_SVG_BYTES = 2_500_000  # a town with a thousand records; inside a document it is a sixth of that
_GROUND_DPI = 200  # of streets, which have no letters
_COLOURS = 128
_PICTURE = re.compile(rb"data:image/png;base64,([A-Za-z0-9+/=\s]+)")


def photos_of(reader: Reader, profile: Profile) -> dict[PhotoId, bytes]:
    """The photos that the profile shows and its logo, as JPEG, without those that the plan has lost."""
    found: dict[PhotoId, bytes] = {}
    if profile.logo and (small := _small(reader, profile.logo)):
        found[LOGO] = small
    blocks = (block for section in profile.sections for block in section.blocks)
    for block in blocks:
        for picture in block.pictures if isinstance(block, Pictures) else ():
            small = _small(reader, picture.sha256)
            if small is not None:
                found[picture.photo] = small
    return found


def _small(reader: Reader, sha256: str) -> bytes | None:
    """The photo, small enough for a page; None where the plan has lost or damaged it."""
    try:
        return thumbnail(reader.photo_bytes(sha256), _PHOTO_PX)
    except Problem:
        return None


def map_mm(profile: Profile) -> tuple[float, float]:
    """How wide and high the map is on the first page, which it fills together with the figures below it."""
    width, height = _MAP_MM
    return width, height if profile.sample or profile.foreword else height + _MORE_MM


def map_picture(
    reader: Reader,
    profile: Profile,
    streets: StreetMap | None = None,
    *,
    dpi: int = _DPI,
    size_mm: tuple[float, float] | None = None,
    dots: int = _DOTS,
) -> MapPicture | None:
    """The map of the place for paper, of the size that its first page has room for unless one is given.

    None where Qt is not installed, which the profile then says.
    `dots` are to the inch, as letters and marks are reckoned in: the fewer, the larger they are.
    """
    try:
        from placeplanner.draw.scene import Scene
        from placeplanner.draw.sheet import map_png, map_svg
    except ImportError:
        return None
    scene = Scene.of(reader.places, profile.records, reader.catalogue, attribution=profile.attribution)
    scene = scene.with_streets(streets)
    size_mm = size_mm or map_mm(profile)
    # lines and letters that are sharp at every size; streets would be megabytes of them, and are a picture beneath
    ground_dpi = min(dpi, _GROUND_DPI) if streets else 0
    drawn = _slimmed(map_svg(scene, profile.place, *size_mm, dots=dots, ground_dpi=ground_dpi))
    if len(_PICTURE.sub(b"", drawn)) <= _MOST_SVG_BYTES:
        return MapPicture(drawn, "svg")
    return MapPicture(map_png(scene, profile.place, *size_mm, dpi=dpi, dots=dots), "png")


def _slimmed(svg: bytes) -> bytes:
    """The drawing, with the picture inside it in no more colours than a map of streets needs: half of its bytes."""

    def slim(found: re.Match[bytes]) -> bytes:
        with Image.open(io.BytesIO(base64.b64decode(found[1]))) as picture:
            # an octree keeps the green of a single small park; the median of all colours would make it grey
            few = picture.convert("RGB").quantize(
                _COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
            )
        out = io.BytesIO()
        few.save(out, "PNG", compress_level=1)  # it is packed again inside the document
        return b"data:image/png;base64," + base64.b64encode(out.getvalue())

    return _PICTURE.sub(slim, svg)


def credited(profile: Profile, streets: StreetMap | None) -> Profile:
    """The profile, naming what the streets on its map were made from as well, in the words that licences ask for."""
    if streets is None:
        return profile
    lines = [SourceLine(each.title, each.whose, each.date) for each in streets.publications]
    said = [each.attribution for each in streets.publications if each.attribution]
    return replace(
        profile,
        sources=tuple(dict.fromkeys((*profile.sources, *lines))),
        attribution=credits_of(profile.attribution, *(said or [streets.attribution])),
    )
