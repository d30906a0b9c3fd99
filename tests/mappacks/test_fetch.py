"""The publications that ship, and fetching one with its checksum."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from placeplanner.errors import Problem
from placeplanner.mappacks.fetch import Publication, fetch, load_publications, publication
from placeplanner.mappacks.fetching import checksum_at
from tests.mappacks.bad_line import CONTENT, Server, quiet


def test_publications_that_ship_are_whole_and_have_safe_addresses() -> None:
    known = load_publications()
    assert len({each.code for each in known}) == len(known) >= 8
    assert publication("osm_greater_manchester").checksum.endswith(".md5")
    assert all(each.gives.endswith(".") for each in known)
    with pytest.raises(Problem, match="Choose from"):
        publication("atlantis")


def test_a_publication_is_fetched_and_checked(server: Server, tmp_path: Path) -> None:
    wanted = Publication(
        code="a",
        title="A map",
        publisher="Somebody",
        gives="",
        page="",
        licence="",
        download=server.map_url,
        checksum=f"{server.map_url}.md5",
    )
    path = fetch(wanted, tmp_path, progress=quiet, confirm_size=lambda size: True)
    assert path.read_bytes() == CONTENT


def test_the_publishers_checksum_is_read(server: Server) -> None:
    assert checksum_at(f"{server.map_url}.md5") == hashlib.md5(CONTENT).hexdigest()
    with pytest.raises(Problem, match="checksum cannot be read"):
        checksum_at(f"{server.url}/nothing-of-the-kind")


def test_what_can_only_be_chosen_on_a_page_names_the_page(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="choose on a page") as told:
        fetch(publication("nhle"), tmp_path, progress=quiet, confirm_size=lambda size: True)
    assert "https://" in told.value.try_this


def test_a_mistake_in_the_publications_is_told(tmp_path: Path) -> None:
    path = tmp_path / "publishers.toml"
    row = '[[publications]]\ncode="a"\ntitle="A"\npublisher="B"\ngives="C."\nlicence="D"\n'
    path.write_text(row + 'page = "http://example.org"')
    with pytest.raises(Problem, match="page"):
        load_publications(path)
    path.write_text(row + 'page = "https://example.org"\nsize = "1"')
    with pytest.raises(Problem, match="size"):
        load_publications(path)
