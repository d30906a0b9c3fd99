"""What Qt's PDF writer cannot do: say the language, ask to be printed at its actual size, show one page in another.

Reads only what Qt writes: one table of objects at the end, none of them in streams (ISO 32000-1, 7.5.4).
"""

from __future__ import annotations

import re

from placeplanner.draw.paper_sizes import Size

POINTS = 72 / 25.4  # to a millimetre
_SAYS = b"/Lang (en-GB)\n/ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >>\n"


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
        number = max(self.objects) + 1
        self.objects[number] = body
        return number

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


def finished(written: bytes) -> bytes:
    """Qt's PDF with its language, its title shown, and a request to be printed at its actual size."""
    file = PdfFile(written)
    file.say(file.root, _SAYS)
    return file.to_bytes()


def with_last_page_in_others(written: bytes, shown: list[bytes]) -> bytes:
    """Qt's PDF with its last page drawn beneath each of the others instead of being a page of its own.

    `shown` says for each other page how: what `placed` gives. The last page is in the file once, however often shown.
    """
    file = PdfFile(written)
    *pages, last = file.pages
    box = re.search(rb"/MediaBox (\[[^]]*\])", file.objects[last])
    form = file.reference(last, "Contents")
    resources = file.reference(last, "Resources")
    frame = box[1] if box else b"[0 0 0 0]"
    file.say(form, b"/Type /XObject\n/Subtype /Form\n/BBox %s\n/Resources %d 0 R\n" % (frame, resources))
    for page, drawing in zip(pages, shown, strict=True):
        content = file.add(b"<<\n/Length %d\n>>\nstream\n%s\nendstream" % (len(drawing), drawing))
        old = file.reference(page, "Contents")
        file.objects[page] = file.objects[page].replace(
            b"/Contents %d 0 R" % old, b"/Contents [%d 0 R %d 0 R]" % (content, old)
        )
        _show_in(file, file.reference(page, "Resources"), form)
    del file.objects[last]
    file.keep_pages(pages)
    file.say(file.root, _SAYS)
    return file.to_bytes()


def _show_in(file: PdfFile, resources: int, form: int) -> None:
    """Let a page's resources know the form as /Wall."""
    body = file.objects[resources]
    entry = b"/Wall %d 0 R" % form
    if re.search(rb"/XObject\s*<<", body):
        file.objects[resources] = re.sub(rb"/XObject\s*<<", b"/XObject <<\n" + entry, body, count=1)
    else:
        file.say(resources, b"/XObject << " + entry + b" >>\n")


def placed(
    page_mm: Size, wall_mm: Size, from_mm: Size, to_mm: Size, size_mm: Size, share: float = 1.0
) -> bytes:
    """The last page drawn on another: its point `from_mm` at `to_mm` of the page, cut off at `size_mm`.

    Points of paper count from the upper left in millimetres; `share` is how large it is drawn.
    """
    page_height, wall_height = round(page_mm[1] * POINTS), round(wall_mm[1] * POINTS)
    left, top = to_mm[0] * POINTS, page_height - to_mm[1] * POINTS
    width, height = size_mm[0] * POINTS, size_mm[1] * POINTS
    right = left - from_mm[0] * POINTS * share
    up = top - (wall_height - from_mm[1] * POINTS) * share
    return (
        f"q {left:.4f} {top - height:.4f} {width:.4f} {height:.4f} re W n "
        f"{share:.6f} 0 0 {share:.6f} {right:.4f} {up:.4f} cm /Wall Do Q"
    ).encode()


def _root(trailer: bytes) -> int:
    found = re.search(rb"/Root (\d+) 0 R", trailer)
    if found is None:
        raise ValueError("a PDF without a catalogue")
    return int(found[1])
