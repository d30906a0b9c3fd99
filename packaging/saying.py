"""How the set-up scripts speak: a sentence for each thing done, and one sentence when something cannot be done."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable


class CannotGoOn(Exception):
    """What cannot work on this machine, in one sentence with its remedy."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def ending_in_one_sentence(main: Callable[[], int]) -> int:
    """Run it; what cannot work is one sentence on stderr and exit code 1, an interruption is 130."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # a folder may have letters that Windows cannot write to a pipe
            stream.reconfigure(errors="replace")
    try:
        return main()
    except CannotGoOn as problem:
        print(problem, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; the next run goes on from here.", file=sys.stderr, flush=True)
        return 130
