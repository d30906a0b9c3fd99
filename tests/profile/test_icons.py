"""Icons for paper are drawn without Qt, and every icon that the kinds or the easy-read pages name is one."""

from __future__ import annotations

import re

from placeplanner.domain.catalogue import load_catalogue
from placeplanner.profile.icons import icon_svg


def test_every_icon_of_the_kinds_has_an_outline_inside_its_box() -> None:
    for spec in load_catalogue().kinds.values():
        for each in (spec, *spec.categories):
            drawn = icon_svg(each.icon, "#ffffff")
            outline = re.search(r' d="([^"]+)"', drawn)
            assert outline is not None and outline[1].startswith("M"), each.icon
            numbers = [float(number) for number in re.findall(r"-?\d+\.\d", outline[1])]
            assert min(numbers) >= -20 and max(numbers) <= 260, each.icon


def test_an_unknown_icon_is_a_dot() -> None:
    assert icon_svg("mdi6.no-such-icon", "#000000") == icon_svg("mdi6.circle", "#000000")
