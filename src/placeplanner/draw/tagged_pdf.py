"""Qt's PDF made one that can be heard: PDF/UA-1, with what `tags` noted and one painting shown on its pages.

Where letters are in it that no program could name, such as those of a script whose shapes have no code, it is tagged
all the same but does not claim to conform.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from msgspec import Struct

from placeplanner.draw.paper_pdf import PDF_DPI, POINTS, PdfFile
from placeplanner.draw.paper_sizes import Size
from placeplanner.draw.pdf_letters import name_letters
from placeplanner.draw.tags import Element, Page, Tags, with_marks_replaced

_SAYS = (
    b"/Lang (en-GB)\n/MarkInfo << /Marked true >>\n"
    b"/ViewerPreferences << /DisplayDocTitle true /PrintScaling /None >>\n"
)
_CLAIM = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    b"<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
)
_TOLD = (
    '<rdf:Description rdf:about=""><dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    "</dc:description><dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language></rdf:Description>"
)


class Shown(Struct, frozen=True):
    """How the painting is shown on a page: its point `from_mm` at `to_mm` of the page, cut off at `size_mm`.

    Points of paper count from the upper left in millimetres; `share` is how large it is drawn.
    """

    from_mm: Size
    to_mm: Size
    size_mm: Size
    share: float = 1.0
    is_on_top: bool = False


def tagged(written: bytes, tags: Tags, page_mm: Size, shown: list[Shown], told: str) -> bytes:
    """Qt's PDF with its last page shown on each of the others instead of being a page of its own.

    It is in the file once, however often it is shown. `told` says in words what the document is.
    """
    file = PdfFile(written)
    *pages, last = file.pages
    form = _as_form(file, last)
    is_sound = True
    for number, (page, each, noted) in enumerate(zip(pages, shown, tags.pages, strict=True)):
        content = file.content(page)
        is_sound = is_sound and b"<0000> Tj" not in content  # a letter that no typeface has
        down = page_mm[1] * POINTS - file.height(page)
        around = b"q 1 0 0 1 0 %.4f cm\n%bQ\n" % (down, with_marks_replaced(content, noted))
        painting = _painting(noted, each, page_mm, file.height(last))
        file.put_content(page, around + painting if each.is_on_top else painting + around)
        _know_form(file, file.reference(page, "Resources"), form)
        file.put_size(page, (page_mm[0] * POINTS, page_mm[1] * POINTS))
        file.say(page, b"/StructParents %d\n/Tabs /S\n" % number)
    del file.objects[last]
    file.keep_pages(pages)
    tree = _add_tree(file, tags, pages, page_mm[1] * POINTS)
    file.say(file.root, _SAYS + b"/StructTreeRoot %d 0 R\n" % tree + _outline(file, tags.pages, pages))
    _say_in_metadata(file, told, is_sound=name_letters(file) and is_sound)
    return file.to_bytes()


def _as_form(file: PdfFile, page: int) -> int:
    box = re.search(rb"/MediaBox (\[[^]]*\])", file.objects[page])
    form, resources = file.reference(page, "Contents"), file.reference(page, "Resources")
    frame = box[1] if box else b"[0 0 0 0]"
    file.say(form, b"/Type /XObject\n/Subtype /Form\n/BBox %s\n/Resources %d 0 R\n" % (frame, resources))
    return form


def _know_form(file: PdfFile, resources: int, form: int) -> None:
    """Let a page's resources know the form as /Wall."""
    body = file.objects[resources]
    entry = b"/Wall %d 0 R" % form
    if re.search(rb"/XObject\s*<<", body):
        file.objects[resources] = re.sub(rb"/XObject\s*<<", b"/XObject <<\n" + entry, body, count=1)
    else:
        file.say(resources, b"/XObject << " + entry + b" >>\n")


def _painting(page: Page, shown: Shown, page_mm: Size, wall_height: float) -> bytes:
    """The last page on another, as what belongs to the picture that was noted for it."""
    left, top = shown.to_mm[0] * POINTS, (page_mm[1] - shown.to_mm[1]) * POINTS
    width, height = shown.size_mm[0] * POINTS, shown.size_mm[1] * POINTS
    share = shown.share
    right = left - shown.from_mm[0] * POINTS * share
    up = top - (wall_height - shown.from_mm[1] * POINTS) * share
    drawn = (
        f"q {left:.4f} {top - height:.4f} {width:.4f} {height:.4f} re W n "
        f"{share:.6f} 0 0 {share:.6f} {right:.4f} {up:.4f} cm /Wall Do Q\n"
    )
    begun = f"/Figure <</MCID {page.shows_map.marks[-1]}>> BDC\n" if page.shows_map else "/Artifact BMC\n"
    return f"{begun}{drawn}EMC\n".encode()


def _add_tree(file: PdfFile, tags: Tags, pages: list[int], height: float) -> int:
    """The tree of parts, and which part each mark belongs to; gives the root’s number."""
    root = file.add(b"")
    numbers: dict[int, int] = {}

    def add(element: Element, parent: int) -> int:
        number = numbers[id(element)] = file.add(b"")
        kids = [b"%d" % mark for mark in element.marks]
        kids += [b"%d 0 R" % add(part, number) for part in element.parts]
        body = b"<< /Type /StructElem /S /%s /P %d 0 R" % (element.role.encode(), parent)
        body += b" /Pg %d 0 R /K [%s]" % (pages[element.page], b" ".join(kids))
        if element.alt:
            body += b" /Alt " + text_string(element.alt)
        if element.numbering:
            body += b" /A << /O /List /ListNumbering /%s >>" % element.numbering.encode()
        if element.box:
            left, top, right, bottom = (each / PDF_DPI * 72 for each in element.box)
            edges = (left, height - bottom, right, height - top)
            body += b" /A << /O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f] >>" % edges
        file.objects[number] = body + b" >>"
        return number

    document = add(tags.document, root)
    rows = []
    for at, page in enumerate(tags.pages):
        refs = b" ".join(b"%d 0 R" % numbers[id(element)] for element in page.marked)
        rows.append(b"%d [%s]" % (at, refs))
    parents = file.add(b"<< /Nums [%s] >>" % b" ".join(rows))
    file.objects[root] = (
        b"<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d >>"
        % (document, parents, len(pages))
    )
    return root


def _outline(file: PdfFile, noted: list[Page], pages: list[int]) -> bytes:
    """The pages that have a title, to be leapt to: an entry for the catalogue."""
    named = [(page.title, number) for page, number in zip(noted, pages, strict=True) if page.title]
    if not named:
        return b""
    root = file.add(b"")
    items = [file.add(b"") for _ in named]
    for at, (title, page) in enumerate(named):
        body = b"<< /Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]" % (text_string(title), root, page)
        body += b" /Prev %d 0 R" % items[at - 1] if at else b""
        body += b" /Next %d 0 R" % items[at + 1] if at + 1 < len(items) else b""
        file.objects[items[at]] = body + b" >>"
    ends = (items[0], items[-1], len(items))
    file.objects[root] = b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % ends
    return b"/Outlines %d 0 R\n" % root


def _say_in_metadata(file: PdfFile, told: str, *, is_sound: bool) -> None:
    number = file.reference(file.root, "Metadata")
    said = file.stream(number)
    more = _TOLD.format(escape(told)).encode() + (_CLAIM if is_sound else b"")
    said = said.replace(b"</rdf:RDF>", more + b"</rdf:RDF>")
    head = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n" % len(said)
    file.objects[number] = head + said + b"\nendstream"


def text_string(words: str) -> bytes:
    """Words as PDF writes them, whatever their letters."""
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"
