"""Is `publication_changes` what the two releases, and the log of the later one, give?

Belongs here: working the table out again from two finished releases. Does not: the other tables (verification_tables).
"""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.catalog import Column, ReleaseTable
from orchestration.changed_figures import write_changes
from orchestration.publication import CHANGES, STATUS
from orchestration.release_restatements import Comparison
from orchestration.verification_tables import differing
from orchestration.warehouse import connect, read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def change_fault(folder: Path, previous: Path | None) -> str | None:
    """What is amiss in the table; empty where nothing is, None for a release from before there was one."""
    tables = list(_public_tables(folder))
    if CHANGES.name not in {table.name for table in tables}:
        return None
    with connect(folder / "research" / "takedown.duckdb", read_only=True) as connection:
        comparison = _comparison(connection, folder, previous) if previous else None
        write_changes(connection, tables, comparison, folder.name)
        columns = ", ".join(column.name for column in CHANGES.columns)
        computed, published = (f"select {columns} from {schema}.{CHANGES.name}" for schema in ("temp", "marts"))
        return differing(connection, computed, published, {})


def _comparison(connection: "DuckDBPyConnection", folder: Path, previous: Path) -> Comparison:
    query = f"select as_of_at from marts.{STATUS.name} where release = $release"
    instants = (read_value(connection, query, {"release": name}) for name in (previous.name, folder.name))
    before, now = (instant.astimezone(UTC) for instant in instants)
    return Comparison(previous, before, now)


def _public_tables(folder: Path) -> Iterator[ReleaseTable]:
    package = json.loads((folder / "public" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            schema = resource["schema"]
            columns = tuple(Column(f["name"], f["type"], f["description"], f.get("metric")) for f in schema["fields"])
            grain = tuple(schema["primaryKey"])
            yield ReleaseTable(resource["name"], "public", grain, "", resource["description"], columns)
