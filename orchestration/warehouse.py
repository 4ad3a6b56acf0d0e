"""The DuckDB warehouse file: open it with a bounded wait, append a batch, read a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_exponential

LOCK_WAIT_SECONDS = 20.0


class WarehouseBusyError(RuntimeError):
    """Another process kept the warehouse open for longer than we were willing to wait."""


@contextmanager
def connect(path: Path, *, read_only: bool = False, wait: float = LOCK_WAIT_SECONDS) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse at `path`, waiting up to `wait` seconds for DuckDB's one write lock.

    Raises WarehouseBusyError naming the file and the holder, FileNotFoundError when a file to be read is absent.
    """
    if read_only and not path.exists():
        raise FileNotFoundError(f"no warehouse at {path}: run `takedown build` first")
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _open(path, read_only, wait)
    try:
        connection.execute("set timezone = 'UTC'")
        yield connection
    finally:
        connection.close()


def append_batch(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> int:
    """Append the rows of the query `select` to `table` by column name; returns how many rows were added."""
    added = connection.execute(f"insert into {table} by name {select}").fetchone()
    return int(added[0]) if added else 0


def read_table(path: Path, table: str) -> pd.DataFrame:
    """The rows of `table` (``schema.name``) in the warehouse at `path`."""
    with connect(path, read_only=True) as connection:
        return connection.sql(f"select * from {table}").df()


def _open(path: Path, read_only: bool, wait: float) -> duckdb.DuckDBPyConnection:
    attempts = Retrying(
        retry=retry_if_exception(_is_lock_conflict),
        stop=stop_after_delay(wait),
        wait=wait_exponential(multiplier=0.1, max=2),
        reraise=True,
    )
    try:
        return attempts(duckdb.connect, str(path), read_only=read_only)
    except duckdb.IOException as error:
        if not _is_lock_conflict(error):
            raise
        raise WarehouseBusyError(
            f"{path} is in use by another process and stayed so for {wait:.0f} s ({error}). "
            "Wait for the other run, or close the DuckDB shell or notebook that has it open, and try again."
        ) from error


def _is_lock_conflict(error: BaseException) -> bool:
    return isinstance(error, duckdb.IOException) and "lock" in str(error).lower()
