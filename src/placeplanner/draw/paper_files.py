"""A planned map for paper as a file: one sheet, or a PDF of pieces to be put together."""

from __future__ import annotations

from placeplanner.draw.paper_assembly import assembled
from placeplanner.draw.paper_map import PaperMap
from placeplanner.draw.sheet_files import leaf_bytes
from placeplanner.errors import Problem


def paper_bytes(sheet: PaperMap, format: str, *, tiles: str | None = None, dpi: int = 200) -> bytes:
    """The file's bytes; `format` is "png", "svg" or "pdf", `tiles` the paper of its pieces. Raises `Problem`."""
    if tiles is None:
        return leaf_bytes(sheet, format, dpi=dpi)
    if format != "pdf":
        raise Problem(
            f"A map in pieces cannot be written as .{format}.",
            "It has several pages.",
            "Choose a name that ends in .pdf.",
        )
    return assembled(sheet, tiles)
