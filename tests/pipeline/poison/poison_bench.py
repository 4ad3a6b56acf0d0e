"""A copy of a built warehouse in which one thing is broken at a time, and nothing stays broken.

Belongs here: tables without their constraints for the time of one question. Does not: what is broken (the poisons).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENOUGH_ROWS = 5_000
ALL_ROWS = 10**9
# A row that could stand in a table of which the sample has none.
INVENTED: Mapping[str, str] = {
    "VARCHAR": "'invented'",
    "BOOLEAN": "true",
    "DATE": "date '2025-07-01'",
    "TIMESTAMP WITH TIME ZONE": "timestamptz '2025-07-01'",
}


@dataclass(frozen=True)
class Bench:
    """The warehouse under the name that compiled SQL knows it by."""

    connection: "DuckDBPyConnection"

    def types(self, relation: str) -> dict[str, str]:
        """Columns of the relation and their types, in order."""
        rows = self.connection.execute(f"select column_name, column_type from (describe {relation})").fetchall()
        return {str(name): str(data_type) for name, data_type in rows}

    @contextmanager
    def open(self, relation: str, rows: int = ENOUGH_ROWS) -> Iterator[None]:
        """The first `rows` of the relation without its constraints, or an invented one; afterwards as it was."""
        self.connection.execute("begin")
        try:
            self.connection.execute(f"create or replace table {relation} as from {relation} limit {rows}")
            if not self.count(f"from {relation}"):
                self.connection.execute(f"insert into {relation} select {self._invented(relation)}")
            yield
        finally:
            with suppress(duckdb.Error):  # an error has ended the transaction already
                self.connection.execute("rollback")

    def count(self, query: str) -> int:
        """How many rows the query finds."""
        return int(self.connection.execute(f"select count(*) from ({query})").fetchall()[0][0])

    def _invented(self, relation: str) -> str:
        return ", ".join(INVENTED.get(data_type, "1") for data_type in self.types(relation).values())
