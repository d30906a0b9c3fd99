"""How answers look: tables that fit the terminal, pairs of label and value, and JSON that keeps its shape."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from placeplanner.domain.instant import in_local_time

GAP = "  "
_NARROWEST = 8

json_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--json", "as_json", is_flag=True, help="As JSON, for other programs."
)


def harmless(text: object) -> str:
    """A text on one line without control characters: what a stranger wrote must not steer the terminal."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in str(text))


def plain(text: object) -> str:
    """A harmless text without more than one space in a row, as it stands in a table."""
    return " ".join(harmless(text).split())


def say(sentence: str) -> None:
    """Say what was done, on standard output."""
    click.echo(harmless(sentence))


def note(sentence: str) -> None:
    """Say something beside the answer, on standard error, where no script trips over it."""
    click.echo(harmless(sentence), err=True)


def write_json(value: Any) -> None:
    """JSON on standard output, readable for people too."""
    click.echo(json.dumps(value, ensure_ascii=_is_not_utf8(), indent=2))


def _is_not_utf8() -> bool:
    return "utf" not in (getattr(sys.stdout, "encoding", None) or "ascii").lower()


def write_table(head: Sequence[str], rows: Iterable[Sequence[object]], *, give: int = -1) -> None:
    """A table; on a terminal that is too narrow, the column numbered `give` is cut."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(_width(line[i]) for line in (head, *cells)) for i in range(len(head))]
    if sys.stdout.isatty():
        room = shutil.get_terminal_size((100, 24)).columns
        over = sum(widths) + len(GAP) * (len(widths) - 1) - room
        widths[give] = max(min(widths[give], _NARROWEST), widths[give] - max(over, 0))
    is_number = [
        all(line[i].replace(",", "").isdigit() for line in cells if line[i]) for i in range(len(head))
    ]
    for line in (list(head), ["-" * width for width in widths], *cells):
        padded = (
            cell.rjust(width) if right else _fitted(cell, width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        )
        click.echo(GAP.join(padded).rstrip())


def write_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Labels and values, a line each; empty values are left out."""
    kept = [(label, plain(value)) for label, value in pairs if value not in ("", None)]
    width = max((_width(label) for label, _ in kept), default=0)
    for label, value in kept:
        click.echo(f"{_fitted(label, width)}{GAP}{value}")


def _width(text: str) -> int:
    """Columns on a terminal: wide letters take two, accents on top of another none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _fitted(text: str, width: int) -> str:
    missing = width - _width(text)
    if missing >= 0:
        return text + " " * missing
    kept = text
    while kept and _width(kept) > width - 1:
        kept = kept[:-1]
    return f"{kept}…"


def local_time(iso: str) -> str:
    """An ISO time of the plan as people read it here; an unreadable one as it is."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{in_local_time(moment.replace(tzinfo=moment.tzinfo or UTC)):%Y-%m-%d %H:%M}"


def count(number: int, noun: str, plural: str = "") -> str:
    """ "1 record", "2 records"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
