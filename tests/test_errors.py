"""What the system refuses is told in words."""

from __future__ import annotations

import errno

from placeplanner.errors import Problem, said_by


def test_a_full_disk_is_told_in_plain_words() -> None:
    assert said_by(OSError(errno.ENOSPC, "No space left on device")) == "There is no room on the disk."


def test_what_the_system_says_is_passed_on() -> None:
    assert (
        said_by(PermissionError(errno.EACCES, "Permission denied")) == "The system says: Permission denied."
    )
    assert said_by(OSError("it is not a file")) == "The system says: it is not a file."


def test_a_problem_is_read_as_its_sentences() -> None:
    assert str(Problem("It is gone.", "", "Look elsewhere.")) == "It is gone. Look elsewhere."
