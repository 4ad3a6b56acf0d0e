"""Models' own SQL, as dbt compiles it, on invented rows: a hundred small logs in the time of one build.

Belongs here: compiling and running. Does not: rows (the tests invent them), builds (workbench).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.warehouse import connect
from tests.pipeline.workbench import Workbench, dbt, environment

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Rows = Sequence[tuple[Any, ...]]
SCHEMAS = ("seeds", "staging", "intermediate", "marts")


@dataclass(frozen=True)
class SmallWarehouse:
    """A warehouse of the tables that a test invents, and the models to make on them."""

    connection: "DuckDBPyConnection"
    sql: Mapping[str, str]

    def fill(self, table: str, columns: str, rows: Rows) -> None:
        """Make `table` anew with `columns` (names and types) and `rows`."""
        self.connection.execute(f"create or replace table {table} ({columns})")
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            self.connection.executemany(f"insert into {table} values ({marks})", rows)

    def make(self, table: str) -> None:
        """Make the model whose table is `table` from what is there."""
        self.connection.execute(f"create or replace table {table} as {self.sql[table.rpartition('.')[2]]}")

    def ask(self, sql: str) -> Rows:
        """All rows of `sql`."""
        rows: Rows = self.connection.execute(sql).fetchall()
        return rows


def compiled_sql(workbench: Workbench, *models: str) -> dict[str, str]:
    """The SQL of each model as dbt compiles it for the workbench's warehouse."""
    with environment(workbench.settings):
        results = dbt(workbench.settings, "compile", "--select", *models)
    return {result.node.name: result.node.compiled_code for result in results}


def compiled_inline(workbench: Workbench, sql: str) -> str:
    """`sql` with its macros filled in."""
    with environment(workbench.settings):
        (result,) = dbt(workbench.settings, "compile", "--inline", sql)
    return str(result.node.compiled_code)


@contextmanager
def small_warehouse(folder: Path, sql: Mapping[str, str]) -> Iterator[SmallWarehouse]:
    """A warehouse under the name that compiled SQL knows it by, with empty schemas."""
    with connect(folder / "warehouse.duckdb") as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")
        yield SmallWarehouse(connection, sql)
