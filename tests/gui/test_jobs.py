from __future__ import annotations

import sys
import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from placeplanner.errors import Problem
from placeplanner.gui.jobs import Cancelled, Progress, Worker, jobs, run_job


def test_of_many_requests_the_first_and_the_last_are_done(qtbot: QtBot) -> None:
    worker = Worker()
    go, done = threading.Event(), []
    worker.done.connect(done.append)

    def first(cancelled: Cancelled) -> str:
        go.wait(5)
        return "first"

    worker.request(first)
    qtbot.wait(50)
    for number in range(20):
        worker.request(lambda cancelled, number=number: f"number {number}")  # type: ignore[misc]
    go.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["first", "number 19"]
    worker.stop()


def test_outdated_work_is_told_so_once_something_has_been_delivered(qtbot: QtBot) -> None:
    worker = Worker()
    done: list[object] = []
    worker.done.connect(done.append)
    told, started = threading.Event(), threading.Event()

    def patient(cancelled: Cancelled) -> None:
        started.set()
        while not cancelled():
            pass
        told.set()

    with qtbot.waitSignal(worker.done):
        worker.request(lambda cancelled: "one")
    worker.request(patient)
    assert started.wait(5)
    worker.request(lambda cancelled: "two")
    worker._delivered = sys.float_info.max  # as if a picture had just come
    qtbot.waitUntil(lambda: "two" in done)
    assert told.is_set()
    worker.stop()


def test_a_bug_in_painting_reaches_the_crash_hook_of_the_window(qtbot: QtBot) -> None:
    worker = Worker()
    with capture_exceptions() as caught:
        worker.request(lambda cancelled: 1 / 0)
        qtbot.waitUntil(lambda: len(caught) == 1)
        assert caught[0][0] is ZeroDivisionError
    with qtbot.waitSignal(worker.done):
        worker.request(lambda cancelled: "it goes on")
    worker.stop()


def test_long_work_reports_and_its_result_arrives_in_the_windows_thread(qtbot: QtBot) -> None:
    heard: list[tuple[float | None, str]] = []
    results: list[tuple[int, threading.Thread]] = []

    def work(progress: Progress) -> int:
        progress(0.5, "Half way")
        return 7

    job = run_job(
        "Counting",
        work,
        lambda result: results.append((result, threading.current_thread())),
        lambda share, words: heard.append((share, words)),
    )
    with qtbot.waitSignal(job.ended):
        pass
    assert results == [(7, threading.main_thread())] and heard == [(0.5, "Half way")]
    assert jobs().under_way == []


def test_cancelled_work_ends_at_its_next_report_and_gives_nothing(qtbot: QtBot) -> None:
    results: list[object] = []
    at_work = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            progress(None, "Still going")
            at_work.set()

    job = run_job("Endless", work, results.append)
    assert at_work.wait(5)
    with qtbot.waitSignal(job.ended):
        job.cancel()
    assert results == [] and job.wait(5)


def test_a_problem_is_told_and_a_bug_is_raised(qtbot: QtBot) -> None:
    problems: list[Problem] = []

    def no_disk(progress: Progress) -> None:
        raise Problem("The disk is full.")

    def bug(progress: Progress) -> None:
        raise KeyError("x")

    with qtbot.waitSignal(run_job("Saving", no_disk, print, on_problem=problems.append).ended):
        pass
    assert [problem.what for problem in problems] == ["The disk is full."]
    with capture_exceptions() as caught, qtbot.waitSignal(run_job("Saving", bug, print).ended):
        pass
    assert [kind for kind, _, _ in caught] == [KeyError]


def test_closing_cancels_everything(qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        while True:
            progress(None)

    for number in range(3):
        run_job(f"Number {number}", work, print)
    assert jobs().cancel_all()
    qtbot.waitUntil(lambda: jobs().under_way == [])


@pytest.mark.parametrize("name", ["QPen", "QPainterPath", "QSvgGenerator"])
def test_types_are_made_before_threads_use_them(name: str) -> None:
    from PySide6 import QtGui, QtSvg

    from placeplanner.gui.jobs import make_types

    make_types()
    assert name in vars(QtGui) or name in vars(QtSvg)
