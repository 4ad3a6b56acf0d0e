"""A test release with other rows in one of its tables, for as long as a test looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboards.data import Release


@contextmanager
def instead(release: Release, table: str, select: str) -> Iterator[None]:
    """The release with the rows of `select` in `table`; in it, `known` is the table as it was."""
    release.connection.execute(f"CREATE TEMP TABLE {table} AS WITH known AS (FROM memory.{table}) {select}")
    try:
        yield
    finally:
        release.connection.execute(f"DROP TABLE temp.{table}")
