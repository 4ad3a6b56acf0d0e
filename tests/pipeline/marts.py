"""Questions to a DuckDB file that holds schema marts: a warehouse or a release."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orchestration.release_tables import quote
from orchestration.warehouse import connect


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """All rows of `sql`, times in UTC. The file is opened read-only."""
    with connect(path, read_only=True) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
        return rows


def ask_one(path: Path, sql: str) -> Any:  # noqa: ANN401 - as the query says
    """The one value of `sql`."""
    ((value,),) = ask(path, sql)
    return value


def database(release: Path) -> Path:
    """The DuckDB file of a release folder."""
    return release / "research" / "takedown.duckdb"


def tables_of(path: Path) -> list[str]:
    """Names of the tables of schema marts."""
    return [
        name for (name,) in ask(path, "select table_name from duckdb_tables() where schema_name = 'marts' order by 1")
    ]


def differences(one: Path, other: Path, tables: Iterable[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The first rows that only one of two files has, by table; a table whose rows are the same is not in it.

    Raises ValueError for an empty table: two empty tables agree about nothing.
    """
    found = {}
    with connect(one, read_only=True) as connection:
        connection.execute(f"attach {quote(other)} as other (read_only)")
        for table in tables:
            here, there = f"select * from marts.{table}", f"select * from other.marts.{table}"
            if not connection.execute(f"select count(*) from ({here})").fetchall()[0][0]:
                raise ValueError(f"marts.{table} of {one} is empty")
            rows = connection.execute(
                f"(select 'only here' as side, * from ({here} except all {there}) limit 3) union all "
                f"(select 'only there' as side, * from ({there} except all {here}) limit 3)"
            ).fetchall()
            if rows:
                found[table] = rows
    return found
