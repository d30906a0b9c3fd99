"""A GeoPackage that is no plan: layers to hand on, made whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from placeplanner.store import gpkg
from placeplanner.store.capture import named
from placeplanner.store.connection import connect


class Package:
    """A GeoPackage being made, in one transaction."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)
        self._connection.execute("PRAGMA query_only=OFF")
        self._connection.execute(f"PRAGMA application_id = {gpkg.APPLICATION_ID}")
        self._connection.execute(f"PRAGMA user_version = {gpkg.USER_VERSION}")
        self._connection.execute("BEGIN")
        gpkg.create_core(self._connection)

    def layer(
        self,
        table: str,
        *,
        title: str,
        description: str,
        type_name: str,
        columns: Sequence[tuple[str, str, str]],
    ) -> None:
        """A new layer; `columns` are names, SQL types and titles."""
        body = ", ".join(f"{named(name)} {sql_type}" for name, sql_type, _ in columns)
        self._connection.execute(
            f"CREATE TABLE {named(table)} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
            f"geom {type_name}, uuid TEXT UNIQUE, {body})"
        )
        gpkg.register_features(
            self._connection, table, title=title, description=description, geometry_type=type_name
        )
        self._connection.executemany(
            "INSERT INTO gpkg_data_columns(table_name, column_name, name, title) VALUES (?,?,?,?)",
            [(table, name, name, label) for name, _, label in columns],
        )

    def fill(self, table: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        """The rows of a layer: geometry blob, uuid, then the columns by `names`."""
        listed = ", ".join(named(name) for name in ("geom", "uuid", *names))
        marks = ",".join("?" * (len(names) + 2))
        self._connection.executemany(f"INSERT INTO {named(table)} ({listed}) VALUES ({marks})", rows)
        self._connection.execute(
            "UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) = "
            f"(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM {named(f'rtree_{table}_geom')}) "
            "WHERE table_name = ?",
            (table,),
        )

    def finish(self) -> None:
        """Everything is there."""
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; what is not finished is gone."""
        self._connection.close()
