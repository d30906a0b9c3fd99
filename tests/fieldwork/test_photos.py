"""Photos come in upright and small, and keep no secrets."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

from placeplanner.errors import Problem
from placeplanner.fieldwork.photos import read_photo, thumbnail
from tests.fieldwork.jpeg import is_only_a_picture

Tags = Mapping[Any, Any]
WIGAN: Tags = {
    GPS.GPSLatitudeRef: "N",
    GPS.GPSLatitude: (53.0, 32.0, 41.28),
    GPS.GPSLongitudeRef: "W",
    GPS.GPSLongitude: (2.0, 37.0, 54.48),
}


def _exif(*, gps: Tags | None = None, times: Tags | None = None, orientation: Any = None) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make] = "A camera"
    if orientation is not None:
        exif[Base.Orientation] = orientation
    if gps:
        exif.get_ifd(IFD.GPSInfo).update(gps)
    if times:
        exif.get_ifd(IFD.Exif).update(times)
    return exif


def _file(image: Image.Image | None = None, format: str = "JPEG", **more: Any) -> bytes:
    target = io.BytesIO()
    (image or _red_above_blue()).save(target, format, **more)
    return target.getvalue()


def _red_above_blue(size: tuple[int, int] = (64, 48)) -> Image.Image:
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, *size))
    return image


def _shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _is_red(colour: Any) -> bool:
    return bool(colour[0] > 200 and colour[2] < 60)


def test_a_photo_says_what_it_is() -> None:
    photo = read_photo(_file())
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 64, 48)
    assert photo.sha256 == hashlib.sha256(photo.data).hexdigest()
    assert (photo.taken_at, photo.taken_lonlat) == ("", None)


def test_equal_photos_become_equal_bytes() -> None:
    assert read_photo(_file()) == read_photo(_file())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright(orientation: int) -> None:
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = _red_above_blue() if undo is None else _red_above_blue().transpose(Image.Transpose(undo))
    photo = read_photo(_file(stored, exif=_exif(orientation=orientation), quality=95))
    assert (photo.width, photo.height) == (64, 48)
    shown = _shown(photo.data)
    assert _is_red(shown.getpixel((32, 4)))
    assert not _is_red(shown.getpixel((32, 44)))


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_a_nonsense_orientation_leaves_the_photo_as_it_is(orientation: int) -> None:
    assert read_photo(_file(exif=_exif(orientation=orientation))).width == 64


@pytest.mark.parametrize(
    ("size", "becomes"), [((4096, 1024), (2048, 512)), ((300, 4096), (150, 2048)), ((5, 5), (5, 5))]
)
def test_a_large_photo_is_made_smaller_and_a_small_one_is_not_enlarged(
    size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    photo = read_photo(_file(_red_above_blue(size)))
    assert (photo.width, photo.height) == becomes
    assert _shown(photo.data).size == becomes


def test_time_and_place_are_told_and_no_longer_in_the_file() -> None:
    times = {Base.DateTimeOriginal: "2026:05:04 10:20:30", Base.OffsetTimeOriginal: "+01:00"}
    photo = read_photo(_file(exif=_exif(gps=WIGAN, times=times), comment=b"my house"))
    assert photo.taken_at == "2026-05-04T10:20:30+01:00"
    assert photo.taken_lonlat == pytest.approx((-2.6318, 53.5448), abs=1e-6)
    assert not _shown(photo.data).getexif()
    assert is_only_a_picture(photo.data)
    for secret in (b"Exif", b"A camera", b"my house", b"2026"):
        assert secret not in photo.data


def test_a_png_with_exif_is_read_like_a_jpeg() -> None:
    photo = read_photo(_file(format="PNG", exif=_exif(gps=WIGAN)))
    assert photo.taken_lonlat is not None
    assert is_only_a_picture(photo.data)


@pytest.mark.parametrize(
    ("times", "at"),
    [
        ({Base.DateTimeOriginal: "2026:05:04 10:20:30"}, "2026-05-04T10:20:30"),
        ({Base.DateTimeDigitized: "2026:05:04 10:20:30"}, "2026-05-04T10:20:30"),
        (
            {Base.DateTimeOriginal: "2026:05:04 10:20:30", Base.OffsetTimeOriginal: "BST"},
            "2026-05-04T10:20:30",
        ),
        ({Base.DateTimeOriginal: "0000:00:00 00:00:00"}, ""),
        ({Base.DateTimeOriginal: "    :  :     :  :  "}, ""),
        ({Base.DateTimeOriginal: "yesterday"}, ""),
        ({Base.DateTimeOriginal: "0001:01:01 00:00:00"}, ""),
    ],
)
def test_a_time_is_told_if_it_makes_sense(times: Tags, at: str) -> None:
    assert read_photo(_file(exif=_exif(times=times))).taken_at == at


@pytest.mark.parametrize(
    "nonsense",
    [
        {GPS.GPSLatitudeRef: "X"},
        {GPS.GPSLatitudeRef: ""},
        {GPS.GPSLatitude: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (53.0, 99.0, 0.0)},
        {GPS.GPSLongitude: (181.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
    ],
)
def test_a_place_that_makes_no_sense_is_left_out(nonsense: Tags) -> None:
    assert read_photo(_file(exif=_exif(gps={**WIGAN, **nonsense}))).taken_lonlat is None


def test_half_a_place_is_no_place() -> None:
    assert (
        read_photo(
            _file(exif=_exif(gps={GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (53.0, 1.0, 2.0)}))
        ).taken_lonlat
        is None
    )


def test_degrees_as_fractions_without_seconds_are_understood() -> None:
    gps = {**WIGAN, GPS.GPSLatitude: (IFDRational(53), IFDRational(Fraction(32688, 1000)), IFDRational(0, 1))}
    found = read_photo(_file(exif=_exif(gps=gps))).taken_lonlat
    assert found is not None
    assert found[1] == pytest.approx(53.5448, abs=1e-6)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "MPO"])
def test_other_kinds_of_picture_become_jpeg(format: str) -> None:
    photo = read_photo(_file(format=format))
    assert _shown(photo.data).format == "JPEG"
    assert _is_red(_shown(photo.data).getpixel((32, 4)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F"])
def test_pictures_of_every_mode_can_be_read(mode: str) -> None:
    image = Image.new(mode, (20, 10))
    format = {"CMYK": "JPEG", "F": "TIFF", "I": "TIFF"}.get(mode, "PNG")
    assert _shown(read_photo(_file(image, format)).data).mode == "RGB"


def test_transparent_parts_become_white() -> None:
    photo = read_photo(_file(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert _shown(photo.data).getpixel((4, 4)) == (255, 255, 255)


def test_a_colour_profile_is_applied_and_a_broken_one_is_no_trouble() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"broken"):
        photo = read_photo(_file(icc_profile=icc))
        assert _is_red(_shown(photo.data).getpixel((32, 4)))
        assert b"ICC_PROFILE" not in photo.data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"not a picture", "not a picture"),
        (b"%PDF-1.7 and so on", "not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "Most Compatible"),
        (_file(_red_above_blue((900, 900)), quality=95)[:3000], "damaged"),
        (_file(_red_above_blue((900, 900)), format="PNG")[:-60], "damaged"),
    ],
)
def test_what_cannot_be_read_is_explained(data: bytes, says: str) -> None:
    for read in (read_photo, lambda data: thumbnail(data, 64)):
        with pytest.raises(Problem) as caught:
            read(data)
        assert says in str(caught.value)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_decoded() -> None:
    small_file = bytearray(_file(Image.new("1", (8, 8)), "PNG"))
    small_file[16:24] = (60_000).to_bytes(4, "big") * 2

    small_file[29:33] = zlib.crc32(bytes(small_file[12:29])).to_bytes(4, "big")
    with pytest.raises(Problem, match="too large"):
        read_photo(bytes(small_file))


def test_a_thumbnail_fits_in_its_square_and_stands_upright() -> None:
    turned = _file(_red_above_blue((400, 300)), exif=_exif(orientation=6, gps=WIGAN))
    small = thumbnail(turned, 96)
    assert _shown(small).size == (72, 96)
    assert is_only_a_picture(small)


@pytest.mark.parametrize(
    "data",
    [
        _file(exif=_exif(gps=WIGAN)),
        _file(comment=b"at home"),
        _file(format="PNG", exif=_exif(gps=WIGAN)),
        _file() + b"ftypmp42 a film with its place",
        _file(xmp=b"<x:xmpmeta>place</x:xmpmeta>"),
    ],
)
def test_whatever_is_hidden_in_a_photo_is_taken_out(data: bytes) -> None:
    assert not is_only_a_picture(data)
    clean = read_photo(data).data
    assert is_only_a_picture(clean)
    assert not _shown(clean).getexif()


WHOLE = _file(exif=_exif(gps=WIGAN, orientation=6, times={Base.DateTimeOriginal: "2026:05:04 10:20:30"}))
WHOLE_PNG = _file(format="PNG", exif=_exif(gps=WIGAN))


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_file_gives_a_photo_or_a_problem_and_nothing_else(data: st.DataObject) -> None:
    broken = bytearray(data.draw(st.sampled_from([WHOLE, WHOLE_PNG])))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        photo = read_photo(bytes(broken[: data.draw(st.integers(1, len(broken)))]))
    except Problem:
        return
    assert is_only_a_picture(photo.data)
