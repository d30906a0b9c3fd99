"""Work off the window's thread: the only module that knows threads.

A `Worker` paints: the latest request wins. `run_job` is for long work that people may watch and cancel.
Results come back by queued signals, so callbacks always run in the window's thread; a bug in a job is raised
there too, and so meets the crash page.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import shiboken6
from PySide6 import QtCore, QtGui
from PySide6.QtCore import QCoreApplication, QObject, Signal

from placeplanner.errors import Problem

Cancelled = Callable[[], bool]
Painting = Callable[[Cancelled], Any]

sys.setswitchinterval(
    0.0005
)  # a QPainter call holds the interpreter: hand it on soon, so that panning stays smooth

_UNUSED = ("QCbor", "QOpenGL", "QRhi", "QShader", "QXmlStream")  # by any thread of ours
_PATIENCE_S = 0.1  # a picture older than this is better replaced by an outdated one than by none


@cache
def make_types() -> None:
    """Make all of Qt's types that threads may use; call it before the first thread starts.

    WORKAROUND for PySide6 6.11: it makes each type when that is first used, and two threads that make the
    same one at the same time bring the program down.
    """
    from PySide6 import QtSvg  # here, since the first map on the screen needs none of it

    for module in (QtCore, QtGui, QtSvg):
        for name in dir(module):
            if not name.startswith(_UNUSED):
                getattr(module, name)


class Worker(QObject):
    """One thread that does one thing at a time. A request replaces the one that waits.

    The one under way is told by `cancelled` that it is outdated, unless nothing has come of any request for
    a while: during a long pan people then still see the map follow.
    """

    done = Signal(object)  # whatever the work gave, but for None
    _failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._news = threading.Condition()
        self._waiting: Painting | None = None
        self._delivered = 0.0
        self._is_stopping = False
        self._thread: threading.Thread | None = None
        self._failed.connect(_raise_here)

    def request(self, work: Painting) -> None:
        """Do this next, instead of what was asked for before."""
        with self._news:
            self._waiting = work
            self._news.notify()
        if self._thread is None and not self._is_stopping:
            make_types()
            self._thread = threading.Thread(target=self._run, name="painter", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Give up whatever is under way, and end the thread."""
        with self._news:
            self._is_stopping = True
            self._waiting = None
            self._news.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while (work := self._next()) is not None:
            try:
                result = work(self._is_outdated)
            except BaseException as error:  # handed over, not swallowed: raised again in the window's thread
                self._emit(self._failed, error)
                continue
            if result is not None and not self._is_stopping:
                self._delivered = time.monotonic()
                self._emit(self.done, result)

    def _next(self) -> Painting | None:
        with self._news:
            self._news.wait_for(lambda: self._waiting is not None or self._is_stopping)
            work, self._waiting = self._waiting, None
            return None if self._is_stopping else work

    def _is_outdated(self) -> bool:
        if self._is_stopping:
            return True
        return self._waiting is not None and time.monotonic() - self._delivered < _PATIENCE_S

    def _emit(self, signal: Any, value: object) -> None:
        if not self._is_stopping and shiboken6.isValid(self):
            signal.emit(value)


class JobCancelled(BaseException):
    """Raised inside a job at its next report of progress after somebody cancelled it."""


