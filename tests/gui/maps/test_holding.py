"""What is installed is shown, whatever else lies in the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from placeplanner import paths
from placeplanner.gui.maps import holding
from placeplanner.mappacks import library
from tests.mappacks.hostile import sealed
from tests.mappacks.made_up import a_pack, a_town


def test_a_pack_whose_names_are_damaged_takes_the_map_from_nobody(tmp_path: Path) -> None:
    library.add(a_pack(tmp_path).path)
    other = a_pack(tmp_path, *a_town(), title="Wigan").path
    bad = sealed(other, tmp_path, "UPDATE name_positions SET metres = x'00'")
    shutil.copy(bad, paths.map_packs() / "wigan.pack")
    opened = holding.opened()
    assert opened.packs is not None and len(opened.packs.packs) == 2
    assert opened.gazetteer is not None and opened.gazetteer.find("hindley")
    assert "cannot be looked through" in str(opened.problems[0])
    opened.packs.close()
    opened.gazetteer.close()
