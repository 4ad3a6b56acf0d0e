"""Puts the macros that replay the log into the DuckDB file of a release.

Belongs here: making what marts.dim_as_of_macro defines. Does not: the definitions, which dbt renders from the SQL of
the marts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE_OF_MACROS = "dim_as_of_macro"


def create_macros(connection: "DuckDBPyConnection", database: str) -> None:
    """Create in schema main of the attached `database` every macro that its marts.dim_as_of_macro holds, commented.

    Raises duckdb.Error for a definition that does not fit the tables of the database.
    """
    rows = connection.execute(
        "select macro_name, parameters, is_table, definition, description "
        f"from {database}.marts.{TABLE_OF_MACROS} order by creation_number"
    ).fetchall()
    with inside(connection, database):
        for name, parameters, is_table, definition, description in rows:
            kind = "table " if is_table else ""
            connection.execute(f"create macro main.{name}({parameters}) as {kind}{definition}")
            said = description.replace("'", "''")
            connection.execute(f"comment on macro {kind}main.{name} is '{said}'")


@contextmanager
def inside(connection: "DuckDBPyConnection", database: str) -> Iterator[None]:
    """Use the attached `database` for a while."""
    # A definition names no database, so that it works whatever the file is called; DuckDB looks where the reader is.
    before = read_value(connection, "select current_database()")
    connection.execute(f"use {database}")
    try:
        yield
    finally:
        connection.execute(f'use "{before}"')
