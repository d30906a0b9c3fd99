"""Which letters the shapes in a PDF stand for: a reader aloud and a search know a text by nothing else.

Qt asks the typeface, and takes the first answer: a tab where there is a space, and one sign for “fi”.
"""

from __future__ import annotations

import re
import zlib

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
_RANGE = re.compile(rb"<(\w{4})> <(\w{4})> (?:<(\w{4})>|\[([^]]*)\])")


def name_letters(file: PdfFile) -> bool:
    """Say what people would type for each shape; gives whether every shape has a name."""
    fonts = [number for number, body in file.objects.items() if b"/ToUnicode" in body]
    named = [_name_letters_of(file, file.reference(font, "ToUnicode")) for font in fonts]
    return all(named)


def _name_letters_of(file: PdfFile, number: int) -> bool:
    head, ranges = file.stream(number).split(b"endcodespacerange")
    nameless: list[int] = []

    def named(match: re.Match[bytes]) -> bytes:
        first, last = int(match[1], 16), int(match[2], 16)
        if match[3]:
            letters = [int(match[3], 16) + step for step in range(last - first + 1)]
        else:
            letters = [int(each, 16) for each in re.findall(rb"<(\w{4})>", match[4])]
        nameless.extend(code for code, letter in enumerate(letters, first) if code and not letter)
        meant = b" ".join(b"<%s>" % _hex(_MEANT.get(letter) or chr(letter)) for letter in letters)
        return b"<%b> <%b> [%b]" % (match[1], match[2], meant)

    packed = zlib.compress(head + b"endcodespacerange" + _RANGE.sub(named, ranges))
    start = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    file.objects[number] = start + packed + b"\nendstream"
    return not nameless


def _hex(letters: str) -> bytes:
    return letters.encode("utf-16-be").hex().upper().encode()
