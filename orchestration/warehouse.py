"""The DuckDB warehouse file: open it with a bounded wait, append a batch, read a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_exponential

from orchestration.settings import read_memory

LOCK_WAIT_SECONDS = 20.0


class WarehouseBusyError(RuntimeError):
    """Another process kept the warehouse open for longer than we were willing to wait."""


class WarehouseDamagedError(RuntimeError):
    """The file is there and is no DuckDB file that can be read."""


class WarehouseFaultError(RuntimeError):
    """DuckDB could not do what it was asked for: a full disk, a damaged block or Parquet file, too little memory."""


class EmptyAnswerError(RuntimeError):
    """A value that every build writes is not there."""


@dataclass(frozen=True)
class TableShape:
    """How many rows a table has, and its columns as (name, DuckDB type)."""

    row_count: int
    columns: tuple[tuple[str, str], ...]


@contextmanager
def connect(
    path: Path, *, read_only: bool = False, wait: float = LOCK_WAIT_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse at `path`, waiting up to `wait` seconds for DuckDB's one write lock.

    Raises WarehouseBusyError naming the file and the holder, WarehouseDamagedError when it is no DuckDB file,
    FileNotFoundError when a file to be read is absent, WarehouseFaultError for what goes wrong while it is open.
    """
    if read_only and not path.exists():
        raise FileNotFoundError(f"no warehouse at {path}: run `takedown build` first")
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _open(path, read_only, wait)
    try:
        connection.execute("set timezone = 'UTC'")
        connection.execute("set enable_progress_bar = false")  # it would stand in the middle of what a verb says
        connection.execute("set memory_limit = $memory", {"memory": read_memory()})
        yield connection
    except (duckdb.DataError, duckdb.IntegrityError) as error:
        # Their words quote values, which belong in no message and no log.
        raise WarehouseFaultError(f"{path}: a value does not fit where it should go ({type(error).__name__})") from None
    except duckdb.Error as error:
        raise WarehouseFaultError(f"{path}: {error}") from error
    finally:
        connection.close()


def append_batch(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> int:
    """Append the rows of the query `select` to `table` by column name; returns how many rows were added."""
    added = connection.execute(f"insert into {table} by name {select}").fetchone()
    return int(added[0]) if added else 0


def read_table(connection: duckdb.DuckDBPyConnection, table: str) -> pd.DataFrame:
    """The rows of `table` (``schema.name``)."""
    frame: pd.DataFrame = connection.sql(f"select * from {table}").df()
    return frame


def digest_table(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """A digest of the rows of `table`, whatever their order: equal for equal rows, in one version of DuckDB."""
    query = f"select concat(count(*), '-', coalesce(sum(cast(hash(rows) as hugeint)), 0)) from {table} as rows"
    return str(read_value(connection, query))


def read_value(connection: duckdb.DuckDBPyConnection, query: str, parameters: object = None) -> Any:  # noqa: ANN401 - as the query says
    """The one value that `query` returns. Raises EmptyAnswerError when it returns no row.

    Fetches all: a result that is not read to its end keeps DuckDB 2.0 from doing anything else.
    """
    rows = connection.execute(query, parameters).fetchall()
    if not rows:
        raise EmptyAnswerError(f"the warehouse has no answer to {query!r}: run `takedown build`")
    return rows[0][0]


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    """The answer to one statement that returns rows. Raises ValueError with DuckDB's words when there is none."""
    try:
        answer = connection.sql(sql)
        if answer is None:
            raise ValueError("the statement returned no rows; ask with select, from or show")
        return answer.materialize()  # some faults show only when rows are computed
    except duckdb.Error as error:
        raise ValueError(str(error)) from error


def describe_tables(path: Path) -> dict[tuple[str, str], TableShape]:
    """The shape of every table of the warehouse at `path`, by (schema, name)."""
    with connect(path, read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, list((column_name, data_type) order by column_index) "
            "from duckdb_columns() where not internal group by all"
        ).fetchall()
        return {
            (schema, table): TableShape(_count(connection, schema, table), tuple(tuple(pair) for pair in pairs))
            for schema, table, pairs in columns
        }


def _count(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    return int(read_value(connection, f'select count(*) from "{schema}"."{table}"'))


def _open(path: Path, read_only: bool, wait: float) -> duckdb.DuckDBPyConnection:
    attempts = Retrying(
        retry=retry_if_exception(_is_lock_conflict),
        stop=stop_after_delay(wait),
        wait=wait_exponential(multiplier=0.1, max=2),
        reraise=True,
    )
    try:
        return attempts(duckdb.connect, str(path), read_only=read_only)
    except duckdb.Error as error:
        if not _is_lock_conflict(error):
            raise WarehouseDamagedError(_damage(path, error)) from error
        raise WarehouseBusyError(
            f"{path} is in use by another process and stayed so for {wait:.0f} s ({error}). "
            "Wait for the other run, or close the DuckDB shell or notebook that has it open, and try again."
        ) from error


def _damage(path: Path, error: duckdb.Error) -> str:
    is_released = path.parent.name == "research"
    mend = (
        "see `takedown release --list` for others, and --use one"
        if is_released
        else "move it away and run `takedown build`, which loads the landing folder anew"
    )
    return f"{path} cannot be opened as a DuckDB file ({error}): {mend}"


def _is_lock_conflict(error: BaseException) -> bool:
    # Not just "lock": a damaged file is said to have a wrong checksum in some block.
    return isinstance(error, duckdb.IOException) and "could not set lock" in str(error).lower()
