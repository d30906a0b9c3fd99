"""What Windows does otherwise, looked for in the sources, because most of us have no Windows to try it on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/placeplanner"
UNKNOWN_THERE = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios", "tty"}
REFUSED_BEFORE_1970 = {"fromtimestamp", "utcfromtimestamp"}
CATCHES_THE_REFUSAL = {"gui/shell/welcome.py"}


def parsed() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8"))


def test_no_module_of_unix_alone_is_needed() -> None:
    found = [
        f"{file} imports {name}"
        for file, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([each.name for each in node.names] if isinstance(node, ast.Import) else [node.module])
        if name in UNKNOWN_THERE
    ]
    assert found == []


def test_dates_before_1970_are_not_reckoned_by_the_system() -> None:
    found = [
        f"{file}, line {node.lineno}: use domain.instant.since_1970"
        for file, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in REFUSED_BEFORE_1970
        and file not in CATCHES_THE_REFUSAL
    ]
    assert found == []


def test_dates_are_written_with_what_every_system_knows() -> None:
    found = [
        f"{file}, line {node.lineno}: {node.value}"
        for file, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "%-" in node.value
        if any(f"%-{letter}" in node.value for letter in "dHIjmMSUWy")
    ]
    assert found == []


@pytest.mark.parametrize("method", ["read_text", "write_text"])
def test_texts_are_read_and_written_in_an_encoding_that_is_named(method: str) -> None:
    """Windows would take that of the country."""
    positional = {"read_text": 0, "write_text": 1}[method]
    found = [
        f"{file}, line {node.lineno}"
        for file, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == method
        if len(node.args) <= positional and not any(word.arg == "encoding" for word in node.keywords)
    ]
    assert found == []
