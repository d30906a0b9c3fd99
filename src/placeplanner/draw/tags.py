"""What belongs together on a page, noted while it is painted, for those who hear a document instead of seeing it.

Qt's PDF writer has no way to mark what it writes. So marks are painted: squares far off the page, which `tagged_pdf`
finds again in what Qt wrote and replaces. What lies between no two marks is decoration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct, field
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

_FAR = 100_000  # device pixels left of the page and above it
_MARK = re.compile(rb"q\n/CSp cs\n0 0 0 scn\n/GSa gs\n-(\d{6}) -%d 1 1 re\nf\nQ\n" % _FAR)


class Element(Struct):
    """A part of a document, by its role in PDF (ISO 32000-1, 14.8.4): what is in it, or which parts.

    `marks` number what is in it on its page; `box` is in device pixels from the upper left.
    """

    role: str
    page: int = 0
    alt: str = ""
    numbering: str = ""
    box: tuple[float, float, float, float] | None = None
    is_unseen: bool = False
    marks: list[int] = field(default_factory=list)
    parts: list[Element] = field(default_factory=list)


class Page(Struct):
    """What a page is called in the outline, all that is marked on it by number, and where the map belongs to."""

    title: str = ""
    marked: list[Element] = field(default_factory=list)
    shows_map: Element | None = None


class Tags:
    """Notes the parts of the pages that one painter paints."""

    def __init__(self, painter: QPainter, title: str = "") -> None:
        self._painter = painter
        self.document = Element("Document")
        self.pages = [Page(title)]
        self._within = [self.document]

    def turn_page(self, title: str = "") -> None:
        """What follows is on the next page."""
        self.pages.append(Page(title))

    @contextmanager
    def group(self, role: str, numbering: str = "") -> Iterator[None]:
        """A part of parts, such as a list; none where nothing is in it."""
        element = Element(role, len(self.pages) - 1, numbering=numbering)
        self._within.append(element)
        yield
        self._within.pop()
        if element.parts:
            self._within[-1].parts.append(element)

    @contextmanager
    def leaf(
        self,
        role: str,
        alt: str = "",
        *,
        box: QRectF | None = None,
        shows_map: bool = False,
        is_unseen: bool = False,
    ) -> Iterator[None]:
        """What is painted meanwhile is this part; `box` is around it. `is_unseen`: letters to be heard and found."""
        page = self.pages[-1]
        element = Element(role, len(self.pages) - 1, alt, is_unseen=is_unseen)
        if box is not None:
            seen = self._painter.transform().mapRect(box)
            element.box = (seen.left(), seen.top(), seen.right(), seen.bottom())
        self._within[-1].parts.append(element)
        number = _number_on(page, element)
        self._mark(2 * number)
        yield
        self._mark(2 * number + 1)
        if shows_map:
            page.shows_map = element
            _number_on(page, element)

    def _mark(self, number: int) -> None:
        self._painter.save()
        self._painter.resetTransform()
        self._painter.fillRect(QRectF(-_FAR - number, -_FAR, 1, 1), Qt.GlobalColor.black)
        self._painter.restore()


def _number_on(page: Page, element: Element) -> int:
    page.marked.append(element)
    number = len(page.marked) - 1
    element.marks.append(number)
    return number


def with_marks_replaced(content: bytes, page: Page) -> bytes:
    """What Qt wrote on a page, with marked content where marks were painted, and all else marked as decoration."""
    pieces = _MARK.split(content)
    expected = [2 * number + end for number, each in enumerate(page.marked) for end in (0, 1)]
    if page.shows_map:
        del expected[2 * page.shows_map.marks[-1] : 2 * page.shows_map.marks[-1] + 2]
    found = [int(number) - _FAR for number in pieces[1::2]]
    if found != expected:
        raise RuntimeError(f"marks {expected} were painted, {found} are in the PDF")
    out = [b"/Artifact BMC\n", pieces[0]]
    for number, piece in zip(found, pieces[2::2], strict=True):
        element = page.marked[number // 2]
        if number % 2:
            out += [b"0 Tr\n" if element.is_unseen else b"", b"EMC\n/Artifact BMC\n", piece]
        else:
            begun = b"EMC\n/%s <</MCID %d>> BDC\n" % (element.role.encode(), number // 2)
            out += [begun, b"3 Tr\n" if element.is_unseen else b"", piece]
    return b"".join([*out, b"EMC\n"])
