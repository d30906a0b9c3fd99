"""How long a town's profile and the whole atlas take on paper and as pages. Run by hand:

    PYTHONPATH=src:. python tests/benchmarks/profile.py [--records 500] [--rounds 3] [--no-atlas]

Prints wall and CPU seconds of the export itself (the best of some rounds, each in a process of its own and so with nothing
remembered), and their ratio to a floor: Typst setting as many empty pages as PDF/UA-1. Goals: a town with 500 records on paper within 2 s; the atlas of
the borough, 14 towns and 40 neighbourhoods, paper and pages, within 60 s on 2 cores.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
import typst
from PySide6.QtWidgets import QApplication

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.change import Change
from placeplanner.domain.kinds import Audience
from placeplanner.domain.record import Record
from placeplanner.edits.records import in_its_place
from placeplanner.exchange.sample import make_sample_plan
from placeplanner.mappacks.shipped import shipped_places
from placeplanner.profile.atlas import export_atlas
from placeplanner.profile.export import export_profile
from placeplanner.store.planfile import PlanFile
from tests.benchmarks.map_canvas import records

TEXT = "Somebody told us this at a stall of the summer fair, and a little more than that. "


def of_a_town(town: str, count: int) -> Iterator[Record]:
    """Records of every kind in one town, with as much text as people write."""
    outline = shipped_places().named(town)[0].geometry
    found = 0
    for record in records(count * 40):
        if found < count and outline.covers(record.geometry):
            found += 1
            yield replace(record, notes=TEXT * 2, consent=Audience.PUBLIC, source="Summer fair, 4 July 2026")
    if found < count:
        raise SystemExit(f"only {found} records lie in {town}")


def a_plan(folder: Path, town: str, count: int) -> PlanFile:
    plan = PlanFile.create(folder / "plan.gpkg", load_catalogue(), shipped_places())
    with plan.step("Filled in", by="A benchmark") as writing:
        for record in of_a_town(town, count):
            writing.write(Change(None, in_its_place(plan, record)))
    return plan


def paper(plan: PlanFile, town: str, to: Path) -> None:
    export_profile(plan, plan.places.named(town)[0], to, formats=["pdf"])


def page(plan: PlanFile, town: str, to: Path) -> None:
    export_profile(plan, plan.places.named(town)[0], to, formats=["html"])


def atlas(plan: PlanFile, town: str, to: Path) -> None:
    export_atlas(plan, to)


def empty_pages(count: int, to: Path) -> None:
    """Typst sets so many empty pages."""
    source = '#set document(title: "Empty")\n#set text(lang: "en")\n' + "#pagebreak(weak: false)\n" * (
        count - 1
    )
    (to / "empty.typ").write_text(source, encoding="utf-8")
    typst.compile(to / "empty.typ", format="pdf", pdf_standards=["ua-1"])


WORKS: dict[str, Callable[[PlanFile, str, Path], None]] = {"paper": paper, "page": page, "atlas": atlas}


def measure(work: str, asked: argparse.Namespace, folder: Path) -> None:
    """Do one work once, in this process, and print how long it took."""
    app = QApplication([])
    if work.isdecimal():
        start = time.perf_counter(), time.process_time()
        empty_pages(int(work), folder)
    else:
        plan = PlanFile.open(folder / ("sample.gpkg" if work == "atlas" else "plan.gpkg"), load_catalogue())
        start = time.perf_counter(), time.process_time()
        WORKS[work](plan, asked.town, folder / "out")
    print(time.perf_counter() - start[0], time.process_time() - start[1])
    app.quit()


def best(work: str, asked: argparse.Namespace, folder: Path) -> tuple[float, float]:
    """The shortest seconds and CPU seconds of some rounds, each in a process of its own: Typst remembers what it has set before."""
    taken = []
    for _ in range(asked.rounds):
        shutil.rmtree(folder / "out", ignore_errors=True)
        command = [sys.executable, __file__, "--town", asked.town, "--measure", work, str(folder)]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        taken.append([float(number) for number in told.stdout.split()])
    return min(wall for wall, _ in taken), min(cpu for _, cpu in taken)


def tell(what: str, work: str, goal: float, asked: argparse.Namespace, folder: Path) -> None:
    seconds, cpu = best(work, asked, folder)
    line = f"{what:<44} {seconds:6.2f} s ({cpu:.2f} s of CPU)   goal {goal:3.0f} s"
    pdf = next((folder / "out").glob("*.pdf"), None)
    if pdf:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = len(document)
        _, floor = best(str(pages), asked, folder)
        line += f"   {pages} pages; {cpu / floor:.0f} × the CPU of as many empty ones ({floor:.3f} s)"
    else:
        size = sum(file.stat().st_size for file in (folder / "out").iterdir())
        line += f"   {size / 1e6:.2f} MB"
    print(line)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--town", default="Wigan")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-atlas", action="store_true")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure[0], asked, Path(asked.measure[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a_plan(folder, asked.town, asked.records).close()
        tell(f"{asked.town}, {asked.records} records, on paper", "paper", 2, asked, folder)
        tell(f"{asked.town}, {asked.records} records, as a page", "page", 2, asked, folder)
        if not asked.no_atlas:
            make_sample_plan(folder / "sample.gpkg", load_catalogue(), shipped_places()).close()
            tell("The atlas of the sample, paper and pages", "atlas", 60, asked, folder)


if __name__ == "__main__":
    main()
