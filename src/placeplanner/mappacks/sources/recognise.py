"""Which source can read a file, told by what is in it; what a file is called proves nothing."""

from __future__ import annotations

from pathlib import Path

from placeplanner.mappacks.sources.source import Source


def recognise(path: Path, *, name: str = "") -> list[Source]:
    """The sources in a file, a zip or a folder; `name` is what people called it. Raises `Problem` where none is."""
    raise NotImplementedError
