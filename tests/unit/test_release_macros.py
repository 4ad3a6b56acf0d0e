"""Macros get into a released file as its table of macros says, or the file does not get written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.catalog import Column, ReleaseTable
from orchestration.release_documents import Facts, WrittenTable, readme
from orchestration.release_macros import TABLE_OF_MACROS
from orchestration.release_tables import write_database, write_parquet

FACTS = Facts("2025-08-15-0a1b2c3d", "2025-08-15", is_synthetic=True, compared_with=None)
TYPES = {"creation_number": "bigint", "is_table": "boolean"}
NAMES = ("creation_number", "macro_name", "parameters", "is_table", "definition", "description")
TABLE = ReleaseTable(
    name=TABLE_OF_MACROS,
    tier="public",
    grain=("macro_name",),
    owner="core",
    description="One row per macro.",
    columns=tuple(Column(name, TYPES.get(name, "varchar"), name) for name in NAMES),
)
# In order of name the first would call what is not there yet.
MACROS = [
    (2, "all_at", "v", True, f"select doubled(v) as twice, count(*) as n from marts.{TABLE_OF_MACROS}", "It's all."),
    (1, "doubled", "v", False, "2 * v", "One value."),
]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        columns = ", ".join(f"{column.name} {column.data_type}" for column in TABLE.columns)
        opened.execute(f"create table {TABLE_OF_MACROS} ({columns})")
        opened.executemany(f"insert into {TABLE_OF_MACROS} values (?, ?, ?, ?, ?, ?)", MACROS)
        yield opened


def written(connection: duckdb.DuckDBPyConnection, table: ReleaseTable, folder: Path) -> Path:
    """A database whose only table holds the macros, under the name that `table` has."""
    parquet = write_parquet(connection, TABLE_OF_MACROS, table, folder)
    write_database(connection, [(table, parquet)], folder / "things.duckdb")
    return folder / "things.duckdb"


def test_macros_are_made_in_their_order_and_told_of(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with duckdb.connect(str(written(connection, TABLE, tmp_path)), read_only=True) as reader:
        assert reader.execute("from all_at(21)").fetchall() == [(42, 2)]
        comments = reader.execute("select function_name, comment from duckdb_functions() where not internal")
        assert dict(comments.fetchall()) == {"all_at": "It's all.", "doubled": "One value."}
    assert connection.execute("select current_database()").fetchall() == [("memory",)]


def test_a_definition_that_does_not_fit_stops_the_file_and_lets_go(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    connection.execute(f"update {TABLE_OF_MACROS} set definition = 'from marts.nowhere' where is_table")
    for _ in range(2):
        with pytest.raises(duckdb.CatalogException, match="nowhere"):
            written(connection, TABLE, tmp_path)
        (tmp_path / "things.duckdb").unlink()
    assert connection.execute("select current_database()").fetchall() == [("memory",)]


def test_a_release_without_the_table_has_no_macros(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with duckdb.connect(str(written(connection, replace(TABLE, name="things"), tmp_path)), read_only=True) as reader:
        assert reader.execute("select function_name from duckdb_functions() where not internal").fetchall() == []


def test_the_readme_tells_how_to_replay_where_there_is_something_to_replay_with() -> None:
    told = readme(FACTS, [WrittenTable(TABLE, 2, ())], "## Quality")
    assert "from compliance_as_of(date '2025-08-01');" in told
    assert "compliance_as_of" not in readme(FACTS, [WrittenTable(replace(TABLE, name="things"), 2, ())], "## Quality")
