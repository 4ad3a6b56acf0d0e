"""Reads one release folder: public/datapackage.json, quality.json and the public Parquet files through DuckDB.

The research tier and the warehouse are never opened.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from dashboards.release_facts import ReleaseError, ReleaseFacts, parse_facts

# Unicode's marks, overrides and isolates of direction; the site sets its own.
DIRECTIONS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
TEXTS = ("VARCHAR", "STRING")  # what DuckDB calls a text, by version
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Release:
    """An opened release: its facts, its folder, and the public tables as DuckDB views of the same names."""

    folder: Path
    facts: ReleaseFacts
    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of `sql` over the public tables, as dicts. Counts summed over additive rows, nothing cleverer."""
        cursor = self.connection.execute(sql, list(parameters))
        described = cursor.description or []
        names = [column[0] for column in described]
        rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        for name in (column[0] for column in described if str(column[1]) in TEXTS):
            for row in rows:
                if (text := row[name]) and not text.isascii():
                    row[name] = _undirected(text)
        return [*rows]

    def csv_file(self, table: str) -> Path:
        """The public CSV of `table`, compressed where it is long. Raises ReleaseError when there is none."""
        folder = self.folder / "public" / "csv"
        found = [path for path in (folder / f"{table}.csv", folder / f"{table}.csv.gz") if path.is_file()]
        if not found:
            raise ReleaseError(f"{folder} has no CSV of {table}: every public table has one, rebuild the release")
        return found[0]

    def text_of(self, name: str) -> str:
        """The text file `name` of the release folder (CHANGES.md); nothing where the release has none."""
        path = self.folder / name
        return path.read_text(encoding="utf-8").translate(DIRECTIONS) if path.is_file() else ""

    def has_rows(self, table: str) -> bool:
        """Whether the public table is there and is not empty."""
        return table in self.facts.tables and bool(self.rows(f'SELECT 1 FROM "{table}" LIMIT 1'))


@contextmanager
def open_release(folder: Path) -> Iterator[Release]:
    """Open the release in `folder` for reading. Raises ReleaseError when a file is missing or unreadable."""
    facts = parse_facts(_read_json(folder / "public" / "datapackage.json"), _read_json(folder / "quality.json"))
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as connection:
        connection.execute("SET enable_progress_bar = false")
        for table in facts.tables.values():
            _create_view(connection, table.name, folder / "public" / table.path)
        yield Release(folder, facts, connection)


def _undirected(value: object) -> object:
    """A text without the marks that turn the direction of what follows: data must not reorder a sentence of a page."""
    return value.translate(DIRECTIONS) if isinstance(value, str) and not value.isascii() else value


def _create_view(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    if not path.is_file():
        raise ReleaseError(f"{path} is listed in datapackage.json but is not there: rebuild the release")
    # A view takes no prepared parameters, so the file name and the table name are quoted by doubling.
    source, target = str(path).replace("'", "''"), name.replace('"', '""')
    try:
        connection.execute(f"CREATE VIEW \"{target}\" AS SELECT * FROM read_parquet('{source}')")
    except duckdb.Error as error:
        raise ReleaseError(f"{path} is not readable as Parquet ({error}): rebuild the release") from error


def _undirected_entries(entries: dict[str, Any]) -> dict[str, Any]:
    return {name: _undirected(value) for name, value in entries.items()}


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ReleaseError(f"{path} is missing: {path.name} belongs to every release, run `takedown release` again")
    try:
        content = json.loads(path.read_text(encoding="utf-8"), object_hook=_undirected_entries)
    except ValueError as error:
        raise ReleaseError(f"{path} is not JSON ({error}): rebuild the release") from error
    if not isinstance(content, dict):
        raise ReleaseError(f"{path} holds a {type(content).__name__}, not an object: rebuild the release")
    return content
