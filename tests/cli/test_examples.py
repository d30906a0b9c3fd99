"""What the README and the help of a command show can be typed as it stands: each command and option is there."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from placeplanner.cli.program import cli

README = Path(__file__).parents[2] / "README.md"


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from _commands(command)


def _shown(text: str) -> list[str]:
    """Lines of examples; one that ends in spaces and options goes on from the line before."""
    found: list[str] = []
    for line in text.splitlines():
        if line.strip().startswith("placeplanner "):
            found.append(line.strip())
        elif found and line.strip().startswith("--") and line.startswith("   "):
            found[-1] += f" {line.strip()}"
    return found


EXAMPLES = [
    *_shown(README.read_text("utf-8")),
    *(line for command in _commands(cli) for line in _shown(command.help or "")),
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_names_a_command_and_options_that_there_are(example: str) -> None:
    _, *words = shlex.split(example, comments=True)
    command: click.Command = cli
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert command is not cli, "it names no command"
    offered = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= offered | {"--help"}


def test_there_are_examples_to_look_at() -> None:
    assert len(EXAMPLES) > 60