class Progress:
    """What a job reports to: `progress(0.4, "Reading photos")`; None where nobody can know how far it is."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, share: float | None, words: str = "") -> None:
        """Report, and end here if the job was cancelled."""
        if self._job.is_cancelled:
            raise JobCancelled
        self._job.progressed.emit(share, words)

    def is_cancelled(self) -> bool:
        """For code that would rather end by itself."""
        return self._job.is_cancelled


class Job(QObject):
    """Long work under way. Signals arrive in the window's thread; `ended` always comes, and last."""

    progressed = Signal(object, str)  # share done (0 to 1) or None, what is happening
    ended = Signal()
    _finished = Signal(object)
    _failed = Signal(object)

    def __init__(
        self,
        label: str,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object],
        on_problem: Callable[[Problem], object] | None,
    ) -> None:
        super().__init__()
        self.label = label
        self._work, self._on_done, self._on_problem = work, on_done, on_problem
        self._cancel = threading.Event()
        self._finished.connect(self._take)
        self._failed.connect(self._take_failure)
        self._thread = threading.Thread(target=self._run, name=label, daemon=True)

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody has asked it to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask it to stop: it does at its next report of progress, and `on_done` is not called."""
        self._cancel.set()

    def start(self) -> None:
        """Begin."""
        make_types()
        self._thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait for its thread; whether that has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            result = self._work(Progress(self))
        except BaseException as error:  # handed over, not swallowed: judged in the window's thread
            self._failed.emit(error)
        else:
            self._finished.emit(result)

    def _take(self, result: Any) -> None:
        try:
            if not self.is_cancelled:
                self._on_done(result)
        finally:
            self.ended.emit()

    def _take_failure(self, error: BaseException) -> None:
        try:
            if isinstance(error, JobCancelled) or (self.is_cancelled and isinstance(error, Problem)):
                return  # nobody waits for it any more
            if isinstance(error, Problem) and self._on_problem is not None:
                self._on_problem(error)
            else:
                _raise_here(error)
        finally:
            self.ended.emit()


class Jobs(QObject):
    """The jobs under way, for whoever shows them."""

    started = Signal(object)  # Job
    ended = Signal(object)  # Job

    def __init__(self) -> None:
        super().__init__()
        self.under_way: list[Job] = []

    def start(self, job: Job) -> None:
        """Start a job, and keep it until it has ended."""
        self.under_way.append(job)
        job.ended.connect(lambda: self._end(job))
        self.started.emit(job)
        job.start()

    def cancel_all(self, timeout_s: float = 5.0) -> bool:
        """Cancel everything, before the app closes; whether all of it has stopped."""
        for job in self.under_way:
            job.cancel()
        stopped = [job.wait(timeout_s) for job in self.under_way]
        QCoreApplication.processEvents()
        return all(stopped)

    def _end(self, job: Job) -> None:
        if job in self.under_way:
            self.under_way.remove(job)
            self.ended.emit(job)


@cache
def jobs() -> Jobs:
    """All long work of the app."""
    return Jobs()


def run_job(
    label: str,
    work: Callable[[Progress], Any],
    on_done: Callable[[Any], object],
    on_progress: Callable[[float | None, str], object] | None = None,
    *,
    on_problem: Callable[[Problem], object] | None = None,
) -> Job:
    """Do long work in a thread of its own: `work(progress)`, then `on_done(result)` in the window's thread.

    A `Problem` goes to `on_problem`; anything else, and a `Problem` without it, to the crash hook.
    """
    job = Job(label, work, on_done, on_problem)
    if on_progress is not None:
        job.progressed.connect(on_progress)
    jobs().start(job)
    return job


class JobSlot:
    """Room for one job at a time of whoever has it. What came of a job that was given up is told to nobody."""

    def __init__(self) -> None:
        self._job: Job | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way; from the moment when its result is handed over, it is not."""
        return self._job is not None

    def run(
        self,
        label: str,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object],
        *,
        on_problem: Callable[[Problem], object],
        on_progress: Callable[[float | None, str], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
    ) -> None:
        """Do long work as `run_job` does, instead of what was under way."""
        self.give_up()

        def finish(result: Any) -> None:
            self._job = None  # what comes next may be a job itself
            on_done(result)

        def end() -> None:
            if self._job is job:
                self._job = None
                if job.is_cancelled and on_cancelled is not None:
                    on_cancelled()

        job = self._job = run_job(label, work, finish, on_problem=on_problem)
        if on_progress is not None:
            job.progressed.connect(
                lambda share, words: None if job.is_cancelled else on_progress(share, words)
            )
        job.ended.connect(end)

    def cancel(self) -> None:
        """Ask what is under way to stop; it is busy until that has ended, and `on_cancelled` is called then."""
        if self._job is not None:
            self._job.cancel()

    def give_up(self) -> None:
        """Ask it to stop, and wait for nothing."""
        self.cancel()
        self._job = None


def _raise_here(error: BaseException) -> None:
    """Give an error of another thread to the crash hook, as if it had been raised in this one."""
    sys.excepthook(type(error), error, error.__traceback__)
