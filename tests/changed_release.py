"""A test release with other rows in one of its tables, or without some of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from dashboards.data import Release


@contextmanager
def instead(release: Release, table: str, select: str) -> Iterator[None]:
    """The release with the rows of `select` in `table`; in it, `known` is the table as it was."""
    release.connection.execute(f"CREATE TEMP TABLE {table} AS WITH known AS (FROM memory.{table}) {select}")
    try:
        yield
    finally:
        release.connection.execute(f"DROP TABLE temp.{table}")


def without(release: Release, *tables: str) -> Release:
    """The release as if it had been made before there were these tables."""
    left = {name: table for name, table in release.facts.tables.items() if name not in tables}
    return replace(release, facts=replace(release.facts, tables=left))
