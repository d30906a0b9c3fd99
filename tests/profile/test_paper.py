"""A map for paper of what people wrote, whatever letters they chose."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from placeplanner.domain.kinds import Audience
from placeplanner.profile.paper import print_map
from tests.builders import HINDLEY, a_point, a_record
from tests.profile.hindley import SHARED, a_plan_of_hindley, hindley_of


@pytest.mark.qt
@pytest.mark.parametrize("tiles", [None, "a4"])
def test_what_could_not_be_read_aloud_from_a_map_is_said_in_words(tmp_path: Path, tiles: str | None) -> None:
    from placeplanner.draw.paper_sizes import Wishes

    apart = a_point(HINDLEY[0], HINDLEY[1] + 400)  # from all others: else its letters lie among theirs
    cafe = a_record("asset", "𝕮𝖆𝖋𝖊 🌳", **SHARED, geometry=apart)
    with a_plan_of_hindley(tmp_path, [cafe]) as plan:
        ours = replace(hindley_of(plan), name="Our 🌳 𝓹𝓪𝓽𝓬𝓱")
        plan._places = plan.places.replaced([ours])
        out = tmp_path / "map.pdf"
        print_map(plan, ours, out, Audience.PUBLIC, Wishes(tiles=tiles))
    document = pypdfium2.PdfDocument(out)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    assert "Our [deciduous tree] patch" in text
    assert "Cafe [deciduous tree], asset" in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in out.read_bytes()
