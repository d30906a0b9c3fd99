"""How a long piece of work is told on standard error: one line that moves on a terminal, a line a step elsewhere."""

from __future__ import annotations

import sys

import click

from placeplanner.cli.printing import harmless

_WIDTH = 76


class Telling:
    """A `Progress`. Use as a context, so that the moving line is cleared however the work ends."""

    def __init__(self) -> None:
        self._moves = sys.stderr.isatty()
        self._last = ""

    def __enter__(self) -> Telling:
        return self

    def __exit__(self, *ending: object) -> None:
        if self._moves and self._last:
            click.echo(f"\r{' ' * _WIDTH}\r", nl=False, err=True)

    def __call__(self, share: float | None, what: str) -> None:
        """Say what is happening, and how much of it is done."""
        told = harmless(what)
        if self._moves:
            line = f"{share:4.0%}  {told}" if share is not None else f"      {told}"
            if line != self._last:
                click.echo(f"\r{line[:_WIDTH]:{_WIDTH}}", nl=False, err=True)
            self._last = line
        elif told != self._last:
            click.echo(told, err=True)
            self._last = told
