"""What was reported saved is there after `kill -9`, whenever it comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.store.planfile import PlanFile
from tests.store.observing import assert_consistent, one, replayed, stored

ROUNDS = 200
AT_ONCE = 25  # rounds between the thorough checks

# A process that has imported everything forks a child for each round. The child edits until it is killed, at a random
# moment after its first edit; each line it says is one write, so that a kill cannot cut it in two.
STREAM = """
import os, random, signal, sys, time, traceback
from pathlib import Path
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.edits.history import History
from placeplanner.edits.records import AddRecord, ChangeRecord, RemoveRecord
from placeplanner.store.planfile import PlanFile
from tests.builders import a_record, an_area

path, rounds, catalogue = Path(sys.argv[1]), int(sys.argv[2]), load_catalogue()
rnd = random.Random(4711)

def say(*words):
    os.write(1, (" ".join(words) + "\\n").encode())

def edit_until_killed(started):
    plan = PlanFile.open(path, catalogue)
    history = History(plan, contributor="Sam")

    def tell(word, key, act):
        say("doing", word, key)
        act()
        say("did", word, key)

    for number in range(10_000):
        record = a_record(name=f"r{number}", geometry=an_area(), notes="words " * 40)
        key = record.id
        tell("added", key, lambda: history.perform(AddRecord(record)))
        if number == 0:
            os.write(started, b"!")
        tell("changed", key, lambda: history.perform(ChangeRecord(key, {"name": f"changed {key}"})))
        if number % 3 == 2:
            tell("removed", key, lambda: history.perform(RemoveRecord(key)))
            if number % 2:
                tell("changed", key, history.undo)
        elif number % 5 == 4:
            tell("added", key, history.undo)

for _ in range(rounds):
    heard, started = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            edit_until_killed(started)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(started)
    os.read(heard, 1)
    os.close(heard)
    time.sleep(rnd.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    say("end", "killed" if os.WIFSIGNALED(status) else "crashed", "-")
    sys.stdin.readline()
"""


class Editor:
    """The process whose children edit a plan and are killed."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", STREAM, str(path), str(ROUNDS)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdin and self.process.stdout
        self.asks, self.says = self.process.stdin, self.process.stdout

    def round(self) -> list[tuple[str, str, str]]:
        """What the next child said until it was killed: (doing|did, what, id)."""
        said: list[tuple[str, str, str]] = []
        for line in self.says:
            tense, word, key = line.split()
            if tense == "end":
                assert word == "killed", "the child ended by itself"
                break
            said.append((tense, word, key))
        return said

    def go_on(self) -> None:
        """The file has been looked at; the next child may edit it."""
        self.asks.write("\n")
        self.asks.flush()

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.asks.close()
        self.says.close()


def after(state: dict[str, str], word: str, key: str) -> dict[str, str]:
    """A plain model after one edit more."""
    return {
        **{other: seen for other, seen in state.items() if other != key},
        **({} if word == "removed" else {key: word}),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX processes and signals")
@pytest.mark.slow
def test_two_hundred_kills_lose_nothing_that_was_reported_saved(
    plan_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state: dict[str, str] = {}
    edits = 0
    amid = 0
    editor = Editor(plan_path)
    try:
        for turn in range(ROUNDS):
            said = editor.round()
            assert said, "the child must be alive to be killed"
            for tense, word, key in said:
                if tense == "did":
                    state = after(state, word, key)
                    edits += 1
            under_way = after(state, *said[-1][1:]) if said[-1][0] == "doing" else state
            amid += plan_path.with_name("plan.gpkg-journal").exists()
            found = what_is_there(plan_path)
            assert found in (state, under_way), "an edit that was reported is lost, or half of one is there"
            state = found
            if turn % AT_ONCE == AT_ONCE - 1:
                with PlanFile.open(plan_path, load_catalogue()) as plan:
                    assert_consistent(plan)
            editor.go_on()
    finally:
        editor.close()
    with capsys.disabled():
        print(f"\n{ROUNDS} rounds, {edits} edits reported, 0 lost ({amid} kills amid a write)")


def what_is_there(path: Path) -> dict[str, str]:
    """What the file says of each record, once it is found whole and its journal agrees with its tables."""
    with PlanFile.open(path, load_catalogue()) as plan:
        rows = plan.connection.execute("SELECT uuid, name FROM assets WHERE notes != ''").fetchall()
        assert one(plan.connection, "PRAGMA integrity_check") == "ok"
        assert tuple(plan.connection.execute("SELECT step, by, capture FROM gpkg_pp_clock").fetchone()) == (
            None,
            None,
            1,
        )
        assert replayed(plan.connection, "assets") == stored(plan.connection, "assets")
    return {key: "changed" if name.startswith("changed") else "added" for key, name in rows}
