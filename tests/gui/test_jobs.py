from __future__ import annotations

import sys
import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from placeplanner.errors import Problem
from placeplanner.gui.jobs import Cancelled, JobSlot, Progress, Worker, jobs, run_job


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


def endless(progress: Progress) -> None:
    while True:
        progress(None, "Still going")


def test_a_slot_is_free_when_its_result_comes_so_that_the_next_job_can_begin_there(qtbot: QtBot) -> None:
    slot = JobSlot()
    came: list[object] = []

    def then(result: object) -> None:
        came.append((result, slot.is_busy))
        if len(came) == 1:
            slot.run("Second", lambda progress: 2, then, on_problem=came.append)

    slot.run("First", lambda progress: 1, then, on_problem=came.append)
    assert slot.is_busy
    qtbot.waitUntil(lambda: len(came) == 2 and not slot.is_busy)
    assert came == [(1, False), (2, False)]


def test_a_slot_that_is_cancelled_is_busy_until_that_has_ended_and_says_so(qtbot: QtBot) -> None:
    slot = JobSlot()
    said: list[object] = []
    slot.run(
        "Endless", endless, said.append, on_problem=said.append, on_cancelled=lambda: said.append("ended")
    )
    slot.cancel()
    assert slot.is_busy
    qtbot.waitUntil(lambda: not slot.is_busy)
    assert said == ["ended"]


def test_what_was_given_up_for_another_job_is_told_to_nobody(qtbot: QtBot) -> None:
    slot = JobSlot()
    said: list[object] = []
    slot.run(
        "Endless", endless, said.append, on_problem=said.append, on_cancelled=lambda: said.append("ended")
    )
    slot.run("Short", lambda progress: "done", said.append, on_problem=said.append)
    qtbot.waitUntil(lambda: not slot.is_busy and jobs().under_way == [])
    slot.give_up()
    assert said == ["done"]


def test_a_problem_frees_the_slot(qtbot: QtBot) -> None:
    slot = JobSlot()
    told: list[Problem] = []

    def no_disk(progress: Progress) -> None:
        raise Problem("The disk is full.")

    slot.run("Saving", no_disk, print, on_problem=told.append)
    qtbot.waitUntil(lambda: not slot.is_busy)
    assert [problem.what for problem in told] == ["The disk is full."]


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
