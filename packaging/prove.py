"""Sets up, then checks everything in turn, naming each step; stops at the first that fails, with its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import prepare
from saying import ending_in_one_sentence, say
from start import announced_display

PACKAGING = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Step:
    """One check: what it shows, and the module and arguments that do it."""

    shows: str
    arguments: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)


LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)
PYTEST = ("-m", "pytest", "-n", "2", "-q")
STEPS = (
    Step("style (ruff check)", ("-m", "ruff", "check", "src", "tests", "packaging", "maps")),
    Step(
        "layout (ruff format --check)",
        ("-m", "ruff", "format", "--check", "src", "tests", "packaging", "maps"),
    ),
    Step("types (mypy)", ("-m", "mypy")),
    Step("layers (lint-imports)", ("-c", LINT_IMPORTS)),
    Step("tests (pytest)", PYTEST),
    Step(
        "the command line without Qt (pytest, PySide6 made unavailable)",
        (*PYTEST, "-p", "no:pytest-qt", "-p", "without_qt", "-m", "not qt"),
        {"PYTHONPATH": str(PACKAGING / "without_qt")},
    ),
)


def main() -> int:
    judged = os.environ.get("PLACEPLANNER_JUDGES") == "1"
    python = prepare.prepare(prepare.TESTS, window=judged or announced_display() is not None)
    if sys.argv[1:]:
        return run(python, Step("pytest", ("-m", "pytest", *sys.argv[1:])))
    for number, step in enumerate(STEPS, start=1):
        say(f"\n[{number} of {len(STEPS)}] {step.shows}")
        if code := run(python, step):
            print(f"This step failed: {step.shows}", file=sys.stderr)
            return code
    return 0


def run(python: Path, step: Step) -> int:
    done = subprocess.run(
        [python, *step.arguments], cwd=prepare.CHECKOUT, env={**os.environ, **step.settings}, check=False
    )
    return done.returncode if done.returncode >= 0 else 128 - done.returncode


if __name__ == "__main__":
    sys.exit(ending_in_one_sentence(main))
