"""The plan's own tables: one feature table a kind with a readable column for every field, people, photos, places.

Columns of fields follow `resources/kinds/`; one that is new there is added to older plans on opening.
"""

from __future__ import annotations

import sqlite3

from placeplanner.domain.kinds import Catalogue, Field, FieldType, KindSpec
from placeplanner.store import gpkg

BEFORE_FIELDS = (
    ("name", "TEXT", "Name"),
    ("category", "TEXT", "Category"),
    ("place", "TEXT", "Place"),
    ("place_corrected", "BOOLEAN", "Place chosen by a person"),
    ("notes", "TEXT", "Notes"),
    ("source", "TEXT", "Source"),
    ("consent", "TEXT", "Who may see this"),
    ("group_uuid", "TEXT", "Group"),
    ("contributor_uuid", "TEXT", "Contributor"),
    ("session_uuid", "TEXT", "Session"),
    ("sample", "BOOLEAN", "Sample data"),
    ("origin", "TEXT", "Entry in a published list"),
    ("imported", "TEXT", "What was published"),
)
AFTER_FIELDS = (
    ("created_at", "DATETIME", "Created"),
    ("created_by", "TEXT", "Created by"),
    ("changed_at", "DATETIME", "Changed"),
    ("changed_by", "TEXT", "Changed by"),
)
_SQL_TYPE = {FieldType.NUMBER: "DOUBLE", FieldType.WHOLE: "INTEGER", FieldType.YES_NO: "BOOLEAN"}

PEOPLE = {
    "groups": (("name", "TEXT"), ("contact", "TEXT")),
    "contributors": (("name", "TEXT"), ("group_uuid", "TEXT"), ("may_be_named", "BOOLEAN")),
    "sessions": (
        ("name", "TEXT"),
        ("date", "TEXT"),
        ("place", "TEXT"),
        ("group_uuid", "TEXT"),
        ("who_was_there", "TEXT"),
    ),
    "photos": (
        ("record_uuid", "TEXT"),
        ("sha256", "TEXT"),
        ("media_type", "TEXT"),
        ("width", "INTEGER"),
        ("height", "INTEGER"),
        ("caption", "TEXT"),
        ("credit", "TEXT"),
        ("taken_at", "TEXT"),
        ("taken_lon", "DOUBLE"),
        ("taken_lat", "DOUBLE"),
        ("may_show_place", "BOOLEAN"),
        ("consent", "TEXT"),
    ),
}
# Kept and journalled like people, but of no use in other programs, and so named as what follows below.
DECLINED = "gpkg_pp_declined"
_DECLINED_COLUMNS = (("origin", "TEXT"), ("name", "TEXT"), ("kind", "TEXT"), ("category", "TEXT"))
SHAPING = "gpkg_pp_shaping"
_SHAPING_COLUMNS = (
    ("name", "TEXT"),  # the code of the place
    ("audience", "TEXT"),
    ("title", "TEXT"),
    ("foreword", "TEXT"),
    ("logo", "TEXT"),
    ("logo_of", "TEXT"),
    ("photos", "TEXT"),
    ("sections", "TEXT"),
    ("off", "TEXT"),
    ("leads", "TEXT"),
)
EARLIER = "gpkg_pp_profiles"
_EARLIER_COLUMNS = (
    ("name", "TEXT"),  # the code of the place
    ("audience", "TEXT"),
    ("made_at", "TEXT"),
    ("state", "TEXT"),  # of the journal
    ("revision", "TEXT"),
    ("formats", "TEXT"),
)
OF_A_PLACE = (SHAPING, EARLIER)  # whose name is the code of a place
PLACES = "places"
_PLACE_COLUMNS = (
    ("code", "TEXT"),
    ("name", "TEXT"),
    ("kind", "TEXT"),
    ("parent", "TEXT"),
    ("figures", "TEXT"),
    ("source", "TEXT"),
)
OTHERS = {
    **PEOPLE,
    DECLINED: _DECLINED_COLUMNS,
    SHAPING: _SHAPING_COLUMNS,
    EARLIER: _EARLIER_COLUMNS,
    PLACES: _PLACE_COLUMNS,
}  # every journalled table that holds no records
_DESCRIPTIONS = {
    "groups": "The groups that records came from",
    "contributors": "People in the groups; names leave the plan only with their consent",
    "sessions": "Workshops, walks and visits",
    "photos": "Photos of records; the image files are kept inside the plan",
    PLACES: "The borough, its towns (a best fit) and its neighbourhoods",
}
# Named gpkg_…, since QGIS lists every other table: people would see a dozen broken layers beside theirs.
_INNER = """
CREATE TABLE gpkg_pp_info (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE gpkg_pp_photo_file (
  sha256 TEXT PRIMARY KEY NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE gpkg_pp_step (
  id TEXT PRIMARY KEY NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, by TEXT NOT NULL,
  session TEXT, replica TEXT NOT NULL, reverses TEXT, ms INTEGER NOT NULL, n INTEGER NOT NULL);
CREATE INDEX step_by_time ON gpkg_pp_step(ms, n);
CREATE TABLE gpkg_pp_change (
  ms INTEGER NOT NULL, n INTEGER NOT NULL, op TEXT NOT NULL, replica TEXT NOT NULL, tbl TEXT NOT NULL,
  uuid TEXT NOT NULL, field TEXT NOT NULL, value, base TEXT, step TEXT, PRIMARY KEY (ms, n, op)) WITHOUT ROWID;
CREATE INDEX change_by_field ON gpkg_pp_change(uuid, field);
CREATE INDEX change_by_step ON gpkg_pp_change(step, uuid, field);
CREATE TABLE gpkg_pp_clock (
  id INTEGER PRIMARY KEY CHECK (id = 1), ms INTEGER NOT NULL, n INTEGER NOT NULL, replica TEXT NOT NULL,
  step TEXT, by TEXT, capture INTEGER NOT NULL);
CREATE VIRTUAL TABLE gpkg_pp_text USING fts5(name, words, tokenize="unicode61 remove_diacritics 2", prefix='2 3');
"""


