"""A file is there whole, or what was there before still is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from placeplanner.written_whole import written_whole


@pytest.mark.parametrize("survives_power_cut", [True, False])
def test_a_file_takes_the_place_of_what_was_there(tmp_path: Path, survives_power_cut: bool) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"older")
    with written_whole(path, survives_power_cut=survives_power_cut) as file:
        file.write(b"newer")
        assert path.read_bytes() == b"older"
    assert path.read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_when_writing_is_broken_off(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"older")

    def broken_off() -> None:
        with written_whole(path) as file:
            file.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), written_whole(tmp_path / "map.pdf") as file:
        file.write(b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("m" * 251 + ".pdf")
    with written_whole(path) as file:
        file.write(b"map")
    assert path.read_bytes() == b"map"
