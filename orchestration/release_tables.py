"""Writes the tables of a release: Parquet and CSV ordered by grain, and the DuckDB file.

Belongs here: bytes of tables. Does not: what the files say about themselves (release_documents), names, switching.
"""

import gzip
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.catalog import ReleaseTable
from orchestration.release_macros import TABLE_OF_MACROS, create_macros
from orchestration.release_views import create_views
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A file in this format opens in every DuckDB since 1.2 and in DuckDB-Wasm; a default 2.0 file opens in neither.
STORAGE_VERSION = "v1.2.0"
# A table with more rows than this is larger as CSV than a mail attachment may be, so its CSV is compressed.
PLAIN_CSV_ROW_LIMIT = 100_000


def write_parquet(connection: "DuckDBPyConnection", relation: str, table: ReleaseTable, folder: Path) -> Path:
    """Write `relation` as `<folder>/<table>.parquet`, columns as declared and rows in order of the grain."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table.name}.parquet"
    connection.execute(
        f"copy ({_ordered(relation, table)}) to {quote(path)} (format parquet, compression zstd, row_group_size 122880)"
    )
    return path


def write_csv(connection: "DuckDBPyConnection", parquet: Path, table: ReleaseTable, folder: Path) -> Path:
    """Write the table in `parquet` as `<folder>/<table>.csv`, or `.csv.gz` where it is long."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{table.name}.csv"
    relation = f"read_parquet({quote(parquet)})"
    texts = [column.name for column in table.columns if column.data_type == "varchar"]
    rows = guarded(relation, [column.name for column in table.columns], texts)
    connection.execute(f"copy ({rows}) to {quote(path)} (format csv, header)")
    return _compress(path) if count_rows(connection, parquet) > PLAIN_CSV_ROW_LIMIT else path


def write_database(connection: "DuckDBPyConnection", parquets: Iterable[tuple[ReleaseTable, Path]], path: Path) -> None:
    """Write the tables into schema `marts` of a new DuckDB file, with a comment on every table and column.

    Schema `main` gets views with friendly names and, where the table of macros is among them, its macros.
    """
    tables = list(parquets)
    path.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"attach {quote(path)} as release (storage_version '{STORAGE_VERSION}')")
    try:
        connection.execute("create schema release.marts")
        for table, parquet in tables:
            connection.execute(f"create table release.marts.{table.name} as from read_parquet({quote(parquet)})")
            _comment(connection, table)
        if any(table.name == TABLE_OF_MACROS for table, _ in tables):
            create_macros(connection, "release")
        create_views(connection, "release", (table for table, _ in tables))
    finally:
        connection.execute("detach release")


def count_rows(connection: "DuckDBPyConnection", parquet: Path) -> int:
    """How many rows a Parquet file holds."""
    return int(read_value(connection, f"select count(*) from read_parquet({quote(parquet)})"))


def quote(value: str | Path) -> str:
    """`value` as a SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def _ordered(relation: str, table: ReleaseTable) -> str:
    return f"select {_names(table)} from {relation} order by {', '.join(_name(column) for column in table.grain)}"


def guarded(relation: str, columns: Iterable[str], texts: Iterable[str]) -> str:
    """SQL for `columns` of `relation`, its `texts` so that no spreadsheet takes one for a formula."""
    # A spreadsheet runs a text cell that starts with one of these as a formula; a leading apostrophe stops it.
    to_guard = set(texts)
    shown = [
        f"case when regexp_matches({_name(c)}, '^[=+@\\t\\r\\n-]') then '''' || {_name(c)} "
        f"else {_name(c)} end as {_name(c)}"
        if c in to_guard
        else _name(c)
        for c in columns
    ]
    return f"select {', '.join(shown)} from {relation}"


def _names(table: ReleaseTable) -> str:
    return ", ".join(_name(column.name) for column in table.columns)


def _name(column: str) -> str:
    return f'"{column}"'


def _comment(connection: "DuckDBPyConnection", table: ReleaseTable) -> None:
    target = f"release.marts.{table.name}"
    connection.execute(f"comment on table {target} is {quote(table.description)}")
    for column in table.columns:
        connection.execute(f"comment on column {target}.{_name(column.name)} is {quote(column.description)}")


def _compress(path: Path) -> Path:
    compressed = path.with_name(path.name + ".gz")
    # No name and no time in the header, so that the same rows are the same bytes.
    with (
        path.open("rb") as source,
        compressed.open("wb") as target,
        gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0, compresslevel=6) as packed,
    ):
        shutil.copyfileobj(source, packed)
    path.unlink()
    return compressed
