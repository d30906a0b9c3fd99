"""The kinds that ship are whole and readable; a mistake in them is told with file, key and remedy."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from placeplanner import paths
from placeplanner.domain.catalogue import RESERVED, load_catalogue
from placeplanner.domain.framework import load_framework
from placeplanner.domain.kinds import Audience, FieldType, Kind, KindSpec, Shape
from placeplanner.errors import Problem

CATALOGUE = load_catalogue()
SPECS = [CATALOGUE[kind] for kind in Kind]


def _codes(kind: Kind) -> set[str]:
    return {category.code for category in CATALOGUE[kind].categories}


def test_the_kinds_are_the_four_with_their_tables() -> None:
    assert [spec.table for spec in SPECS] == ["assets", "greenspaces", "heritage", "priorities"]
    assert [spec.symbol for spec in SPECS] == ["circle", "square", "diamond", "flag"]
    assert CATALOGUE.by_table("heritage") is CATALOGUE[Kind.HERITAGE]


def test_assets_have_every_category_asked_for() -> None:
    assert _codes(Kind.ASSET) == {
        "community_centre",
        "library",
        "school",
        "early_years",
        "health_service",
        "sports_club",
        "youth_space",
        "faith_building",
        "shop_or_cafe",
        "market",
        "pub",
        "allotment",
        "bus_or_rail_stop",
        "walking_or_cycling_route",
        "employer_or_business",
        "vcfse_organisation",
        "skills_or_training_place",
        "other",
    }


def test_greenspaces_carry_the_exact_values_of_os_open_greenspace() -> None:
    functions = {
        "Allotments Or Community Growing Spaces",
        "Bowling Green",
        "Cemetery",
        "Golf Course",
        "Other Sports Facility",
        "Play Space",
        "Playing Field",
        "Public Park Or Garden",
        "Religious Grounds",
        "Tennis Court",
    }
    ours = {"nature_site", "flash_or_lake", "woodland", "informal_green"}
    spec = CATALOGUE[Kind.GREENSPACE]
    assert {c.also_known_as[0] for c in spec.categories if c.code not in ours} == functions
    assert all(
        c.code == c.also_known_as[0].lower().replace(" ", "_") for c in spec.categories if c.code not in ours
    )
    assert ours <= _codes(Kind.GREENSPACE)
    access = spec.field("access_type")
    assert access is not None
    assert [choice.code for choice in access.choices] == [
        "Pedestrian",
        "Motor Vehicle",
        "Motor Vehicle And Pedestrian",
    ]


def test_a_listed_building_has_its_entry_and_grade() -> None:
    names = {field.name: field for field in CATALOGUE[Kind.HERITAGE].fields_for("listed_building")}
    assert [choice.code for choice in names["grade"].choices] == ["I", "II*", "II"]
    assert "nhle_entry" in names
    assert "rarity" not in names, "do not nominate what is listed already"


def test_a_locally_important_building_is_asked_the_local_list_criteria() -> None:
    names = {field.name for field in CATALOGUE[Kind.HERITAGE].fields_for("locally_important_building")}
    assert names >= {
        "asset_type",
        "age_band",
        "rarity",
        "artistic_interest",
        "group_value",
        "archaeological_interest",
        "historic_interest",
        "landmark_status",
    }
    assert "grade" not in names


def test_only_buildings_and_land_are_asked_about_community_value() -> None:
    spec = CATALOGUE[Kind.ASSET]
    asked = {field.name for field in spec.fields_for("pub")}
    assert asked >= {
        "owner",
        "occupiers",
        "current_use",
        "social_value",
        "future_use",
        "nominating_group",
        "boundary",
    }
    for code in ("bus_or_rail_stop", "walking_or_cycling_route"):
        assert not any(field.group == "Community value" for field in spec.fields_for(code))


def test_a_priority_ties_to_the_framework() -> None:
    spec, framework = CATALOGUE[Kind.PRIORITY], load_framework()
    assert len(spec.categories) == 14
    for name in ("missions", "ways_of_working", "strategies", "focuses"):
        field = spec.field(name)
        assert field is not None
        assert field.type is FieldType.CHOICES
        assert [c.code for c in field.choices] == [item.code for item in framework.items(name)]
    aim = spec.field("aim")
    assert aim is not None
    assert [choice.code for choice in aim.choices] == ["keep", "improve", "create"]


def test_who_to_ask_and_who_owns_it_are_not_for_everyone() -> None:
    private = re.compile("contact|phone|email|owner|leaseholder|occupiers|told_by|heard_from")
    for spec in SPECS:
        for field in spec.fields:
            if private.search(field.name):
                assert field.privacy is not Audience.PUBLIC, field.name


@pytest.mark.qt
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.kind))
def test_every_icon_is_in_the_icon_font(spec: KindSpec) -> None:
    import qtawesome

    fonts = Path(qtawesome.__file__).parent / "fonts"
    (charmap,) = fonts.glob("materialdesignicons6-webfont-charmap-*.json")
    known = json.loads(charmap.read_text())
    icons = [spec.icon, *(category.icon for category in spec.categories)]
    assert [icon for icon in icons if icon.removeprefix("mdi6.") not in known] == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.kind))
def test_columns_are_short_and_words_are_plain(spec: KindSpec) -> None:
    for field in spec.fields:
        assert len(field.name) <= 24
        assert field.name not in RESERVED
        assert len(field.hint.split()) <= 20, field.name
        assert len(field.label.split()) <= 10, field.name
    for category in spec.categories:
        assert category.shapes
        assert len(category.hint.split()) <= 16, category.code


def test_every_answer_can_be_stored_in_a_list() -> None:
    assert not any(";" in choice.code for spec in SPECS for field in spec.fields for choice in field.choices)


def test_a_route_is_a_line_and_a_stop_is_a_point() -> None:
    spec = CATALOGUE[Kind.ASSET]
    route, stop = spec.category("walking_or_cycling_route"), spec.category("bus_or_rail_stop")
    assert route is not None
    assert stop is not None
    assert (route.shapes, stop.shapes) == ((Shape.LINE,), (Shape.POINT,))


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


@pytest.fixture
def kinds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.resources() / "kinds", tmp_path / "kinds"))


FIELD = '[[fields]]\nname = "%s"\nlabel = "A"\ntype = "%s"\n'


@pytest.mark.parametrize(
    ("instead_of", "write", "says"),
    [
        ('type = "whole"', 'type = "integer"', ["fields[jobs].type", "integer", "whole"]),
        ('code = "library"', 'code = "school"', ["categories", "school", "twice"]),
        ('code = "library"', 'code = "Library"', ["categories[Library].code", "small letters"]),
        (
            'shapes = ["point"]',
            'shapes = ["dot"]',
            ["bus_or_rail_stop", "shapes", "dot", "point, line, area"],
        ),
        ('shapes = ["point"]', "shapes = []", ["shapes", "empty"]),
        ('{ code = "free", label = "Free" }', '{ code = "free" }', ["choices[free].label", "missing"]),
        (
            '{ code = "free", label = "Free" }',
            '{ code = "free", label = " " }',
            ["choices[free].label", "empty"],
        ),
        ('{ code = "free", label = "Free" }', '{ code = "a;b", label = "Free" }', ["semicolon"]),
        (
            '{ code = "free", label = "Free" }',
            '{ code = "paid", label = "Free" }',
            ["choices", "paid", "twice"],
        ),
        ('name = "jobs"', 'name = "notes"', ["fields[notes].name", "of its own already"]),
        ('name = "jobs"', 'name = "2jobs"', ["fields[2jobs].name", "small letters"]),
        ('name = "jobs"', 'name = "website"', ["fields", "website", "twice"]),
        (
            'categories = ["employer_or_business"]',
            'categories = ["employer"]',
            ["jobs", "employer", "employer_or_business"],
        ),
        ('group = "Contact"', 'group = "Contacts"', ["website", "Contacts", "[[groups]]"]),
        ('privacy = "group"', 'privacy = "us"', ["privacy", "us", "partnership"]),
        ('privacy = "group"', "privacy = 1", ["privacy", "text in quotes"]),
        ('colour = "#1D5FA8"', 'colour = "blue"', ["colour", "blue", "#1D5FA8"]),
        ('symbol = "circle"', 'symbol = "ring"', ["symbol", "ring", "diamond"]),
        ('icon = "mdi6.library"', 'icon = "library"', ["categories[library].icon", "mdi6.library"]),
        ('hint = "A good guess will do."', 'hnt = "x"', ["fields[jobs].hnt", "Nothing of that name", "hint"]),
        ('kind = "asset"', 'kind = "heritage"', ["kind", "asset"]),
        (
            '[[groups]]\nlabel = "Contact"',
            '[[groups]]\nlabel = "Community value"',
            ["groups", "Another group"],
        ),
        ("[[groups]]", FIELD % ("pet", "choice") + "[[groups]]", ["fields[pet].choices", "none to choose"]),
        (
            "[[groups]]",
            FIELD % ("pet", "text") + 'choices = [{code = "a", label = "b"}]\n[[groups]]',
            ["fields[pet].choices", "type “text”"],
        ),
        (
            "[[groups]]",
            FIELD % ("pet", "choice") + 'choices_from = "framework.pets"\n[[groups]]',
            ["framework.pets"],
        ),
        ("[[groups]]", FIELD % ("pet", "choice") + 'choices_from = "elsewhere"\n[[groups]]', ["elsewhere"]),
        ("[[groups]]", FIELD % ("pet", "text") + "required = 1\n[[groups]]", ["required", "true or false"]),
        ('label = "Asset"', "label = Asset", ["not proper TOML"]),
    ],
)
def test_a_mistake_is_told_with_file_key_and_remedy(
    kinds: Path, instead_of: str, write: str, says: list[str]
) -> None:
    file = kinds / "asset.toml"
    text = file.read_text(encoding="utf-8")
    assert instead_of in text
    file.write_text(text.replace(instead_of, write, 1), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load_catalogue(kinds)
    assert "asset.toml" in caught.value.what
    assert caught.value.try_this
    for part in says:
        assert part in str(caught.value)


def test_two_kinds_cannot_share_a_table(kinds: Path) -> None:
    file = kinds / "priority.toml"
    text = file.read_text(encoding="utf-8").replace('table = "priorities"', 'table = "assets"')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match=r"priority\.toml, “table”"):
        load_catalogue(kinds)


def test_a_missing_file_is_told_by_name(kinds: Path) -> None:
    (kinds / "heritage.toml").unlink()
    with pytest.raises(Problem, match=r"heritage\.toml cannot be read"):
        load_catalogue(kinds)


def test_a_new_category_needs_no_python(kinds: Path) -> None:
    file = kinds / "asset.toml"
    more = '\n[[categories]]\ncode = "lido"\nlabel = "Lido"\nicon = "mdi6.pool"\nshapes = ["area"]\n'
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert load_catalogue(kinds)[Kind.ASSET].category_label("lido") == "Lido"
