"""Puts views with friendly names into the DuckDB file of a release: `from requests` for `from marts.fct_requests`.

Belongs here: making the views and their comments. Does not: the names, which stand with the models.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orchestration.catalog import ReleaseTable
from orchestration.release_macros import inside

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def create_views(connection: "DuckDBPyConnection", database: str, tables: Iterable[ReleaseTable]) -> None:
    """Create in schema main of the attached `database` a view of every table that has a friendly name, commented.

    A definition names no database, so that it works whatever the file is called when it is attached. The view itself
    is named in full: `main` alone may be that of temporary tables.
    """
    with inside(connection, database):
        for table in tables:
            if table.friendly_name is not None:
                view = f"{database}.main.{table.friendly_name}"
                connection.execute(f"create view {view} as select * from marts.{table.name}")
                connection.execute(f"comment on view {view} is {_text(f'{table.description} (marts.{table.name})')}")
                for column in table.columns:
                    connection.execute(f'comment on column {view}."{column.name}" is {_text(column.description)}')


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
