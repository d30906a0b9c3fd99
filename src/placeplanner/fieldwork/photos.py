"""Photos on their way into a plan: upright, of a sensible size, and with nothing hidden in them.

Every photo is encoded anew as JPEG, so that whatever a camera wrote into the file is gone for certain.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from PIL import Image, ImageCms, UnidentifiedImageError

from placeplanner.errors import Problem
from placeplanner.fieldwork.exif import Taken, taken

MAX_SIDE_PX = 2048
_MAX_PIXELS = 90_000_000  # after a JPEG has been asked to decode itself smaller
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_OF_DAMAGED_FILES = (  # what Pillow's decoders have been seen to raise, or may
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class ReadPhoto(Struct, frozen=True):
    """A photo ready to be kept: JPEG bytes and their digest, and what the camera noted about it.

    `taken_at` is ISO 8601 or empty; `taken_lonlat` is WGS 84, longitude first.
    """

    data: bytes
    sha256: str
    media_type: str
    width: int
    height: int
    taken_at: str = ""
    taken_lonlat: tuple[float, float] | None = None


def read_photo(data: bytes) -> ReadPhoto:
    """The photo in an image file (JPEG, PNG, WebP, TIFF, BMP or GIF). Raises `Problem` in words."""
    with _opened(data) as (image, noted):
        picture = _picture(image, noted, MAX_SIDE_PX)
        encoded = _jpeg(picture, _QUALITY)
    return ReadPhoto(
        data=encoded,
        sha256=hashlib.sha256(encoded).hexdigest(),
        media_type="image/jpeg",
        width=picture.width,
        height=picture.height,
        taken_at=noted.at,
        taken_lonlat=noted.lonlat,
    )


def thumbnail(data: bytes, px: int) -> bytes:
    """A JPEG no larger than `px` in either direction. Raises `Problem`."""
    with _opened(data) as (image, noted):
        return _jpeg(_picture(image, noted, px), _QUALITY)


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[Image.Image, Taken]]:
    """The image, not yet decoded. Whatever goes wrong with it until the end of the block is a `Problem`."""
    _refuse_at_sight(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, about odd but harmless metadata and large sizes
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield image, _noted(image)
    except Problem:
        raise
    except UnidentifiedImageError as error:
        raise Problem(
            "This file is not a picture that can be read here.",
            "JPEG, PNG, WebP, TIFF, BMP and GIF can be read.",
            "Save it as JPEG in the program it comes from.",
        ) from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large() from error
    except _OF_DAMAGED_FILES as error:
        raise Problem(
            "This picture is damaged.",
            "Its file ends too early or holds something that makes no sense.",
            "Copy it from the camera or phone again.",
        ) from error


def _refuse_at_sight(data: bytes) -> None:
    if not data:
        raise Problem("This file is empty.", "", "Copy the picture from the camera or phone again.")
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Problem(
            "This picture is in a newer format, HEIC or AVIF, which cannot be read here.",
            "iPhones save their photos like that.",
            "Save or send it as JPEG. On an iPhone: Settings, Camera, Formats, Most Compatible.",
        )


def _too_large() -> Problem:
    return Problem(
        "This picture is too large.",
        "It has more points than this computer should be asked to hold.",
        "Make it smaller in another program first.",
    )


def _noted(image: Image.Image) -> Taken:
    """What the camera noted; nothing where that part is damaged, since the picture may be whole."""
    try:
        return taken(image.getexif())
    except _OF_DAMAGED_FILES:
        return Taken()


def _picture(image: Image.Image, noted: Taken, side_px: int) -> Image.Image:
    """Decoded, no larger than asked for, upright, in sRGB without transparency."""
    image.draft("RGB", (side_px, side_px))
    if image.width * image.height > _MAX_PIXELS:
        raise _too_large()
    image.thumbnail((side_px, side_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = image.transpose(_UPRIGHT[noted.orientation]) if noted.orientation in _UPRIGHT else image
    return _srgb(upright)


def _srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # 16 bits and more a point, as scanners write
        image = image.convert("F").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
        return image.convert("RGB")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile only changes shades of colour
    return image.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)  # carries over the points and none of the file's remarks
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()
