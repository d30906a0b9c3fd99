"""What a pack says about itself: whose data it is, how old, under which licence, and what is in it.

Nothing is shown without this, so a pack whose manifest is not whole is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import fields

from placeplanner.domain.credits import credits_of
from placeplanner.domain.strangers import LONGEST
from placeplanner.domain.streetmap import Box, Publication
from placeplanner.mappacks.packing import damaged
from placeplanner.mappacks.sense import sensible_box, sensible_text

NOT_STATED = "not stated in the file"


class PackSource(Struct, frozen=True):
    """One file that a pack was made from. `accuracy` says in words what its coordinates were and are."""

    title: str
    publisher: str
    date: str
    licence: str
    attribution: str  # as its licence asks for it; "" where the file does not say whose it is
    short_attribution: str  # its part in what is said on the map
    file: str  # its name alone: whose computer it lay on is nobody's business
    size: int
    sha256: str
    format: str
    accuracy: str
    read: int
    kept: int
    clipped_away: int
    repaired: int
    left_out: int
    refused: int

    @property
    def whose(self) -> str:
        """Its publisher and licence in words, whether they are known or not."""
        is_licensed = self.licence not in ("", NOT_STATED)
        if not self.publisher:
            return (
                f"publisher {NOT_STATED} · {self.licence}"
                if is_licensed
                else f"publisher and licence {NOT_STATED}"
            )
        return f"{self.publisher} · {self.licence if is_licensed else f'licence {NOT_STATED}'}"


class PackManifest(Struct, frozen=True):
    """A pack in facts. `counts` is how many things each layer holds; `made_at` is ISO 8601 in UTC.

    `attribution` is all that the licences ask for, `short_attribution` the line on the map, where the whole is a
    click away.
    """

    title: str
    area: str
    box: Box
    made_at: str
    builder: str
    format: int
    sources: tuple[PackSource, ...]
    attribution: str
    short_attribution: str
    references: tuple[str, ...]
    counts: Mapping[str, int]
    content_sha256: str = ""

    @property
    def publications(self) -> tuple[Publication, ...]:
        """What is in it, as everybody may know it who is shown it."""
        return tuple(
            dict.fromkeys(
                Publication(source.title, source.whose, source.date, source.attribution)
                for source in credited(self.sources)
            )
        )

    def to_json(self) -> str:
        """As it stands in the pack; the digest of the content stands beside it."""
        facts = to_builtins(self)
        del facts["content_sha256"]
        return json.dumps(facts, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str, content_sha256: str) -> PackManifest:
        """The manifest again. Raises `Problem` where something in it is missing or makes no sense."""
        try:
            return _manifest(json.loads(text), content_sha256)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            raise damaged("What it says about itself cannot be read.") from error


def credited(sources: Iterable[PackSource]) -> list[PackSource]:
    """Those of which something is in the pack: nobody is thanked for what is not there."""
    return [source for source in sources if source.kept]


def short_attribution_of(sources: Iterable[PackSource]) -> str:
    """What is said on the map for several sources: those who are only named share a sentence."""
    return credits_of(*(source.short_attribution for source in credited(sources)))


_MOST_CREDIT = 10_000  # letters


def _manifest(facts: dict[str, Any], content_sha256: str) -> PackManifest:
    facts = {"short_attribution": facts["attribution"], **facts}  # which the first packs did not have
    west, south, east, north = (float(side) for side in facts["box"])
    return PackManifest(
        title=_text(facts["title"]),
        area=_text(facts["area"]),
        box=sensible_box((west, south, east, north)),
        made_at=_text(facts["made_at"]),
        builder=_text(facts["builder"]),
        format=int(facts["format"]),
        sources=tuple(_source(source) for source in facts["sources"]),
        attribution=_text(facts["attribution"], _MOST_CREDIT),
        short_attribution=_text(facts["short_attribution"], _MOST_CREDIT),
        references=tuple(_text(name) for name in facts["references"]),
        counts={_text(layer): int(count) for layer, count in facts["counts"].items()},
        content_sha256=content_sha256,
    )


def _source(facts: dict[str, Any]) -> PackSource:
    facts = {"short_attribution": facts["attribution"], **facts}
    for field in fields(PackSource):
        if not isinstance(facts[field.name], field.type):
            raise TypeError(field.name)
    texts = {name: _text(value, _MOST_CREDIT) for name, value in facts.items() if isinstance(value, str)}
    return PackSource(**{**facts, **texts})


def _text(value: Any, most: int = LONGEST) -> str:
    return sensible_text(value, most)
