"""What a designer would send back, as far as a machine sees it: headings without what they head, pages of a few lines."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
from msgspec import Struct

_FOOT, _TOP = 48.0, 797.0  # in points from the foot of an A4 page: what is lower is the number of the page
LEAST = 1 / 3  # of a page
_LINE, _LEAD = 12, 110  # letters: a line of a list; more than what a part of a place opens with
PARTS = (
    "Know this place",
    "Show our love and pride",
    "Connect to neighbourhoods",
    "Listen deeply",
    "See the person",
    "Do the right thing",
)
SOURCES = "Sources, dates and what is left out"


class Heading(Struct, frozen=True):
    """Where a bookmark leads: `level` 0 is outermost, `page` counts from 0, `y` from the foot; what stands below it."""

    level: int
    title: str
    page: int
    y: float
    below: str


class Pages(Struct, frozen=True):
    """How far down each page is filled, and where its headings are."""

    lowest: tuple[float, ...]
    headings: tuple[Heading, ...]

    def filled(self, page: int) -> float:
        """How much of the page has something on it, from its top."""
        return (_TOP - self.lowest[page]) / (_TOP - _FOOT)

    def headings_at_the_foot(self) -> list[str]:
        """Headings below which their page has no more than other headings, or a part of a place no more than a line."""
        titles = sorted({_plain(each.title) for each in self.headings}, key=len, reverse=True)
        found = []
        for heading in self.headings:
            left = _plain(heading.below)
            for title in titles:
                left = left.replace(title, "", 1)
            if len(left) < (_LEAD if heading.title in PARTS else _LINE):
                found.append(f"{heading.title} (page {heading.page + 1}: “{left}”)")
        return found

    def nearly_empty(self, pages: range) -> list[int]:
        """The numbers of those pages that are less than a third full."""
        return [page + 1 for page in pages if self.filled(page) < LEAST]

    def begins(self, title: str, pages: range) -> list[int]:
        """The numbers of those pages that begin with a heading of this title."""
        return [
            heading.page + 1
            for heading in self.headings
            if heading.title == title and heading.page in pages and heading.y > _TOP
        ]


def pages_of(pdf: bytes) -> Pages:
    """The pages of a document."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        lowest = tuple(min(_bottoms(page), default=_TOP) for page in document)
        return Pages(lowest, tuple(_headings(document)))
    finally:
        document.close()


def _plain(words: str) -> str:
    return "".join(words.split())


def _bottoms(page: pypdfium2.PdfPage) -> Iterator[float]:
    texts = page.get_textpage()
    for number in range(texts.count_rects()):
        _, bottom, _, _ = texts.get_rect(number)
        if bottom > _FOOT:
            yield bottom


def _headings(document: pypdfium2.PdfDocument) -> Iterator[Heading]:
    for item in document.get_toc():
        destination = item.get_dest()
        number, y = destination.get_index(), destination.get_view()[1][1]
        page = document[number].get_textpage()
        below = page.get_text_bounded(bottom=_FOOT, top=y)
        yield Heading(item.level, item.get_title(), number, y, below)


def smallest_letters(pdf: bytes) -> float:
    """The size of the smallest letter on any page, in points; a map's are shapes and not counted."""
    document = pypdfium2.PdfDocument(pdf)
    matrix = pypdfium2.raw.FS_MATRIX()
    sizes = set()
    try:
        for page in document:
            texts = page.get_textpage()
            for number in range(texts.count_chars()):
                pypdfium2.raw.FPDFText_GetMatrix(texts.raw, number, matrix)
                size = pypdfium2.raw.FPDFText_GetFontSize(texts.raw, number) * abs(matrix.d)
                if pypdfium2.raw.FPDFText_GetUnicode(texts.raw, number) > ord(" "):
                    sizes.add(round(size, 2))
    finally:
        document.close()
    return min(sizes)
