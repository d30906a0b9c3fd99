"""Every word that is in a file, wherever it is: for tests of the words that must not be in it.

In a PDF that is what is painted, letter by letter as the typefaces name them, even where it is not seen or lies on other
letters; every text of every object, such as a title, an alternative text or an entry of the outline; and every stream.
"""

from __future__ import annotations

import base64
import html
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped]

_LONG = 6  # letters; shorter words are found by chance where what is between letters is left out
_TEXT = "Tf Tj TJ ' \" BDC DP"
_ENCODED = re.compile(rb"base64,([A-Za-z0-9+/=]{16,})")
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_ENTRY = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^]]*)\])?")
_PAIR = re.compile(rb"<(\w+)>\s*<(\w+)>")


def found_in(file: Path, words: Iterable[str]) -> set[str]:
    """Those of the words that are anywhere in a file; where it is text, also broken, spaced out or in capitals.

    Give words of five letters or more: one of three is somewhere in any ten megabytes of pictures and typefaces.
    """
    told, data = "\n".join(_texts_in(file)), "\n".join(map(_plain, _data_in(file)))
    squeezed = _squeezed(told)
    broken = {word for word in words if word.isalpha() and len(word) >= _LONG and _squeezed(word) in squeezed}
    return broken | {word for word in words if word in told or word in data}


def _data_in(file: Path) -> Iterator[bytes]:
    """A file's bytes, and what is packed in it."""
    yield file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as parts:
            yield from [parts.read(name) for name in parts.namelist()]
    if file.suffix == ".html":
        yield from map(base64.b64decode, _ENCODED.findall(file.read_bytes()))
    if file.suffix == ".pdf":
        with pikepdf.open(file) as pdf:
            yield from [_stream(part) for part in pdf.objects if isinstance(part, pikepdf.Stream)]


def _texts_in(file: Path) -> Iterator[str]:
    """What is text in a file, however it is written down."""
    if file.suffix == ".html":
        text = file.read_text("utf-8")
        yield html.unescape(text)
        yield _CODE.sub(lambda code: chr(int(code[1], 16)), text)
    elif file.suffix == ".pdf":
        yield from _in_pdf(file)
    elif file.suffix == ".gpkg":
        with closing(sqlite3.connect(file)) as connection:
            yield from connection.iterdump()


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()


def _plain(data: bytes) -> str:
    """Bytes as text, whether a letter has one byte or, with an empty one beside it, two."""
    return "\n".join((data.decode("utf-8", "replace"), data.replace(b"\0", b"").decode("latin-1")))


def _in_pdf(file: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(file)
    yield from (page.get_textpage().get_text_range() for page in document)
    document.close()
    with pikepdf.open(file) as pdf:
        for part in (*pdf.objects, pdf.trailer):
            yield from _texts_of(part)
            if isinstance(part, pikepdf.Stream) and "/Resources" in part:
                yield _painted(part, part.Resources)
        for page in pdf.pages:
            yield _painted(page, page.get("/Resources", pikepdf.Dictionary()))


def _texts_of(part: object) -> Iterator[str]:
    """The texts in an object and in all that is directly in it."""
    if isinstance(part, pikepdf.String):
        yield str(part)
    elif isinstance(part, pikepdf.Array):
        for each in part:
            yield from _texts_of(each)
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        for key, each in part.items():
            yield key
            if not (isinstance(each, pikepdf.Object) and each.is_indirect):
                yield from _texts_of(each)


def _stream(stream: pikepdf.Stream) -> bytes:
    """What is in a stream; of a photo as it is, which may say more than its pixels, and of other pixels nothing."""
    if stream.get("/Subtype") != "/Image":
        return stream.read_bytes()
    return stream.read_raw_bytes() if stream.get("/Filter") == "/DCTDecode" else b""


def _painted(content: pikepdf.Object | pikepdf.Page, resources: pikepdf.Object) -> str:
    """The letters that are painted, in their order, and what is said beside them."""
    fonts = {name: (_letters(font), _width(font)) for name, font in resources.get("/Font", {}).items()}
    letters: dict[int, str] = {}
    width, said = 1, []
    for operands, operator in pikepdf.parse_content_stream(content, _TEXT):
        if str(operator) == "Tf":
            letters, width = fonts.get(str(operands[0]), ({}, 1))
        elif str(operator) in ("BDC", "DP"):
            said += _texts_of(operands[1])
        else:
            for text in operands[0] if isinstance(operands[0], pikepdf.Array) else operands:
                if isinstance(text, pikepdf.String):
                    said.append(_read(bytes(text), letters, width))
    return "".join(said)


def _width(font: pikepdf.Object) -> int:
    return 2 if font.get("/Subtype") == "/Type0" else 1


def _read(codes: bytes, letters: dict[int, str], width: int) -> str:
    numbers = [int.from_bytes(codes[at : at + width], "big") for at in range(0, len(codes), width)]
    return "".join(letters.get(number, chr(number)) for number in numbers)


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """What each of a font's codes stands for."""
    found: dict[int, str] = {}
    if "/ToUnicode" not in font:
        return found
    for kind, listed in _SECTION.findall(font.ToUnicode.read_bytes()):
        if kind == b"char":
            found |= {int(code, 16): _word(meant) for code, meant in _PAIR.findall(listed)}
            continue
        for first, last, start, each in _ENTRY.findall(listed):
            if start:
                step = range(int(last, 16) - int(first, 16) + 1)
                found |= {
                    int(first, 16) + n: _word(start)[:-1] + chr(ord(_word(start)[-1]) + n) for n in step
                }
            for n, meant in enumerate(re.findall(rb"<(\w+)>", each)):
                found[int(first, 16) + n] = _word(meant)
    return found


def _word(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
