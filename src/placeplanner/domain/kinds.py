"""The four kinds of record, and the shape of what `resources/kinds/*.toml` says about each.

Categories, fields and choices are data: adding one needs no Python. `catalogue` reads and checks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a record is; the value is also the word used in files and on the command line."""

    ASSET = "asset"
    GREENSPACE = "greenspace"
    HERITAGE = "heritage"
    PRIORITY = "priority"


class Shape(StrEnum):
    """How a record may be drawn."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


class FieldType(StrEnum):
    """What may be written in a field of a form."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"  # several codes, kept as text with semicolons between them
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"  # YYYY-MM-DD, or YYYY-MM, or YYYY, since heritage rarely knows its birthday
    YES_NO = "yes_no"
    WEB = "web"
    EMAIL = "email"
    PHONE = "phone"


class Audience(StrEnum):
    """Who may see something, from the smallest circle to the widest. Also a record's consent."""

    GROUP = "group"
    PARTNERSHIP = "partnership"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """The words people choose from."""
        return {
            Audience.GROUP: "Only our group",
            Audience.PARTNERSHIP: "The partnership",
            Audience.PUBLIC: "Everyone",
        }[self]

    @property
    def told(self) -> str:
        """The same within a sentence: "for the partnership"."""
        return {
            Audience.GROUP: "our group",
            Audience.PARTNERSHIP: "the partnership",
            Audience.PUBLIC: "everyone",
        }[self]

    def includes(self, consent: Audience) -> bool:
        """Whether something with this `consent` may be shown to this audience."""
        order = list(Audience)
        return order.index(consent) >= order.index(self)


class Choice(Struct, frozen=True):
    """One answer of a choice field: the code that is stored, the words that are shown."""

    code: str
    label: str


class Field(Struct, frozen=True):
    """One question of a form. `name` is also the column in the plan file."""

    name: str
    label: str
    type: FieldType
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    privacy: Audience = Audience.PUBLIC  # the widest audience that may see it
    categories: tuple[str, ...] = ()  # empty: asked for every category of the kind
    group: str = ""  # the heading under which the form shows it; empty: at the top

    def label_of(self, code: str) -> str:
        """The words for a stored code; an unknown code is shown as it is."""
        return next((choice.label for choice in self.choices if choice.code == code), code)


class Category(Struct, frozen=True):
    """What exactly a record is, within its kind."""

    code: str
    label: str
    icon: str  # a QtAwesome name such as "mdi6.library"
    shapes: tuple[Shape, ...]  # the first one is offered first
    hint: str = ""
    also_known_as: tuple[str, ...] = ()  # what else people type when they look for it


class KindSpec(Struct, frozen=True):
    """All that the app knows about one kind."""

    kind: Kind
    label: str  # "Asset"
    plural: str  # "Assets"
    table: str  # "assets": the layer's name in QGIS
    symbol: str  # circle | square | diamond | flag
    icon: str
    colour: str  # on the light map, "#1D5FA8"
    colour_dark: str  # its lighter twin for the dark map
    hint: str
    categories: tuple[Category, ...]
    fields: tuple[Field, ...]

    def category(self, code: str) -> Category | None:
        """The category with this code, or None where a plan uses one that we do not know."""
        return next((category for category in self.categories if category.code == code), None)

    def category_label(self, code: str) -> str:
        """Words for a category, known or not."""
        known = self.category(code)
        if known:
            return known.label
        return code or "No category yet"

    def fields_for(self, category: str) -> tuple[Field, ...]:
        """The questions asked about a record of this category, in the form's order."""
        return tuple(field for field in self.fields if not field.categories or category in field.categories)

    def field(self, name: str) -> Field | None:
        """The field with this name, or None."""
        return next((field for field in self.fields if field.name == name), None)


class Catalogue(Struct, frozen=True):
    """The four kinds together, in the order in which people meet them."""

    kinds: Mapping[Kind, KindSpec]

    def __getitem__(self, kind: Kind) -> KindSpec:
        return self.kinds[kind]

    def by_table(self, table: str) -> KindSpec | None:
        """The kind kept in this table, or None."""
        return next((spec for spec in self.kinds.values() if spec.table == table), None)
