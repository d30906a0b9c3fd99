"""Which letters the shapes in a PDF stand for: a reader aloud and a search know a text by nothing else.

Qt asks the typeface, and takes the first answer: a tab where there is a space, and one sign for “fi”. It asks for
no letter beyond the first 65,536, such as an emoji or one in a fancy alphabet: their shapes are left without a name.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from placeplanner.draw.paper_pdf import PdfFile

_MEANT = {
    0x09: " ",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_NAMED_UP_TO = "\uffff"
_RANGE = re.compile(rb"<(\w{4})> <(\w{4})> (?:<(\w{4})>|\[([^]]*)\])")


def unnamed(texts: Iterable[str]) -> frozenset[str]:
    """The characters in some texts that Qt would give no name in a PDF, whatever the typeface."""
    return frozenset(char for char in set().union(*texts) if char > _NAMED_UP_TO)


def name_letters(file: PdfFile) -> bool:
    """Say what people would type for each shape; gives whether every shape has a name."""
    fonts = [number for number, body in file.objects.items() if b"/ToUnicode" in body]
    named = [
        _name_letters_of(file, file.reference(font, "ToUnicode")) == _shapes_in(file, font) for font in fonts
    ]
    return all(named)


def _shapes_in(file: PdfFile, font: int) -> set[int]:
    """The shapes of a font, from its set of them: a bit each, of which the first is the empty box. None if untold."""
    within = re.search(rb"/DescendantFonts \[(\d+) 0 R\]", file.objects[font])
    outlines = file.reference(int(within[1]), "FontDescriptor") if within else font
    if b"/CIDSet" not in file.objects[outlines]:
        return set()
    shapes = file.stream(file.reference(outlines, "CIDSet"))
    return set(range(1, sum(each.bit_count() for each in shapes)))


def _name_letters_of(file: PdfFile, number: int) -> set[int]:
    """Gives the shapes that have a name now, but for the empty box."""
    head, ranges = file.stream(number).split(b"endcodespacerange")
    known: set[int] = set()

    def named(match: re.Match[bytes]) -> bytes:
        first, last = int(match[1], 16), int(match[2], 16)
        if match[3]:
            letters = [int(match[3], 16) + step for step in range(last - first + 1)]
        else:
            letters = [int(each, 16) for each in re.findall(rb"<(\w{4})>", match[4])]
        known.update(code for code, letter in enumerate(letters, first) if code and letter)
        meant = b" ".join(b"<%s>" % _hex(_MEANT.get(letter) or chr(letter)) for letter in letters)
        return b"<%b> <%b> [%b]" % (match[1], match[2], meant)

    packed = zlib.compress(head + b"endcodespacerange" + _RANGE.sub(named, ranges))
    start = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    file.objects[number] = start + packed + b"\nendstream"
    return known


def _hex(letters: str) -> bytes:
    return letters.encode("utf-16-be").hex().upper().encode()