def sql_type(field: Field) -> str:
    """The column type of a field, as GeoPackage clause 1.1.1.1.3 names them."""
    return _SQL_TYPE.get(field.type, "TEXT")


def record_columns(spec: KindSpec) -> list[tuple[str, str, str]]:
    """Name, type and title of every column of a kind's table after fid, geom and uuid."""
    fields = [(field.name, sql_type(field), field.label) for field in spec.fields]
    return [*BEFORE_FIELDS, *fields, *AFTER_FIELDS]


def is_drawn(catalogue: Catalogue, table: str) -> bool:
    """Whether a table has a shape in every row: those of the kinds, and the places."""
    return table == PLACES or catalogue.by_table(table) is not None


def geometry_type(table: str) -> str:
    """What the shapes of a drawn table are, as GeoPackage names it."""
    return "MULTIPOLYGON" if table == PLACES else "GEOMETRY"


def columns_of_ours(catalogue: Catalogue, table: str) -> list[tuple[str, str]]:
    """Name and type of every column that a captured table must have."""
    spec = catalogue.by_table(table)
    columns = [(name, kind) for name, kind, _ in record_columns(spec)] if spec else list(OTHERS[table])
    shape = [("geom", geometry_type(table))] if is_drawn(catalogue, table) else []
    return [("fid", "INTEGER"), *shape, ("uuid", "TEXT"), *columns]


def description_of(catalogue: Catalogue, table: str) -> str:
    """What GIS programs say about a table."""
    spec = catalogue.by_table(table)
    return spec.hint if spec else _DESCRIPTIONS[table]


def create_tables(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    """Everything but the triggers of `capture` and the rows. The caller has begun a transaction."""
    gpkg.create_core(connection)
    gpkg.script(connection, _INNER)
    for spec in catalogue.kinds.values():
        _create_feature_table(connection, spec.table, record_columns(spec))
        gpkg.register_features(connection, spec.table, title=spec.plural, description=spec.hint)
        describe_columns(connection, spec)
    _create_places(connection)
    for table, columns in PEOPLE.items():
        body = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        connection.execute(
            f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, uuid TEXT UNIQUE, {body})'
        )
        gpkg.register_attributes(
            connection, table, title=table.capitalize(), description=_DESCRIPTIONS[table]
        )


def add_known_things(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    """What a plan keeps about things from published lists; a plan made just now has the columns already."""
    for spec in catalogue.kinds.values():
        present = {row[1] for row in connection.execute(f'PRAGMA table_info("{spec.table}")')}
        for name in ("origin", "imported"):
            if name not in present:
                connection.execute(f'ALTER TABLE "{spec.table}" ADD COLUMN "{name}" TEXT')
        describe_columns(connection, spec)
    _create_inner(connection, DECLINED, _DECLINED_COLUMNS)


def add_shaped_profiles(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    """How people have shaped their profiles."""
    _create_inner(connection, SHAPING, _SHAPING_COLUMNS)


def add_earlier_profiles(connection: sqlite3.Connection, catalogue: Catalogue) -> None:
    """Which profiles have been made, and of which state of the plan."""
    _create_inner(connection, EARLIER, _EARLIER_COLUMNS)


def _create_inner(connection: sqlite3.Connection, table: str, columns: tuple[tuple[str, str], ...]) -> None:
    body = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    connection.execute(
        f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, uuid TEXT UNIQUE, {body})'
    )


def _create_feature_table(
    connection: sqlite3.Connection, table: str, columns: list[tuple[str, str, str]]
) -> None:
    body = ", ".join(f'"{name}" {kind}' for name, kind, _ in columns)
    connection.execute(
        f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, '
        f"uuid TEXT UNIQUE, {body})"
    )


def _create_places(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE places (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, "
        "code TEXT UNIQUE NOT NULL, name TEXT, kind TEXT, parent TEXT, figures TEXT, source TEXT)"
    )
    gpkg.register_features(
        connection,
        "places",
        title="Places",
        description=_DESCRIPTIONS[PLACES],
        geometry_type=geometry_type(PLACES),
    )


def describe_columns(connection: sqlite3.Connection, spec: KindSpec) -> None:
    """Give GIS programs the words of the form for each column (Schema extension, F.9)."""
    connection.executemany(
        "INSERT OR REPLACE INTO gpkg_data_columns(table_name, column_name, name, title, description) "
        "VALUES (?,?,?,?,?)",
        [(spec.table, name, name, title, _hint(spec, name)) for name, _, title in record_columns(spec)],
    )


def _hint(spec: KindSpec, name: str) -> str | None:
    field = spec.field(name)
    return field.hint if field and field.hint else None
