"""The help explains every word that the app uses, and none that it avoids."""

from __future__ import annotations

import re

import pytest

from placeplanner import paths
from placeplanner.domain.catalogue import load_catalogue
from placeplanner.domain.place import PlaceKind

GLOSSARY = (paths.resources() / "help" / "glossary.md").read_text(encoding="utf-8")
EXPLAINED = {word.casefold() for word in re.findall(r"\*\*(.+?)\*\*", GLOSSARY)}
WORDS = (
    "plan place record kind category group contributor session framework priority support action profile "
    "map-pack bundle merge hub consent"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_every_word_of_the_app_is_explained(word: str) -> None:
    assert word.replace("-", " ") in EXPLAINED


def test_every_kind_of_record_and_place_is_explained() -> None:
    assert {spec.label.casefold() for spec in load_catalogue().kinds.values()} <= EXPLAINED
    assert {kind.value for kind in PlaceKind} <= EXPLAINED


@pytest.mark.parametrize("avoided", ["workspace", "basemap", "database", "zone", "region", "meeting"])
def test_words_that_the_app_avoids_are_not_there(avoided: str) -> None:
    assert not re.search(rf"\b{avoided}\b", GLOSSARY, re.IGNORECASE)


def test_sentences_are_short_enough_to_read_aloud() -> None:
    prose = re.sub(r"[*#`]", "", GLOSSARY)
    sentences = re.split(r"[.;:]\s|\n", prose)
    assert max(len(sentence.split()) for sentence in sentences) <= 32
