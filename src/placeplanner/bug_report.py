"""The report of a fault that is ours: where in our code it happened, and nothing that people wrote or where they are."""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from placeplanner import __version__, paths


def report_of(kind: type[BaseException], trace: TracebackType | None, with_what: str = "") -> str:
    """Where it happened; no values, since those could be what people wrote. `with_what` else was running: "Qt 6.11"."""
    running = (
        f"Python {platform.python_version()}, {f'{with_what}, ' if with_what else ''}{platform.system()}"
    )
    lines = [f"Place Planner {__version__}, {running}", f"{datetime.now():%Y-%m-%d %H:%M} {kind.__name__}"]
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}")
    return "\n".join(lines)


def keep_report(report: str) -> Path | None:
    """Write the report to the user's log folder; None where that cannot be done."""
    path = paths.crash_reports() / f"report-{datetime.now():%Y%m%d-%H%M%S}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{report}\n", encoding="utf-8")
    except OSError:
        return None
    return path
