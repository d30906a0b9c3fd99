"""The objects of a PDF as Qt writes it: one table of them at the end, none of them in streams (ISO 32000-1, 7.5.4)."""

from __future__ import annotations

import re
import zlib

from placeplanner.draw.paper_sizes import Size

PDF_DPI = 1200
POINTS = 72 / 25.4  # to a millimetre


class PdfFile:
    """The objects of a PDF by number, to be changed and written again."""

    def __init__(self, written: bytes) -> None:
        table = int(written[written.rindex(b"startxref") + 9 :].split()[0])
        rows = written[table:].split(b"trailer")[0].splitlines()[2:]
        offsets = {at: int(row[:10]) for at, row in enumerate(rows) if row.rstrip().endswith(b"n")}
        ends = [*sorted(offsets.values()), table]
        self._trailer = written[written.rindex(b"trailer") : written.rindex(b"startxref")]
        self._head = written[: ends[0]]
        self.objects: dict[int, bytes] = {}
        self._next = max(offsets) + 1
        for number, start in offsets.items():
            whole = written[start : ends[ends.index(start) + 1]]
            self.objects[number] = whole[whole.index(b"obj") + 3 : whole.rindex(b"endobj")].strip(b"\r\n")

    def reference(self, number: int, key: str) -> int:
        """The object that an entry of another points to."""
        found = re.search(rb"/" + key.encode() + rb" (\d+) 0 R", self.objects[number])
        if found is None:
            raise ValueError(f"object {number} has no {key}")
        return int(found[1])

    def say(self, number: int, entries: bytes) -> None:
        """Put more entries at the head of an object's dictionary."""
        body = self.objects[number]
        at = body.index(b"<<") + 2
        self.objects[number] = body[:at] + b"\n" + entries + body[at:].lstrip(b"\n")

    def add(self, body: bytes) -> int:
        """Another object; gives its number."""
        number, self._next = self._next, self._next + 1
        self.objects[number] = body
        return number

    def stream(self, number: int) -> bytes:
        """What is in an object's stream."""
        head, rest = self.objects[number].split(b"stream\n", 1)
        if length := re.search(rb"/Length (\d+) 0 R", head):
            size = int(self.objects[int(length[1])])
        else:
            size = self._number(number, rb"/Length (\d+)")
        return zlib.decompress(rest[:size]) if b"/FlateDecode" in head else rest[:size]

    def content(self, page: int) -> bytes:
        """What is painted on a page."""
        return self.stream(self.reference(page, "Contents"))

    def put_content(self, page: int, content: bytes) -> None:
        """Paint something else on a page."""
        packed = zlib.compress(content)
        head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
        self.objects[self.reference(page, "Contents")] = head + packed + b"\nendstream"

    def height(self, page: int) -> float:
        """Of a page, in the points that Qt counts from its foot: whole ones."""
        return self._number(page, rb"/MediaBox \[\S+ \S+ \S+ (\d+)")

    def put_size(self, page: int, points: Size) -> None:
        """Make a page exactly as large as its paper."""
        box = b"Box [0 0 %.4f %.4f]" % points
        self.objects[page] = re.sub(rb"Box \[[^]]*\]", box, self.objects[page])

    def _number(self, number: int, pattern: bytes) -> int:
        found = re.search(pattern, self.objects[number])
        if found is None:
            raise ValueError(f"object {number} has no {pattern!r}")
        return int(found[1])

    @property
    def root(self) -> int:
        """The catalogue of the document."""
        return _root(self._trailer)

    @property
    def pages(self) -> list[int]:
        """The pages in their order."""
        tree = self.objects[self.reference(self.root, "Pages")]
        kids = tree[tree.index(b"[") : tree.index(b"]")]
        return [int(number) for number in re.findall(rb"(\d+) 0 R", kids)]

    def keep_pages(self, pages: list[int]) -> None:
        """Only these pages, in this order."""
        number = self.reference(self.root, "Pages")
        kids = b"[" + b" ".join(b"%d 0 R" % page for page in pages) + b"]"
        body = re.sub(rb"\[[^]]*\]", kids, self.objects[number], count=1)
        self.objects[number] = re.sub(rb"/Count \d+", b"/Count %d" % len(pages), body)

    def to_bytes(self) -> bytes:
        """The file anew."""
        out, offsets = bytearray(self._head), {}
        for number in sorted(self.objects):
            offsets[number] = len(out)
            out += b"%d 0 obj\n" % number + self.objects[number] + b"\nendobj\n"
        table, size = len(out), max(self.objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            at = offsets.get(number)
            out += b"0000000000 00000 f \n" if at is None else b"%010d 00000 n \n" % at
        out += re.sub(rb"/Size \d+", b"/Size %d" % size, self._trailer)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _root(trailer: bytes) -> int:
    found = re.search(rb"/Root (\d+) 0 R", trailer)
    if found is None:
        raise ValueError("a PDF without a catalogue")
    return int(found[1])
